-- The card put together (491, 493), and taking the next client with it.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('way', 'phone', 'по телефону', 'by phone'),
    ('way', 'visit', 'лично', 'in person'),
    ('way', 'chat', 'в чате', 'by chat'),
    ('way', 'mail', 'письмом', 'by mail'),
    ('way', 'import', 'загружена', 'imported')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.card_shows(w intake.work, state text) returns text: how much of a lead the caller sees: "all", "blind" (to be judged a second
-- time) or "some".
CREATE OR REPLACE FUNCTION intake.card_shows(w intake.work, state text)
RETURNS text
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN state IN ('new', 'due') OR state = 'claimed' AND w.owner = desk.caller() OR intake.is_administrator() THEN 'all'
            WHEN intake.awaits_second(w.lead) THEN 'blind' ELSE 'some' END;

-- intake.card_waited(since timestamptz) returns json: how long the client has waited for a call. Reads setting.
CREATE OR REPLACE FUNCTION intake.card_waited(since timestamptz)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    at_work CONSTANT interval := intake.working_time(since, statement_timestamp());
BEGIN
    RETURN json_build_object('shown', intake.brief_span(statement_timestamp() - since), 'at_work', intake.brief_span(at_work),
                             'late', (SELECT at_work > r.answer_within FROM intake.setting AS r));
END
$$;

-- intake.card_category(w intake.work, k intake.lead_card) returns json: the category, and why. Reads category.
CREATE OR REPLACE FUNCTION intake.card_category(w intake.work, k intake.lead_card)
RETURNS json
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT json_build_object('name', k.category, 'caption', intake.word('category', k.category), 'colour', c.colour, 'colour_word', k.colour,
                             'rule', intake.line(k.rule), 'why', intake.line(k.why))
      FROM (SELECT (SELECT g.colour FROM intake.category AS g WHERE g.name = w.category) AS colour) AS c;
END;

-- intake.card_client(l intake.lead, w intake.work, k intake.lead_card, sees text) returns json: who it is. Reads what its parts read.
CREATE OR REPLACE FUNCTION intake.card_client(l intake.lead, w intake.work, k intake.lead_card, sees text)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    local CONSTANT timestamp := CASE WHEN sees <> 'some' OR w.promised IS NOT NULL THEN statement_timestamp() AT TIME ZONE k.zone END;
BEGIN
    RETURN json_build_object('id', w.client, 'name', k.name, 'contacts', intake.card_contacts(l, w),
        'local_time', to_char(local, 'HH24:MI'), 'utc_offset', round(extract(epoch FROM local - statement_timestamp() AT TIME ZONE 'UTC') / 60),
        'night', (SELECT local::time < r.call_from OR local::time >= r.call_until FROM intake.setting AS r),
        'zone', CASE WHEN sees <> 'some' THEN k.zone END, 'place', CASE WHEN sees <> 'some' THEN nullif(intake.line(k.place), '') END,
        'leads', k.earlier_leads, 'deals', k.earlier_deals, 'last_verdict', k.last_verdict,
        'last_owner', intake.person_called(k.last_owner), 'known', k.known,
        'talks_with', CASE WHEN w.client IS NOT NULL THEN intake.talks_with(w.client) END,
        'sold_by', CASE WHEN w.client IS NOT NULL THEN intake.sold_by(w.client) END);
END
$$;

-- intake.card_json(lead uuid) returns json: see desk.card. Reads lead, work, setting, and what its parts read.
CREATE OR REPLACE FUNCTION intake.card_json(lead uuid)
RETURNS json
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    russian CONSTANT boolean := intake.language() = 'ru';
    l       intake.lead;
    w       intake.work;
    k       intake.lead_card;
    state   text;
    sees    text;
    mine    boolean;
BEGIN
    SELECT f.* INTO STRICT l FROM intake.lead AS f WHERE f.id = card_json.lead;
    SELECT o.* INTO STRICT w FROM intake.work AS o WHERE o.lead = card_json.lead;
    SELECT c.* INTO k FROM intake.card(card_json.lead) AS c;
    state := intake.state_of(w);
    sees := intake.card_shows(w, state);
    mine := state = 'claimed' AND w.owner = desk.caller();
    RETURN json_build_object(
        'receipt', lead, 'short', intake.short_receipt(lead), 'shows', sees, 'now', statement_timestamp(),
        'state', state, 'state_word', intake.word('state', state), 'mine', mine, 'held_by', intake.with_whom(w),
        'lease_until', CASE WHEN mine THEN w.lease_until END,
        'lease_seconds', CASE WHEN mine THEN floor(extract(epoch FROM w.lease_until - statement_timestamp())) END,
        'call_at', CASE WHEN sees <> 'blind' THEN k.call_at END, 'promised_by', intake.person_called(w.promised_by),
        'form', l.form, 'received_at', l.received_at,
        'came_by', CASE WHEN sees <> 'blind' THEN intake.word('way', l.channel) END,
        'entered_by', CASE WHEN sees <> 'blind' THEN intake.person_called(l.entered_by) END,
        'waited', CASE WHEN w.attempts = 0 AND w.state <> 'closed' THEN intake.card_waited(l.received_at) END,
        'attempts', CASE WHEN sees <> 'some' THEN w.attempts END, 'repeat', l.repeat,
        'stage', CASE WHEN sees = 'all' THEN w.stage END,
        'category', CASE WHEN sees = 'all' THEN intake.card_category(w, k) END,
        'why', CASE WHEN sees = 'all' AND k.why IS NOT NULL THEN intake.card_why(l) END,
        'source', CASE WHEN sees <> 'some' THEN nullif(intake.line(k.source), '') END,
        'marks', CASE WHEN sees <> 'some' THEN (
            SELECT coalesce(json_agg(json_build_object('name', m.name, 'caption', intake.word('mark', m.name)) ORDER BY m.n), '[]')
              FROM unnest(l.marks) WITH ORDINALITY AS m (name, n)) END,
        'client', intake.card_client(l, w, k, sees),
        'answers', intake.card_answers(l, w, russian, sees <> 'some'), 'price_floor', intake.card_price(w, russian),
        'teams', intake.card_teams(lead, russian), 'timeline', intake.card_timeline(lead, w.client), 'others', intake.card_others(lead, w.client),
        'proposals', intake.card_proposals(lead),
        'choices', intake.card_words(russian));
