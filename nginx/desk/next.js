// next: the next client of the queue, from wherever one is. Who has pressed the key twice gets one.
import { act } from './acts.js';
import { go } from './route.js';
import { me } from './session.js';
import { store } from './store.js';

/** '', 'asking', or 'none': there was nobody. */
export const asking = store('');
me.watch((who) => { if (!who) asking.set(''); });

export const ask_next = () => act('desk', 'next_card', {}).then((rows) => rows[0]?.next_card);
export const take_next = () => bring(ask_next);

/** ask: gives a promise of the card; null: there is nobody. */
export async function bring(ask) {
    if (asking.get() === 'asking') return;
    asking.set('asking');
    try {
        const card = await ask();
        asking.set(card ? '' : 'none');
        if (card) go('lead', card.receipt);
        else go('next');
    } catch {
        asking.set('');      // the person has been told why, or sees it, or has taken it back
    }
}
