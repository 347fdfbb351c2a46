// asks: what a seller is asked for. close(done): done, when there is something new to look at.
import { html, useState } from '../html.js';
import { use_draft } from '../drafts.js';
import { Button } from '../parts/basic.js';
import { use_deed } from '../parts/deed.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { local_input } from '../time.js';
import { toast } from '../toasts.js';
import { say } from '../words.js';
import { choices_of } from './choices.js';
import { sum_told, sum_typed } from './money.js';

const with_note = (reason, note) => (note.trim() ? `${reason}: ${note.trim()}` : reason);

/** Runs the act, says what came of it, closes. What is no sum is not sent. */
function use_act(deal, close) {
    const deed = use_deed();
    const run = async (name, args, forget = []) => {
        const bad = ['amount', 'margin'].find((sum) => typeof args[sum] === 'string');
        if (bad) return document.querySelector(`dialog [data-sum=${bad}]`).focus();
        const said = await deed.run('sales', name, { receipt: deal.receipt, ...args });
        if (!said) return;
        for (const set of forget) set('');
        close(toast(said[0][name]));
    };
    return { error: deed.error, run };
}

/** outcome: won or lost. */
export function Close({ deal, outcome, close }) {
    const act = use_act(deal, close);
    const [why, set_why] = use_draft(`close ${deal.receipt} why`);      // [outcome, reason]: each has a list of its own
    const [note, set_note] = use_draft(`close ${deal.receipt}`);
    const [amount, set_amount] = use_draft(`close ${deal.receipt} amount`);
    const [margin, set_margin] = use_draft(`close ${deal.receipt} margin`);
    const reason = why[0] === outcome ? why[1] : '';
    const sums = outcome === 'won' ? { amount: sum_typed(amount, deal.currency), margin: sum_typed(margin, deal.currency) } : {};
    const submit = () => act.run('close_deal', { outcome, reason: with_note(reason, note), ...sums }, [set_why, set_note, set_amount, set_margin]);
    return html`<${Dialog} title=${`${say(`s_${outcome}`)}: ${deal.client.name ?? deal.short}`} close=${() => close()} submit=${submit} submit_label=${say(`s_${outcome}_do`)} error=${act.error}>
        <${Field} kind="radio" label=${say('s_why')} choices=${choices_of(`reason: ${outcome}`)} value=${reason} onInput=${(value) => set_why([outcome, value])} />
        ${outcome === 'won' && html`<${Sums} currency=${deal.currency} ...${{ amount, set_amount, margin, set_margin }} />`}
        <${Field} label=${say('s_own_words')} value=${note} onInput=${set_note} maxlength="1000" />
    <//>`;
}

/** Told while it is typed: the server would only say that it is no number. */
const no_sum = (typed, currency) => (typeof sum_typed(typed, currency) === 'string' ? say('s_money_wrong') : undefined);
function Sums({ currency, amount, set_amount, margin, set_margin }) {
    return html`<${Field} label=${say('s_amount_of', currency)} help=${say('s_money_help')} error=${no_sum(amount, currency)} inputmode="decimal" data-sum="amount" value=${amount} onInput=${set_amount} maxlength="24" />
        <${Field} label=${say('s_margin_of', currency)} help=${say('s_margin_help')} error=${no_sum(margin, currency)} inputmode="decimal" data-sum="margin" value=${margin} onInput=${set_margin} maxlength="24" />`;
}

export function Mend({ deal, close }) {
    const act = use_act(deal, close);
    const [amount, set_amount] = use_draft(`mend ${deal.receipt} amount`, sum_told(deal.amount));
    const [margin, set_margin] = use_draft(`mend ${deal.receipt} margin`, sum_told(deal.margin));
    const [reason, set_reason] = use_draft(`mend ${deal.receipt}`);
    const submit = () => act.run('mend_deal', { amount: sum_typed(amount, deal.currency), margin: sum_typed(margin, deal.currency), reason }, [set_amount, set_margin, set_reason]);
    return html`<${Dialog} title=${say('s_mend')} close=${() => close()} submit=${submit} submit_label=${say('s_mend_do')} error=${act.error}>
        <${Sums} currency=${deal.currency} ...${{ amount, set_amount, margin, set_margin }} />
        <${Field} label=${say('s_why_mend')} value=${reason} onInput=${set_reason} maxlength="1000" />
    <//>`;
}

export function Note({ deal, close }) {
    const act = use_act(deal, close);
    const [note, set_note] = use_draft(`deal note ${deal.receipt}`);
    return html`<${Dialog} title=${say('s_note')} close=${() => close()} submit=${() => act.run('add_note', { note }, [set_note])} submit_label=${say('s_note_do')} error=${act.error}>
        <${Field} kind="textarea" label=${say('s_note_text')} value=${note} onInput=${set_note} maxlength="4000" data-first />
    <//>`;
}

/** A time as the server reads it. */
const typed_at = (at) => local_input(at).replace(/(\d+)-(\d+)-(\d+)T/, '$3.$2.$1 ');
export function Next({ deal, close }) {
    const act = use_act(deal, close);
    const [moment, set_moment] = use_draft(`deal next ${deal.receipt} at`, deal.next ? typed_at(deal.next.at) : '');
    const [note, set_note] = use_draft(`deal next ${deal.receipt}`, deal.next?.step ?? '');
    const [empty, set_empty] = useState(null);
    const keep = (args) => act.run('next_step', args, [set_moment, set_note]);
    // Nothing typed would take the step off: there is a button for that.
    const submit = () => (moment.trim() || note.trim() ? keep({ moment, note }) : set_empty({ message: say('s_next_wants') }));
    return html`<${Dialog} title=${say('s_next_do')} close=${() => close()} submit=${submit} submit_label=${say('s_next_save')} error=${act.error ?? empty}>
        <${Field} label=${say('s_next_at')} help=${say('s_next_at_help')} value=${moment} onInput=${set_moment} maxlength="60" data-first />
        <${Field} label=${say('s_next_what')} value=${note} onInput=${set_note} maxlength="400" />
        ${deal.next && html`<p><${Button} kind="quiet" onClick=${() => keep({ moment: '', note: '' })}>${say('s_next_clear')}<//></p>`}
    <//>`;
}
