// later: a second chance. The hour is the office's; what it will be where the client is stands beside it.
import { choices_of } from '../choices.js';
import { kept, use_draft } from '../drafts.js';
import { html, useState } from '../html.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { local_input, now } from '../time.js';
import { decide } from '../verdicts.js';
import { say } from '../words.js';
import { reason_of } from './reasons.js';

const TIMES = [['in_an_hour', '+1h'], ['tomorrow_10', 'tomorrow 10:00'], ['monday_10', 'mon 10:00'], ['another_time', '']];

/** What the client's clock will say when the office's says that: in words; undefined: it says the same, or is not known. */
function there(client, wall) {
    if (client.utc_offset === null || !wall) return undefined;
    // What the clocks show has no seconds, so the difference is up to a minute short.
    const office = Math.ceil((Date.parse(`${local_input(now.get())}Z`) - now.get()) / 60_000);
    const [hour, minute] = wall.split(':').map(Number);
    const minutes = (hour * 60 + minute + client.utc_offset - office + 2880) % 1440;
    const clock_there = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
    return client.utc_offset === office ? undefined : say('time_there', clock_there);
}
const in_an_hour = () => local_input(now.get() + 3_600_000).slice(11);
/** What came of the last call since the lead was taken, on its way or as the story has it. */
const last_outcome = (card) => card.outcome ?? card.timeline.findLast((it) => it.here && (it.what === 'attempted' || it.what === 'claimed'))?.reason;
/** Of these outcomes it is said that nobody answered; of others, that the client asked for it. */
const SILENT = new Set(['no_answer', 'busy', 'message_left']);
export const unanswered = (card) => SILENT.has(last_outcome(card));

export function Later({ card, close }) {
    const draft = `postpone ${card.receipt}`;
    const reasons = choices_of('reason: postpone');
    const wanted = unanswered(card) ? 'no_answer' : 'asked_later';
    const [when, set_when] = useState(kept(`${draft} time`) ? '' : '+1h');
    const [time, set_time] = use_draft(`${draft} time`);
    const [reason, set_reason] = useState((reasons.find((r) => r.value === wanted) ?? reasons[0])?.value);
    const [words, set_words] = use_draft(`${draft} words`);
    const [error, set_error] = useState(null);
    const done = (and_next) => {
        const not_before = when || time.replace('T', ' ');
        if (!not_before) return set_error({ message: say('choose_time') });
        if (!reason) return set_error({ message: say('choose_reason') });
        const typed = Object.entries({ time, words }).map(([part, value]) => ({ name: `${draft} ${part}`, value }));
        decide(card.receipt, 'postpone', { not_before, reason: reason_of(reason, words) }, { draft: typed, and_next });
        return close();
    };
    return html`<${Dialog} title=${say('later_title')} close=${close} error=${error} submit=${() => done(false)} submit_label=${say('later_do')}
            submit_and_next=${() => done(true)} next_label=${`${say('later_do')} ${say('do_and_next')}`}>
        <${Field} kind="radio" label=${say('when')} 
            choices=${TIMES.map(([word, value]) => ({ value, label: say(word), hint: there(card.client, value === '+1h' ? in_an_hour() : value.slice(-5)) }))} value=${when} onInput=${set_when} />
        ${when === '' && html`<${Field} kind="datetime-local" label=${say('time_office')} help=${there(card.client, time.slice(11))} min=${local_input(now.get())} value=${time} onInput=${set_time} />`}
        <${Field} kind="select" label=${say('reason')} choices=${reasons} value=${reason} onInput=${set_reason} />
        <${Field} kind="textarea" label=${say('own_words')} help=${say('optional')} rows="2" value=${words} onInput=${set_words} />
    <//>`;
}
