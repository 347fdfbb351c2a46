// second: the lead is to be judged again, without knowing what was decided.
import { act } from '../acts.js';
import { capital } from '../choices.js';
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { go } from '../route.js';
import { say } from '../words.js';
import { Ask } from './ask.js';

export function Second({ card }) {
    const [verdict, open] = useState(null);
    const give = (reason) => {
        act('desk', 'second_verdict', { receipt: card.receipt, verdict: verdict.name, reason }, { hold: true, label: `${say('second')}: ${capital(verdict.caption)}` })
            .catch(() => go('lead', card.receipt));
        go('second');
    };
    return html`<section class="acts" aria-labelledby="acts"><h2 id="acts">${say('second_title')}</h2><p>${say('second_text')}</p>
        <p class="actions">${card.choices.verdicts.filter((v) => v.judged_again).map((v) => html`<${Button} key=${v.name} onClick=${() => open(v)}>${capital(v.caption)}<//>`)}</p>
        ${verdict && html`<${Ask} title=${capital(verdict.caption)} label=${say(verdict.name === 'qualified' ? 'team' : 'reason')} run=${give} close=${() => open(null)}
            choices=${verdict.reasons.map((r) => ({ value: r.name, label: capital(r.caption) }))} />`}</section>`;
}
