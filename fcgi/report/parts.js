// parts: what the page is made of. All text is set as text, never as markup.
import { say } from './data.js';

export function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (name === 'style') element.style.cssText = value;   // an attribute would be refused by the policy of the desk
        else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? '' : value);
    }
    element.append(...children.flat().filter((child) => child !== undefined && child !== null));
    return element;
}

// columns: [heading, cell of a row, number?, heading of the row?]. What an outsider wrote keeps its direction to itself.
function cell(tag, content, number, attributes = {}) {
    const text = content === null || content === undefined || content === '' ? '–' : content;
    return el(tag, { class: number ? 'number' : undefined, ...attributes }, text instanceof Node || number ? text : el('bdi', {}, String(text)));
}
export function table(caption, columns, rows, foot) {
    const line = (row, tag = 'td') => el('tr', {}, columns.map(([, get, number], i) => (i === 0
        ? cell('th', get(row), number, { scope: 'row' }) : cell(tag, get(row), number))));
    return el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${say('table')}: ${caption}` },
        el('table', {},
            el('caption', { class: 'unseen' }, caption),
            el('thead', {}, el('tr', {}, columns.map(([head, , number]) => cell('th', head, number, { scope: 'col' })))),
            el('tbody', {}, rows.map((row) => line(row))),
            foot ? el('tfoot', {}, line(foot)) : undefined));
}

function legend(entries) {
    return el('ul', { class: 'legend' }, entries.map(([name, colour]) => el('li', {},
        el('span', { class: 'swatch', style: `background:${colour}`, 'aria-hidden': 'true' }), name)));
}

// A chart is drawn anew for each width, so that its letters keep their size.
let drawings = [];
export const forget_drawings = () => { drawings = []; };
/** width: (wide) => pixels; none: as there is room. */
export const draw_all = (width) => { for (const draw of drawings) draw(width); };
function draw_into(figure, chart, width) {
    const svg = chart.draw(width);
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `${chart.title}. ${chart.sentence}`);
    for (const group of svg.querySelectorAll('[aria-label], [aria-description]')) {
        group.removeAttribute('aria-label');
        group.removeAttribute('aria-description');
    }
    figure.replaceChildren(svg);
}
function figure_of(chart) {
    const figure = el('figure', {});
    drawings.push((width) => {
        const next = width ? width(chart.wide) : figure.clientWidth;
        if (next > 0 && next !== figure.drawn) draw_into(figure, chart, figure.drawn = next);
    });
    return figure;
}

// chart: id, title, sentence, table; draw(width) gives an SVG, none: it is a table only. more: what stands below.
export function section(chart) {
    const charted = chart.draw !== undefined;
    return el('section', { id: chart.id, class: chart.wide ? 'wide' : undefined, 'aria-labelledby': `${chart.id}-title` },
        el('h2', { id: `${chart.id}-title` }, chart.title),
        el('p', { class: 'says' }, chart.sentence),
        chart.legend ? legend(chart.legend) : undefined,
        charted ? figure_of(chart) : undefined,
        chart.open ?? undefined,
        chart.more,
        chart.table ? el('details', {}, el('summary', {}, say('table')), chart.table) : undefined);
}

// The library brings a style sheet of its own with each drawing, which the policy of the desk would refuse; ours has it.
const STYLE = { background: 'transparent', color: 'inherit', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' };
export function plot(options) {
    const svg = Plot.plot({ style: STYLE, ...options });
    for (const sheet of svg.querySelectorAll('style')) sheet.remove();
    return svg;
}
