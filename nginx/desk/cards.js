// cards: the cards of leads, as the server last told them, and on top what is on its way to it: an act shows before it is answered,
// and is gone by itself if the answer is no.
import { after_each, calm, echo, waiting } from './acts.js';
import { ask } from './api.js';
import { choice_word } from './choices.js';
import { pulse } from './pulse.js';
import { me } from './session.js';
import { route } from './route.js';
import { store, use } from './store.js';
import { now } from './time.js';
import { say } from './words.js';

/** receipt: card, by its whole receipt and by what it was asked for with. */
const known = store({});

export const put = (card, asked = card.receipt) => known.set((all) => ({ ...all, [card.receipt]: card, [asked]: card }));

/** Raises Refused and Lost. */
export async function load(receipt) {
    const card = (await ask('desk', 'card', { receipt }))[0].card;
    put(card, receipt);
    return card;
}

/** Brings what is on the page up to date, if it was ever shown. */
export async function reload(receipt) {
    if (known.get()[receipt]) await load(receipt).catch(() => {});
}

const forget = (receipt) => known.set((all) => Object.fromEntries(Object.entries(all).filter(([, card]) => card.receipt !== receipt)));
const is_shown = (receipt) => route.get().path === 'lead' && known.get()[route.get().rest]?.receipt === receipt;

after_each(async (act, body) => {
    const next = body?.rows?.[0]?.next_card ?? body?.rows?.[0]?.done_and_next?.next;
    if (next) put(next);
    if (!act.receipt) return;
    await calm();
    if (is_shown(act.receipt)) await reload(act.receipt);
    else forget(act.receipt);      // who comes back to it has it anew
});
me.watch((who) => { if (!who) known.set({}); });

let stamp = null;
/** A card that is looked at follows what others do. */
export function follow(receipt) {
    return pulse.watch((it) => {
        if (it && stamp !== null && it.stamp !== stamp && !waiting.get().length) reload(receipt);
        stamp = it?.stamp ?? stamp;
    });
}

const happened = (card, caption, because, note) => ({
    ...card, timeline: [...card.timeline, { at: new Date(now.get()).toISOString(), caption, because, who: me.get().name, note, receipt: card.receipt, pending: true }],
});
const EFFECTS = {
    record_attempt: (card, { outcome, note }) => happened({ ...card, waited: null, attempts: (card.attempts ?? 0) + 1, outcome }, say('attempt_event'), choice_word('reason: attempt', outcome), note),
    add_note: (card, { note }) => happened(card, say('note'), null, note),
    add_answer: (card, { field, value }) => {
        const price = field === 'price_floor';
        const low = (team) => price && card.price_floor.teams.some((t) => t.name === team.name && t.amount > value);
        const teams = card.teams.map((t) => (low(t) ? t : { ...t, missing: t.missing.filter((m) => m.field !== field) }));
        return price ? { ...card, teams, price_floor: { ...card.price_floor, agreed: value } }
            : { ...card, teams, answers: card.answers.map((a) => (a.field === field ? { ...a, value, shown: value, known: true } : a)) };
    },
    keep_apart: (card) => ({ ...card, proposals: [] }),
    set_category: (card, { category }) => ({ ...card, category: { ...card.category, name: category } }),
    set_stage: (card, { stage }) => ({ ...card, stage }),
};

/** The card with all that has been done, for a part that is to follow it; undefined: not known yet. */
export function use_card(receipt) {
    const card = use(known)[receipt];
    const acts = [...use(echo), ...use(waiting)];
    if (!card) return undefined;
    return acts.filter((it) => it.receipt === card.receipt && EFFECTS[it.name]).reduce((so_far, it) => EFFECTS[it.name](so_far, it.body), card);
}
