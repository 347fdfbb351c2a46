// marketing/link: where a visitor comes from who is sent by a link, and why.
import { ask } from '../api.js';
import { html, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Field } from '../parts/field.js';
import { Trouble } from '../parts/load.js';
import { language, say } from '../words.js';
import './words.js';

async function tried(asked) {
    const [words, [said], why] = await Promise.all([import('../report/words.js'), ask('marketing', 'channel_of', asked), ask('marketing', 'why_channel', asked)]);
    const named = (list, name) => list[name]?.[language.get() === 'ru' ? 0 : 1] ?? name;
    return { ...said, channel: named(words.CHANNELS, said.channel), metrica: named(words.METRICA, said.metrica), why: why.map((row) => row.says) };
}

const LINES = [['channel', 'channel'], ['source', 'source'], ['medium', 'medium'], ['campaign', 'campaign'], ['in_ga4', 'ga4'], ['in_metrica', 'metrica']];
function Answer({ of }) {
    return html`<section class="answer" aria-live="polite"><dl>
        ${LINES.map(([word, key]) => html`<div key=${key}><dt>${say(`m_${word}`)}</dt><dd>${of[key] ? html`<bdi>${of[key]}</bdi>` : html`<span class="none">${say('m_not_said')}</span>`}</dd></div>`)}
        <div><dt>${say('m_why')}</dt><dd>${of.why.map((line) => html`<p key=${line}><bdi>${line}</bdi></p>`)}</dd></div>
    </dl></section>`;
}

function View() {
    const [typed, type] = useState({ landing: '', referrer: '' });
    const [state, set] = useState({});
    const try_it = (event) => {
        event?.preventDefault();
        tried(typed).then((answer) => set({ answer }), (error) => set({ error }));
    };
    return html`<h1 tabindex="-1">${say('m_try_link')}</h1>
        <form class="panel" novalidate onSubmit=${try_it}>
            <p class="soft">${say('m_try_help')}</p>
            <${Field} label=${say('m_landing')} help=${say('m_landing_help')} inputmode="url" spellcheck="false" maxlength="8192" value=${typed.landing} onInput=${(landing) => type((t) => ({ ...t, landing }))} />
            <${Field} label=${say('m_referrer')} help=${say('m_referrer_help')} inputmode="url" spellcheck="false" maxlength="8192" value=${typed.referrer} onInput=${(referrer) => type((t) => ({ ...t, referrer }))} />
            <${Button} type="submit" kind="main">${say('m_try_it')}<//>
        </form>
        ${state.error && html`<${Trouble} error=${state.error} again=${try_it} />`}
        ${state.answer && html`<${Answer} of=${state.answer} />`}`;
}

export const link = { path: 'link', title: 'm_try_link', allowed: (who) => who.works_in === 'marketing', View, menu: true };
