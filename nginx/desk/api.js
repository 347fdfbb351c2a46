// api: one call to the desk. Three things may come of it: an answer; Refused, which the server means; Lost, after which the same
// may be asked again. When the session is over, a call waits until somebody has signed in again.
import { store } from './store.js';

/** Where the desk lies: /desk/. */
export const HERE = new URL('.', document.baseURI).pathname;
export const online = store(true);
/** How far this machine's clock is behind that of the server, in milliseconds. */
export const skew = { ms: 0 };
const PATIENCE_MS = 20_000;
/** What browsers send for a page that has gone is 64 KiB at the most. */
const KEPT_ALIVE = 10_000;

export class Refused extends Error {
    constructor(status, { code = '', message = '', hint, field, ...more } = {}) {
        super(message);
        Object.assign(this, { status, code, hint, field, more });
    }
}
export class Lost extends Error {
    constructor(message, seconds) {
        super(message);
        this.seconds = seconds;    // after which to ask again, if the server has told
    }
}

// Set by session: gives a promise of somebody who is signed in.
let signed_in_again = null;
export function when_over(wait) { signed_in_again = wait; }

async function send(method, path, body, headers, text) {
    const options = { method, headers: { Accept: 'application/json', ...headers }, cache: 'no-store', redirect: 'error' };
    if (method !== 'GET') {
        options.headers['Content-Type'] = text === undefined ? 'application/json' : 'text/csv';
        options.body = text ?? JSON.stringify(body ?? {});
        options.keepalive = options.body.length < KEPT_ALIVE;      // goes on when the tab is closed
    }
    options.signal = AbortSignal.timeout(PATIENCE_MS);
    try {
        const answer = await fetch(HERE + path, options);
        return [answer, answer.status === 304 ? '' : await answer.text()];
    } catch {
        online.set(false);
        throw new Lost();
    }
}

function read(text) {
    try { return JSON.parse(text); } catch { return {}; }
}

function note_clock(answer) {
    const told = Date.parse(answer.headers.get('date') ?? '');
    // Told in whole seconds: less than two is no difference.
    if (told) skew.ms = Math.abs(told - Date.now()) < 2000 ? 0 : told - Date.now();
}

/** path: without /desk/. text: in the place of a body, rows of a file. Gives { status, body, etag }. */
export async function call(method, path, { body, headers, text: file, over = true } = {}) {
    for (;;) {
        const [answer, text] = await send(method, path, body, headers, file);
        note_clock(answer);
        const { status } = answer;
        if (status === 502 || status === 503 || status === 504) {
            online.set(status === 503);
            throw new Lost(read(text).message, Number(answer.headers.get('retry-after')) || undefined);
        }
        online.set(true);
        if (status === 429 && over) throw new Lost(read(text).message, Number(answer.headers.get('retry-after')) || undefined);
        if (status === 401 && over && signed_in_again) {
            await signed_in_again();
        } else if (status >= 400) {
            throw new Refused(status, { ...read(text), seconds: Number(answer.headers.get('retry-after')) || undefined });
        } else {
            return { status, body: text === '' ? null : read(text), etag: answer.headers.get('etag') };
        }
    }
}

/** Rows of a view: rows('desk', 'promised', { limit: 200 }); more: whether there are others behind them. */
export async function rows(schema, view, filter = {}) {
    const asked = new URLSearchParams(filter).toString();
    const { body } = await call('GET', `api/${schema}/${view}${asked ? `?${asked}` : ''}`);
    return Object.assign(body.rows, { more: body.more });
}

/** What a function that only looks answers: its rows. What changes something goes by acts.js. */
export async function ask(schema, name, args) {
    return (await call('POST', `api/${schema}/${name}`, { body: args })).body.rows;
}

/** Also where a page may not have crypto.randomUUID: over plain HTTP. */
export function uuid() {
    const octets = crypto.getRandomValues(new Uint8Array(16));
    octets[6] = octets[6] & 0x0f | 0x40;
    octets[8] = octets[8] & 0x3f | 0x80;
    return [...octets].map((o) => o.toString(16).padStart(2, '0')).join('').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}
