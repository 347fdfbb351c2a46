// note: to remember, for oneself and for others.
import { use_draft } from '../drafts.js';
import { html, useState } from '../html.js';
import { take_next } from '../next.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { note as write } from '../verdicts.js';
import { say } from '../words.js';

export function Note({ card, close }) {
    const draft = `note ${card.receipt}`;
    const [text, set_text] = use_draft(draft);
    const [error, set_error] = useState(null);
    const done = (and_next) => {
        if (!text.trim()) return set_error({ message: say('note_empty') });
        write(card.receipt, text.trim(), draft);
        close();
        return and_next && take_next();
    };
    return html`<${Dialog} title=${say('note_title')} close=${close} error=${error} submit=${() => done(false)} submit_label=${say('note_do')}
            submit_and_next=${() => done(true)} next_label=${`${say('note_do')} ${say('do_and_next')}`}>
        <${Field} kind="textarea" label=${say('note_text')} rows="5" value=${text} onInput=${set_text} data-first="" />
    <//>`;
}
