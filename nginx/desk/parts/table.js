// table: rows of a list. columns: { head, cell: (row) => what stands there, number: to the right }; the first names the row. What an
// outsider wrote keeps its direction to itself. On a narrow screen a row becomes a block, each cell under its heading.
import { html } from '../html.js';

export function Table({ caption, columns, rows, row_key, marked, empty }) {
    if (rows.length === 0) return html`<p class="soft">${empty}</p>`;
    return html`<table class="list">
        <caption class="unseen">${caption}</caption>
        <thead><tr>${columns.map(({ head, number }) => html`<th scope="col" class=${number ? 'number' : ''}>${head}</th>`)}</tr></thead>
        <tbody>${rows.map((row) => html`<tr key=${row_key?.(row)} class=${marked?.(row) ? 'marked' : ''}>
            ${columns.map(({ head, cell, number }, i) => {
                const content = cell(row);
                const shown = typeof content === 'string' ? html`<bdi>${content}</bdi>` : content;
                return i === 0 ? html`<th scope="row">${shown}</th>`
                    : html`<td class=${number ? 'number' : ''} data-head=${head}>${shown === null || shown === undefined ? html`<span class="none">–</span>` : shown}</td>`;
            })}
        </tr>`)}</tbody>
    </table>`;
}
