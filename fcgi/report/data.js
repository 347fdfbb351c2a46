// data: what is shown now, and how it is told. There is one report at a time: take() puts another in its place.
import { CHANNELS, WORDS } from './words.js';

// Anybody may have written these texts: nothing in them may turn a line round or hide.
const UNPLAIN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
export const read = (text) => JSON.parse(text, (key, value) => (typeof value === 'string' ? value.replace(UNPLAIN, '?') : value));

export let DATA, RUSSIAN, LOCALE, SAID, DAYS, WEEKLY, BUCKETS, TOTALS, ALL, OWN_COLOUR, SERIES;
let plural;
const FORMS = { one: 0, few: 1 };

function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
export function say(name, values = {}) { return fill(SAID[name], values); }

export const count = (n) => new Intl.NumberFormat(LOCALE).format(n ?? 0);
export const decimal = (n, digits = 1) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(n);
export const percent = (part, all) => (all > 0
    ? new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: part / all < 0.1 ? 1 : 0 }).format(part / all) : '–');
export const money = (n, currency = DATA.currency) => new Intl.NumberFormat(LOCALE,
    { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(n ?? 0);
export const short_money = (n, currency = DATA.currency) => new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol',
    ...(n >= 1e5 ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 }) }).format(n ?? 0);
export const forms = (name, n) => fill(SAID[name][FORMS[plural.select(n)] ?? 2], { n: count(n) });
export const leads = (n) => forms('leads', n);

// Days have no zone any more: they are read and told as UTC.
export const date_of = (day) => new Date(`${day}T00:00:00Z`);
const day_format = (options) => {
    const made = {};
    return (date) => (made[LOCALE] ??= new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })).format(typeof date === 'string' ? date_of(date) : date);
};
export const long_day = day_format({ day: 'numeric', month: 'long', year: 'numeric' });
export const short_day = day_format({ day: 'numeric', month: 'short' });
export const weekday = (n, style = 'short') => day_format({ weekday: style })(new Date(Date.UTC(2026, 5, n)));   // 1 June 2026 is a Monday
export const duration = (minutes) => (minutes < 90 ? say('minutes', { x: decimal(minutes, minutes < 10 ? 1 : 0) })
    : say('hours_minutes', { h: Math.floor(minutes / 60), m: Math.round(minutes % 60) }));

export const named = (list, key) => list[key]?.[RUSSIAN ? 0 : 1] ?? key;
export const channel_name = (key) => named(CHANNELS, key);

export const sum = (rows, key) => d3.sum(rows, (row) => row[key]);

// A bar a day; a bar a week when days would be too thin.
const DAYS_SHOWN = 62;
export const bucket_of = (day) => (WEEKLY ? d3.utcMonday.floor(date_of(day)).toISOString().slice(0, 10) : day);

// Each channel with its sums, the largest first; the first ones have a colour of their own everywhere.
const COLOURED = 7;
const SUMS = ['leads', 'repeats', 'red', 'green', 'other_colours', 'qualified', 'handed_over', 'won', 'amount'];
export const series_of = (channel) => (OWN_COLOUR.includes(channel) ? channel : 'others');
export const series_name = (key) => (key === 'others' ? say('other') : channel_name(key));
export const series_colour = (key) => (key === 'others' ? 'var(--others)' : `var(--c${OWN_COLOUR.indexOf(key) + 1})`);

function take_channels() {
    TOTALS = d3.groups(DATA.channels, (row) => row.channel)
        .map(([channel, rows]) => ({ channel, ...Object.fromEntries(SUMS.map((key) => [key, sum(rows, key)])) }))
        .sort((a, b) => b.leads - a.leads || d3.ascending(a.channel, b.channel));
    ALL = Object.fromEntries(SUMS.map((key) => [key, sum(TOTALS, key)]));
    OWN_COLOUR = TOTALS.slice(0, TOTALS.length > COLOURED + 1 ? COLOURED : COLOURED + 1).map((row) => row.channel);
    SERIES = [...OWN_COLOUR, ...(TOTALS.length > OWN_COLOUR.length ? ['others'] : [])];
}

/** data: the columns of marketing.report, and language, from, to, zone, currency, made_at; live: it is shown anew by itself. */
export function take(data) {
    const { columns, rows } = data.channels;
    DATA = { ...data, channels: rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]]))) };
    RUSSIAN = DATA.language === 'ru';
    LOCALE = RUSSIAN ? 'ru-RU' : 'en-GB';
    SAID = WORDS[DATA.language];
    plural = new Intl.PluralRules(LOCALE);
    DAYS = d3.utcDay.range(date_of(DATA.from), new Date(+date_of(DATA.to) + 86_400_000)).map((date) => date.toISOString().slice(0, 10));
    WEEKLY = DAYS.length > DAYS_SHOWN;
    BUCKETS = [...new Set(DAYS.map(bucket_of))];
    take_channels();
}
