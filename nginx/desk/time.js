// time: clocks. now: this second, by the server's clock. Zones are names, as Asia/Omsk; none is the office's.
import { skew } from './api.js';
import { me } from './session.js';
import { store } from './store.js';
import { language, say } from './words.js';

const moment_now = () => Math.floor((Date.now() + skew.ms) / 1000) * 1000;
export const now = store(moment_now());
setInterval(() => now.set(moment_now()), 1000);
document.addEventListener('visibilitychange', () => now.set(moment_now()));

const made = new Map();
function format(zone, options) {
    const key = JSON.stringify([language.get(), zone, options]);
    if (!made.has(key)) {
        const locale = language.get() === 'ru' ? 'ru-RU' : 'en-GB';
        try {
            made.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
        } catch {    // a zone that this browser has never heard of
            made.set(key, new Intl.DateTimeFormat(locale, options));
        }
    }
    return made.get(key);
}
const here = (zone) => zone ?? me.get()?.zone ?? undefined;

/** 18:40 */
export function clock(at, zone) {
    return format(here(zone), { hour: '2-digit', minute: '2-digit' }).format(new Date(at));
}
function day(at, zone) {
    return format(here(zone), { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));
}
/** 18:40 of today; 28 November, 10:00 of another day. */
export function moment(at, zone) {
    if (!at) return '';
    if (day(at, zone) === day(now.get(), zone)) return clock(at, zone);
    const year = new Date(at).getFullYear() === new Date(now.get()).getFullYear() ? {} : { year: 'numeric' };
    return `${format(here(zone), { day: 'numeric', month: 'short', ...year }).format(new Date(at))}, ${clock(at, zone)}`;
}
/** The day and hour there, as <input type="datetime-local"> has them. */
export function local_input(at, zone) {
    const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', {
        timeZone: here(zone), year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
    }).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
    return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}
/** 3 min; 2 h 10 min; 4 days. */
export function span(ms) {
    const minutes = Math.max(0, Math.round(ms / 60_000));
    if (minutes < 60) return say('minutes', minutes);
    if (minutes < 48 * 60) return say('hours_minutes', Math.floor(minutes / 60), minutes % 60).replace(/ 0 \S+$/, '');
    return say('days', Math.round(minutes / 1440));
}
/** 24:07 until then; past: null. */
export function left(until) {
    const seconds = Math.floor((Date.parse(until) - Date.now() - skew.ms) / 1000);
    if (!(seconds > 0)) return null;
    const two = (n) => String(n).padStart(2, '0');
    return seconds < 3600 ? `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}` : span(seconds * 1000);
}
