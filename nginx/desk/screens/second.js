// second: leads that colleagues have closed, to be judged again: none is given away by what was decided.
import { after_each, echo, waiting } from '../acts.js';
import { rows } from '../api.js';
import { html, useEffect } from '../html.js';
import { Moment, Slow, short } from '../parts/basic.js';
import { Table } from '../parts/table.js';
import { link } from '../route.js';
import { me } from '../session.js';
import { store, use } from '../store.js';
import { add_words, say } from '../words.js';

add_words({
    ru: {
        second: 'Второе мнение', second_title: 'Как решили бы вы?', second_text: 'Решите по тому, что известно. Решение коллеги останется, вы увидите его после ответа.',
        second_none: 'Вашего мнения сейчас не ждут.',
    },
    en: {
        second: 'Second opinion', second_title: 'What would you decide?', second_text: 'Judge by what is known. Your colleague’s decision stays; you see it after your answer.',
        second_none: 'Nobody waits for your opinion now.',
    },
});

/** Rows of desk.second_look; null: not known yet. */
const list = store(null);
const refresh = () => rows('desk', 'second_look', { limit: 50 }).then((all) => list.set(all), () => {});      // asked for again with the next screen
after_each((it) => (it.name === 'second_verdict' ? refresh() : undefined));
me.watch((who) => { if (!who) list.set(null); });

/** Without those that are on their way. */
export function use_second() {
    const all = use(list);
    useEffect(() => { refresh(); }, []);
    const given = new Set([...use(echo), ...use(waiting)].filter((it) => it.name === 'second_verdict').map((it) => it.receipt));
    return all?.filter((row) => !given.has(row.receipt));
}

function View() {
    const all = use_second();
    return html`<h1 tabindex="-1">${say('second')}</h1>${all ? html`<${Table} caption=${say('second')} rows=${all} row_key=${(row) => row.receipt} empty=${say('second_none')} columns=${[
        { head: say('l_receipt'), cell: (row) => html`<a href=${link('lead', row.receipt)}>${short(row.receipt)}</a>` },
        { head: say('l_name'), cell: (row) => row.name },
        { head: say('l_received'), cell: (row) => html`<${Moment} at=${row.received_at} />` },
    ]} />` : html`<${Slow} />`}`;
}
export const second = { path: 'second', title: 'second', allowed: (me) => me.works_in === 'desk', View };
