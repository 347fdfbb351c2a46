// verdicts: the acts on a lead, as the card's keys and dialogs do them: what is said of each, and its way back.
import { act } from './acts.js';
import { choice_word } from './choices.js';
import { bring } from './next.js';
import { short } from './parts/basic.js';
import { go } from './route.js';
import { wrong } from './toasts.js';
import { add_words, say } from './words.js';

add_words({
    ru: {
        done_attempt: 'Звонок: {0}', done_note: 'Заметка записана', done_hand_over: 'Заявка {0} передана: {1}', done_refuse: 'Заявка {0}: отказ',
        done_postpone: 'Заявка {0} отложена', done_mark_unreachable: 'Заявка {0}: недозвон', done_mark_spam: 'Заявка {0}: спам', done_release: 'Заявка {0} снова в очереди',
    },
    en: {
        done_attempt: 'Call: {0}', done_note: 'The note is written down', done_hand_over: 'Lead {0} is handed over: {1}', done_refuse: 'Lead {0} is refused',
        done_postpone: 'Lead {0} is postponed', done_mark_unreachable: 'Lead {0}: not reached', done_mark_spam: 'Lead {0}: spam', done_release: 'Lead {0} is back in the queue',
    },
});

export function attempt(receipt, outcome) {
    act('desk', 'record_attempt', { receipt, outcome }, { hold: true, label: say('done_attempt', choice_word('reason: attempt', outcome)) });
}
export function note(receipt, text, draft) {
    act('desk', 'add_note', { receipt, note: text }, { hold: true, label: say('done_note'), draft: { name: draft, value: text } });
}

async function undo(receipt) {
    try {
        await act('desk', 'undo', { receipt });
        go('lead', receipt);
    } catch {
        // said already
    }
}

/** name: of the function; args: without the receipt; draft: see acts; and_next: goes on at once. Back on the card if the server says no. */
export function decide(receipt, name, args, { draft, and_next }) {
    const label = say(`done_${name}`, short(receipt), args.team ? choice_word('team', args.team) : '');
    const done = act('desk', name, { receipt, ...args }, { label, draft, undo: name === 'release' ? undefined : () => undo(receipt), told: name === 'postpone', and_next });
    done.catch(() => go('lead', receipt));
    if (and_next) bring(() => done.then(next_of));
    else go('next');
}

function next_of([{ done_and_next: { next, refused } }]) {
    if (refused) {
        wrong(refused);
        throw refused;
    }
    return next;
}
