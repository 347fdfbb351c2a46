// board: the open deals in a column for each stage. A deal goes on by its buttons; where the columns do not fit, the board is scrolled.
import { act } from '../acts.js';
import { html, useState } from '../html.js';
import { Button, Colour, called } from '../parts/basic.js';
import { link } from '../route.js';
import { say } from '../words.js';
import { choices_of } from './choices.js';
import { NextStep } from './list.js';

/** Those in use, and any other that a deal is still in. */
function stages_of(list) {
    const known = choices_of('deal stage');
    const others = list.filter((row) => !known.some((s) => s.value === row.stage));
    return [...known, ...new Map(others.map((row) => [row.stage, { value: row.stage, label: row.stage_called }])).values()];
}

function Card({ row, before, after, move }) {
    const step = (to, word, sign) => to && html`<${Button} aria-label=${say(word, called(row), to.label)} title=${to.label} onClick=${() => move(row, to)}>${sign}<//>`;
    return html`<li class="dealt" key=${row.receipt}>
        <a href=${link('deal', row.receipt)}><bdi>${called(row)}</bdi></a> <${Colour} colour=${row.colour_name} word=${row.colour} />
        ${row.wrote_again > 0 && html`<p class="warn">${say('s_again', row.wrote_again)}</p>`}
        ${row.next_at && html`<p><${NextStep} at=${row.next_at} step=${row.next_step} due=${row.due} /></p>`}
        <p class="soft">${row.owner_called ?? say('s_nobody')}</p>
        <p class="moves">${step(before, 's_to_left', '←')}${step(after, 's_to_right', '→')}</p></li>`;
}

export function Board({ list, again }) {
    // What was moved stands there at once; if the server says no, it is back.
    const [moved, set_moved] = useState({});
    const shown = list.map((row) => ({ ...row, stage: moved[row.receipt] ?? row.stage }));
    const stages = stages_of(shown);
    const move = (row, to) => {
        set_moved((now) => ({ ...now, [row.receipt]: to.value }));
        const forget = () => set_moved(({ [row.receipt]: _, ...rest }) => rest);
        act('sales', 'set_stage', { receipt: row.receipt, stage: to.value }, { label: say('s_staged', called(row), to.label) }).then(again, () => {}).finally(forget);
    };
    return html`<div class="board" role="region" aria-label=${say('s_board_of')} tabindex="0">${stages.map((stage, i) => {
        const here = shown.filter((row) => row.stage === stage.value);
        return html`<section key=${stage.value} aria-label=${stage.label}><h2>${stage.label} <span class="soft">${here.length}</span></h2>
            <ul class="cards">${here.map((row) => html`<${Card} key=${row.receipt} row=${row} before=${stages[i - 1]} after=${stages[i + 1]} move=${move} />`)}</ul></section>`;
    })}</div>`;
}
