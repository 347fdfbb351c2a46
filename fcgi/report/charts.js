// charts: each is a title, a sentence that is computed, a drawing and a table of the same numbers.

import { ALL, BUCKETS, DATA, DAYS, RUSSIAN, SERIES, TOTALS, WEEKLY, bucket_of, channel_name, count, date_of, decimal, duration, leads, long_day, money, percent, say, series_colour, series_name, series_of, short_day, sum, weekday } from './data.js';
import { el, plot, table } from './parts.js';

const sum_columns = () => [
    [say('c_leads'), (row) => count(row.leads), true], [say('c_repeats'), (row) => count(row.repeats), true],
    [say('c_red'), (row) => count(row.red), true], [say('c_green'), (row) => count(row.green), true],
    [say('c_qualified'), (row) => count(row.qualified), true], [say('c_won'), (row) => count(row.won), true],
    [say('c_amount'), (row) => money(row.amount), true],
];
const thinned = (dates, width) => dates.filter((d, i) => i % Math.ceil(dates.length / Math.max(2, width / 80)) === 0);
const time_axis = (dates, width) => Plot.axisX(thinned(dates, width), { tickFormat: (d) => short_day(d), label: null, tickSize: 3 });
const middle_of = (bucket) => new Date(+date_of(bucket) + (WEEKLY ? 7 : 1) * 43_200_000);   // what stands below a bar stands below its middle

export function volume() {
    const rows = d3.rollups(DATA.channels, (list) => sum(list, 'leads'), (row) => bucket_of(row.day), (row) => series_of(row.channel))
        .flatMap(([day, list]) => list.map(([series, n]) => ({ day: date_of(day), series, leads: n })));
    const by_day = d3.rollup(DATA.channels, (list) => sum(list, 'leads'), (row) => row.day);
    const [best, most] = d3.greatest(by_day, ([, n]) => n) ?? [];
    const first = TOTALS[0];
    const of_bucket = d3.rollup(rows, (list) => new Map(list.map((row) => [row.series, row.leads])), (row) => +row.day);
    return {
        id: 'volume', wide: true, title: say('volume'),
        sentence: first ? say('volume_says', { name: channel_name(first.channel), part: say('of', { n: count(first.leads), all: count(ALL.leads) }), leads: leads(ALL.leads), day: long_day(best), best: leads(most) }) : say('none'),
        legend: SERIES.map((key) => [series_name(key), series_colour(key)]),
        draw: (width) => plot({
            width, height: width < 500 ? 240 : 300, marginLeft: 36, marginRight: 8,
            x: { type: 'utc', domain: [date_of(BUCKETS[0]), new Date(+date_of(DATA.to) + 86_400_000)] },
            y: { grid: true, label: null, domain: [0, Math.max(1, d3.max(BUCKETS, (b) => d3.sum(of_bucket.get(+date_of(b))?.values() ?? [])))], nice: true },
            color: { domain: SERIES, range: SERIES.map(series_colour) },
            marks: [
                Plot.rectY(rows, { x: 'day', interval: WEEKLY ? 'monday' : 'day', y: 'leads', fill: 'series', order: SERIES, inset: width / BUCKETS.length > 8 ? 1 : 0.25,
                    channels: { text: { value: (row) => `${WEEKLY ? `${say('week')} ` : ''}${short_day(row.day)}: ${series_name(row.series)} — ${count(row.leads)}`, label: '' } },
                    tip: { format: { text: true, x: false, y: false, fill: false } } }),
                Plot.ruleY([0]), time_axis(BUCKETS.map(middle_of), width),
            ],
        }),
        table: table(say('volume'), [[say(WEEKLY ? 'week' : 'day'), (b) => long_day(b)],
            ...SERIES.map((key) => [series_name(key), (b) => count(of_bucket.get(+date_of(b))?.get(key)), true]),
            [say('all'), (b) => count(d3.sum(of_bucket.get(+date_of(b))?.values() ?? [])), true]], BUCKETS),
        more: el('div', {}, table(`${say('volume')}: ${say('all')}`, [[say('channel'), (row) => (row === ALL ? say('all') : channel_name(row.channel))], ...sum_columns()], TOTALS, ALL)),
    };
}

