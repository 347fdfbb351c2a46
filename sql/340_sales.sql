-- The views of the sellers. Their rows come from functions: whose deals the caller sees, and what of a lead's history belongs
-- to them. EXPLAIN tells nothing about the others.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('notice', 'new_deal', 'новая сделка', 'new deal'),
    ('notice', 'wrote_again', 'клиент написал снова', 'the client wrote again')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.deal_rows() returns rows: the deals of the caller's teams, but for what was withdrawn. An administrator sees all.
--   note  what the qualifier wrote to the seller
--   nth   counts those of a lead that the caller sees: a gap would tell of another team's
-- Reads deal, work, lead_event, notice.
CREATE OR REPLACE FUNCTION intake.deal_rows()
RETURNS TABLE (lead uuid, n integer, team text, stage text, owner text, rank integer, wrote_again bigint, note text,
               next_at timestamptz, next_step text, opened_at timestamptz, opened_by text, outcome text, reason text,
               amount numeric, margin numeric, closed_at timestamptz, nth integer)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    teams CONSTANT text[] := CASE WHEN intake.is_administrator() THEN ARRAY(SELECT t.name::text FROM intake.team AS t)
                                  ELSE sales.my_teams() END;
BEGIN
    RETURN QUERY
    SELECT d.lead, d.n, d.team::text, d.stage::text, d.owner::text, w.rank,
           coalesce(x.unread, 0),
           (SELECT e.note FROM intake.lead_event AS e
             WHERE e.lead = d.lead AND e.what = 'handed_over' AND (e.details ->> 'deal')::integer = d.n),
           d.next_at, d.next_step, d.opened_at, d.opened_by::text, d.outcome, d.reason::text, d.amount, d.margin, d.closed_at,
           (row_number() OVER (PARTITION BY d.lead ORDER BY d.n))::integer
      FROM intake.deal AS d JOIN intake.work AS w ON w.lead = d.lead
      LEFT JOIN (SELECT n.about, count(*) AS unread FROM intake.notice AS n WHERE n.seen_at IS NULL AND n.lead <> n.about
                  GROUP BY n.about) AS x ON x.about = d.lead AND d.outcome IS NULL
     WHERE d.team = ANY (teams) AND d.outcome IS DISTINCT FROM 'withdrawn';
END
$$;

CREATE OR REPLACE VIEW sales.deals WITH (security_barrier) AS
SELECT d.lead::text AS receipt, d.nth AS n, d.team, d.stage, d.owner, intake.colleague_called(d.owner) AS owner_called, d.next_at, intake.plain(d.next_step) AS next_step, k.colour, k.category, d.wrote_again,
       intake.plain(d.note) AS note,
       k.repeat, k.name, k.phone, to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI') AS local_time, k.email, k.place, k.answers, k.source,
       d.opened_at, d.opened_by AS handed_over_by, d.outcome, d.reason, d.amount, d.margin, d.closed_at
  FROM intake.deal_rows() AS d
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(d.lead) AS c) AS k ON k.lead = d.lead
 ORDER BY d.closed_at DESC NULLS FIRST, d.rank, d.wrote_again DESC, d.next_at, d.opened_at, d.lead, d.n;

