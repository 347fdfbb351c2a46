-- A deal as the pages show it, all in one piece: what sales.deals and sales.deal_history tell of it.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_deal', 'у ваших команд не было сделки %1$s', 'your teams have had no deal %1$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.deal_event_told(what, details) returns text: what goes with an event of a deal, in words; null: nothing does. Sums of money
-- and times are no text, and the team of a hand-over is its reason: the card has them apart.
CREATE OR REPLACE FUNCTION intake.deal_event_told(what text, details jsonb)
RETURNS text
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN CASE what WHEN 'deal_staged' THEN intake.word('deal stage', details ->> 'from') || ' → ' || intake.word('deal stage', details ->> 'to')
                     WHEN 'deal_taken' THEN intake.details_told(jsonb_build_object('from', intake.person_called(details ->> 'from')))
                     WHEN 'answered' THEN intake.field_word(details ->> 'field') || ': ' || intake.line(details ->> 'value')
                     WHEN 'deal_next' THEN CASE WHEN details ->> 'next_at' IS NULL THEN intake.say('message', 'next_off') END
                     WHEN 'deal_answered' THEN intake.field_word(details ->> 'field') || ': ' || intake.line(details ->> 'value')
                     ELSE intake.line(intake.details_told(details - '{amount,margin,next_at,owner,team}'::text[])) END;
END
$$;

-- intake.deal_timeline(lead uuid) returns json: what happened to it, as far as it belongs to the deals that the caller sees, oldest first.
-- Reads what intake.deal_rows and deal_history_rows read.
CREATE OR REPLACE FUNCTION intake.deal_timeline(lead uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (SELECT json_agg(json_build_object(
                       'at', h.at, 'what', h.what, 'caption', intake.word('event', h.what), 'who', CASE WHEN h.what <> 'received' THEN intake.person_called(h.who) END,
                       'because', intake.reason_told(h.what, h.reason), 'note', intake.line(h.note), 'told', intake.deal_event_told(h.what, h.details),
                       'amount', h.details -> 'amount', 'margin', h.details -> 'margin', 'next_at', h.details -> 'next_at') ORDER BY h.step)
              FROM intake.deal_history_rows(deal_timeline.lead, ARRAY(SELECT d.n FROM intake.deal_rows() AS d WHERE d.lead = deal_timeline.lead)) AS h);
END
$$;

-- intake.deal_client(l intake.lead, w intake.work, k intake.lead_card) returns json: who it is: by what this lead tells, and not by the
-- others of the client, which may be another team's. Reads setting.
CREATE OR REPLACE FUNCTION intake.deal_client(l intake.lead, w intake.work, k intake.lead_card)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    alone intake.work := w;
BEGIN
    alone.client := NULL;
    RETURN json_build_object('name', k.name, 'contacts', intake.card_contacts(l, alone), 'zone', k.zone, 'place', nullif(intake.line(k.place), ''),
                             'local_time', to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI'));
END
$$;

-- sales.deal_card(receipt) returns json: the keys are in its comment. Raises 42501 if none of the caller's teams has had a deal of it.
-- Reads lead, work, category, setting, and what the views of sales read.
CREATE OR REPLACE FUNCTION sales.deal_card(receipt text)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<deal_card>>
DECLARE
    lead uuid;
    d    record;
    l    intake.lead;
    w    intake.work;
    k    intake.lead_card;
BEGIN
    PERFORM intake.reader();
    lead := intake.lead_named(receipt);
    SELECT o.* INTO d FROM intake.deal_rows() AS o WHERE o.lead = deal_card.lead ORDER BY o.outcome IS NOT NULL, o.n DESC LIMIT 1;
    IF NOT FOUND THEN
        PERFORM intake.refuse('42501', 'no_deal', 'your_deals', intake.short_receipt(lead));
    END IF;
    SELECT f.* INTO STRICT l FROM intake.lead AS f WHERE f.id = deal_card.lead;
    SELECT o.* INTO STRICT w FROM intake.work AS o WHERE o.lead = deal_card.lead;
    SELECT c.* INTO k FROM intake.card(deal_card.lead) AS c;
    RETURN json_build_object(
        'receipt', lead, 'short', intake.short_receipt(lead), 'n', d.nth, 'now', statement_timestamp(),
        'team', json_build_object('name', d.team, 'caption', intake.word('team', d.team)),
        'stage', json_build_object('name', d.stage, 'caption', intake.word('deal stage', d.stage)),
        'owner', CASE WHEN d.owner IS NOT NULL THEN json_build_object('login', d.owner, 'name', intake.person_called(d.owner), 'mine', d.owner = desk.caller()) END,
        'category', json_build_object('name', k.category, 'colour', (SELECT c.colour FROM intake.category AS c WHERE c.name = w.category), 'colour_word', k.colour),
        'repeat', k.repeat, 'wrote_again', d.wrote_again, 'note', intake.line(d.note),
        'next', CASE WHEN d.next_at IS NOT NULL THEN json_build_object('at', d.next_at, 'step', intake.line(d.next_step), 'due', d.next_at <= statement_timestamp()) END,
        'opened_at', d.opened_at, 'handed_over_by', intake.person_called(d.opened_by), 'source', nullif(intake.line(k.source), ''),
        'outcome', d.outcome, 'outcome_word', CASE WHEN d.outcome IS NOT NULL THEN intake.word('outcome', d.outcome) END,
        'because', CASE WHEN d.outcome IS NOT NULL THEN intake.reason_told(d.outcome, d.reason) END,
        'amount', d.amount, 'margin', d.margin, 'currency', (SELECT s.currency FROM intake.setting AS s), 'closed_at', d.closed_at,
        'client', intake.deal_client(l, w, k), 'form', l.form, 'answers', intake.card_answers(l, w, intake.language() = 'ru', true),
        'timeline', intake.deal_timeline(lead));
END
$$;

COMMENT ON FUNCTION sales.deal_card(text) IS $$A deal of your teams with its story, in your language: SELECT sales.deal_card(receipt): the open one of that lead, else the last. Of whatever has no value the key is there, and null. Keys:
receipt, short (as it is read out); n (which deal of that lead); now (the server's clock);
team, stage: {name, caption}; owner: {login, name, mine}; null: it waits for one of you;
category: {name, colour (in English), colour_word}; repeat (the client had written before); wrote_again (how often since); note (of the qualifier, to you);
next: {at, step, due}; opened_at; handed_over_by; source;
outcome (won, lost; null: open), outcome_word, because, amount, margin, currency, closed_at;
client: {name, contacts: [{kind (phone, email), value, shown, href, extension, typed, known}], zone, place, local_time};
form (its name); answers: [{field, label (null: as the form has it), value, shown, typed, was, known (false: a gap), required, asked_by}];
timeline: [{at, what, caption, who, because, note, told (what goes with it), amount, margin (a number, or {from, to}), next_at}], oldest first.$$;
