// pulse: what there is now: counts, with a stamp that changes when anything does. It is asked for every few seconds, seldom while
// nobody looks, and when something becomes due by itself.
import { Lost, call, skew } from './api.js';
import { me, over } from './session.js';
import { store } from './store.js';

const SEEN_MS = 4_000;
const HIDDEN_MS = 45_000;
const LATER_MS = 2 ** 31 - 1;    // of a timer

/** null, or { stamp, waiting, red, repeats, mine, promised_due, mine_until, next_at }: see the view pulse. */
export const pulse = store(null);

let etag = null;
let timer = null;
let due = null;

/** Those who work here and have no such view are never asked. */
const schema = () => ({ desk: 'desk', sales: 'sales' })[me.get()?.works_in];

async function beat() {
    clearTimeout(timer);
    if (!schema()) return;
    if (!over.get()) {
        try {
            const { status, body, etag: tag } = await call('GET', `api/${schema()}/pulse`, { headers: etag ? { 'If-None-Match': etag } : {} });
            if (status === 200 && body.rows[0]) {
                etag = tag;
                pulse.set(body.rows[0]);
                wake_at(body.rows[0].next_at);
            }
        } catch (error) {
            if (!(error instanceof Lost)) etag = null;
        }
    }
    clearTimeout(timer);
    timer = setTimeout(beat, document.hidden ? HIDDEN_MS : SEEN_MS);
}

function wake_at(next_at) {
    clearTimeout(due);
    const ms = Date.parse(next_at ?? '') - Date.now() - skew.ms;
    if (ms > 0 && ms < LATER_MS) {
        due = setTimeout(() => {
            etag = null;      // the stamp may be the same: time has passed
            beat();
        }, ms + 500);
    }
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) beat(); });
addEventListener('online', beat);
me.watch((who) => {
    clearTimeout(timer);
    clearTimeout(due);
    etag = null;
    pulse.set(null);
    if (who) beat();
});
