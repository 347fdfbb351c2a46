// asks: what to ask in this talk: what sales still miss, then the script of the form.
import { form_named, forms } from '../forms.js';
import { html } from '../html.js';
import { use } from '../store.js';
import { say } from '../words.js';

export function Asks({ card }) {
    use(forms);
    const missing = new Map(card.teams.flatMap((t) => t.missing).map((m) => [m.field, m.label]));
    const script = form_named(card.form)?.script ?? [];
    return html`<section aria-labelledby="asks"><h2 id="asks">${say('to_ask')}</h2>
        ${missing.size === 0 && html`<p class="soft">${say('nothing_more')}</p>`}
        <ul class="asks">${[...missing].map(([field, label]) => html`<li key=${field}><a href=${`#answer-${field}`} onClick=${(e) => to_field(e, field)}>${label}</a></li>`)}
            ${script.map((question) => html`<li key=${question}>${question}</li>`)}</ul></section>`;
}
function to_field(event, field) {
    event.preventDefault();
    document.getElementById(`answer-${field}`)?.focus();
}
