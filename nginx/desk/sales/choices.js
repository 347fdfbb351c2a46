// choices: the lists of sales: stages of a deal, why it was won or lost. Asked for once a session: they change seldom.
import { rows } from '../api.js';
import { me } from '../session.js';
import { store } from '../store.js';
import { language } from '../words.js';

export const choices = store([]);

async function load() {
    if (me.get()?.works_in !== 'sales') return;
    try {
        choices.set(await rows('sales', 'choices', { limit: 500 }));
    } catch {
        setTimeout(load, 5000);
    }
}
me.watch((who, before) => { if (who && !before) load(); });
load();      // this comes when it is known who it is

/** list: as in sales.choices, "deal stage". Gives [{ value, label }]. */
export function choices_of(list) {
    return choices.get().filter((c) => c.list === list).map((c) => ({ value: c.name, label: c[language.get()] }));
}
export const choice_word = (list, name) => choices_of(list).find((c) => c.value === name)?.label ?? name;
