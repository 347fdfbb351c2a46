// reasons: why something is done: a list for each act. Nothing is deleted: what is taken from the list stays in the history.
import { rows } from '../api.js';
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { language, say } from '../words.js';
import { Change, Edit, by_dry } from './edit.js';

const called = (row) => row[language.get()];

function fields(act, adds) {
    return [
        { name: 'ru', label: say('h_ru'), maxlength: 120, 'data-first': true },
        { name: 'en', label: say('h_en'), maxlength: 120 },
        ...(adds ? [] : [{ name: 'position', kind: 'number', label: say('h_place'), help: say('h_place_help'), inputmode: 'numeric' }, { name: 'in_use', kind: 'checkbox', label: say('h_in_use') }]),
        ...(act === 'postpone' ? [{ name: 'promises', kind: 'checkbox', label: say('h_promises') }] : []),
    ];
}

export function Reasons() {
    const all = use_load(() => rows('desk', 'reasons', { limit: 500 }), []);
    const [act, set_act] = useState('refuse');
    const [edit, set_edit] = useState(null);
    const close = (done) => {
        set_edit(null);
        if (done) all.again();
    };
    return html`<${Loaded} of=${all}>${(list) => {
        const acts = [...new Map(list.map((row) => [row.act, row.act_called]))].map(([value, label]) => ({ value, label }));
        const here = list.filter((row) => row.act === act);
        const act_called = acts.find((a) => a.value === act)?.label ?? act;
        return html`<section><h2>${say('h_reasons')}</h2>
            <${Field} kind="select" label=${say('h_list')} choices=${acts} value=${act} onInput=${set_act} />
            <${Table} caption=${`${say('h_reasons')}: ${act_called}`} rows=${here} row_key=${(row) => row.name} empty=${say('h_reasons_none')} columns=${[
                { head: say('h_reason'), cell: called },
                { head: say('h_place'), number: true, cell: (row) => row.position },
                { head: say('h_in_use'), cell: (row) => (row.in_use ? say('yes') : html`<span class="soft">${say('h_not_in_use')}</span>`) },
                { head: say('h_do'), cell: (row) => html`<${Change} of=${called(row)} onClick=${() => set_edit(row)} />` },
            ]} />
            <p class="actions"><${Button} onClick=${() => set_edit({ act })}>${say('h_add')}<//></p>
            ${edit && html`<${Edit} title=${edit.name ? say('h_edit_of', called(edit)) : say('h_new_reason', act_called)} fields=${fields(act, !edit.name)} was=${edit} close=${close}
                calls=${by_dry('edit_reason', edit.name ? { act, name: edit.name } : { act })} />`}</section>`;
    }}<//>`;
}
