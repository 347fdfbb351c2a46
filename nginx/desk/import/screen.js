// screen: the head brings in a file of another system: chooses it, sees what would become of it, brings it in, and takes it back.
import { call, rows } from '../api.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { Button, Slow } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { Loaded, Trouble, use_load } from '../parts/load.js';
import { Table } from '../parts/table.js';
import { language, say } from '../words.js';
import { bring, look } from './bring.js';
import { refused_file } from './csv_file.js';
import { Imports } from './list.js';
import './words.js';

const REFUSED_SHOWN = 20;

/** What each column becomes, for the server: by its number, since two may have one name. */
const map_of = (told) => Object.entries(told).map(([i, target]) => `${Number(i) + 1}=${target}`).join(',');

const called = (form, name) => (name === '@date' ? say('i_date') : form.fields.find((f) => f.name === name)?.label || name);

function Columns({ seen, form, told, tell }) {
    const choices = [{ value: '-', label: say('i_kept') }, { value: '@date', label: say('i_date') }, { value: '@id', label: say('i_id') },
                     ...form.fields.map((f) => ({ value: f.name, label: f.label || f.name }))];
    return html`<section><h2>${say('i_columns')}</h2>
        ${seen.errors.map((text) => html`<p class="error" role="alert" key=${text}>${text}</p>`)}
        <${Table} caption=${say('i_columns')} rows=${seen.columns.map((c, i) => ({ ...c, i }))} row_key=${(c) => c.i} empty="–" columns=${[
            { head: say('i_column'), cell: (c) => c.column },
            { head: say('i_becomes'), cell: (c) => html`<${Field} kind="select" label=${html`<span class="unseen">${c.column}</span>`} choices=${choices} value=${c.becomes}
                help=${c.near && say('i_near', called(form, c.near))} onInput=${(v) => tell({ ...told, [c.i]: v })} />` },
        ]} /></section>`;
}

function Refused({ list, columns }) {
    const save = () => {
        const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(refused_file(columns.map((c) => c.column), list)), download: 'refused.csv' });
        link.click();
        URL.revokeObjectURL(link.href);
    };
    return html`<section><h2>${say('i_refused')}</h2>
        <${Table} caption=${say('i_refused')} rows=${list.slice(0, REFUSED_SHOWN)} row_key=${(r) => r.line} empty=${say('i_none_refused')} columns=${[
            { head: say('i_line'), cell: (r) => String(r.line) },
            { head: say('i_reason'), cell: (r) => r.why },
            { head: say('i_cells'), cell: (r) => r.cells.filter((c) => c.trim()).join('; ') },
        ]} />${list.length > 0 && html`<p class="actions"><${Button} onClick=${save}>${say('i_save_refused')} (${list.length})<//></p>`}</section>`;
}

