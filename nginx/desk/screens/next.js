// next: the big button. What waits stands above it; whom one has already, below.
import { html } from '../html.js';
import { use_mine } from '../mine.js';
import { asking, take_next } from '../next.js';
import { Button, Slow } from '../parts/basic.js';
import { pulse } from '../pulse.js';
import { link } from '../route.js';
import { use } from '../store.js';
import { say } from '../words.js';
import { Leads } from './mine.js';
import { use_second } from './second.js';

const COUNTS = ['waiting', 'red', 'repeats', 'promised_due'];

function View() {
    const now = use(pulse);
    const state = use(asking);
    const held = use_mine();
    const second = use_second();
    return html`<h1 tabindex="-1">${say('next_title')}</h1>
        ${now && html`<dl class="counts">${COUNTS.map((c) => html`<div key=${c}><dt class="soft">${say(`count_${c}`, now[c] ?? 0)}</dt><dd>${now[c] ?? 0}</dd></div>`)}</dl>`}
        <p><${Button} kind="main big" hint="Ctrl+Enter" data-first="" onClick=${take_next}>${say('next_do')}<//></p>
        ${state === 'asking' && html`<${Slow} text=${say('next_asking')} />`}
        ${state === 'none' && html`<p role="status">${say('next_none')}</p>`}
        ${held?.length > 0 && html`<h2>${say('go_on')}</h2><${Leads} rows=${held} />`}
        ${second?.length > 0 && html`<p><a href=${link('second')}>${say('second')}: ${second.length}</a></p>`}`;
}
export const next = { path: 'next', title: 'next', allowed: (me) => me.works_in === 'desk', first: (me) => !me.head, menu: true, View };
