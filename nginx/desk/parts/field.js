// field: something to fill in, with its label, its help and what is wrong with it. kind: text, textarea, select (choices), radio
// (choices), checkbox, or a type of <input>. choices: [{ value, label, hint, disabled }].
import { html, useId } from '../html.js';

export function Field({ kind = 'text', label, help, error, value, onInput, choices, id: given, mark, rows = 3, ...more }) {
    const made = useId();
    const id = given ?? made;
    const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
    const common = { id, 'aria-describedby': described, 'aria-invalid': error ? 'true' : undefined, ...more };
    const head = html`${mark && html`<span class="gap">${mark}</span>`}
        ${help && html`<span class="help" id=${`${id}-help`}>${help}</span>`}
        ${error && html`<span class="error" id=${`${id}-error`}>${error}</span>`}`;
    if (kind === 'radio') return html`<${Radios} ...${{ id, label, head, described, choices, value, onInput }} />`;
    if (kind === 'checkbox') {
        return html`<div class=${`field tick${error ? ' bad' : ''}`}>
            <input type="checkbox" ...${common} checked=${Boolean(value)} onInput=${(e) => onInput(e.currentTarget.checked)} />
            <label for=${id}>${label}</label>${head}</div>`;
    }
    const typed = (e) => onInput(e.currentTarget.value);
    return html`<div class=${`field${error ? ' bad' : ''}`}>
        <label for=${id}>${label}</label>${head}
        ${kind === 'textarea' ? html`<textarea rows=${rows} ...${common} value=${value ?? ''} onInput=${typed} />`
            : kind === 'select' ? html`<select ...${common} value=${value ?? ''} onInput=${typed}>
                ${choices.map((c) => html`<option value=${c.value} disabled=${c.disabled} selected=${c.value === (value ?? '')}>${c.label}</option>`)}</select>`
            : html`<input type=${kind} autocomplete="off" ...${common} value=${value ?? ''} onInput=${typed} />`}
    </div>`;
}

/** The figures 1 to 9 choose, see Dialog. */
function Radios({ id, label, head, described, choices, value, onInput }) {
    return html`<fieldset class="field" aria-describedby=${described}>
        <legend>${label}</legend>${head}
        <div class="radios">${choices.map((c, i) => html`<label class="radio" key=${c.value}>
            <input type="radio" name=${id} value=${c.value} checked=${c.value === value} disabled=${c.disabled} onInput=${() => onInput(c.value)} />
            <span>${c.label}${c.hint && html`<span class="help">${c.hint}</span>`}</span>${choices.length < 10 && html`<kbd aria-hidden="true">${i + 1}</kbd>`}</label>`)}
        </div></fieldset>`;
}