/** As a reader of the page writes a day: whether 05.11 was read as 11.05 is to be seen at once. */
function day_told(text) {
    const at = new Date(`${text.slice(0, 10)}T00:00Z`);
    return Number.isNaN(at.getTime()) ? text : new Intl.DateTimeFormat(language.get() === 'ru' ? 'ru-RU' : 'en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(at) + text.slice(10);
}
function Preview({ seen, form }) {
    return html`<section><h2>${say('i_first')}</h2>
        <p>${say('i_looked', seen.rows, seen.taken, seen.refused.length)} ${!seen.whole && say('i_looked_more')}</p>
        <${Table} caption=${say('i_first')} rows=${seen.first} row_key=${(r) => r.line} empty="–" columns=${[
            { head: say('i_line'), cell: (r) => String(r.line) },
            { head: say('i_answers'), cell: (r) => Object.entries(r.answers).map(([name, text]) => `${called(form, name)}: ${name === '@date' ? day_told(text) : text}`).join('; ') },
        ]} /></section>`;
}

/** The file is looked at anew whenever something that was told is another. */
function use_look(file, form, asked) {
    const [state, set] = useState({});
    useEffect(() => {
        let current = true;
        if (!file || !form) return set({});
        set((before) => ({ ...before, busy: true }));
        look(file, form, asked).then((seen) => current && set({ seen }), (error) => current && set({ error }));
        return () => { current = false; };
    }, [file, form, JSON.stringify(asked)]);
    return state;
}

function Sending({ so_far, stop }) {
    return html`<section><progress max="1" value=${so_far.part} aria-label=${say('i_bring')}></progress>
        <p role="status">${say('i_progress', so_far.rows)}</p><${Button} onClick=${stop}>${say('i_stop')}<//></section>`;
}

function Done({ done, columns }) {
    const told = useRef(null);
    useEffect(() => told.current.focus(), []);      // the button that was pressed is gone
    return html`<section><p role="status" tabindex="-1" ref=${told}>${say('i_done', done.rows, done.fresh, done.taken - done.fresh - done.back, done.back, done.refused.length)}
        ${done.stopped && html`<br /><strong>${say('i_stopped')}</strong>`}</p></section>
        <${Refused} list=${done.refused} columns=${columns} />`;
}

/** What is chosen, and what comes of it. */
function One({ forms, finished }) {
    const [chosen, choose] = useState({ file: null, form: forms.length === 1 ? forms[0].name : '', queue: false, count: false, dates: '' });
    const [told, tell] = useState({});
    const [sending, send] = useState({});
    const stopped = useRef(false);
    const form = forms.find((f) => f.name === chosen.form);
    const asked = { map: map_of(told), dates: chosen.dates, queue: chosen.queue, count: chosen.count };
    const { seen, error, busy } = use_look(chosen.file, chosen.form, { map: asked.map, dates: asked.dates });
    const set = (more) => {
        if ('file' in more || 'form' in more) tell({});
        send({});
        choose({ ...chosen, ...more });
    };
    const start = async () => {
        stopped.current = false;
        send({ so_far: { part: 0, rows: 0 } });
        const dates = asked.dates || (seen.dates === 'unclear' ? '' : seen.dates);
        try {
            const done = await bring(chosen.file, { form: chosen.form, encoding: seen.encoding, asked: { ...asked, dates }, stopped: () => stopped.current,
                                                    told: (so_far) => send({ so_far }) });
            send({ done });
        } catch (e) {
            send({ error: e });
        }
        finished();
    };
    const here = seen && !sending.so_far && !sending.done;
    return html`<section>
            <div class="field"><label for="import-file">${say('i_file')}</label><span class="help" id="import-file-help">${say('i_file_help')}</span>
                <input type="file" id="import-file" aria-describedby="import-file-help" accept=".csv,.txt,.tsv,text/csv" disabled=${Boolean(sending.so_far)}
                    onChange=${(e) => set({ file: e.currentTarget.files[0] ?? null })} /></div>
            <${Field} kind="select" label=${say('i_form')} choices=${[...(chosen.form ? [] : [{ value: '', label: say('i_form_choose') }]), ...forms.map((f) => ({ value: f.name, label: f.title || f.name }))]} value=${chosen.form} onInput=${(v) => set({ form: v })} />
            <${Field} kind="select" label=${say('i_dates')} value=${chosen.dates} onInput=${(v) => set({ dates: v })} choices=${[
                { value: '', label: say('i_dates_found') }, { value: 'day-first', label: say('i_day') }, { value: 'month-first', label: say('i_month') }]} />
            <${Field} kind="checkbox" label=${say('i_queue')} help=${say('i_queue_help')} value=${chosen.queue} onInput=${(v) => set({ queue: v })} />
            <${Field} kind="checkbox" label=${say('i_count')} value=${chosen.count} onInput=${(v) => set({ count: v })} />
            ${here && html`<p class="actions"><${Button} kind="main" disabled=${busy || seen.errors.length > 0 || seen.rows === 0} onClick=${start}>${say('i_bring')}<//></p>`}
        </section>
        ${busy && !seen && html`<${Slow} />`}
        ${(error ?? sending.error) && html`<${Trouble} error=${error ?? sending.error} />`}
        ${sending.so_far && html`<${Sending} so_far=${sending.so_far} stop=${() => { stopped.current = true; }} />`}
        ${sending.done && html`<${Done} done=${sending.done} columns=${seen.columns} />`}
        ${here && html`<${Columns} seen=${seen} form=${form} told=${told} tell=${tell} />
            ${seen.errors.length === 0 && html`<${Preview} seen=${seen} form=${form} /><${Refused} list=${seen.refused} columns=${seen.columns} />`}`}`;
}

export function Import() {
    const all = use_load(() => Promise.all([call('GET', 'forms'), rows('desk', 'imports', { limit: 200 }), rows('desk', 'people', { limit: 500 })]), []);
    useEffect(() => { if (document.activeElement === document.body) document.querySelector('#main h1')?.focus(); }, []);
    return html`<h1 tabindex="-1">${say('i_import')}</h1><p class="soft">${say('i_text')}</p>
        <${Loaded} of=${all}>${([{ body }, list, people]) => html`<div class="rows"><${One} forms=${body.forms} finished=${all.again} />
            <${Imports} list=${list} people=${people} again=${all.again} /></div>`}<//>`;
}
