// over: hands the lead over to sales. A team that still misses something is named with it; the server decides.
import { capital } from '../choices.js';
import { use_draft } from '../drafts.js';
import { html, useEffect, useRef, useState } from '../html.js';
import { Button } from '../parts/basic.js';
import { Dialog } from '../parts/dialog.js';
import { Field } from '../parts/field.js';
import { decide } from '../verdicts.js';
import { say } from '../words.js';
import { settled, to_field, unsaved } from './answers.js';

export function Over({ card, close }) {
    const draft = `hand_over ${card.receipt} note`;
    const ready = card.teams.filter((t) => t.missing.length === 0);
    const [team, set_team] = useState(card.teams.length === 1 ? card.teams[0].name : ready.length === 1 ? ready[0].name : null);
    const [note, set_note] = use_draft(draft);
    const [tried, set_tried] = useState(false);
    const lacks = ({ missing }) => [...missing.length ? [say('team_missing', missing.map((m) => m.label).join(', '))] : [],
                                    ...unsaved(card).map((a) => say('not_noted', a.label, a.text))].join('; ');
    const chosen = card.teams.find((t) => t.name === team);
    const lacking = () => (chosen ? lacks(chosen) : say('choose_team'));
    const wrong = lacking();
    const ended = useRef(false);      // handed over, or closed
    useEffect(() => () => { ended.current = true; }, []);
    const hand_over = useRef(null);      // as it stands by then
    hand_over.current = (to, and_next) => {
        if (ended.current || to !== team || lacking()) return;
        ended.current = true;
        decide(card.receipt, 'hand_over', { team, ...(note.trim() ? { note: note.trim() } : {}) }, { draft: { name: draft, value: note }, and_next });
        close();
    };
    // What was typed a moment ago is still on its way to be noted: it is handed over with it, if the dialog still says so.
    const done = (and_next) => {
        set_tried(true);
        hand_over.current(team, and_next);
        if (unsaved(card).length) settled().then(() => hand_over.current(team, and_next));
    };
    const fill = () => {
        close();
        setTimeout(() => to_field((unsaved(card)[0] ?? chosen.missing[0]).field));
    };
    return html`<${Dialog} title=${say('over_title')} close=${close} error=${tried && wrong && { message: wrong }} submit=${() => done(false)} submit_label=${say('over_do')}
            submit_and_next=${() => done(true)} next_label=${`${say('over_do')} ${say('do_and_next')}`}>
        <${Field} kind="radio" label=${say('team')} value=${team} onInput=${set_team}
            choices=${card.teams.map((t) => ({ value: t.name, label: capital(t.caption), hint: lacks(t) || say('team_ready') }))} />
        ${chosen && wrong && html`<p><${Button} onClick=${fill}>${say('fill_gaps')}<//></p>`}
        <${Field} kind="textarea" label=${say('note_for_seller')} help=${say('optional')} value=${note} onInput=${set_note} />
    <//>`;
}