export function bars(width, rows, { label, value, text, colour = 'var(--c1)', left, height = 30 }) {
    return plot({
        width, height: rows.length * height + 12, marginLeft: left, marginRight: 74, marginTop: 4, marginBottom: 8,
        x: { axis: null, domain: [0, d3.max(rows, value) || 1] }, y: { domain: rows.map(label), label: null, padding: 0.25 },
        marks: [Plot.axisY({ tickSize: 0, label: null, fontSize: 12 }),
            Plot.barX(rows, { x: value, y: label, fill: colour, rx: 2 }),
            Plot.text(rows, { x: value, y: label, text, dx: 6, textAnchor: 'start' })],
    });
}

export function funnel() {
    const f = DATA.funnel[0];
    const steps = [['received', f.received], ['unique', f.unique_leads], ['c_qualified', f.qualified], ['c_handed_over', f.handed_over], ['c_won', f.won]]
        .map(([name, n]) => ({ name: say(name), n: n ?? 0 }));
    const reasons = DATA.refusals.map((row) => `${(RUSSIAN ? row.ru : row.en) ?? row.reason} — ${count(row.leads)}`).join(', ');
    return {
        id: 'funnel', title: say('funnel'),
        sentence: f.received > 0 ? say('funnel_says', { received: count(f.received), leads: leads(f.unique_leads), qualified: count(f.qualified), won: count(f.won), share: percent(f.won, f.unique_leads) }) : say('none'),
        draw: (width) => bars(width, steps, { label: (d) => d.name, value: (d) => d.n, left: 128, height: 38,
            text: (d) => `${count(d.n)}${d === steps[0] || d === steps[1] ? '' : ` · ${percent(d.n, f.unique_leads)}`}`, colour: (d) => (d === steps[0] ? 'var(--others)' : 'var(--c1)') }),
        more: el('div', { class: 'notes' }, el('p', {}, say('left', { suspect: count(f.suspect), invalid: count(f.invalid), double: count(f.double) })),
            reasons ? el('p', {}, say('refused', { list: reasons })) : undefined),
        table: table(say('funnel'), [[say('c_step'), (d) => d.name], [say('all'), (d) => count(d.n), true], [say('c_part'), (d) => percent(d.n, f.unique_leads), true]], steps),
    };
}

export function conversion() {
    const rows = DATA.conversion.map((row) => ({ ...row, date: date_of(row.week), share: row.leads > 0 ? row.won / row.leads : 0 }));
    const full = rows.filter((row) => d3.utcDay.offset(row.date, 6) <= date_of(DATA.to)).at(-1) ?? rows.at(-1);
    const based = rows.filter((row) => row.baseline_conversion !== null);
    return {
        id: 'conversion', title: say('conversion'),
        sentence: full ? say('conversion_says', { week: long_day(full.week), x: percent(full.won, full.leads), base: full.baseline_conversion === null ? '' : say('base_of', { x: percent(full.baseline_conversion, 1) }) }) : say('nothing'),
        legend: [[say('c_conversion'), 'var(--c1)'], ...(based.length > 0 ? [[say('c_baseline'), 'var(--c2)']] : [])],
        draw: (width) => plot({
            width, height: 220, marginLeft: 44, marginRight: 24,
            x: { type: 'utc' }, y: { grid: true, label: null, tickFormat: (v) => percent(v, 1), domain: [0, Math.max(0.05, d3.max(rows, (d) => Math.max(d.share, d.baseline_conversion ?? 0)) ?? 0)], nice: true },
            marks: [Plot.ruleY([0]),
                Plot.line(based, { x: 'date', y: 'baseline_conversion', stroke: 'var(--c2)', strokeWidth: 2, strokeDasharray: '6 4' }),
                Plot.line(rows, { x: 'date', y: 'share', stroke: 'var(--c1)', strokeWidth: 2.5 }),
                Plot.dot(rows, { x: 'date', y: 'share', fill: 'var(--c1)', r: 3.5, channels: { text: { value: (d) => `${short_day(d.week)}: ${percent(d.won, d.leads)}, ${leads(d.leads)}`, label: '' } }, tip: { format: { text: true, x: false, y: false } } }),
                time_axis(rows.map((d) => d.date), width)],
        }),
        table: table(say('conversion'), [[say('week'), (d) => long_day(d.week)], [say('c_leads'), (d) => count(d.leads), true], [say('c_qualified'), (d) => count(d.qualified), true],
            [say('c_won'), (d) => count(d.won), true], [say('c_conversion'), (d) => percent(d.won, d.leads), true],
            [say('c_baseline'), (d) => (d.baseline_conversion === null ? '–' : percent(d.baseline_conversion, 1)), true],
            [say('c_cheque'), (d) => (d.average_cheque === null ? '–' : money(d.average_cheque)), true]], rows),
    };
}

