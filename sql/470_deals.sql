-- The work of sales. Each takes the receipt of a lead with an open deal of one of the caller's teams, and raises 42501
-- for any other, 22023 for a word that is not in its list. Each answers with what happened.
-- What is done stands in the history of the lead: it travels with the deal. All change deal, notice and work (its step), and
-- add to lead_event.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_open_deal', 'у ваших команд нет открытой сделки %1$s', 'there is no open deal %1$s of your teams'),
    ('message', 'no_won_deal', 'у ваших команд нет выигранной сделки %1$s', 'there is no deal %1$s that your teams have won'),
    ('message', 'your_deals', 'Ваши сделки — в sales.deals.', 'Your deals are in sales.deals.'),
    ('message', 'was_withdrawn', 'Квалификатор забрал её назад: она ушла к вам по ошибке.', 'The qualifier has taken it back: it had come to you by mistake.'),
    ('message', 'deal_taken', 'Сделка %1$s теперь ваша.', 'Deal %1$s is yours now.'),
    ('message', 'deal_yours', 'Сделка %1$s и так ваша.', 'Deal %1$s is yours already.'),
    ('message', 'no_outcome', 'сделка бывает выиграна или проиграна, а не "%1$s"', 'a deal is won or lost, not "%1$s"'),
    ('message', 'won_amounts', 'у выигранной сделки есть сумма и маржа, и маржа не больше суммы', 'a deal that is won has an amount, and a margin not above it'),
    ('message', 'won_amounts_hint', 'Числа, меньше %1$s: SELECT sales.close_deal(''%2$s'', ''won'', ''price'', 120000, 30000)',
        'Numbers, less than %1$s: SELECT sales.close_deal(''%2$s'', ''won'', ''price'', 120000, 30000)'),
    ('message', 'hundredths', 'в сумме и марже — не больше двух знаков после точки', 'amount and margin have two digits behind the point at the most'),
    ('message', 'lost_amount', 'у проигранной сделки нет суммы', 'a deal that is lost has no amount'),
    ('message', 'deal_won', 'Сделка %1$s выиграна: %2$s, из них нам %3$s.', 'Deal %1$s is won: %2$s, of which %3$s is left for us.'),
    ('message', 'deal_lost', 'Сделка %1$s проиграна.', 'Deal %1$s is lost.'),
    ('message', 'mend_reason', 'исправлению нужна причина', 'a correction wants a reason'),
    ('message', 'deal_mended', 'Сделка %1$s исправлена: %2$s, из них нам %3$s; было %4$s и %5$s.',
        'Deal %1$s is corrected: %2$s, of which %3$s is left for us; it was %4$s and %5$s.'),
    ('message', 'next_wants', 'следующий шаг — это когда и что', 'a next step is when and what'),
    ('message', 'next_not_ahead', 'следующий шаг — позже, чем сейчас, и в пределах года, а не %1$s', 'a next step is later than now and within a year, not %1$s'),
    ('message', 'next_noted', 'Сделка %1$s, %2$s: %3$s.', 'Deal %1$s, %2$s: %3$s.'),
    ('message', 'next_gone', 'У сделки %1$s больше нет следующего шага.', 'Deal %1$s has no next step any more.'),
    ('message', 'next_none', 'У сделки %1$s и так нет следующего шага.', 'Deal %1$s has no next step anyway.'),
    ('message', 'next_off', 'шаг снят', 'the step is taken off')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.hold_deal(receipt, outcome) returns intake.deal: the open deal, or the last one that ended so, locked, of one of the
-- caller's teams. The work on its lead is locked before it, as in a hand-over.
CREATE OR REPLACE FUNCTION intake.hold_deal(receipt text, outcome text DEFAULT NULL)
RETURNS intake.deal
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<hold_deal>>
DECLARE
    lead uuid;
    mine CONSTANT text[] := sales.my_teams();
    d    intake.deal;
BEGIN
    PERFORM intake.person('sales');
    lead := intake.lead_named(receipt);
    IF EXISTS (SELECT FROM intake.deal AS o
                WHERE o.lead = hold_deal.lead AND o.outcome IS NOT DISTINCT FROM hold_deal.outcome AND o.team = ANY (mine)) THEN
        PERFORM intake.lock_lead(lead);
    END IF;
    SELECT o.* INTO d FROM intake.deal AS o
     WHERE o.lead = hold_deal.lead AND o.outcome IS NOT DISTINCT FROM hold_deal.outcome AND o.team = ANY (mine)
     ORDER BY o.n DESC LIMIT 1 FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM intake.refuse('42501', CASE outcome WHEN 'won' THEN 'no_won_deal' ELSE 'no_open_deal' END,
            CASE WHEN (SELECT o.outcome = 'withdrawn' FROM intake.deal AS o
                        WHERE o.lead = hold_deal.lead AND o.team = ANY (mine) ORDER BY o.n DESC LIMIT 1)
                 THEN 'was_withdrawn' ELSE 'your_deals' END, intake.short_receipt(lead));
    END IF;
    RETURN d;
