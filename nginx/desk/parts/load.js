// load: something from the server, and what is shown until it is there or when it cannot be.
import { Lost, Refused } from '../api.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { say } from '../words.js';
import { Button, Slow } from './basic.js';

/** get: () => promise; it is asked for anew when one of on is another. What was there stays until the new is. Who asks again and
 *  again gets each answer, but none that is older than what is there. */
export function use_load(get, on) {
    const [state, set] = useState({});
    const [round, again] = useState(0);
    const it = useRef({ asked: 0, shown: 0 }).current;
    useEffect(() => () => { it.shown = it.asked; }, on);      // of something else, or for nobody: it comes too late
    useEffect(() => {
        const mine = ++it.asked;
        const show = (next) => {
            if (mine <= it.shown) return;
            it.shown = mine;
            set(next);
        };
        get().then((data) => show({ data }), (error) => show((before) => ({ data: before.data, error })));
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
