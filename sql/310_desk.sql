-- The views of the qualifiers. They run with the rights of their owner, so a qualifier needs none on a table.

-- Leads that wait for somebody: new, back in the queue, or those the next claim_next() will put back (wake_leads).
CREATE OR REPLACE VIEW desk.queue WITH (security_barrier) AS
SELECT k.receipt,
       date_trunc('second', statement_timestamp() - k.received_at) AS waiting,
       k.colour, k.category, k.repeat, k.name, k.phone, k.email, k.place, k.answers, k.source, k.rule, k.why, k.marks,
       k.form, k.received_at
  FROM intake.work AS w
  JOIN intake.lead_card AS k ON k.receipt = w.lead
 WHERE w.state IN ('new', 'due')
    OR w.state = 'claimed' AND w.lease_until <= statement_timestamp()
    OR w.state = 'postponed' AND w.not_before <= statement_timestamp()
 ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;

CREATE OR REPLACE VIEW desk.my_leads WITH (security_barrier) AS
SELECT k.receipt,
       w.lease_until,
       k.colour, k.category, k.repeat, k.name, k.phone, k.email, k.place, k.answers, k.source, k.rule, k.why, k.marks,
       k.form, k.received_at
  FROM intake.work AS w
  JOIN intake.lead_card AS k ON k.receipt = w.lead
 WHERE w.state = 'claimed'
   AND w.owner = (SELECT desk.caller())
   AND w.lease_until > statement_timestamp()
 ORDER BY w.repeat DESC, w.rank, w.received_at, w.lead;

CREATE OR REPLACE VIEW desk.lead_history AS
SELECT e.lead AS receipt, e.step, e.at, e.who::text, e.what::text, e.reason::text
  FROM intake.lead_event AS e
 ORDER BY e.lead, e.step;