END
$$;

-- intake.keep_deal(d) returns intake.work: the deal as it shall be from now on, whose row the caller has locked; and the work on
-- its lead, for the event that explains it. Whoever moves a deal that nobody has taken has taken it, and who moves it
-- knows that there is one. Changes deal, notice; reads work.
CREATE OR REPLACE FUNCTION intake.keep_deal(d intake.deal)
RETURNS intake.work
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.deal AS o
       SET stage = d.stage, owner = coalesce(d.owner, desk.caller()), outcome = d.outcome, reason = d.reason,
           amount = d.amount, margin = d.margin, closed_at = d.closed_at, next_at = d.next_at, next_step = d.next_step
     WHERE o.lead = d.lead AND o.n = d.n;
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
     WHERE n.lead = d.lead AND n.about = d.lead AND n.seen_at IS NULL;
    RETURN (SELECT k FROM intake.work AS k WHERE k.lead = d.lead);
END
$$;

-- intake.enter_deal(d, what, reason, note, details) returns void: as intake.enter, for a deal.
CREATE OR REPLACE FUNCTION intake.enter_deal(d intake.deal, what text, reason text, note text, details jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.enter(intake.keep_deal(d), what, reason, note, jsonb_build_object('deal', d.n) || coalesce(details, '{}'));
END
$$;

CREATE OR REPLACE FUNCTION sales.take_deal(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d    intake.deal := intake.hold_deal(receipt);
    was  CONSTANT text := d.owner;
    mine CONSTANT boolean := coalesce(was = desk.caller(), false);
BEGIN
    d.owner := desk.caller();
    IF mine THEN
        PERFORM intake.keep_deal(d);
    ELSE
        PERFORM intake.enter_deal(d, 'deal_taken', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', was)));
    END IF;
    RETURN intake.say('message', CASE WHEN mine THEN 'deal_yours' ELSE 'deal_taken' END, intake.short_receipt(d.lead));
END
$$;

COMMENT ON FUNCTION sales.take_deal(text) IS 'The deal is yours from now on; from a colleague, if he had it.';

CREATE OR REPLACE FUNCTION sales.set_stage(receipt text, stage text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    was CONSTANT text := d.stage;
BEGIN
    d.stage := intake.choose('deal stage', stage);
    PERFORM intake.enter_deal(d, 'deal_staged', NULL, NULL, jsonb_build_object('from', was, 'to', d.stage));
    RETURN intake.say('message', 'staged', intake.word('deal stage', d.stage));
END
$$;

COMMENT ON FUNCTION sales.set_stage(text, text) IS 'Says how far a deal has come: from "deal stage" of sales.choices.';

CREATE OR REPLACE FUNCTION sales.add_note(receipt text, note text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.demand_note(note);
    PERFORM intake.enter_deal(intake.hold_deal(receipt), 'deal_noted', NULL, note, NULL);
    RETURN intake.say('message', 'noted');
END
$$;

COMMENT ON FUNCTION sales.add_note(text, text) IS 'Writes a note into the history of a deal.';

-- sales.add_answer(receipt, field, value) returns text: as desk.add_answer, of an open deal.
CREATE OR REPLACE FUNCTION sales.add_answer(receipt text, field text, value text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d CONSTANT intake.deal := intake.hold_deal(receipt);
BEGIN
    RETURN intake.answer(intake.keep_deal(d), field, value, 'deal_answered', jsonb_build_object('deal', d.n));
END
$$;

COMMENT ON FUNCTION sales.add_answer(text, text, text) IS
    'Notes what you have learned, or corrects what was known: SELECT sales.add_answer(receipt, ''phone'', ''+79123456789''). What '
    'the visitor wrote stays as it was.';

-- sales.next_step(receipt, moment, note) returns text: when the seller wants to go on with the deal, and with what; both empty:
-- nothing is planned any more, and nothing happens if nothing was. Raises 22023 if one is missing, or the time is not ahead.
CREATE OR REPLACE FUNCTION sales.next_step(receipt text, moment text, note text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d    intake.deal := intake.hold_deal(receipt);
    at   CONSTANT timestamptz := CASE WHEN btrim(moment) <> '' THEN intake.moment(moment) END;
    what CONSTANT text := intake.noted(note);
BEGIN
    IF (at IS NULL) <> (what IS NULL) THEN
        PERFORM intake.refuse('22023', 'next_wants', 'moments');
    ELSIF at <= statement_timestamp() OR at > statement_timestamp() + interval '1 year' THEN
        PERFORM intake.refuse('22023', 'next_not_ahead', 'moments', intake.clock(at));
    ELSIF at IS NULL AND d.next_at IS NULL THEN
        RETURN intake.say('message', 'next_none', intake.short_receipt(d.lead));
    END IF;
    d.next_at := at;
    d.next_step := what;
    PERFORM intake.enter_deal(d, 'deal_next', NULL, what, jsonb_strip_nulls(jsonb_build_object('next_at', at)));
    RETURN CASE WHEN at IS NULL THEN intake.say('message', 'next_gone', intake.short_receipt(d.lead))
                ELSE intake.say('message', 'next_noted', intake.short_receipt(d.lead), intake.clock(at), what) END;
END
$$;

COMMENT ON FUNCTION sales.next_step(text, text, text) IS
    'What you want to do with a deal, and when: SELECT sales.next_step(receipt, ''tomorrow 10:00'', ''call about the offer''). '
    'Both empty: nothing.';

-- intake.demand_amounts(lead, amount, margin) returns void. Raises 22023 unless they are sums of money: what is no number, or
-- so large that it was a slip, would spoil the sums of everybody. Nothing is rounded: a third digit behind the point is a slip,
-- too. A margin below zero is a loss.
CREATE OR REPLACE FUNCTION intake.demand_amounts(lead uuid, amount numeric, margin numeric)
RETURNS void
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    beyond CONSTANT numeric := 1000000000000;
BEGIN
    IF (amount >= 0 AND amount < beyond AND margin <= amount AND margin > -beyond) IS NOT TRUE THEN
        PERFORM intake.refuse('22023', 'won_amounts', 'won_amounts_hint', beyond::text, intake.short_receipt(lead));
    ELSIF amount <> round(amount, 2) OR margin <> round(margin, 2) THEN
        PERFORM intake.refuse('22023', 'hundredths', NULL);
    END IF;
END
$$;

-- sales.close_deal(receipt, outcome, reason, amount, margin) returns text: won, in either language, wants amount and margin, lost has
-- neither. Both are numbers: a literal of blanks and commas is refused by PostgreSQL, before this is called.
CREATE OR REPLACE FUNCTION sales.close_deal(receipt text, outcome text, reason text, amount numeric DEFAULT NULL, margin numeric DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d     intake.deal := intake.hold_deal(receipt);
    ended CONSTANT text := intake.find_choice('outcome', outcome);
    why   record;
BEGIN
    IF ended IS NULL THEN
        PERFORM intake.refuse('22023', 'no_outcome', NULL, coalesce(outcome, ''));
    ELSIF ended = 'won' THEN
        PERFORM intake.demand_amounts(d.lead, amount, margin);
    ELSIF coalesce(amount, margin) IS NOT NULL THEN
        PERFORM intake.refuse('22023', 'lost_amount', NULL);
    END IF;
    why := intake.choose_reason(ended, reason);
    d.outcome := ended;
    d.reason := why.name;
    d.amount := close_deal.amount;
    d.margin := close_deal.margin;
    d.closed_at := clock_timestamp();
    d.next_at := NULL;
    d.next_step := NULL;
    PERFORM intake.enter_deal(d, ended, why.name, why.note,
                              jsonb_strip_nulls(jsonb_build_object('amount', amount, 'margin', margin))),
            intake.read_notices(d.lead);
    RETURN intake.say('message', 'deal_' || ended, intake.short_receipt(d.lead), amount::text, margin::text);
END
$$;

COMMENT ON FUNCTION sales.close_deal(text, text, text, numeric, numeric) IS
    'Closes a deal: won with amount and margin, or lost; both with a reason from sales.choices: '
    'SELECT sales.close_deal(receipt, ''won'', ''price'', 120000.50, 30000). No blanks in a number, and a point before the hundredths.';

-- sales.mend_deal(receipt, amount, margin, reason) returns text: a deal of the caller's teams that is won was worth something
-- else. The reason is in the person's own words. Raises 42501 if there is none, 22023 for sums that are none.
CREATE OR REPLACE FUNCTION sales.mend_deal(receipt text, amount numeric, margin numeric, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt, 'won');
    was CONSTANT intake.deal := d;
BEGIN
    PERFORM intake.demand_amounts(d.lead, amount, margin);
    IF coalesce(btrim(reason), '') = '' THEN
        PERFORM intake.refuse('22023', 'mend_reason', NULL);
    END IF;
    d.amount := mend_deal.amount;
    d.margin := mend_deal.margin;
    PERFORM intake.enter_deal(d, 'deal_mended', NULL, reason, jsonb_build_object(
                'amount', jsonb_build_object('from', was.amount, 'to', d.amount),
                'margin', jsonb_build_object('from', was.margin, 'to', d.margin)));
    RETURN intake.say('message', 'deal_mended', intake.short_receipt(d.lead), d.amount::text, d.margin::text,
                      was.amount::text, was.margin::text);
END
$$;

COMMENT ON FUNCTION sales.mend_deal(text, numeric, numeric, text) IS
    'Corrects what a deal that you have won is worth: SELECT sales.mend_deal(receipt, 118000, 29000, ''discount for the delay'').';
