-- The work of sales. Each takes the receipt of a lead with an open deal of one of the caller's teams, and raises 42501
-- for any other, 22023 for a word that is not in its list, 55000 for a deal that is not in the state for it.
-- What is done stands in the history of the lead: it travels with the deal. All change deal and work (its step), and
-- add to lead_event.

-- intake.hold_deal(receipt) returns intake.deal: the open deal, locked, of one of the caller's teams. The work on its lead is
-- locked before it, as in a hand-over.
CREATE OR REPLACE FUNCTION intake.hold_deal(receipt text)
RETURNS intake.deal
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<hold_deal>>
DECLARE
    me   CONSTANT text := intake.person('sales');
    lead CONSTANT uuid := intake.lead_named(receipt);
    mine CONSTANT text[] := sales.my_teams();
    d    intake.deal;
BEGIN
    PERFORM FROM intake.work AS k
      WHERE k.lead = hold_deal.lead AND EXISTS (SELECT FROM intake.deal AS o
                                                 WHERE o.lead = k.lead AND o.outcome IS NULL AND o.team = ANY (mine))
        FOR UPDATE OF k;
    SELECT o.* INTO d FROM intake.deal AS o
     WHERE o.lead = hold_deal.lead AND o.outcome IS NULL AND o.team = ANY (mine)
       FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no open deal % of your teams', hold_deal.lead
            USING ERRCODE = 'insufficient_privilege', HINT = 'Your deals are in sales.deals.';
    END IF;
    RETURN d;
END
$$;

-- intake.enter_deal(d, what, reason, note, details) returns void: as intake.enter, for a deal. Whoever moves a deal that
-- nobody has taken has taken it.
CREATE OR REPLACE FUNCTION intake.enter_deal(d intake.deal, what text, reason text, note text, details jsonb)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    w intake.work;
BEGIN
    UPDATE intake.deal AS o
       SET stage = d.stage, owner = coalesce(d.owner, desk.caller()), outcome = d.outcome, reason = d.reason,
           amount = d.amount, margin = d.margin, closed_at = d.closed_at
     WHERE o.lead = d.lead AND o.n = d.n;
    SELECT k.* INTO STRICT w FROM intake.work AS k WHERE k.lead = d.lead;
    PERFORM intake.enter(w, what, reason, note, jsonb_build_object('deal', d.n) || coalesce(details, '{}'));
END
$$;

CREATE OR REPLACE FUNCTION sales.take_deal(receipt text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    was CONSTANT text := d.owner;
BEGIN
    IF was = desk.caller() THEN
        RETURN NULL;
    END IF;
    d.owner := desk.caller();
    PERFORM intake.enter_deal(d, 'deal_taken', NULL, NULL, jsonb_strip_nulls(jsonb_build_object('from', was)));
    RETURN NULL;
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
    RETURN NULL;
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
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION sales.add_note(text, text) IS 'Writes a note into the history of a deal.';

-- sales.close_deal(receipt, outcome, reason, amount, margin): won wants amount and margin, lost has neither.
CREATE OR REPLACE FUNCTION sales.close_deal(receipt text, outcome text, reason text, amount numeric DEFAULT NULL, margin numeric DEFAULT NULL)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    d   intake.deal := intake.hold_deal(receipt);
    why record;
BEGIN
    IF coalesce(outcome, '') NOT IN ('won', 'lost') THEN
        RAISE EXCEPTION 'a deal is won or lost, not "%"', outcome USING ERRCODE = 'invalid_parameter_value';
    ELSIF outcome = 'won' AND (amount >= 0 AND margin <= amount) IS NOT TRUE THEN
        RAISE EXCEPTION 'a deal that is won has an amount, and a margin not above it'
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'SELECT sales.close_deal(receipt, ''won'', ''terms'', 120000, 30000)';
    ELSIF outcome = 'lost' AND coalesce(amount, margin) IS NOT NULL THEN
        RAISE EXCEPTION 'a deal that is lost has no amount' USING ERRCODE = 'invalid_parameter_value';
    END IF;
    why := intake.choose_reason(outcome, reason);
    d.outcome := close_deal.outcome;
    d.reason := why.name;
    d.amount := close_deal.amount;
    d.margin := close_deal.margin;
    d.closed_at := clock_timestamp();
    PERFORM intake.enter_deal(d, outcome, why.name, why.note,
                              jsonb_strip_nulls(jsonb_build_object('amount', amount, 'margin', margin)));
    RETURN NULL;
END
$$;

COMMENT ON FUNCTION sales.close_deal(text, text, text, numeric, numeric) IS
    'Closes a deal: won with amount and margin, or lost; both with a reason from sales.choices.';
