// acts: what a person does, in order. An act counts on the page at once; here it waits for the server, also over a lost network, a
// session that ended and a reload of the tab, and is sent again with the same key, so that it is done once. If the server means no,
// whoever asked is told (the promise), and so is the person.
import { Lost, Refused, call, online, uuid } from './api.js';
import { keep, kept } from './drafts.js';
import { me, over } from './session.js';
import { store } from './store.js';
import { forget, late, plain, retell, toast, wrong } from './toasts.js';
import { say } from './words.js';

/** For so long an act can be taken back. */
export const UNDO_MS = 10_000;
const STORED = () => `firstline acts ${me.get()?.login}`;

/** Those that the server has not answered, oldest first: { key, path, name, body, receipt, at, hold_until, label, draft }. */
export const waiting = store([]);
/** Those it has answered, while what is shown does not have them yet. */
export const echo = store([]);

const promises = new Map();    // key: { resolve, reject }
const followers = [];          // (act, body) => promise of what is shown having it; no body: the server meant no
export function after_each(follow) { followers.push(follow); }

waiting.watch((list) => {
    if (list.length) sessionStorage.setItem(STORED(), JSON.stringify(list));
    else sessionStorage.removeItem(STORED());
});

// What was left behind by a reload goes on; who waited for it is gone, the followers are not.
me.watch((who, before) => {
    if (!who) return waiting.set([]);
    if (before) return;
    const left = JSON.parse(sessionStorage.getItem(STORED()) ?? '[]');
    if (left.length) waiting.set(left.map((it) => ({ ...it, hold_until: 0 })));
    run();
});

/** Does schema.name(args). receipt: of which lead it is; hold: it waits until it cannot be undone any more, or something else is
 *  done (the server has no undo for it); undo: the act that takes it back; label: what is said beside the button for that;
 *  and_next: the next client comes with the answer; told: what the server answers is said in its place;
 *  about: what it is named by, if the server says no, for whoever is elsewhere by then;
 *  draft: { name, value }, or several, typed text that comes back if the server says no.
 *  Gives a promise of the rows; it fails, too, when the act is taken back before it was sent. */
export function act(schema, name, args, { hold = false, undo, label, draft, told = false, and_next = false, about } = {}) {
    const call = and_next ? { path: 'api/desk/done_and_next', body: { act: name, arguments: args } } : { path: `api/${schema}/${name}`, body: args };
    const it = { key: uuid(), ...call, name, receipt: args.receipt ?? args.lead, at: Date.now(),
                 hold_until: hold ? Date.now() + UNDO_MS : 0, label, draft, about };
    const done = enter(it).then((body) => body.rows);
    done.catch(() => {});      // the person is told anyway
    if (about) forget(about);
    const said = label && (hold || undo ? offer_undo(it, undo) : toast(label));
    if (told) done.then((rows) => retell(said, plain(and_next ? rows[0].done_and_next.told : rows[0]?.[name])), () => {});
    return done;
}

/** The same for another call, which has a key of its own in its body. */
export function post(path, body, more = {}) {
    return enter({ key: uuid(), path, name: path, body, at: Date.now(), hold_until: 0, ...more });
}

const drafts_of = (it) => [it.draft ?? []].flat();

function enter(it) {
    for (const { name } of drafts_of(it)) keep(name, null);
    waiting.set((list) => [...list.map((o) => ({ ...o, hold_until: 0 })), it]);
    const done = new Promise((resolve, reject) => promises.set(it.key, { resolve, reject }));
    done.catch(() => {});      // the person is told anyway
    run();
    return done;
}

/** What is held back goes now. */
export function flush() {
    if (waiting.get().some((it) => it.hold_until > 0)) waiting.set((list) => list.map((it) => ({ ...it, hold_until: 0 })));
    run();
}
addEventListener('visibilitychange', () => { if (document.hidden) flush(); });
addEventListener('pagehide', flush);
// Of a tab that is closed nothing is left, and what is not sent is gone. One act is on its way still, if nothing is in its way.
addEventListener('beforeunload', (event) => {
    const goes = online.get() && !over.get() && !failing ? 1 : 0;
    if (waiting.get().length > goes) event.preventDefault();
});

