// deed: what a dialog stands open for: it closes when the server has done it, and shows why it has not.
import { Refused, call, uuid } from '../api.js';
import { html, useRef, useState } from '../html.js';
import { say } from '../words.js';

/** run(schema, name, args) gives the rows, or null: then error says why. Asked for again after a lost network it is done once. */
export function use_deed() {
    const [state, set] = useState({ busy: false, error: null });
    const last = useRef({});
    const run = async (schema, name, args) => {
        const asked = JSON.stringify([schema, name, args]);
        if (last.current.asked !== asked) last.current = { asked, key: uuid() };
        set({ busy: true, error: null });
        try {
            const { body } = await call('POST', `api/${schema}/${name}`, { body: args, headers: { 'Idempotency-Key': last.current.key } });
            last.current = {};
            set({ busy: false, error: null });
            return body.rows;
        } catch (error) {
            if (error instanceof Refused) last.current = {};
            set({ busy: false, error: error.message ? { message: error.message, hint: without_sql(error.hint) } : { message: say('no_network') } });
            return null;
        }
    };
    return { ...state, run };
}

const without_sql = (hint) => (/\bSELECT\b|\bdesk\.|\bsales\./.test(hint ?? '') ? undefined : hint);

/** "02:10:00", as the server tells a length of time, in milliseconds; null stays null. */
export function length_of(told) {
    const found = /^(?:(\d+) days? ?)?(?:(\d+):(\d\d):(\d\d))?/.exec(told ?? '');
    return found?.[0] ? ((Number(found[1] ?? 0) * 24 + Number(found[2] ?? 0)) * 3600 + Number(found[3] ?? 0) * 60 + Number(found[4] ?? 0)) * 1000 : null;
}

/** Links of which one is where we are. tabs: [{ href, label, here }]. */
export function Tabs({ label, tabs }) {
    return html`<nav class="tabs" aria-label=${label}><ul>${tabs.map((t) => html`
        <li key=${t.href}><a href=${t.href} aria-current=${t.here ? 'page' : undefined}>${t.label}</a></li>`)}</ul></nav>`;
}
