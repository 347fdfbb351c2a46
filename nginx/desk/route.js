// route: which screen the address names: /desk/#mine, /desk/#lead/8a0b-9238; /desk/call?from=…&to=… is of the telephone exchange.
import { HERE } from './api.js';
import { store } from './store.js';

function read() {
    if (location.pathname !== HERE && location.pathname.startsWith(HERE)) {
        return { path: location.pathname.slice(HERE.length), rest: '', query: new URLSearchParams(location.search) };
    }
    const [path, ...rest] = location.hash.slice(1).split('/').map(decodeURIComponent);
    return { path, rest: rest.join('/'), query: new URLSearchParams() };
}
export const route = store(read());
for (const event of ['popstate', 'hashchange']) addEventListener(event, () => route.set(read()));

export const link = (path, rest) => `${HERE}#${path}${rest ? `/${encodeURIComponent(rest)}` : ''}`;

export function go(path, rest) {
    history.pushState(null, '', link(path, rest));
    route.set(read());
}
