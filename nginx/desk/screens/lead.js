// lead: the card. Of a lead that somebody else has, or nobody: what may be seen of it, and a way to take it.
import { act } from '../acts.js';
import { Acts } from '../card/acts.js';
import { Answers } from '../card/answers.js';
import { Asks } from '../card/asks.js';
import { Client } from '../card/client.js';
import { News } from '../card/news.js';
import { Second } from '../card/second.js';
import { Story } from '../card/story.js';
import { Proposals } from '../card/whose.js';
import { follow, load, use_card } from '../cards.js';
import { choices_of } from '../choices.js';
import { forms, load_forms } from '../forms.js';
import { html, useEffect, useState } from '../html.js';
import { Button, Slow } from '../parts/basic.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { Trouble } from '../parts/load.js';
import { use } from '../store.js';
import { say } from '../words.js';

function Reopen({ card, close }) {
    const choices = choices_of('reason: reopen');
    const [reason, set_reason] = useState(choices[0]?.value);
    const submit = () => {
        act('desk', 'reopen', { receipt: card.receipt, reason });
        close();
    };
    return html`<${Dialog} title=${say('reopen_title')} close=${close} submit=${submit} submit_label=${say('reopen_do')}>
        <${Field} kind="radio" label=${say('reason')} choices=${choices} value=${reason} onInput=${set_reason} /><//>`;
}

const FREE = new Set(['new', 'due', 'postponed']);
function Away({ card }) {
    const [dialog, open] = useState(false);
    const take = () => act('desk', 'take', { receipt: card.receipt }).then(() => load(card.receipt)).catch(() => {});
    return html`<section class="acts"><p>${say('not_yours')} ${card.state_word}. ${card.held_by && say('held_by', card.held_by)}</p>
        <p class="actions">${FREE.has(card.state) && html`<${Button} kind="main" onClick=${take}>${say('take')}<//>`}
            ${card.state === 'closed' && html`<${Button} onClick=${() => open(true)}>${say('reopen')}<//>`}</p>
        ${dialog && html`<${Reopen} card=${card} close=${() => open(false)} />`}</section>`;
}

function View({ rest }) {
    const card = use_card(rest);
    use(forms);
    const [error, set_error] = useState(null);
    const get = () => {
        set_error(null);
        load(rest).catch(set_error);
    };
    useEffect(() => {
        load_forms();
        return follow(rest);
    }, [rest]);
    useEffect(() => { if (!card) get(); }, [rest, !card]);
    useEffect(() => { if (card && document.activeElement === document.body) document.getElementById('client-name').focus(); }, [!card]);
    if (!card) return error ? html`<h1 tabindex="-1">${say('lead')}</h1><${Trouble} error=${error} again=${get} />` : html`<${Slow} />`;
    return html`<${News} receipt=${card.receipt} /><div class="card">
        <div><${Client} card=${card} />${card.shows !== 'blind' && html`<${Proposals} card=${card} />`}${card.mine ? html`<${Acts} card=${card} />` : card.shows === 'blind' ? html`<${Second} card=${card} />` : html`<${Away} card=${card} />`}</div>
        <div>${card.mine && html`<${Asks} card=${card} />`}<${Answers} card=${card} /></div>
        <div><${Story} card=${card} /></div>
    </div>`;
}
export const lead = { path: 'lead', title: 'lead', allowed: (me) => me.works_in === 'desk', View };