-- intake.deal_history_rows(lead, deals integer[]) returns rows: what happened to a lead as far as it belongs to these of its
-- deals: the lead from the first word, whatever the client said later included, and of hand-overs and sales what is theirs. Of
-- another deal nothing: neither that it was ended by opening the lead again, nor a number left out. What another team learned of
-- the client stands among the answers. Reads lead_event, event_name, verdict.
CREATE OR REPLACE FUNCTION intake.deal_history_rows(lead uuid, deals integer[])
RETURNS TABLE (step integer, at timestamptz, who text, what text, reason text, note text, details jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    closing CONSTANT text[] := ARRAY(SELECT v.event::text FROM intake.verdict AS v WHERE v.closes);
    handed  CONSTANT text := (SELECT v.event FROM intake.verdict AS v WHERE v.name = 'qualified');
BEGIN
    RETURN QUERY
    SELECT (row_number() OVER (ORDER BY e.step))::integer, e.at, e.who::text, e.what::text, e.reason::text, e.note,
           CASE WHEN e.what <> 'reopened' THEN nullif(e.details - '{deal,step}'::text[], '{}') END
      FROM (SELECT h.*, count(*) FILTER (WHERE h.what = handed) OVER so_far AS deal,    -- each hand-over makes the next
                   max(h.step) FILTER (WHERE h.what = handed) OVER so_far AS handed_at,
                   max(h.step) FILTER (WHERE h.what = ANY (closing)) OVER so_far AS closed_at
              FROM intake.lead_event AS h WHERE h.lead = deal_history_rows.lead WINDOW so_far AS (ORDER BY h.step)) AS e
      LEFT JOIN intake.event_name AS n ON n.name = e.what
     CROSS JOIN LATERAL (
           SELECT CASE WHEN n.process = 'deal' THEN coalesce((e.details ->> 'deal')::bigint, 0)
                       WHEN e.what = handed OR n.tells_verdict AND e.handed_at = e.closed_at THEN e.deal END AS deal) AS d
     WHERE d.deal IS NULL OR d.deal = ANY (deals)
     ORDER BY e.step;
END
$$;

CREATE OR REPLACE VIEW sales.deal_history WITH (security_barrier) AS
SELECT d.lead::text AS receipt, h.step, h.at, h.who, h.what, intake.word('event', h.what) AS event, h.reason,
       intake.reason_told(h.what, h.reason) AS because, intake.plain(h.note) AS note, intake.line(h.details::text)::jsonb AS details
  FROM (SELECT r.lead, array_agg(r.n) AS deals FROM intake.deal_rows() AS r GROUP BY r.lead) AS d
 CROSS JOIN LATERAL intake.deal_history_rows(d.lead, d.deals) AS h
 ORDER BY d.lead, h.step;

-- intake.deal_notice_rows() returns rows: what the caller's teams have been told about their open deals. Reads notice.
CREATE OR REPLACE FUNCTION intake.deal_notice_rows()
RETURNS TABLE (made_at timestamptz, what text, about uuid, lead uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    new_deal    CONSTANT text := intake.say('notice', 'new_deal');
    wrote_again CONSTANT text := intake.say('notice', 'wrote_again');
BEGIN
    PERFORM intake.reader();    -- where there is no notice, nobody asks for deals
    RETURN QUERY SELECT n.made_at, CASE n.lead WHEN n.about THEN new_deal ELSE wrote_again END, n.about, nullif(n.lead, n.about)
                   FROM intake.notice AS n
                  WHERE n.seen_at IS NULL AND n.about IN (SELECT d.lead FROM intake.deal_rows() AS d WHERE d.outcome IS NULL);
END
$$;

CREATE OR REPLACE VIEW sales.notices WITH (security_barrier) AS
SELECT n.made_at, n.what, n.about::text AS receipt, n.lead::text AS wrote_again, d.team, d.owner, k.name, k.phone, k.answers
  FROM intake.deal_notice_rows() AS n
  JOIN intake.deal_rows() AS d ON d.lead = n.about AND d.outcome IS NULL
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(coalesce(n.lead, n.about)) AS c) AS k ON k.lead = coalesce(n.lead, n.about)
 ORDER BY n.made_at, n.lead, n.about;

COMMENT ON VIEW   sales.deals IS
    'The deals of your teams: open ones first, by their colour; of one colour those whose client has written again, then by '
    'next_at, the oldest first; then those that are closed, the newest first. '
    'Take one with SELECT sales.take_deal(receipt), close it with SELECT sales.close_deal(receipt, ...).';
COMMENT ON COLUMN sales.deals.receipt        IS 'The number of the lead it was made from; the client has it, too.';
COMMENT ON COLUMN sales.deals.n              IS 'Which deal of that lead: usually the first.';
COMMENT ON COLUMN sales.deals.team           IS 'Whose deal it is.';
COMMENT ON COLUMN sales.deals.stage          IS 'How far it has come; see desk.choices, "deal stage".';
COMMENT ON COLUMN sales.deals.owner          IS 'Who has taken it; empty: it waits for one of you.';
COMMENT ON COLUMN sales.deals.owner_called   IS 'How colleagues call this person.';
COMMENT ON COLUMN sales.deals.next_at        IS 'When you want to go on with it: SELECT sales.next_step(receipt, ...).';
COMMENT ON COLUMN sales.deals.next_step      IS 'What is to be done then.';
COMMENT ON COLUMN sales.deals.colour         IS 'The colour of the category: red goes first.';
COMMENT ON COLUMN sales.deals.category       IS 'The category the qualifier left it in.';
COMMENT ON COLUMN sales.deals.wrote_again    IS 'How often the client has written again since: see sales.notices.';
COMMENT ON COLUMN sales.deals.note           IS 'What the qualifier wrote to you at the hand-over.';
COMMENT ON COLUMN sales.deals.repeat         IS 'The client had written before this lead.';
COMMENT ON COLUMN sales.deals.name           IS 'How the client signed.';
COMMENT ON COLUMN sales.deals.phone          IS 'Ready to dial, with the extension. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.deals.local_time     IS 'What time it is now where the client is; empty: not certain.';
COMMENT ON COLUMN sales.deals.email          IS 'E-mail. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.deals.place          IS 'From where the client wrote, as far as the network address tells.';
COMMENT ON COLUMN sales.deals.answers        IS 'What the client answered, and what was added or corrected since.';
COMMENT ON COLUMN sales.deals.source         IS 'How the client came to us.';
COMMENT ON COLUMN sales.deals.opened_at      IS 'When it was handed over.';
COMMENT ON COLUMN sales.deals.handed_over_by IS 'The qualifier.';
COMMENT ON COLUMN sales.deals.outcome        IS 'won or lost; empty: open.';
COMMENT ON COLUMN sales.deals.reason         IS 'Why it was won or lost.';
COMMENT ON COLUMN sales.deals.amount         IS 'What the client pays. To correct it: SELECT sales.mend_deal(receipt, ...).';
COMMENT ON COLUMN sales.deals.margin         IS 'What of it is left for us.';
COMMENT ON COLUMN sales.deals.closed_at      IS 'When it was won or lost.';

COMMENT ON VIEW   sales.deal_history         IS 'Who did what when with your deals, from the first word of the client.';
COMMENT ON COLUMN sales.deal_history.receipt IS 'The number of the lead.';
COMMENT ON COLUMN sales.deal_history.step    IS 'Counts the events from 1.';
COMMENT ON COLUMN sales.deal_history.at      IS 'When.';
COMMENT ON COLUMN sales.deal_history.who     IS 'Who.';
COMMENT ON COLUMN sales.deal_history.what    IS 'What: received, claimed, attempted, handed_over, deal_taken, won, lost ...';
COMMENT ON COLUMN sales.deal_history.event   IS 'The same in words.';
COMMENT ON COLUMN sales.deal_history.reason  IS 'The reason that was given, from the list.';
COMMENT ON COLUMN sales.deal_history.because IS 'The same in words; of a hand-over, the team.';
COMMENT ON COLUMN sales.deal_history.note    IS 'What was noted.';
COMMENT ON COLUMN sales.deal_history.details IS 'What goes with it: field and value, team, amount.';

COMMENT ON VIEW   sales.notices             IS 'What you have not read: deals that are new, and clients with an open deal who have written again.';
COMMENT ON COLUMN sales.notices.made_at     IS 'When it was handed over, or the client wrote again.';
COMMENT ON COLUMN sales.notices.what        IS 'A new deal, or the client wrote again.';
COMMENT ON COLUMN sales.notices.receipt     IS 'The deal. SELECT sales.seen(receipt) when you have read it.';
COMMENT ON COLUMN sales.notices.wrote_again IS 'The receipt that the client was given for it, and may quote; empty: the deal is new. All your work is by that of the deal.';
COMMENT ON COLUMN sales.notices.team        IS 'Whose deal it is.';
COMMENT ON COLUMN sales.notices.owner       IS 'Who has taken it; empty: it waits for one of you.';
COMMENT ON COLUMN sales.notices.name        IS 'How the client signed.';
COMMENT ON COLUMN sales.notices.phone       IS 'Ready to dial. In «quotes»: as it was typed.';
COMMENT ON COLUMN sales.notices.answers     IS 'What the client has written now; of a new deal, what is known of it.';

CREATE OR REPLACE VIEW sales.choices AS
SELECT c.list, c.position, c.name, c.ru, c.en FROM desk.choices AS c
 WHERE c.list IN ('deal stage', 'outcome', 'reason: won', 'reason: lost', 'field');

COMMENT ON VIEW   sales.choices          IS 'The words to choose from: stages of a deal, how it ends and why, what can be answered.';
COMMENT ON COLUMN sales.choices.list     IS 'Where it is wanted.';
COMMENT ON COLUMN sales.choices.position IS 'The order.';
COMMENT ON COLUMN sales.choices.name     IS 'What stands in the history. What follows may be typed as well.';
COMMENT ON COLUMN sales.choices.ru       IS 'In Russian.';
COMMENT ON COLUMN sales.choices.en       IS 'In English.';
