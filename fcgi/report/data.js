// data: what the program has written into the page, and how it is told.

// Anybody may have written these texts: nothing in them may turn a line round or hide.
const UNPLAIN = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const DATA = JSON.parse(document.getElementById('data').textContent,
    (key, value) => (typeof value === 'string' ? value.replace(UNPLAIN, '?') : value));

const RUSSIAN = DATA.language === 'ru';
const LOCALE = RUSSIAN ? 'ru-RU' : 'en-GB';
const SAID = WORDS[DATA.language];
const PLURAL = new Intl.PluralRules(LOCALE);
const FORMS = { one: 0, few: 1 };

function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
function say(name, values = {}) { return fill(SAID[name], values); }

const count = (n) => new Intl.NumberFormat(LOCALE).format(n ?? 0);
const decimal = (n, digits = 1) => new Intl.NumberFormat(LOCALE, { maximumFractionDigits: digits }).format(n);
const percent = (part, all) => (all > 0
    ? new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: part / all < 0.1 ? 1 : 0 }).format(part / all) : '–');
const money = (n, currency = DATA.currency) => new Intl.NumberFormat(LOCALE,
    { style: 'currency', currency, currencyDisplay: 'narrowSymbol', maximumFractionDigits: 0 }).format(n ?? 0);
const short_money = (n, currency = DATA.currency) => new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol',
    ...(n >= 1e5 ? { notation: 'compact', maximumSignificantDigits: 3 } : { maximumFractionDigits: 0 }) }).format(n ?? 0);
const forms = (name, n) => fill(SAID[name][FORMS[PLURAL.select(n)] ?? 2], { n: count(n) });
const leads = (n) => forms('leads', n);

// Days have no zone any more: they are read and told as UTC.
const date_of = (day) => new Date(`${day}T00:00:00Z`);
const day_format = (options) => {
    const format = new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options });
    return (date) => format.format(typeof date === 'string' ? date_of(date) : date);
};
const long_day = day_format({ day: 'numeric', month: 'long', year: 'numeric' });
const short_day = day_format({ day: 'numeric', month: 'short' });
const weekday = (n, style = 'short') => day_format({ weekday: style })(new Date(Date.UTC(2026, 5, n)));   // 1 June 2026 is a Monday
const duration = (minutes) => (minutes < 90 ? say('minutes', { x: decimal(minutes, minutes < 10 ? 1 : 0) })
    : say('hours_minutes', { h: Math.floor(minutes / 60), m: Math.round(minutes % 60) }));

const named = (list, key) => list[key]?.[RUSSIAN ? 0 : 1] ?? key;
const channel_name = (key) => named(CHANNELS, key);

const sum = (rows, key) => d3.sum(rows, (row) => row[key]);

const DAYS = d3.utcDay.range(date_of(DATA.from), new Date(+date_of(DATA.to) + 86_400_000))
    .map((date) => date.toISOString().slice(0, 10));

// Each channel with its sums, the largest first; the first ones have a colour of their own everywhere.
const COLOURED = 7;
const SUMS = ['leads', 'repeats', 'red', 'green', 'other_colours', 'qualified', 'handed_over', 'won', 'amount'];
const TOTALS = d3.groups(DATA.channels, (row) => row.channel)
    .map(([channel, rows]) => ({ channel, ...Object.fromEntries(SUMS.map((key) => [key, sum(rows, key)])) }))
    .sort((a, b) => b.leads - a.leads || d3.ascending(a.channel, b.channel));
const ALL = Object.fromEntries(SUMS.map((key) => [key, sum(TOTALS, key)]));
const OWN_COLOUR = TOTALS.slice(0, TOTALS.length > COLOURED + 1 ? COLOURED : COLOURED + 1).map((row) => row.channel);
const SERIES = [...OWN_COLOUR, ...(TOTALS.length > OWN_COLOUR.length ? ['others'] : [])];
const series_of = (channel) => (OWN_COLOUR.includes(channel) ? channel : 'others');
const series_name = (key) => (key === 'others' ? say('other') : channel_name(key));
const series_colour = (key) => (key === 'others' ? 'var(--others)' : `var(--c${OWN_COLOUR.indexOf(key) + 1})`);
