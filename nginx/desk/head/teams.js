// teams: the sales teams, who sells for them, and what each wants to know before it takes a lead.
import { rows } from '../api.js';
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Loaded, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { language, say } from '../words.js';
import { Change, Edit, by_dry } from './edit.js';

const called = (row) => row[language.get()];
const captions = () => [{ name: 'ru', label: say('h_ru'), maxlength: 120, 'data-first': true }, { name: 'en', label: say('h_en'), maxlength: 120 }];
const place = () => ({ name: 'position', kind: 'number', label: say('h_place'), help: say('h_place_help'), inputmode: 'numeric' });

// What each dialog changes: title, fields, was, calls.
function of_team(team) {
    const price = { name: 'price_floor', kind: 'number', label: say('h_price'), help: say('h_price_help'), inputmode: 'decimal', min: 0 };
    return team ? { title: say('h_edit_of', called(team)), was: team, fields: [...captions(), price, place(), { name: 'in_use', kind: 'checkbox', label: say('h_takes') }], calls: by_dry('edit_team', { name: team.name }) }
        : { title: say('h_new_team'), fields: [...captions(), price], calls: by_dry('edit_team', {}) };
}
function of_member(team, person) {
    return { title: `${called(team)} – ${say(person.member ? 'h_member_gone' : 'h_member_add', person.name)}`, fields: [], calls: by_dry('edit_member', { team: team.name, who: person.login, member: !person.member }) };
}
function of_answer(team, answer) {
    const fields = [...captions(), { name: 'fields', label: say('h_fields'), help: say('h_fields_help'), maxlength: 400 }];
    return answer ? { title: say('h_edit_of', called(answer)), was: answer, fields: [...fields, place()], calls: by_dry('edit_answer', { team: team.name, name: answer.name }) }
        : { title: say('h_new_answer', called(team)), fields, calls: by_dry('edit_answer', { team: team.name }) };
}
function of_no_answer(team, answer) {
    return { title: say('h_remove_of', called(answer)), fields: [], calls: by_dry('edit_answer', { team: team.name, name: answer.name, wanted: false }) };
}

function List({ teams, edit }) {
    return html`<section><h2>${say('h_teams')}</h2>
        <${Table} caption=${say('h_teams')} rows=${teams} row_key=${(team) => team.name} columns=${[
            { head: say('h_team'), cell: called },
            { head: say('h_price'), number: true, cell: (team) => (team.price_floor === null ? null : `${team.price_floor} ${team.currency}`) },
            { head: say('h_sellers'), number: true, cell: (team) => team.sellers },
            { head: say('h_open_deals'), number: true, cell: (team) => team.open_deals },
            { head: say('h_takes'), cell: (team) => (team.in_use ? say('yes') : html`<span class="soft">${say('h_no_more')}</span>`) },
            { head: say('h_do'), cell: (team) => html`<${Change} of=${called(team)} onClick=${() => edit(of_team(team))} />` },
        ]} />
        <p class="actions"><${Button} onClick=${() => edit(of_team(null))}>${say('h_add')}<//></p></section>`;
}

function Team({ team, members, answers, edit }) {
    return html`<section><h2>${called(team)}</h2>
        <h3>${say('h_answers')}</h3>
        <${Table} caption=${`${called(team)}: ${say('h_answers')}`} rows=${answers} row_key=${(a) => a.name} empty=${say('h_answers_none')} columns=${[
            { head: say('h_answer'), cell: called },
            { head: say('h_fields'), cell: (a) => a.fields },
            { head: say('h_place'), number: true, cell: (a) => a.position },
            { head: say('h_do'), cell: (a) => html`<${Change} of=${called(a)} onClick=${() => edit(of_answer(team, a))} /> <${Change} word="h_remove" of=${called(a)} onClick=${() => edit(of_no_answer(team, a))} />` },
        ]} />
        <p class="actions"><${Button} aria-label=${say('h_new_answer', called(team))} onClick=${() => edit(of_answer(team, null))}>${say('h_add')}<//></p>
        <h3>${say('h_sellers')}</h3>
        <${Table} caption=${`${called(team)}: ${say('h_sellers')}`} rows=${members} row_key=${(p) => p.login} empty=${say('h_sellers_none')} columns=${[
            { head: say('h_person'), cell: (p) => p.name },
            { head: say('h_in_team'), cell: (p) => (p.member ? say('yes') : null) },
            { head: say('h_open_deals'), number: true, cell: (p) => p.open_deals || null },
            { head: say('h_do'), cell: (p) => html`<${Button} aria-label=${say(p.member ? 'h_member_gone' : 'h_member_add', p.name)} onClick=${() => edit(of_member(team, p))}>${say(p.member ? 'h_remove' : 'h_add')}<//>` },
        ]} /></section>`;
}

export function Teams() {
    const all = use_load(() => Promise.all(['teams', 'team_members', 'required_answers'].map((view) => rows('desk', view, { limit: 500 }))), []);
    const [edit, set_edit] = useState(null);
    const close = (done) => {
        set_edit(null);
        if (done) all.again();
    };
    const of = (list, team) => list.filter((row) => row.team === team.name);
    return html`<${Loaded} of=${all}>${([teams, members, answers]) => html`<div class="rows"><${List} teams=${teams} edit=${set_edit} />
        ${teams.map((team) => html`<${Team} key=${team.name} team=${team} members=${of(members, team)} answers=${of(answers, team)} edit=${set_edit} />`)}</div>`}<//>
        ${edit && html`<${Edit} ...${edit} close=${close} />`}`;
}
