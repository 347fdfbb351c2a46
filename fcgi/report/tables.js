// tables: what is better read than drawn.
import { bars } from './charts.js';
import { ALL, DATA, RUSSIAN, SAID, TOTALS, channel_name, count, decimal, leads, long_day, money, named, percent, say, short_day, sum } from './data.js';
import { el, table } from './parts.js';
import { METRICA } from './words.js';

const cut = (text, length) => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
const campaign_name = (row) => [row.source, row.medium, row.campaign].filter((part) => part !== null && part !== '').join(' / ') || '–';

const campaign_columns = () => [[say('c_campaign'), (row) => row.campaign], [say('c_source'), (row) => row.source], [say('c_medium'), (row) => row.medium]];
const result_columns = () => [[say('c_leads'), (row) => count(row.leads), true], [say('c_qualified'), (row) => count(row.qualified), true],
    [say('c_won'), (row) => count(row.won), true], [say('c_amount'), (row) => money(row.amount), true]];

export function campaigns() {
    const rows = DATA.campaigns;
    const drawn = rows.slice(0, 10).map((row, i) => ({ ...row, label: `${cut(row.campaign, 24)}${'\u200b'.repeat(i)}` }));   // no two bars have one name
    const first = drawn[0];
    return {
        id: 'campaigns', wide: true, title: say('campaigns'),
        sentence: first ? say('campaigns_says', { name: campaign_name(first), leads: leads(first.leads), won: count(first.won) }) : say('no_campaigns'),
        draw: first ? (width) => bars(width, drawn, { label: (d) => d.label, value: (d) => d.leads, text: (d) => count(d.leads), left: 176, height: 26 }) : undefined,
        more: first ? table(say('campaigns'), [...campaign_columns(), ...result_columns()], rows) : undefined,
    };
}

const COSTS_SHOWN = 30;
export function costs() {
    const rows = DATA.costs;
    const priced = (row, by) => (by > 0 ? money(row.cost / by, row.currency) : '–');
    const told = (list) => d3.rollups(list, (part) => sum(part, 'cost'), (row) => row.currency).map(([currency, n]) => money(n, currency)).join(' + ');
    const wasted = rows.filter((row) => row.leads === 0);
    return {
        id: 'costs', wide: true, title: say('costs'),
        sentence: rows.length === 0 ? say('no_costs') : say('costs_says', { cost: told(rows), leads: leads(sum(rows, 'leads')), won: count(sum(rows, 'won')) })
            + (wasted.length > 0 ? ` ${say('wasted', { x: told(wasted) })}` : ''),
        open: rows.length === 0 ? undefined : table(say('costs'), [...campaign_columns(), [say('c_cost'), (row) => money(row.cost, row.currency), true], ...result_columns(),
            [say('c_per_lead'), (row) => priced(row, row.leads), true], [say('c_per_won'), (row) => priced(row, row.won), true],
            [say('c_return'), (row) => (row.currency === DATA.currency ? decimal(row.amount / row.cost, 1) : '–'), true]], rows.slice(0, COSTS_SHOWN)),
        more: rows.length > COSTS_SHOWN ? el('p', { class: 'notes' }, say('rest', { n: COSTS_SHOWN })) : undefined,
    };
}

export function three_answers() {
    const lists = [
        ['firstline', TOTALS.map((row) => ({ name: channel_name(row.channel), leads: row.leads }))],
        ['GA4', DATA.ga4.map((row) => ({ name: row.name ?? `GA4 ${say('not_web')}`, leads: row.leads }))],
        [RUSSIAN ? 'Метрика' : 'Metrica', DATA.metrica.map((row) => ({ name: row.name === null ? `${RUSSIAN ? 'Метрика' : 'Metrica'} ${say('not_web')}` : named(METRICA, row.name), leads: row.leads }))],
    ];
    const sums = lists.map(([, rows]) => sum(rows, 'leads'));
    return {
        id: 'three', wide: true, title: say('three'),
        sentence: say('three_says', { leads: leads(ALL.leads), equal: say(sums.every((n) => n === sums[0]) ? 'equal' : 'unequal') }),
        open: el('div', { class: 'columns' }, lists.map(([name, rows], i) => el('div', {}, el('h3', {}, name),
            table(`${say('three')}: ${name}`, [[say('channel'), (row) => row.name], [say('c_leads'), (row) => count(row.leads), true], [say('share'), (row) => percent(row.leads, sums[i]), true]],
                rows, { name: say('all'), leads: sums[i] })))),
    };
}

export function unassigned() {
    const rows = DATA.unassigned;
    return {
        id: 'unassigned', wide: true, title: say('unassigned'),
        sentence: rows.length > 0 ? say('unassigned_says', { leads: leads(sum(rows, 'leads')) }) : say('unassigned_none'),
        open: rows.length > 0 ? table(say('unassigned'), [
            [say('c_source'), (row) => row.source], [say('c_medium'), (row) => row.medium], [say('c_campaign'), (row) => row.campaign],
            [say('c_landing'), (row) => row.landing], [say('c_referrer'), (row) => row.referrer], [say('c_leads'), (row) => count(row.leads), true],
            [say('c_first'), (row) => short_day(row.first_day), true], [say('c_last'), (row) => short_day(row.last_day), true]], rows) : undefined,
    };
}

const BALANCED = ['stored', 'double', 'spooled', 'invalid', 'refused', 'not_sent', 'busy', 'suspect', 'abandoned', 'unanswered'];

export function balance() {
    const all = Object.fromEntries(['received', ...BALANCED, 'difference', 'leads'].map((key) => [key, sum(DATA.balance, key)]));
    const even = DATA.balance.every((row) => row.difference === 0);
    const shown = BALANCED.filter((key) => all[key] !== 0);
    const parts = shown.map((key) => `${say(`p_${key}`)} ${count(all[key])}`).join(' + ') || '0';
    const sums = { channels: ALL.leads, funnel: DATA.funnel[0].unique_leads ?? 0, ga4: sum(DATA.ga4, 'leads'), metrica: sum(DATA.metrica, 'leads'), hours: sum(DATA.hours, 'leads') };
    const agree = Object.values(sums).every((n) => n === sums.channels);
    const column = (key) => [say(`p_${key}`), (row) => count(row[key]), true];
    return {
        id: 'balance', wide: true, title: say('balance'),
        sentence: even && all.received === 0 ? say('balance_none') : say(even ? 'balance_says' : 'balance_bad', { received: count(all.received), parts, difference: count(all.difference) }),
        more: el('p', { class: agree ? 'proof good' : 'proof bad' }, `${agree ? '✓' : '✗'} ${say('proof')}: ${say('proof_says', Object.fromEntries(Object.entries(sums).map(([key, n]) => [key, count(n)])))}`),
        table: DATA.balance.length > 0 ? table(say('balance'), [[say('day'), (row) => (row === all ? say('all') : long_day(row.day))],
            column('received'), ...shown.map(column), column('difference'), column('leads')], DATA.balance, all) : undefined,
    };
}

export function forgets() {
    return el('section', { id: 'forgets', class: 'wide', 'aria-labelledby': 'forgets-title' }, el('h2', { id: 'forgets-title' }, say('forgets')),
        el('ul', {}, SAID.forgets_says.map((text) => el('li', {}, text))));
}
