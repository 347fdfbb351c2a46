// whose: whether two clients are one, or a contact is somebody else's; and all leads of a client at once.
import { act } from '../acts.js';
import { reload } from '../cards.js';
import { capital } from '../choices.js';
import { html, useState } from '../html.js';
import { Button, short } from '../parts/basic.js';
import { go } from '../route.js';
import { add_words, say } from '../words.js';
import { Ask } from './ask.js';

add_words({
    ru: {
        may_be_one: 'В заявке есть и контакты другого клиента: {0}. Это один клиент?', merge: 'Один клиент', keep_apart: 'Разные клиенты', merge_text: 'Заявки и история станут общими.',
        split: 'Контакт не этого клиента', split_text: 'У контакта будет свой клиент, и к нему уйдут заявки, в которых назван только этот контакт.',
        contact: 'Контакт', close_text: 'Закрываются с одним итогом: {0}', close_do: 'Закрыть все', outcome: 'Итог',
    },
    en: {
        may_be_one: 'The lead has contacts of another client, too: {0}. Are they one?', merge: 'One client', keep_apart: 'Two clients', merge_text: 'Leads and story become common.',
        split: 'A contact is not theirs', split_text: 'The contact gets a client of its own, and leads that name only this contact go with it.',
        contact: 'Contact', close_text: 'Closed with one outcome: {0}', close_do: 'Close all', outcome: 'Outcome',
    },
});
const quietly = () => {};      // the person is told

export function Proposals({ card }) {
    const [other, open] = useState(null);
    const { receipt } = card;
    const merge = (_, why, draft) => act('desk', 'merge', { client: receipt, other, why }, { label: say('merge'), draft, undo: () => act('desk', 'undo', { receipt }).catch(quietly) })
        .then(() => reload(receipt), quietly);
    return html`${card.proposals.map((p) => html`<div class="warning" key=${p.other}><p>${say('may_be_one', p.known_by)}</p><p class="actions">
            <${Button} onClick=${() => open(p.other)}>${say('merge')}<//>
            <${Button} onClick=${() => act('desk', 'keep_apart', { receipt }, { hold: true, label: say('keep_apart') })}>${say('keep_apart')}<//></p></div>`)}
        ${other && html`<${Ask} title=${say('merge')} text=${say('merge_text')} draft=${`merge ${receipt}`} run=${merge} close=${() => open(null)} />`}`;
}

export function Split({ card, close }) {
    const split = (contact, reason, draft) => act('desk', 'split_client', { contact, reason }, { label: say('split'), draft, told: true,
            undo: () => act('desk', 'unsplit_client', { contact, reason: say('undone_here') }).then(() => reload(card.receipt), quietly) })
        .then(() => reload(card.receipt), quietly);
    return html`<${Ask} title=${say('split')} text=${say('split_text')} label=${say('contact')} draft=${`split ${card.receipt}`} run=${split} close=${close}
        choices=${card.client.contacts.filter((c) => c.value).map((c) => ({ value: c.value, label: c.shown }))} />`;
}

const OF_ALL = new Set(['refused', 'unreachable', 'spam']);
export const mine_too = (card) => card.others.filter((o) => o.mine);
export function CloseClient({ card, close }) {
    const all = [card, ...mine_too(card)];
    const names = all.map((o) => short(o.receipt)).join(', ');
    const undo = () => all.forEach((o) => act('desk', 'undo', { receipt: o.receipt }).catch(quietly));
    const run = (choice) => {
        const [verdict, reason] = choice.split(' ');
        act('desk', 'close_client', { receipt: card.receipt, verdict, reason }, { label: say('close_text', names), undo }).catch(() => go('lead', card.receipt));
        go('next');
    };
    return html`<${Ask} title=${say('close_do')} text=${say('close_text', names)} label=${say('outcome')} preset="refused double" run=${run} close=${close}
        choices=${card.choices.verdicts.filter((v) => OF_ALL.has(v.name)).flatMap((v) => v.reasons.map((r) => ({ value: `${v.name} ${r.name}`, label: `${capital(v.caption)}: ${r.caption}` })))} />`;
}
