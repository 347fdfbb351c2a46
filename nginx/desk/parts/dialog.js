// dialog: asks for what an act needs. Escape closes it; Enter or Ctrl+Enter does it; 1 to 9 choose in its first list. What was typed
// is kept by whoever opened it (drafts). fixed: it cannot be closed, only answered.
import { html, useId, useLayoutEffect, useRef } from '../html.js';
import { use_keys } from '../keys.js';
import { add_words, say } from '../words.js';
import { Button } from './basic.js';

add_words({ ru: { cancel: 'Не сейчас' }, en: { cancel: 'Not now' } });

export function Dialog({ title, close, submit, submit_label, submit_and_next, next_label, error, fixed = false, children }) {
    const id = useId();
    const box = useRef(null);
    const leave = () => {
        if (fixed) return;
        box.current.close();      // at once: the next key is the page's
        close();
    };
    use_dialog_keys(box, submit_and_next ?? submit);
    useLayoutEffect(() => {
        const own = box.current;
        const before = document.activeElement;
        own.showModal();
        const first = ['[data-first]', 'input:checked', 'input, textarea, select, button'].map((what) => own.querySelector(what)).find(Boolean);
        first?.focus();
        return () => {
            const at = document.activeElement;      // by now perhaps where the dialog has sent it
            if ((at === document.body || own.contains(at)) && before?.isConnected) before.focus?.();
        };
    }, []);
    const on_submit = (event) => {
        event.preventDefault();
        submit();
    };
    return html`<dialog ref=${box} aria-labelledby=${id} onCancel=${(e) => { e.preventDefault(); leave(); }}>
        <form method="dialog" novalidate onSubmit=${on_submit}>
            <h2 id=${id}>${title}</h2>
            ${error && html`<p class="error" role="alert">${error.message}${error.hint && html`<br /><span class="soft">${error.hint}</span>`}</p>`}
            ${children}
            <p class="actions"><${Button} type="submit" kind="main">${submit_label}<//>
                ${submit_and_next && html`<${Button} hint="Ctrl+Enter" onClick=${submit_and_next}>${next_label}<//>`}
                ${!fixed && html`<${Button} kind="quiet" onClick=${leave}>${say('cancel')}<//>`}</p>
        </form>
    </dialog>`;
}

function use_dialog_keys(box, submit) {
    const figures = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => [`Digit${n}`, () => {
        const choice = box.current.querySelector('.radios')?.querySelectorAll('input')[n - 1];
        if (choice && !choice.disabled) {
            choice.click();
            choice.focus();
        }
    }]));
    use_keys({ ...figures, 'Ctrl+Enter': submit }, { alone: () => box.current?.open });
}
