// reasons: a dialog that wants a reason from a list, and perhaps more; of refusals, spam, what was not reached, what goes back.
import { choices_of } from '../choices.js';
import { keep, kept, use_draft } from '../drafts.js';
import { html, useState } from '../html.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { decide } from '../verdicts.js';
import { say } from '../words.js';

/** A reason as the server reads it: its name, and own words behind a colon. */
export const reason_of = (name, words) => (words.trim() ? `${name}: ${words.trim()}` : name);

/** act: of the list "reason: …"; name: the function; place: asks where the client was sent. */
export function ReasonDialog({ card, close, act, name, place = false, help, preset, words: [title, submit_label] }) {
    const draft = `${name} ${card.receipt}`;
    const choices = choices_of(`reason: ${act}`);
    const [reason, set_reason] = useState(preset ?? (choices.length === 1 ? choices[0].value : kept(`${draft} reason`)));
    const [words, set_words] = use_draft(`${draft} words`);
    const [pointed_to, set_pointed_to] = use_draft(`${draft} place`);
    const [error, set_error] = useState(null);
    const done = (and_next) => {
        if (!reason) return set_error({ message: say('choose_reason') });
        const args = { reason: reason_of(reason, words), ...(place && pointed_to.trim() ? { pointed_to: pointed_to.trim() } : {}) };
        const typed = Object.entries({ reason, place: pointed_to, words }).map(([part, value]) => ({ name: `${draft} ${part}`, value }));
        decide(card.receipt, name, args, { draft: typed, and_next });
        return close();
    };
    const choose = (value) => { keep(`${draft} reason`, value); set_reason(value); };
    return html`<${Dialog} title=${say(title)} close=${close} error=${error} submit=${() => done(false)} submit_label=${say(submit_label)}
            submit_and_next=${() => done(true)} next_label=${`${say(submit_label)} ${say('do_and_next')}`}>
        ${help && html`<p class="soft">${say(help)}</p>`}
        <${Field} kind="radio" label=${say('reason')} choices=${choices} value=${reason} onInput=${choose} />
        ${place && html`<${Field} label=${say('pointed_to')} help=${say('pointed_help')} value=${pointed_to} onInput=${set_pointed_to} maxlength="400" />`}
        <${Field} kind="textarea" label=${say('own_words')} help=${say('optional')} rows="2" value=${words} onInput=${set_words} />
    <//>`;
}

export const Refuse = (p) => html`<${ReasonDialog} ...${p} act="refuse" name="refuse" place words=${['refuse_title', 'refuse_do']} />`;
export const Unreachable = (p) => html`<${ReasonDialog} ...${p} act="unreachable" name="mark_unreachable" words=${['unreachable_title', 'unreachable_do']} />`;
export const Spam = (p) => html`<${ReasonDialog} ...${p} act="spam" name="mark_spam" words=${['spam_title', 'spam_do']} />`;
export const Release = (p) => html`<${ReasonDialog} ...${p} act="release" name="release" help="release_help" words=${['release_title', 'release_do']} />`;
