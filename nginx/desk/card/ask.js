// ask: a dialog with a choice, or with why, or both.
import { use_draft } from '../drafts.js';
import { html, useState } from '../html.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { say } from '../words.js';

/** draft: under which name it is kept why; none: that is not asked. run(choice, why, draft) does it. */
export function Ask({ title, text, label, choices, preset = '', draft, run, close }) {
    const [choice, choose] = useState(preset);
    const [why, set_why] = use_draft(draft);
    const [error, set_error] = useState(null);
    const done = () => {
        if (choices && !choice || draft && !why.trim()) return set_error({ message: say('choose_reason') });
        run(choice, why.trim(), { name: draft, value: why });
        return close();
    };
    return html`<${Dialog} title=${title} close=${close} error=${error} submit=${done} submit_label=${title}>
        ${text && html`<p>${text}</p>`}${choices && html`<${Field} kind="select" label=${label} choices=${[{ value: '', label: '' }, ...choices]} value=${choice} onInput=${choose} />`}
        ${draft && html`<${Field} label=${say('reason')} value=${why} onInput=${set_why} />`}<//>`;
}
