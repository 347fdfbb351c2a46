// screens: what there is to see, in the order of the menu. A screen is
//   path     its name in the address
//   title    the word (words.js) over it and in the menu
//   allowed  (me) => whether this person has it
//   View     what draws it; it gets rest, what follows its path, and query
//   menu     true: stands in the menu; a function (me) => boolean as well
//   first    (me) => whether this person begins here
//   count    a store with a number beside its name in the menu; urgent: one that says whether that is marked
import { help } from './screens/help.js';

export const screens = [help];

export const at_desk = (who) => who.works_in === 'desk';
export function screens_of(who) { return screens.filter((screen) => screen.allowed(who)); }
export function first_of(who) {
    const all = screens_of(who);
    return all.find((screen) => screen.first?.(who)) ?? all[0];
}
