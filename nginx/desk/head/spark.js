// spark: a line of numbers, a word high. Who does not see it hears from where to where it goes, and where it ends.
import { html } from '../html.js';
import { say } from '../words.js';

const WIDE = 120;
const HIGH = 30;
const EDGE = 3;

/** values: numbers, oldest first; null: there is none, the line has a gap. told: (value) => text. */
export function Spark({ values, label, told = String }) {
    const known = values.filter((v) => v !== null);
    if (known.length === 0) return null;
    const top = Math.max(...known, 1);
    const x = (i) => EDGE + i * (WIDE - 2 * EDGE) / Math.max(values.length - 1, 1);
    const y = (v) => HIGH - EDGE - v * (HIGH - 2 * EDGE) / top;
    const path = values.map((v, i) => (v === null ? '' : `${i > 0 && values[i - 1] !== null ? 'L' : 'M'}${x(i).toFixed(1)} ${y(v).toFixed(1)}h0.01`)).join('');
    const last = values.findLastIndex((v) => v !== null);
    const heard = say('h_spark', told(Math.min(...known)), told(Math.max(...known)), values.at(-1) === null ? '–' : told(values.at(-1)));
    return html`<svg class="spark" viewBox=${`0 0 ${WIDE} ${HIGH}`} role="img" aria-label=${`${label}, ${heard}`}>
        <path d=${path} /><circle cx=${x(last)} cy=${y(values[last])} r="2.5" /></svg>`;
}
