// marketing/report: the report, live. It is asked for again each minute while somebody looks; what is the same is left alone.
import { ask, rows } from '../api.js';
import { html, useEffect, useLayoutEffect, useRef } from '../html.js';
import { Loaded, Trouble, use_load } from '../parts/load.js';
import { local_input, now } from '../time.js';
import { say } from '../words.js';
import { Days, days_of } from './days.js';
import './words.js';

const EVERY_MS = 60_000;

/** The days are asked for when it is known which day the office has. */
async function get(query) {
    const drawing = import('./drawing.js');
    const [office] = await rows('marketing', 'office');
    const days = days_of(query, office.today);
    const [parts] = await ask('marketing', 'report', { from_day: days.from, to_day: days.to });
    const { zone, currency, language, as_of, today } = office;
    const text = JSON.stringify({ ...parts, from: days.from, to: days.to, zone, currency, language, live: true });
    await (await drawing).dressed;
    return { today, as_of, text, drawing: await drawing };
}

function use_again(again) {
    useEffect(() => {
        const look = () => { if (document.visibilityState === 'visible') again(); };
        const timer = setInterval(look, EVERY_MS);
        document.addEventListener('visibilitychange', look);
        return () => {
            clearInterval(timer);
            document.removeEventListener('visibilitychange', look);
        };
    }, []);
}

/** What is open stays open, and nothing jumps: as long as there is nothing in it, it is as high as it was. */
function draw_anew(root, { drawing: { read, report }, text, as_of }) {
    const open = new Set([...root.querySelectorAll('section:has(details[open])')].map((section) => section.id));
    const focused = document.activeElement?.closest?.('.report summary') && document.activeElement.closest('section').id;
    root.style.minHeight = `${root.offsetHeight}px`;
    report(root, { ...read(text), made_at: as_of });
    for (const section of root.querySelectorAll('section')) {
        if (open.has(section.id)) section.querySelector('details').open = true;
        if (section.id === focused) section.querySelector('summary').focus({ preventScroll: true });
    }
    root.style.minHeight = '';
}

function Drawn({ data }) {
    const root = useRef();
    const shown = useRef();
    useLayoutEffect(() => {
        if (shown.current?.text === data.text) data.drawing.still_so(root.current, data.as_of);
        else draw_anew(root.current, data);
        shown.current = data;
    }, [data]);
    return html`<div class="report" ref=${root} />`;
}

function View({ query }) {
    const asked = query.toString();
    const load = use_load(() => get(query), [asked]);
    const today = load.data?.today ?? local_input(now.get()).slice(0, 10);
    const days = days_of(query, today);
    use_again(load.again);
    return html`<h1 tabindex="-1">${say('m_report')}</h1>
        <${Days} key=${`${days.from} ${days.to}`} days=${days} today=${today} />
        ${load.error && load.data && html`<${Trouble} error=${load.error} again=${load.again} />`}
        <${Loaded} of=${load}>${(data) => html`<${Drawn} data=${data} />`}<//>`;
}

export const report = { path: 'report', title: 'm_report', allowed: (who) => who.works_in === 'marketing', View, menu: true, first: () => true };
