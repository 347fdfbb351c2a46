// screens: what there is to see, in the order of the menu. A screen is
//   path     its name in the address
//   title    the word (words.js) over it and in the menu
//   allowed  (me) => whether this person has it
//   View     what draws it; it gets rest, what follows its path, and query
//   menu     true: stands in the menu; a function (me) => boolean as well
//   first    (me) => whether this person begins here
//   count    a store with a number beside its name in the menu; urgent: one that says whether that is marked
import { call } from './screens/call.js';
import { help } from './screens/help.js';
import { lead } from './screens/lead.js';
import { mine } from './screens/mine.js';
import { newlead } from './screens/newlead.js';
import { next } from './screens/next.js';
import { promised } from './screens/promised.js';
import { search } from './screens/search.js';
import { second } from './screens/second.js';
import './screens/words.js';
import { me } from './session.js';
import { store } from './store.js';

export const screens = [next, mine, promised, search, newlead, lead, second, call, help];

export const at_desk = (who) => who.works_in === 'desk';
export function screens_of(who) { return screens.filter((screen) => screen.allowed(who)); }
export function first_of(who) {
    const all = screens_of(who);
    return all.find((screen) => screen.first?.(who)) ?? all[0];
}

// What only some have only they fetch: the head, sales, and marketing.
const OTHERS = [[(who) => who.head && at_desk(who), () => import('./head/screens.js')], [(who) => who.works_in === 'sales', () => import('./sales/screens.js')],
    [(who) => who.works_in === 'marketing', () => import('./marketing/screens.js')]];
const RETRY_MS = 2000;
async function fetched(get) {
    for (;;) {
        try {
            return (await get()).screens;
        } catch (error) {
            console.error(error);      // a network that is away, or a mistake of ours
            await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        }
    }
}
/** Whether all that this person has are there. */
export const complete = store(false);
me.watch(async (who, before) => {
    if (!who) return complete.set(false);
    if (before) return undefined;      // the same person again
    for (const [has, get] of OTHERS) {
        if (has(who)) screens.unshift(...(await fetched(get)).filter((screen) => !screens.includes(screen)));
    }
    return complete.set(true);
});
