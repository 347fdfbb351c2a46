-- The views of the qualifiers. They run with the rights of their owner; who is not here to work sees none of them. Where not
-- everybody may see every row, the rows come from a function: EXPLAIN tells nothing about those that are left out.

-- Clients that wait for somebody: new, back in the queue, or those the next claim_next() will put back (wake_leads). A row is
-- a client, shown by the first of its leads.
-- Two lists and not one with OR: so that the first rows come from the index of the queue, however long it is.
CREATE OR REPLACE VIEW desk.queue WITH (security_barrier) AS
SELECT w.lead::text AS receipt,
       greatest(n.wrote, 1) AS wrote,
       date_trunc('second', statement_timestamp() - greatest(n.last_at, w.received_at)) AS last_wrote,
       date_trunc('second', statement_timestamp() - w.received_at) AS waiting,
       date_trunc('second', intake.working_time(w.received_at, statement_timestamp())) AS waiting_hours,
       k.colour, k.category, w.promised AS call_at,
       (SELECT o.owner::text FROM intake.work AS o
         WHERE o.client = w.client AND o.lease_until > statement_timestamp() LIMIT 1) AS talks_with,
       k.repeat, k.earlier_leads, k.earlier_deals, k.last_verdict, k.last_owner, k.name, k.phone,
       to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI') AS local_time, k.email, k.place, k.answers, k.source, k.rule, k.why, k.marks, k.attempts, k.form, w.received_at,
       k.known
  FROM ((SELECT q.lead, q.client, q.asleep_until, q.promised, q.repeat, q.rank, q.received_at FROM intake.waiting AS q
          WHERE (SELECT intake.reader()) IS NOT NULL    -- here: above the cards it would keep the planner from leaving them out
            AND CASE q.lead WHEN (SELECT o.lead FROM intake.waiting AS o WHERE o.client = q.client
                                  ORDER BY o.asleep_until NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at, o.lead LIMIT 1)
                           THEN true ELSE false END     -- not with =, of which the planner believes that hardly a row passes it
          ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at
          LIMIT (SELECT NULL::bigint))    -- all; but by the index, as if only the first were wanted, which is so nearly always
        UNION ALL
        (SELECT o.lead, o.client, NULL::timestamptz AS asleep_until, o.promised, o.repeat, o.rank, o.received_at
           FROM (SELECT DISTINCT ON (coalesce(q.client, q.lead)) q.lead, coalesce(q.client, q.lead) AS client,
                        q.promised, q.repeat, q.rank, q.received_at
                   FROM intake.work AS q
                  WHERE q.state IN ('claimed', 'postponed') AND coalesce(q.lease_until, q.not_before) <= statement_timestamp()
                    AND (q.promised > statement_timestamp()) IS NOT TRUE
                    AND NOT EXISTS (SELECT FROM intake.waiting AS x WHERE x.client = coalesce(q.client, q.lead))
                  ORDER BY coalesce(q.client, q.lead), q.promised, q.repeat DESC, q.rank, q.received_at, q.lead) AS o
          ORDER BY NULL::timestamptz NULLS FIRST, o.promised, o.repeat DESC, o.rank, o.received_at)) AS w
 CROSS JOIN LATERAL (SELECT count(*) AS wrote, max(o.received_at) AS last_at
                       FROM intake.waiting AS o WHERE o.client = w.client) AS n
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(w.lead) AS c) AS k ON k.lead = w.lead
 ORDER BY w.asleep_until NULLS FIRST, w.promised, w.repeat DESC, w.rank, w.received_at;

-- intake.held_rows() returns rows: what the caller has now. Reads work.
CREATE OR REPLACE FUNCTION intake.held_rows()
RETURNS TABLE (lead uuid, client uuid, lease_until timestamptz, promised timestamptz, repeat boolean, rank integer,
               received_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 3
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.reader();
BEGIN
    RETURN QUERY SELECT w.lead, w.client, w.lease_until, w.promised, w.repeat, w.rank, w.received_at FROM intake.work AS w
                  WHERE w.state = 'claimed' AND w.owner = me AND w.lease_until > statement_timestamp();
END
$$;

-- The grid. Nothing in it changes by itself between two looks, and all of it is text, numbers and yes or no: grids address a
-- row by its columns as they have read them, and write an empty column of another type as ''. The columns verdict to answer
-- are for writing (460).
CREATE OR REPLACE VIEW desk.my_leads WITH (security_barrier) AS
SELECT w.lead::text AS receipt, k.colour, k.category,
       NULL::text AS verdict, NULL::text AS reason, NULL::text AS not_before, NULL::text AS team, k.stage, NULL::text AS note,
       NULL::text AS attempt, NULL::text AS answer,
       k.repeat, k.earlier_leads, k.earlier_deals, k.last_verdict, k.last_owner, k.name, k.phone, k.zone, k.email, k.place,
       k.answers, k.source, k.rule, k.why, k.marks, k.attempts, intake.clock(k.call_at) AS call_at, k.form,
       intake.clock(k.received_at) AS received_at, k.known
  FROM intake.held_rows() AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(w.lead) AS c) AS k ON k.lead = w.lead
 ORDER BY w.promised, w.repeat DESC, w.rank, w.received_at, w.lead;

