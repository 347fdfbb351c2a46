// mine: the leads I have, with what is pending on them already counted in.
import { rows } from './api.js';
import { after_each, calm, echo, waiting } from './acts.js';
import { pulse } from './pulse.js';
import { me } from './session.js';
import { store, use } from './store.js';

/** Rows of desk.screen; null: not known yet. */
export const mine = store(null);
/** Rows of desk.notices: clients of these who have written again. */
export const notices = store([]);

export async function refresh() {
    if (me.get()?.works_in !== 'desk') return;
    // Where one fails, what was known stays; the pulse asks again.
    await Promise.allSettled([rows('desk', 'screen', { limit: 200 }).then(mine.set), rows('desk', 'notices', { limit: 50 }).then(notices.set)]);
}

let stamp = null;
pulse.watch((now) => {
    if (now && now.stamp !== stamp) refresh();
    stamp = now?.stamp ?? null;
});
me.watch((who) => {
    if (who) refresh();
    else mine.set(null);
});
let behind = null;
after_each(() => {
    behind ??= calm().then(() => {
        behind = null;
        return refresh();
    });
    return behind;
});

/** Acts after which a lead is no more mine. */
export const ENDS = new Set(['hand_over', 'refuse', 'postpone', 'mark_unreachable', 'mark_spam', 'release', 'close_client']);

/** As a part is to draw it: without those that an act on its way has ended. */
export function use_mine() {
    const all = use(mine);
    const ended = new Set([...use(echo), ...use(waiting)].filter((it) => ENDS.has(it.name)).map((it) => it.receipt));
    return all && all.filter((row) => !ended.has(row.receipt));
}
