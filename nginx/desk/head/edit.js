// edit: changes something by which everybody works. First it is filled in, then the server says in words and numbers what that would
// mean, then it is done.
import { html, useEffect, useRef, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { use_deed } from '../parts/deed.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { toast } from '../toasts.js';
import { say } from '../words.js';

/** How a function of the desk with an argument "dry" is called to look, and to do. */
export const by_dry = (name, fixed) => (args) => ({ look: [name, { ...fixed, ...args, dry: true }], go: [name, { ...fixed, ...args, dry: false }] });
/** The same of one that has another beside it, which only looks. */
export const by_pair = (look, name, fixed) => (args) => ({ look: [look, { ...fixed, ...args }], go: [name, { ...fixed, ...args }] });

/** fields: [{ name, kind, label, help, choices, … }] as Field has them; was: what they are now; calls: see above. Only what is other
 *  is sent: fields of kind number as numbers. all: everything is. close(done): done, when there is something new. */
export function Edit({ title, fields, was = {}, calls, all = false, close }) {
    const [values, set] = useState(was);
    const [seen, see] = useState(null);
    const deed = use_deed();
    const args = () => Object.fromEntries(fields.filter(({ name }) => all || values[name] !== was[name])
        .map(({ name, kind }) => [name, kind === 'number' ? (values[name] === '' || values[name] === undefined ? null : Number(values[name])) : values[name] ?? '']));
    const look = async () => {
        const said = await deed.run('desk', ...calls(args()).look);
        if (said) see(said.map((row) => row.said));
    };
    const go = async () => {
        if (await deed.run('desk', ...calls(args()).go)) close(toast(say('h_done')));
    };
    return html`<${Dialog} title=${title} close=${() => close()} submit=${deed.busy ? () => {} : seen ? go : look} submit_label=${say(seen ? 'h_confirm' : 'h_look')} error=${deed.error}>
        ${seen ? html`<${Seen} lines=${seen} back=${fields.length > 0 && (() => see(null))} />`
            : fields.map(({ name, ...field }) => html`<${Field} key=${name} ...${field} value=${values[name]} onInput=${(v) => set({ ...values, [name]: v })} />`)}
        ${!seen && fields.length === 0 && html`<${At_once} look=${look} />`}
    <//>`;
}

/** Nothing to fill in: what it would mean is asked for at once. */
function At_once({ look }) {
    useEffect(() => { look(); }, []);
    return null;
}

function Seen({ lines, back }) {
    const box = useRef(null);
    useEffect(() => box.current.focus(), []);
    return html`<div class="seen" tabindex="-1" ref=${box}><h3>${say('h_will')}</h3><ul>${lines.map((line) => html`<li key=${line}>${line}</li>`)}</ul></div>
        ${back && html`<p><${Button} kind="quiet" onClick=${back}>${say('h_back')}<//></p>`}`;
}

/** A button in a list, which says to who does not see the list what it is about. */
export function Change({ of, onClick, word = 'h_edit' }) {
    return html`<${Button} aria-label=${say(`${word}_of`, of)} onClick=${onClick}>${say(word)}<//>`;
}
