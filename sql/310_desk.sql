-- The views of the qualifiers. They run with the rights of whoever looks; row security (880) decides of which leads.

-- Leads that wait for somebody: new, back in the queue, or those the next claim_next() will put back (wake_leads).
-- Two lists and not one with OR: so that the first rows come from the index of the queue, however long it is.
CREATE OR REPLACE VIEW desk.queue WITH (security_invoker, security_barrier) AS
SELECT w.lead AS receipt,
       date_trunc('second', statement_timestamp() - w.received_at) AS waiting,
       date_trunc('second', intake.working_time(w.received_at, statement_timestamp())) AS waiting_hours,
       k.colour, k.category, w.repeat, k.earlier_leads, k.earlier_deals, k.last_verdict, k.last_owner,
       k.name, k.phone, k.local_time, k.email, k.place, k.answers, k.source, k.rule, k.why, k.marks,
       k.attempts, k.call_at, k.form, w.received_at
  FROM ((SELECT q.lead, q.repeat, q.rank, q.received_at FROM intake.waiting AS q
          ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead)
        UNION ALL
        (SELECT q.lead, q.repeat, q.rank, q.received_at FROM intake.work AS q
          WHERE q.state IN ('claimed', 'postponed') AND coalesce(q.lease_until, q.not_before) <= statement_timestamp()
          ORDER BY q.repeat DESC, q.rank, q.received_at, q.lead)) AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.receipt) c.* FROM intake.card(w.lead) AS c) AS k ON k.receipt = w.lead
 ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;

CREATE OR REPLACE VIEW desk.my_leads WITH (security_invoker, security_barrier) AS
SELECT k.*
  FROM intake.work AS w
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.receipt) c.* FROM intake.card(w.lead) AS c) AS k ON k.receipt = w.lead
 WHERE w.state = 'claimed'
   AND w.owner = (SELECT desk.caller())
   AND w.lease_until > statement_timestamp()
 ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;

CREATE OR REPLACE VIEW desk.lead_history WITH (security_invoker, security_barrier) AS
SELECT e.lead AS receipt, e.step, e.at, e.who::text, e.what::text, e.reason::text, e.note::text, e.details
  FROM intake.lead_event AS e
 ORDER BY e.lead, e.step;

-- What the caller is told: a client whose lead the caller has now has written again.
CREATE OR REPLACE VIEW desk.notices WITH (security_invoker, security_barrier) AS
SELECT n.made_at, n.about AS receipt, n.lead AS wrote_again, k.name, k.phone, k.answers
  FROM intake.notice AS n
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.receipt) c.* FROM intake.card(n.lead) AS c) AS k ON k.receipt = n.lead
 WHERE n.seen_at IS NULL
 ORDER BY n.made_at, n.lead, n.about;

-- A visitor may quote a receipt that is no lead's: of a repetition that was thanked for while the database was away.
CREATE OR REPLACE VIEW desk.other_receipts WITH (security_barrier) AS
SELECT o.receipt, o.lead, o.noted_at
  FROM intake.other_receipt AS o;