-- The same to read: with the client's clock, and until when it is the caller's.
CREATE OR REPLACE VIEW desk.screen WITH (security_barrier) AS
SELECT w.lead::text AS receipt, w.lease_until, k.colour, k.category, k.stage, k.repeat, k.earlier_leads, k.earlier_deals,
       k.last_verdict, k.last_owner, k.name, k.phone, to_char(statement_timestamp() AT TIME ZONE k.zone, 'HH24:MI') AS local_time, k.email, k.place, k.answers,
       k.source, k.rule, k.why, k.marks, k.attempts, k.call_at, k.form, k.received_at, k.known
  FROM intake.held_rows() AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(w.lead) AS c) AS k ON k.lead = w.lead
 ORDER BY w.promised, w.repeat DESC, w.rank, w.received_at, w.lead;

-- intake.history_rows(lead uuid) returns rows: what happened to a lead, as the desk may read it. Of the work of sales that there
-- was some, and what they learned of the client: what they noted and agreed on is theirs. Of a lead that the caller is to judge a
-- second time only what was learned: no verdict, nor who had the lead or when, and the steps are counted anew, without a gap.
-- Reads lead_event, event_name.
CREATE OR REPLACE FUNCTION intake.history_rows(lead uuid)
RETURNS TABLE (step integer, at timestamptz, who text, what text, reason text, note text, details jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    blind  CONSTANT boolean := intake.awaits_second(lead);
    hidden CONSTANT text[] := CASE WHEN blind THEN intake.telling_events() ELSE '{}' END;
BEGIN
    RETURN QUERY
    SELECT (row_number() OVER (ORDER BY e.step))::integer, CASE WHEN s.told THEN e.at END, CASE WHEN s.told THEN e.who::text END,
           e.what::text, CASE WHEN NOT s.theirs THEN e.reason::text END, CASE WHEN NOT s.theirs THEN e.note END,
           CASE WHEN e.what = 'deal_answered' THEN e.details - ARRAY(SELECT k FROM jsonb_object_keys(e.details) AS k
                                                                      WHERE k NOT IN ('field', 'value'))
                WHEN NOT s.theirs AND (NOT blind OR e.what = 'answered') THEN e.details END
      FROM intake.lead_event AS e
     CROSS JOIN LATERAL (
           SELECT NOT blind OR e.what = 'received' AS told,
                  EXISTS (SELECT FROM intake.event_name AS n WHERE n.name = e.what AND n.process = 'deal') AS theirs) AS s
     WHERE e.lead = history_rows.lead AND e.what <> ALL (hidden)
     ORDER BY e.step;
END
$$;

-- The names for programs, the words for people.
CREATE OR REPLACE VIEW desk.lead_history WITH (security_barrier) AS
SELECT w.lead::text AS receipt, h.step, h.at, h.who, h.what, intake.word('event', h.what) AS event, h.reason,
       intake.reason_told(h.what, h.reason) AS because, intake.plain(h.note) AS note, intake.line(h.details::text)::jsonb AS details
  FROM intake.work AS w CROSS JOIN LATERAL intake.history_rows(w.lead) AS h
 WHERE (SELECT intake.reader()) IS NOT NULL
 ORDER BY w.lead, h.step;

-- intake.notice_rows() returns rows: what the caller has been told and has not read. Reads notice.
CREATE OR REPLACE FUNCTION intake.notice_rows()
RETURNS TABLE (made_at timestamptz, about uuid, lead uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.reader();
BEGIN
    RETURN QUERY SELECT n.made_at, n.about, n.lead FROM intake.notice AS n WHERE n.login = me AND n.seen_at IS NULL;
END
$$;

-- What the caller is told: a client whose lead the caller has now has written again. In order before the cards are made: who has not read
-- for months has many, and a page asks for few.
CREATE OR REPLACE VIEW desk.notices WITH (security_barrier) AS
SELECT n.made_at, n.about::text AS receipt, n.lead::text AS wrote_again, k.name, k.phone, k.answers
  FROM (SELECT r.* FROM intake.notice_rows() AS r ORDER BY r.made_at, r.lead, r.about OFFSET 0) AS n
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(n.lead) AS c) AS k ON k.lead = n.lead
 ORDER BY n.made_at, n.lead, n.about;

-- A visitor may quote a receipt that is no lead's: of a repetition.
CREATE OR REPLACE VIEW desk.other_receipts WITH (security_barrier) AS
SELECT o.receipt::text, o.lead::text, o.noted_at
  FROM intake.other_receipt AS o
 WHERE (SELECT intake.reader()) IS NOT NULL;