END
$$;

-- desk.card(receipt) returns json: the keys are in its comment, which is what the pages are written by. Raises what intake.lead_named
-- raises. Reads what intake.card_json reads.
CREATE OR REPLACE FUNCTION desk.card(receipt text)
RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.reader();
    RETURN intake.card_json(intake.lead_named(receipt));
END
$$;

-- desk.next_card() returns json: as desk.claim_next(), with the card of the first lead; null: nothing waits for the caller.
CREATE OR REPLACE FUNCTION desk.next_card()
RETURNS json
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first CONSTANT text := (SELECT c.receipt FROM desk.claim_next() AS c LIMIT 1);
BEGIN
    RETURN CASE WHEN first IS NOT NULL THEN intake.card_json(first::uuid) END;
END
$$;

COMMENT ON FUNCTION desk.next_card() IS
    'Takes the next client of the queue for you, as desk.claim_next(), and shows the card of the first lead, as desk.card(); its other '
    'leads stand under "others". Null: nothing waits that you could take now.';

COMMENT ON FUNCTION desk.card(text) IS $$Everything about a lead in one piece, in your language: SELECT desk.card(receipt). Of whatever has no value the key is there, and null. Keys:
receipt, short (as it is read out); now (the server's clock);
shows: "all"; "some": the lead neither waits nor is yours, and only what desk.find, desk.client_history and desk.checklist tell of it is here; "blind": you are to judge it a second time, and nothing hints at the verdict;
state (new, claimed, postponed, due, closed, with_sales) and state_word; mine; held_by: the colleague, or who of sales; lease_until, lease_seconds: till when it is yours, and how long that is; call_at, promised_by: when to call, and who promised it;
form; received_at; came_by, entered_by: of a lead that a person entered; waited: {shown, at_work, late}: by the clock, in working hours, and whether that is more than the target; null: the client was called; attempts; repeat; source; stage;
category: {name, caption, colour (a word of the rules, in English), colour_word, rule, why (in words)};
why: the same in pieces, with what people call a field: [{field (its name in the form; not there: told says all), label, told (what was found)}]; null: there are none;
marks: [{name, caption}];
client: {id, name, contacts: [{kind (phone, email), value (to copy), shown, href (tel: or mailto:), extension, typed (what was typed), known (in words: learned later, or by other leads; null: named here)}] in the order to try them, local_time, utc_offset (minutes, to let the clock run), night (nobody calls then), zone, place, leads, deals (how many before), last_verdict, last_owner, known, talks_with (who has the client now), sold_by};
answers: [{field, label (null: as the form has it), value (as stored), shown, typed, was (what the visitor had said, if it was corrected), known (false: a gap), required, asked_by: [team]}] in the order of the form, then what was added, then the gaps in the order in which the teams ask;
price_floor: {agreed, currency, amount (the lowest that a team wants), teams: [{name, caption, amount, met}]}; null: no team wants one;
teams: [{name, caption, ready (nothing is missing), known, asked (how many), missing: [{field, label}]}];
timeline: [{at, kind (lead, event, deal, client), what, caption, who, reason (its name), because (in words), note, form, category (of what was received), details: [{word, value, field (of that form: word is what people call it), category (value is its name)}], receipt, here (of this lead)}], oldest first, the last hundred things with the newest fifty leads; at and who are null where you are to judge without knowing;
others: [{receipt, short, received_at, form, state, caption, held_by, mine, verdict}]: the client's other leads, newest first, twenty;
proposals: [{other (id), known_by}]: clients that may be the same one, since the lead names contacts of both: see desk.merge, desk.keep_apart;
choices: {verdicts: [{name, caption, judged_again, reasons: [{name, caption, note (say more)}]}] (of qualified the reasons are the teams), reasons: {attempt, release, reopen: [{name, caption, note}]}, stages: [{name, caption}]}.$$;
