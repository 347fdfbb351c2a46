// ages: how many leads of each colour wait, and for how long.
import { category_named } from '../forms.js';
import { html } from '../html.js';
import { Colour } from '../parts/basic.js';
import { length_of } from '../parts/deed.js';
import { Table } from '../parts/table.js';
import { span } from '../time.js';
import { say } from '../words.js';

const COLUMNS = ['in_time', 'to_1h', 'to_4h', 'over_4h'];

function total(list) {
    const sum = (name) => list.reduce((n, row) => n + row[name], 0);
    const oldest = list.map((row) => row.oldest).filter(Boolean).sort((a, b) => length_of(b) - length_of(a))[0] ?? null;
    return { all: true, category: '', oldest, ...Object.fromEntries([...COLUMNS, 'leads', 'late', 'asleep'].map((name) => [name, sum(name)])) };
}

export function Ages({ list }) {
    const shown = list.length > 1 ? [...list, total(list)] : list;
    const number = (name) => ({ head: say(`h_${name}`), number: true, cell: (row) => row[name] || null });
    return html`<section><h2>${say('h_queue')}</h2><p class="soft">${say('h_queue_text')}</p>
        <${Table} caption=${say('h_queue')} rows=${shown} row_key=${(row) => row.category} marked=${(row) => row.all} empty=${say('h_queue_none')} columns=${[
            { head: say('h_colour'), cell: (row) => (row.all ? say('h_all') : html`<${Colour} colour=${row.colour_name} word=${row.colour} /> <span class="soft">${category_named(row.category)}</span>`) },
            { head: say('h_all'), number: true, cell: (row) => row.leads },
            ...COLUMNS.map(number),
            { head: say('h_late_n'), number: true, cell: (row) => (row.late ? html`<span class="warn">${row.late}</span>` : null) },
            { head: say('h_oldest'), number: true, cell: (row) => (row.oldest ? span(length_of(row.oldest)) : null) },
            number('asleep'),
        ]} /></section>`;
}
