// session: who works here. me: undefined before it is known, null: nobody. over: somebody was here, and the session has ended;
// what they do waits until they have signed in again.
import { Refused, call, when_over } from './api.js';
import { store } from './store.js';
import { speak } from './words.js';

export const me = store(undefined);
export const over = store(false);
/** What is said to who has just signed out. */
export const farewell = store('');

let waiting = [];
when_over(() => new Promise((resolve) => {
    waiting.push(resolve);
    if (me.get()) over.set(true); else me.set(null);
}));

// Cookies are of all tabs: when somebody else signs in in one, what the others do would be done in that name.
const WHO = 'firstline who';
addEventListener('storage', ({ key, newValue }) => {
    if (key === WHO && newValue && me.get() && newValue !== me.get().login) location.reload();
});

function welcome(person) {
    const before = me.get();
    localStorage.setItem(WHO, person.login);
    if (before && before.login !== person.login) return location.reload();   // a colleague: nothing of the page is theirs
    farewell.set('');
    speak(person.language);
    me.set(person);
    over.set(false);
    for (const resolve of waiting.splice(0)) resolve();
}

/** Who is it? Raises Lost. */
export async function look() {
    try {
        welcome((await call('GET', 'session', { over: false })).body);
    } catch (error) {
        if (!(error instanceof Refused)) throw error;
        me.set(null);
    }
}

/** Raises Refused (28P01: wrong; 429: too often, more.seconds to wait) and Lost. */
export async function sign_in(login, password) {
    await call('POST', 'session', { body: { login, password }, over: false });
    welcome((await call('GET', 'session', { over: false })).body);
}

export async function sign_out(words) {
    await call('DELETE', 'session', { over: false });
    farewell.set(words);
    waiting = [];
    location.hash = '';
    me.set(null);
}

/** Without TLS a password is read by anybody on the way; on this machine itself there is no way. */
export function tls_missing() {
    const local = /^(localhost|127\.|\[::1\])/.test(location.hostname) || location.hostname.endsWith('.localhost');
    return !local && (location.protocol !== 'https:' || me.get()?.tls === false);
}
