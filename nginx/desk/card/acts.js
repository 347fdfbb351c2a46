// card/acts: what can be done with the lead one has: each a button, a key, and perhaps a dialog.
import { act } from '../acts.js';
import { choices, choices_of, colour_of } from '../choices.js';
import { category_named } from '../forms.js';
import { html, useState } from '../html.js';
import { use_keys } from '../keys.js';
import { Button } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { use } from '../store.js';
import { attempt, decide } from '../verdicts.js';
import { say, say_or } from '../words.js';
import { next_from } from './answers.js';
import { Later, unanswered } from './later.js';
import { Note } from './note.js';
import { Over } from './over.js';
import { Refuse, Release, Spam, Unreachable } from './reasons.js';
import { CloseClient, Split, mine_too } from './whose.js';

const DIALOGS = [
    { word: 'over', code: 'KeyT', hint: 'T', View: Over, kind: 'main' }, { word: 'refuse', code: 'KeyR', hint: 'R', View: Refuse },
    { word: 'later', code: 'KeyZ', hint: 'Z', View: Later }, { word: 'note', code: 'KeyN', hint: 'N', View: Note },
    { word: 'unreachable', code: 'KeyU', hint: 'U', View: Unreachable }, { word: 'spam', code: 'KeyX', hint: 'X', View: Spam },
    { word: 'release', code: 'KeyB', hint: 'B', View: Release },
];

function keys_of(receipt, outcomes, open) {
    const keys = {};
    outcomes.slice(0, 9).forEach((o, i) => { keys[`Digit${i + 1}`] = () => attempt(receipt, o.value); });
    for (const dialog of DIALOGS) keys[dialog.code] = () => open(dialog);
    return keys;
}

/** What nobody has answered is called again: in an hour, with one tap. */
function Suggestion({ card }) {
    if (!unanswered(card)) return null;
    const later = (not_before) => decide(card.receipt, 'postpone', { not_before, reason: 'no_answer' }, {});
    return html`<p class="actions"><span>${say('suggest_later')}</span>
        <${Button} onClick=${() => later('+1h')}>${say('in_an_hour')}<//><${Button} onClick=${() => later('tomorrow 10:00')}>${say('tomorrow_10')}<//></p>`;
}

function More({ card, open }) {
    const set = (name, args) => act('desk', name, { receipt: card.receipt, ...args });
    const categories = choices_of('category').map((c) => ({ value: c.value, label: `${say_or(`colour_${colour_of(c.value)}`, c.label)}, ${category_named(c.value)}` }));
    const stages = choices_of('lead stage');
    return html`<details><summary>${say('more')}</summary>
        <${Field} kind="select" label=${say('category')} choices=${categories} value=${card.category?.name} onInput=${(category) => set('set_category', { category })} />
        ${stages.length > 0 && html`<${Field} kind="select" label=${say('stage')} choices=${[...(card.stage ? [] : [{ value: '', label: say('no_stage') }]), ...stages]}
            value=${card.stage ?? ''} onInput=${(stage) => stage && set('set_stage', { stage })} />`}
        <p class="actions"><${Button} onClick=${() => set('renew')}>${say('renew')}<//>${card.client.contacts.filter((c) => c.value).length > 1 && html`<${Button} onClick=${() => open({ View: Split })}>${say('split')}<//>`}</p></details>`;
}

export function Acts({ card }) {
    use(choices);
    const [dialog, open] = useState(null);
    const outcomes = choices_of('reason: attempt');
    use_keys(keys_of(card.receipt, outcomes, open));
    return html`<section class="acts" aria-labelledby="acts">
        <h2 id="acts">${say('call')}${card.attempts > 0 && html` <span class="soft">(${say('attempts', card.attempts)})</span>`}</h2>
        <p class="actions">${outcomes.map((o, i) => html`<${Button} key=${o.value} hint=${i < 9 ? i + 1 : undefined} onClick=${() => attempt(card.receipt, o.value)}>${o.label}<//>`)}</p>
        <${Suggestion} card=${card} />
        <h2>${say('decide')}</h2>
        <p class="actions">${DIALOGS.map((d) => html`<${Button} key=${d.word} kind=${d.kind} hint=${d.hint} onClick=${() => open(d)}>${say(d.word)}<//>`)}
            <${Button} hint="Ctrl+Enter" onClick=${() => next_from(card)}>${say('next_one')}<//>
            ${mine_too(card).length > 0 && html`<${Button} onClick=${() => open({ View: CloseClient })}>${say('close_do')} (${mine_too(card).length + 1})<//>`}</p>
        <${More} card=${card} open=${open} />
        ${dialog && html`<${dialog.View} card=${card} close=${() => open(null)} />`}
    </section>`;
}
