// keys: what the keyboard does outside of what is typed. A key is its place on the board (event.code), whatever letters it bears:
// KeyT is T, and Е on a Russian board. The parts on the page tell their keys; a dialog on top has only its own.
import { useLayoutEffect, useRef } from './html.js';
import { store } from './store.js';

const SWITCH = 'firstline keys';
/** Who works with a voice or trembles can switch single letters off; Ctrl+… stays. */
export const letters = store(localStorage.getItem(SWITCH) !== 'off');
letters.watch((on) => localStorage.setItem(SWITCH, on ? 'on' : 'off'));

const layers = [];
/** keys: { KeyT: act, 'Ctrl+Enter': act, 'Shift+Slash': act }. alone: () => whether those below do not count now. */
export function use_keys(keys, { alone } = {}) {
    const layer = useRef({});
    layer.current.keys = keys;
    layer.current.alone = alone;
    useLayoutEffect(() => {
        const mine = layer.current;
        layers.push(mine);
        return () => { layers.splice(layers.indexOf(mine), 1); };
    }, []);
}

function name_of(event) {
    return (event.ctrlKey || event.metaKey ? 'Ctrl+' : '') + (event.shiftKey ? 'Shift+' : '') + event.code.replace('Numpad', 'Digit').replace('DigitEnter', 'Enter');
}
function types(element) {
    return element.isContentEditable || element.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=button])');
}

addEventListener('keydown', (event) => {
    if (event.altKey || event.isComposing || event.repeat) return;
    const name = name_of(event);
    const single = !name.startsWith('Ctrl+');
    if (name === 'Escape' && types(event.target) && !event.target.closest('dialog')) return event.target.blur();
    if (single && (!letters.get() || types(event.target))) return;
    if (name === 'Ctrl+KeyZ' && types(event.target)) return;      // takes back what was typed
    for (const layer of [...layers].reverse()) {
        const act = layer.keys[name];
        if (act) {
            event.preventDefault();
            act(event);
            return;
        }
        if (layer.alone?.()) return;
    }
});
