// asks: what the head is asked for: why a lead is taken back, till when a colleague is away.
import { html, useState } from '../html.js';
import { called } from '../parts/basic.js';
import { use_deed } from '../parts/deed.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { toast } from '../toasts.js';
import { language, say } from '../words.js';

/** reasons: of desk.choices. close(done): done, when there is something new to look at. */
export function TakeBack({ row, reasons, close }) {
    const deed = use_deed();
    const [reason, set_reason] = useState('');
    const [note, set_note] = useState('');
    const submit = async () => {
        const said = await deed.run('desk', 'take_back', { receipt: row.receipt, reason: note.trim() ? `${reason}: ${note.trim()}` : reason });
        if (said) close(toast(said[0].take_back));
    };
    return html`<${Dialog} title=${say('h_take_back_of', called(row))} close=${() => close()} submit=${submit} submit_label=${say('h_take_back')} error=${deed.error}>
        <${Field} kind="radio" label=${say('h_why')} choices=${reasons.map((r) => ({ value: r.name, label: r[language.get()] }))} value=${reason} onInput=${set_reason} />
        <${Field} label=${say('h_own_words')} value=${note} onInput=${set_note} maxlength="400" />
    <//>`;
}

export function Absent({ person, close }) {
    const deed = use_deed();
    const [until, set_until] = useState('');
    const submit = async () => {
        const said = await deed.run('desk', 'absent', { who: person.login, until });
        if (said) close(toast(said[0].absent));
    };
    return html`<${Dialog} title=${say('h_absent_of', person.name)} close=${() => close()} submit=${submit} submit_label=${say('h_absent_do')} error=${deed.error}>
        <${Field} label=${say('h_absent_until')} help=${say('h_absent_help')} value=${until} onInput=${set_until} data-first maxlength="100" />
    <//>`;
}