export function category() {
    const rows = TOTALS.slice(0, 10);
    const kinds = [['red', 'c_red', 'var(--red)'], ['other_colours', 'c_other', 'var(--others)'], ['green', 'c_green', 'var(--green)']];
    const parts = rows.flatMap((row) => kinds.map(([key]) => ({ name: channel_name(row.channel), key, n: row[key], part: row.leads > 0 ? row[key] / row.leads : 0 })));
    const reddest = d3.greatest(TOTALS.filter((row) => row.leads >= Math.max(1, ALL.leads / 50)), (row) => row.red / row.leads);
    const left = 172;
    return {
        id: 'category', title: say('category'),
        sentence: reddest ? say('category_says', { name: channel_name(reddest.channel), share: percent(reddest.red, reddest.leads), all: percent(ALL.red, ALL.leads) }) : say('none'),
        legend: kinds.map(([, name, colour]) => [say(name), colour]),
        draw: (width) => plot({
            width, height: rows.length * 27 + 34, marginLeft: left, marginRight: 16, marginTop: 4,
            x: { label: null, domain: [0, 1], tickFormat: (v) => percent(v, 1), ticks: width < 450 ? 2 : 5 }, y: { domain: rows.map((row) => channel_name(row.channel)), label: null, padding: 0.22 },
            color: { domain: kinds.map(([key]) => key), range: kinds.map(([, , colour]) => colour) },
            marks: [Plot.axisY({ tickSize: 0, label: null, fontSize: 12 }),
                Plot.barX(parts, { x: 'part', y: 'name', fill: 'key', order: kinds.map(([key]) => key), inset: 0.5,
                    channels: { text: { value: (d) => `${d.name}: ${say(kinds.find(([key]) => key === d.key)[1])} — ${count(d.n)}`, label: '' } },
                    tip: { format: { text: true, x: false, y: false, fill: false } } })],
        }),
        table: table(say('category'), [[say('channel'), (row) => channel_name(row.channel)], ...kinds.map(([key, name]) => [say(name), (row) => count(row[key]), true]),
            [`${say('c_red')}, %`, (row) => percent(row.red, row.leads), true]], TOTALS),
    };
}

