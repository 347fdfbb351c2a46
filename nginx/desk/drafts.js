// drafts: what was typed and the server does not have yet. It lies in the tab, by person, so that it outlives a reload and a session.
import { useState } from './html.js';
import { me } from './session.js';

const name_of = (name) => `firstline draft ${me.get()?.login} ${name}`;

/** value: whatever JSON can hold; '' and null forget it. */
export function keep(name, value) {
    if (value === '' || value === null || value === undefined) sessionStorage.removeItem(name_of(name));
    else sessionStorage.setItem(name_of(name), JSON.stringify(value));
}
export function kept(name) {
    const text = sessionStorage.getItem(name_of(name));
    return text === null ? null : JSON.parse(text);
}

/** What has been typed and is nowhere else; what was looked for is no matter. */
export const unfinished = () => Object.keys(sessionStorage).filter((key) => key.startsWith(name_of('')) && key !== name_of('search'));
/** Whoever signs out leaves nothing behind for the next; what a colleague has left in the tab is the colleague's. */
export function wipe(login) {
    const own = ['draft', 'acts'].map((what) => `firstline ${what} ${login} `);
    for (const key of Object.keys(sessionStorage)) if (own.some((start) => `${key} `.startsWith(start))) sessionStorage.removeItem(key);
}

/** As useState, kept under that name. */
export function use_draft(name, initial = '') {
    const [value, set] = useState(() => kept(name) ?? initial);
    return [value, (next) => {
        keep(name, next === initial ? '' : next);
        set(next);
    }];
}