/** Sends all, and tells whether that could be done within so many milliseconds. */
export function drained(ms) {
    flush();
    return new Promise((resolve) => {
        const end = () => { stop(); clearTimeout(timer_of_end); resolve(waiting.get().length === 0); };
        const stop = waiting.watch((list) => { if (list.length === 0) end(); });
        const timer_of_end = setTimeout(end, waiting.get().length ? ms : 0);
    });
}

function offer_undo(it, undo) {
    return toast(it.label, {
        until: Date.now() + UNDO_MS,
        act: undo ? undefined : it.key,
        undo() {
            if (take_out(it.key)) {
                for (const { name, value } of drafts_of(it)) keep(name, value);
                toast(say('undone_here'));
                return true;
            }
            if (!undo) return false;
            undo();
            return true;
        },
    });
}

/** An act that has not been sent is forgotten. */
function take_out(key) {
    const found = waiting.get().find((it) => it.key === key && !it.sent);
    if (found) {
        remove(key);
        heard(key)?.reject();
    }
    return Boolean(found);
}

const change = (key, more) => waiting.set((list) => list.map((it) => (it.key === key ? { ...it, ...more } : it)));
const remove = (key) => waiting.set((list) => list.filter((it) => it.key !== key));
/** Whoever waits for it, to be told once. */
function heard(key) {
    const by = promises.get(key);
    promises.delete(key);
    return by;
}

let timer = null;
let busy = false;
let failing = false;    // the first was sent in vain
async function run() {
    clearTimeout(timer);
    if (busy || !me.get()) return;
    busy = true;
    for (let failures = 0; ;) {
        const first = waiting.get()[0];
        if (!first) break;
        const pause = first.hold_until - Date.now();
        if (pause > 0) {
            timer = setTimeout(run, pause);
            break;
        }
        const seconds = await attempt(first, failures);
        failing = Boolean(seconds);
        if (seconds) {
            failures += 1;
            await rest(seconds);
        } else {
            failures = 0;
        }
    }
    busy = false;
}

/** Waits, but not longer than the network is away. */
function rest(seconds) {
    return new Promise((resolve) => {
        const end = () => { clearTimeout(clock); removeEventListener('online', end); resolve(); };
        const clock = setTimeout(end, seconds * 1000);
        addEventListener('online', end);
    });
}

/** Gives the seconds after which it is to be sent again; undefined: it is settled. */
async function attempt(it, failures) {
    change(it.key, { sent: true });
    late(it.key);
    try {
        const { body } = await call('POST', it.path, { body: it.body, headers: { 'Idempotency-Key': it.key } });
        settle(it, body);
    } catch (error) {
        if (error instanceof Lost) return error.seconds ?? Math.min(2 ** failures, 15);
        refuse(it, error instanceof Refused ? error : new Refused(0, { message: String(error) }));
    }
    return undefined;
}

/** When no act is on its way any more (what is held back is not), and what came of the last has been drawn: one look then shows all. */
export function calm() {
    const on_its_way = () => waiting.get().some((it) => it.sent || it.hold_until <= Date.now());
    return new Promise((resolve) => {
        const look = () => {
            if (on_its_way()) return;
            stop();
            setTimeout(resolve);
        };
        const stop = waiting.watch(look);
        look();
    });
}

function settle(it, body) {
    echo.set((list) => [...list, it]);
    remove(it.key);
    heard(it.key)?.resolve(body);
    Promise.allSettled(followers.map((follow) => follow(it, body)))
        .then(() => echo.set((list) => list.filter((o) => o.key !== it.key)));
}

function refuse(it, error) {
    remove(it.key);
    for (const { name, value } of drafts_of(it)) if (kept(name) === null) keep(name, value);
    const by = heard(it.key);
    if (!it.quiet || !by) wrong(error, it.label, it.about);
    by?.reject(error);
    for (const follow of followers) follow(it);      // what was shown was not so
}
