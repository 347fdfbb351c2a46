// route: which screen the address names: /desk/#mine, /desk/#lead/8a0b-9238, /desk/#report?from=…&to=…; /desk/call?from=…&to=… is of the
// telephone exchange.
import { HERE } from './api.js';
import { store } from './store.js';

/** What is no such text stays as it is: somebody has typed it. */
function decoded(part) {
    try { return decodeURIComponent(part); } catch { return part; }
}

function read() {
    if (location.pathname !== HERE && location.pathname.startsWith(HERE)) {
        return { path: location.pathname.slice(HERE.length), rest: '', query: new URLSearchParams(location.search) };
    }
    const [where, asked] = location.hash.slice(1).split('?');
    const [path, ...rest] = where.split('/').map(decoded);
    return { path, rest: rest.join('/'), query: new URLSearchParams(asked) };
}
export const route = store(read());
for (const event of ['popstate', 'hashchange']) addEventListener(event, () => route.set(read()));

/** query: { name: value }. */
export const link = (path, rest, query) => `${HERE}#${path}${rest ? `/${encodeURIComponent(rest)}` : ''}${query ? `?${new URLSearchParams(query)}` : ''}`;

export function go(path, rest, query) {
    history.pushState(null, '', link(path, rest, query));
    route.set(read());
}
