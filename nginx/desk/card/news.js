// news: the client has written again while one has a lead of theirs.
import { act } from '../acts.js';
import { forms, labelled } from '../forms.js';
import { html } from '../html.js';
import { notices } from '../mine.js';
import { Button, Moment, short } from '../parts/basic.js';
import { link } from '../route.js';
import { use } from '../store.js';
import { say } from '../words.js';

export function News({ receipt }) {
    const list = use(notices).filter((n) => n.receipt === receipt);
    use(forms);
    if (list.length === 0) return null;
    const seen = () => {
        notices.set((all) => all.filter((n) => n.receipt !== receipt));
        act('desk', 'seen', { receipt });
    };
    return html`<div class="warning" role="status"><p><strong>${say('wrote_again')}</strong></p>
        <ul>${list.map((n) => html`<li key=${n.wrote_again}><${Moment} at=${n.made_at} /> <a href=${link('lead', n.wrote_again)}>${short(n.wrote_again)}</a> <bdi>${labelled(n.answers)}</bdi></li>`)}</ul>
        <${Button} onClick=${seen}>${say('read_it')}<//></div>`;
}