export function speed() {
    const known = DATA.speed.filter((row) => row.half !== null);
    const rows = DATA.speed.map((row) => ({ ...row, date: date_of(row.day) }));
    const waiting = sum(DATA.speed, 'waiting');
    return {
        id: 'speed', title: say('speed'),
        sentence: known.length > 0 ? say('speed_says', { half: duration(d3.median(known, (d) => d.half)), most: duration(d3.median(known, (d) => d.most)) }) + (waiting > 0 ? ` ${say('waiting_says', { n: count(waiting) })}` : '') : say('nothing'),
        legend: [[say('half'), 'var(--c1)'], [say('most'), 'var(--c2)']],
        draw: (width) => plot({
            width, height: 230, marginLeft: 40, marginRight: 24, marginTop: 26,
            x: { type: 'utc', domain: [date_of(DATA.from), date_of(DATA.to)] }, y: { grid: true, label: say('speed_axis'), labelArrow: 'none', domain: [0, Math.max(5, d3.max(known, (d) => Math.max(d.half, d.most ?? 0)) ?? 0)], nice: true },
            marks: [Plot.ruleY([0]), Plot.areaY(rows, { x: 'date', y1: 'half', y2: 'most', fill: 'var(--c1)', fillOpacity: 0.12 }),
                Plot.line(rows, { x: 'date', y: 'most', stroke: 'var(--c2)', strokeWidth: 2, strokeDasharray: '6 3' }), Plot.line(rows, { x: 'date', y: 'half', stroke: 'var(--c1)', strokeWidth: 2.5 }),
                Plot.dot(rows, { x: 'date', y: 'half', fill: 'var(--c1)', r: 2.5, channels: { text: { value: (d) => `${short_day(d.day)}: ${d.half === null ? '–' : `${duration(d.half)} / ${duration(d.most ?? d.half)}`}`, label: '' } }, tip: { format: { text: true, x: false, y: false } } }),
                time_axis(DAYS.map(date_of), width)],
        }),
        table: table(say('speed'), [[say('day'), (d) => long_day(d.day)], [say('c_leads'), (d) => count(d.leads), true], [say('c_called'), (d) => count(d.called), true], [say('c_waiting'), (d) => count(d.waiting), true],
            [say('c_half'), (d) => (d.half === null ? '–' : decimal(d.half)), true], [say('c_most'), (d) => (d.most === null ? '–' : decimal(d.most)), true]], DATA.speed),
    };
}

export function hours() {
    const found = new Map(DATA.hours.map((row) => [`${row.weekday}/${row.hour}`, row.leads]));
    const cells = d3.cross(d3.range(1, 8), d3.range(24), (day, hour) => ({ day, hour, leads: found.get(`${day}/${hour}`) ?? 0 }));
    const top = d3.greatest(cells, (d) => d.leads), all = sum(cells, 'leads');
    const span = (hour) => `${String(hour).padStart(2, '0')}:00–${String(hour + 1).padStart(2, '0')}:00`;
    return {
        id: 'hours', wide: true, title: say('hours'),
        sentence: all > 0 ? say('hours_says', { weekday: weekday(top.day, 'long'), hour: span(top.hour), leads: leads(top.leads), share: percent(sum(cells.filter((d) => d.day > 5), 'leads'), all) }) : say('none'),
        draw: (width) => plot({
            width, height: 230, marginLeft: 36, marginRight: 4, marginTop: 6,
            x: { domain: d3.range(24), label: null, tickFormat: (h) => (h % (width < 500 ? 4 : 1) === 0 ? `${h}` : ''), tickSize: 0 }, y: { domain: d3.range(1, 8), label: null, tickFormat: (d) => weekday(d), tickSize: 0 },
            opacity: { type: 'linear', domain: [0, top.leads || 1], range: [0.06, 1] },
            marks: [Plot.cell(cells, { x: 'hour', y: 'day', fill: 'var(--c1)', fillOpacity: 'leads', inset: 1, rx: 2,
                channels: { text: { value: (d) => `${weekday(d.day)} ${span(d.hour)} — ${count(d.leads)}`, label: '' } }, tip: { format: { text: true, x: false, y: false, fillOpacity: false } } })],
        }),
        table: table(say('hours'), [[say('c_hour'), (hour) => span(hour)], ...d3.range(1, 8).map((day) => [weekday(day), (hour) => count(found.get(`${day}/${hour}`)), true]),
            [say('all'), (hour) => count(sum(cells.filter((d) => d.hour === hour), 'leads')), true]], d3.range(24)),
    };
}
