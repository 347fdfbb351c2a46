// choices: the lists that people choose from: reasons, teams, categories. Asked for once a session: they change seldom.
import { rows } from './api.js';
import { me } from './session.js';
import { store } from './store.js';
import { language } from './words.js';

const lists = store([]);

async function load() {
    if (me.get()?.works_in !== 'desk') return;
    try {
        lists.set(await rows('desk', 'choices', { limit: 500 }));
    } catch {
        setTimeout(load, 5000);
    }
}
me.watch((who, before) => { if (who && !before) load(); });
/** For whoever is to be drawn anew when they have come. */
export const choices = lists;

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** The name of the colour of a category. */
export const colour_of = (category) => lists.get().find((c) => c.list === 'category' && c.name === category)?.en ?? '';

/** list: as in desk.choices, "reason: refuse". Gives [{ value, label }]. */
export function choices_of(list) {
    return lists.get().filter((c) => c.list === list).map((c) => ({ value: c.name, label: capital(c[language.get()]) }));
}
export const choice_word = (list, name) => lists.get().find((c) => c.list === list && c.name === name)?.[language.get()] ?? name;
