// answers: what is known, in the order of the form; what sales want can be filled in at once, the rest after "change". What is typed
// is judged as the form judges it, and only then noted. It stays in the tab until then.
import { act, calm } from '../acts.js';
import { Lost, online } from '../api.js';
import { choice_word } from '../choices.js';
import { kept, use_draft } from '../drafts.js';
import { answer_told, field_named, forms, judge, label_of } from '../forms.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { use_keys } from '../keys.js';
import { ask_next, bring } from '../next.js';
import { Button } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { use } from '../store.js';
import { say } from '../words.js';

const KINDS = { choice: 'select', textarea: 'textarea', date: 'date', time: 'time', email: 'email', phone: 'tel' };
const NEVER = new Set(['consent', 'hidden']);
const teams_of = (answer) => answer.asked_by.map((team) => `«${choice_word('team', team)}»`).join(', ');

let judging;    // till when the judge has anything

/** What is typed into one field, on its way to the server. */
function use_entry(card, answer, definition) {
    const [typed, set_typed] = use_draft(answer.draft, null);
    const [error, set_error] = useState(null);
    const there = use(online);
    const sent = useRef(null);      // Enter saves, and then the field is left, which saves
    const forget = () => {
        sent.current = null;
        return false;
    };
    /** Whether there is nothing left to do. */
    const save = (value = typed) => {
        const before = judging;
        const done = note(value);
        judging = done.then(() => before);
        return done;
    };
    const note = async (value) => {
        if (value === null || value === sent.current) return true;
        if (value.trim() === '' || value === String(answer.value ?? '')) {
            set_error(null);
            set_typed(null);
            return true;
        }
        sent.current = value;
        try {
            const said = definition ? await judge(card.form, answer.field, value) : { ok: true, value };
            set_error(said.ok ? null : said.message);
            if (!said.ok) return forget();
            const noted = act('desk', 'add_answer', { receipt: card.receipt, field: answer.field, value: String(said.value) },
                { about: `${answer.label} (${card.client.name || say('no_name')})`, draft: definition && { name: answer.draft, value } });
            if (!definition) await noted;      // it is judged only now
            noted.catch((e) => { forget(); set_typed(value); set_error(e.message); });
            if (sent.current === value) set_typed(null);      // or it was typed over meanwhile
            return true;
        } catch (e) {
            set_error(e instanceof Lost ? say('waits_network') : e.message);
            return forget();
        }
    };
    useEffect(() => { if (there && error === say('waits_network')) save(); }, [there]);
    const type = (value) => {
        sent.current = null;
        set_typed(value);
    };
    return { typed, type, error, save };
}

function Entry({ card, answer, open, close }) {
    const definition = field_named(card.form, answer.field);
    const { typed, type, error, save } = use_entry(card, answer, definition);
    const on_key = async (event) => {
        const { target } = event;
        if (event.key !== 'Enter' || event.isComposing || event.ctrlKey || target.tagName === 'TEXTAREA') return;
        event.preventDefault();
        if (!await save()) return;
        to_next_gap(target);
        close();
    };
    const choices = definition?.type === 'choice' ? [{ value: '', label: '' }, ...definition.choices] : undefined;
    return html`<${Field} kind=${KINDS[definition?.type] ?? 'text'} label=${answer.label} choices=${choices} id=${`answer-${answer.field}`}
        mark=${!answer.known && answer.asked_by.length ? say('asks_gap', teams_of(answer)) : undefined}
        help=${[definition?.help, aside_of(answer)].filter(Boolean).join('. ') || undefined} error=${error}
        value=${typed ?? answer.value ?? ''} onInput=${type} onBlur=${() => save()} onKeyDown=${on_key} data-first=${open ? '' : undefined} />`;
}
/** What is still empty below; or out of the fields, where the keys count again. */
function to_next_gap(field) {
    const all = [...document.querySelectorAll('[id^="answer-"]:is(input, select, textarea)')];
    const next = all.slice(all.indexOf(field) + 1).find((other) => other.value === '');
    (next ?? document.getElementById('client-name')).focus();
}
const aside_of = (answer) => [answer.typed && answer.typed !== answer.shown && say('typed', answer.typed), answer.was && say('was', answer.was)].filter(Boolean).join('; ');

function Told({ card, answer, edit }) {
    const definition = field_named(card.form, answer.field);
    const told = answer_told(card.form, answer.field, answer.value);
    const shown = told === answer.value ? answer.shown : told;
    const aside = aside_of(answer);
    return html`<div class="told"><dt>${answer.label}</dt>
        <dd><bdi>${shown ?? '–'}</bdi>${aside && html` <span class="help"><bdi>${aside}</bdi></span>`}
            ${card.mine && !NEVER.has(definition?.type) && html`<${Button} kind="quiet" aria-label=${`${say('change')}: ${answer.label}`} onClick=${edit}>${say('change')}<//>`}</dd></div>`;
}

/** The price is told apart, and asked for like the rest. */
function with_price({ answers, price_floor: price }) {
    if (!price) return answers;
    const open = price.teams.filter((t) => !t.met).map((t) => t.name);
    return [...answers, { field: 'price_floor', label: `${say('price_floor')}, ${price.currency}`, value: price.agreed, shown: price.agreed === null ? null : String(price.agreed),
                          known: open.length === 0, required: true, asked_by: open.length ? open : price.teams.map((t) => t.name) }];
}

/** What is typed and not noted: not judged yet, or refused. */
export const unsaved = (card) => answers_of(card).filter((a) => a.text);
/** All of them, as they are called, each with the draft of what is typed over it. */
const answers_of = (card) => with_price(card).map((a) => {
    const draft = `answer ${card.receipt} ${a.field}`;
    return { ...a, draft, text: kept(draft), label: label_of(card.form, a.field, a.label) };
});

/** When what was typed is judged, and what of it holds is noted. */
export async function settled() {
    await judging;
    await calm();
}

/** The next client, once what is typed here is noted; what is refused has the focus. */
export const next_from = (card) => bring(async () => {
    document.activeElement.blur();
    await settled();
    const [left] = unsaved(card);
    if (left) throw to_field(left.field);
    return ask_next();
});
export const to_field = (field) => document.getElementById(`answer-${field}`)?.focus();

export function Answers({ card }) {
    const [open, set_open] = useState([]);
    use(forms);
    const all = answers_of(card);
    const wanted = (a) => card.mine && (a.required || a.text || open.includes(a.field));
    const close = (field) => set_open((list) => list.filter((f) => f !== field));
    const entries = all.filter(wanted);
    const first = entries.find((a) => !a.known) ?? entries[0];
    use_keys({ 'Ctrl+Enter': () => next_from(card), ...(first ? { KeyA: () => to_field(first.field) } : {}) });
    return html`<section aria-labelledby="answers"><h2 id="answers">${say('answers')} ${first && html`<kbd aria-hidden="true">A</kbd>`}</h2>
        <dl class="answers">${all.filter((a) => !wanted(a)).map((a) => html`<${Told} key=${a.field} card=${card} answer=${a} edit=${() => set_open([...open, a.field])} />`)}</dl>
        ${entries.map((a) => html`<${Entry} key=${a.field} card=${card} answer=${a} open=${open.includes(a.field)} close=${() => close(a.field)} />`)}
    </section>`;
}
