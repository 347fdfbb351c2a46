// load: something from the server, and what is shown until it is there or when it cannot be.
import { Lost, Refused } from '../api.js';
import { html, useEffect, useState } from '../html.js';
import { say } from '../words.js';
import { Button, Slow } from './basic.js';

/** get: () => promise; it is asked for anew when one of on is another. What was there stays until the new is. */
export function use_load(get, on) {
    const [state, set] = useState({});
    const [round, again] = useState(0);
    useEffect(() => {
        let current = true;
        get().then((data) => current && set({ data }), (error) => current && set((before) => ({ data: before.data, error })));
        return () => { current = false; };
    }, [...on, round]);
    return { ...state, again: () => again((n) => n + 1) };
}

/** children: (data) => what is drawn. */
export function Loaded({ of, children }) {
    if (of.data !== undefined) return children(of.data);
    if (of.error) return html`<${Trouble} error=${of.error} again=${of.again} />`;
    return html`<${Slow} />`;
}

export function Trouble({ error, again }) {
    return html`<div class="trouble" role="alert"><p>${error instanceof Refused || error instanceof Lost && error.message ? error.message : say('no_network')}</p>
        ${error.hint && html`<p class="soft">${error.hint}</p>`}
        ${again && html`<${Button} onClick=${again}>${say('again')}<//>`}</div>`;
}
