// newlead: a lead by hand: the form as visitors have it, how the client came, and consent as it was given. What is typed lies in the
// tab until it is entered.
import { post } from '../acts.js';
import { uuid } from '../api.js';
import { keep, kept } from '../drafts.js';
import { forms, load_forms } from '../forms.js';
import { html, useEffect, useState } from '../html.js';
import { use_keys } from '../keys.js';
import { Button, Slow, short } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { go } from '../route.js';
import { use } from '../store.js';
import { toast } from '../toasts.js';
import { say } from '../words.js';

/** Of each caller their own: what one has said is nothing of the next. */
const draft_of = (phone) => (phone ? `newlead ${phone}` : 'newlead');
const CHANNELS = ['phone', 'visit', 'chat', 'mail'];
const KINDS = { textarea: 'textarea', date: 'date', time: 'time', choice: 'select', checkbox: 'checkbox', consent: 'checkbox', phone: 'tel', email: 'email' };

const phone_of = (form) => form.fields.find((f) => f.type === 'phone')?.name;

/** start: what another screen knows already: { phone, line }. */
function use_lead(list, start) {
    const draft = draft_of(start.phone);
    const [it, set] = useState(() => {
        const phone = phone_of(list[0]);
        const begun = kept(draft) ?? { submission: uuid(), form: list[0].name, channel: 'phone', line: '', take: true, fields: start.phone && phone ? { [phone]: start.phone } : {} };
        return { ...begun, line: start.line || begun.line };
    });
    const form = list.find((f) => f.name === it.form) ?? list[0];
    const change = (more) => set((before) => {
        const next = { ...before, ...more };
        keep(draft, next);
        return next;
    });
    /** Another form may call the phone something else. */
    const choose = (name) => {
        const phone = phone_of(list.find((f) => f.name === name));
        change({ form: name, fields: { ...it.fields, ...(start.phone && phone && !it.fields[phone] ? { [phone]: start.phone } : {}) } });
    };
    const empty = () => { keep(draft, null); set({ ...it, submission: uuid(), line: '', fields: {} }); };
    return { it, form, change, choose, empty };
}

function One({ field, optional, value, error, set }) {
    const choices = field.type === 'choice' ? [{ value: '', label: '' }, ...field.choices] : undefined;
    const consent = field.type === 'consent';
    return html`<${Field} kind=${KINDS[field.type] ?? 'text'} id=${`new-${field.name}`} label=${`${consent && field.consent_text || field.label}${field.unit ? `, ${field.unit}` : ''}`}
        help=${consent ? say('consent_help') : field.hint ?? (optional ? say('optional') : undefined)} error=${error} choices=${choices} required=${field.required} maxlength=${field.max_length || undefined}
        value=${value} onInput=${set} />`;
}

function Entry({ list, start }) {
    const { it, form, change, choose, empty } = use_lead(list, start);
    const [errors, set_errors] = useState([]);
    const [sending, set_sending] = useState(false);
    const submit = async (event) => {
        event.preventDefault();
        if (sending) return;
        set_sending(true);
        try {
            const done = await post(`lead/${form.name}`, { _submission: it.submission, channel: it.channel, ...(it.line.trim() ? { line: it.line.trim() } : {}), take: it.take,
                                                           fields: Object.fromEntries(form.fields.map((f) => [f.name, it.fields[f.name]]).filter(([, v]) => v !== undefined && v !== '')) }, { quiet: true });
            empty();
            toast(say(done.outcome === 'replay' ? 'entered_replay' : done.taken ? 'entered' : 'entered_waits', short(done.receipt)));
            if (done.taken) go('lead', done.receipt);
        } catch (error) {
            set_errors(error.more?.errors ?? [{ message: error.message }]);
            change({ submission: uuid() });
        }
        set_sending(false);
    };
    use_keys({ 'Ctrl+Enter': submit });
    useEffect(() => { document.querySelector('[aria-invalid]')?.focus(); }, [errors]);
    const error_of = (field) => errors.find((e) => e.field === field)?.message;
    const others = errors.filter((e) => !form.fields.some((f) => f.name === e.field));
    return html`<form class="panel newlead" novalidate onSubmit=${submit}>
        ${errors.length > 0 && html`<p class="error" role="alert">${others.length ? others.map((e) => e.message).join(' ') : say('form_errors')}</p>`}
        ${list.length > 1 && html`<${Field} kind="select" label=${say('form')} choices=${list.map((f) => ({ value: f.name, label: f.title }))} value=${form.name} onInput=${choose} />`}
        <${Field} kind="select" label=${say('came_how')} choices=${CHANNELS.map((c) => ({ value: c, label: say(c) }))} value=${it.channel} onInput=${(channel) => change({ channel })} />
        ${it.channel === 'phone' && html`<${Field} kind="tel" label=${say('line')} help=${say('optional')} value=${it.line} onInput=${(line) => change({ line })} />`}
        ${form.fields.filter((f) => f.type !== 'hidden').map((f) => html`<${One} key=${f.name} field=${f} optional=${!f.required && !form.one_of.includes(f.name)} value=${it.fields[f.name]} error=${error_of(f.name)}
            set=${(value) => change({ fields: { ...it.fields, [f.name]: value } })} />`)}
        <${Field} kind="checkbox" label=${say('take_now')} help=${say('take_help')} value=${it.take} onInput=${(take) => change({ take })} />
        <p class="actions"><${Button} type="submit" kind="main" disabled=${sending}>${say('enter')}<//></p>
    </form>`;
}

export function NewLead({ start }) {
    const list = use(forms);
    useEffect(() => { load_forms(); }, []);
    return list ? html`<${Entry} list=${list} start=${start} />` : html`<${Slow} />`;
}

function View({ rest }) {
    return html`<h1 tabindex="-1">${say('newlead_title')}</h1><${NewLead} start=${{ phone: rest || undefined }} />`;
}
export const newlead = { path: 'newlead', title: 'newlead', allowed: (me) => me.works_in === 'desk' || me.works_in === 'sales', menu: (me) => me.works_in === 'desk', View };
