// report: the head with its numbers, the sections in order, and the drawing of the charts at each width.
import { category, conversion, funnel, hours, speed, volume } from './charts.js';
import { ALL, DATA, DAYS, LOCALE, count, duration, forms, long_day, money, percent, say, short_money, sum, take } from './data.js';
import { draw_all, el, forget_drawings, section } from './parts.js';
import { balance, campaigns, costs, forgets, three_answers, unassigned } from './tables.js';

function against(now, before) {
    if (!(before > 0)) return undefined;
    const way = now > before ? '▲' : now < before ? '▼' : '=';
    return el('span', {}, `${way} ${percent(Math.abs(now - before), before)}`, el('span', { class: 'unseen' }, ` ${say('before')}`));
}
function tile(name, value, ...notes) {
    return el('div', { class: 'tile' }, el('dt', {}, name), el('dd', {}, el('strong', {}, value), notes.filter(Boolean).map((note) => (note instanceof Node ? note : el('span', {}, note)))));
}

function headline() {
    const before = DATA.before[0];
    const known = DATA.speed.filter((row) => row.half !== null);
    const tiles = [
        tile(say('head_leads'), count(ALL.leads), say('head_repeats', { x: percent(ALL.repeats, ALL.leads) }), against(ALL.leads, before.leads)),
        tile(say('head_red'), count(ALL.red), say('of_leads', { x: percent(ALL.red, ALL.leads) }), against(ALL.red, before.red)),
        tile(say('head_qualified'), count(ALL.qualified), say('of_leads', { x: percent(ALL.qualified, ALL.leads) }), against(ALL.qualified, before.qualified)),
        tile(say('head_won'), count(ALL.won), say('of_leads', { x: percent(ALL.won, ALL.leads) }), against(ALL.won, before.won)),
        tile(say('head_amount'), short_money(ALL.amount), ALL.won > 0 ? say('cheque', { x: short_money(ALL.amount / ALL.won) }) : undefined, against(ALL.amount, before.amount)),
        ...d3.rollups(DATA.costs, (rows) => sum(rows, 'cost'), (row) => row.currency).flatMap(([currency, cost]) => [
            tile(say('head_cost'), short_money(cost, currency), ALL.leads > 0 ? say('per_lead', { x: money(cost / ALL.leads, currency) }) : undefined),
            ...(ALL.won > 0 ? [tile(say('head_deal'), short_money(cost / ALL.won, currency), say('deals_of', { n: count(ALL.won) }))] : [])]),
        ...(known.length > 0 ? [tile(say('head_speed'), duration(d3.median(known, (row) => row.half)), say('typical'))] : []),
    ];
    return el('dl', { class: tiles.length > 6 ? 'tiles' : 'tiles few' }, tiles);
}

function made() {
    const at = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeStyle: 'short', timeZone: DATA.zone }).format(new Date(DATA.made_at));
    return say(DATA.live ? 'live' : 'made', { at, zone: DATA.zone, n: forms('period', DAYS.length) });
}
function head() {
    return el('header', {},
        el('p', { class: 'days' }, say('days', { from: long_day(DATA.from), to: long_day(DATA.to) })),
        el('p', { class: 'made' }, made()), headline());
}

/** Puts the report of these data (see take) into the element, in place of what is there. The title is for the page to have. */
export function report(root, data) {
    take(data);
    forget_drawings();
    root.replaceChildren(head(), el('div', { class: 'sections' },
        ...[volume, funnel, conversion, category, speed, hours, campaigns, costs, three_answers, unassigned, balance].map((part) => section(part())), forgets()));
    draw_all();
}
/** The same numbers are those of a later moment, too. */
export function still_so(root, made_at) {
    DATA.made_at = made_at;
    root.querySelector('.made').textContent = made();
}
addEventListener('resize', () => draw_all());
// On A4 with margins of 12 mm there are 703 pixels.
addEventListener('beforeprint', () => draw_all((wide) => (wide ? 690 : 330)));
addEventListener('afterprint', () => draw_all());
