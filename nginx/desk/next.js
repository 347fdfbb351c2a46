// next: the next client of the queue, from wherever one is. Who has pressed the key twice gets one.
import { act } from './acts.js';
import { go } from './route.js';
import { store } from './store.js';

/** '', 'asking', or 'none': there was nobody. */
export const asking = store('');

export async function take_next() {
    if (asking.get() === 'asking') return;
    asking.set('asking');
    try {
        const card = (await act('desk', 'next_card', {}))[0]?.next_card;
        asking.set(card ? '' : 'none');
        if (card) go('lead', card.receipt);
        else go('next');
    } catch {
        asking.set('');      // the person has been told why
    }
}
