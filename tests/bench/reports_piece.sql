-- For reports.sh: leads number :from to :upto, with all that hangs off them, and as what they count. No triggers.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET work_mem = '256MB';

-- OFFSET 0: calculated once, however often it is named.
CREATE TEMP TABLE story AS
SELECT n.n, bench.id(n.n, a.at) AS id, a.at, l.link, l.channel, l.touch, l.input, f.fate, f.deal, n.n % 10 = 9 AND n.n > 6000 AS repeat,
       CASE WHEN f.fate = 'refused' THEN (ARRAY['too_small', 'price_floor', 'not_our_region', 'not_our_service', 'changed_mind'])[1 + bench.part(n.n, 9, 5)]
            WHEN f.fate = 'qualified' THEN 'general' WHEN f.fate = 'spam' THEN 'robot' WHEN f.fate = 'unreachable' THEN 'no_answer' END AS reason,
       CASE WHEN f.called THEN least(a.at + make_interval(secs => exp(bench.part(n.n, 6, 10000) / 900.0)), s.now) END AS called_at,
       least(a.at + make_interval(hours => 1 + bench.part(n.n, 10, 800)), s.now) AS closed_at,
       CASE WHEN f.deal = 'won' THEN 5000 + bench.part(n.n, 8, 200000) END::numeric AS amount,
       bench.part(n.n, 11, 50) = 0 AS doubled, bench.part(n.n, 12, 40) = 0 AS recategorised, v.v, v.form, v.category, v.colour, v.rule
  FROM bench.size AS s
 CROSS JOIN generate_series(:from::bigint, :upto::bigint) AS n (n)
 CROSS JOIN LATERAL (SELECT bench.at(n.n, s.leads, s.since) AS at, bench.part(n.n, 7, 100) AS c, bench.part(n.n, 13, 100) AS d OFFSET 0) AS a
  JOIN bench.pick AS p ON p.month = n.n * 24 / s.leads AND p.slot = bench.part(n.n, 14, 4096)
  JOIN bench.link AS l ON l.link = p.link
  JOIN bench.variant AS v ON v.v = bench.part(n.n, 15, 60)
 CROSS JOIN LATERAL (SELECT CASE WHEN n.n * 730 / s.leads = 729 AND a.c >= 85 THEN 'open' WHEN n.n * 730 / s.leads > 700 AND a.c >= 95 THEN 'open'
                                 WHEN a.c < 8 THEN 'spam' WHEN a.c < 18 THEN 'unreachable' WHEN a.c < 50 THEN 'refused' ELSE 'qualified' END AS fate OFFSET 0) AS g
 CROSS JOIN LATERAL (SELECT g.fate, CASE g.fate WHEN 'open' THEN n.n * 730 / s.leads < 729 WHEN 'spam' THEN a.d < 50 ELSE a.d > 2 END AS called,
                            CASE WHEN g.fate = 'qualified' AND a.d > 4
                                 THEN CASE WHEN a.d < 38 THEN 'won' WHEN a.d < 75 THEN 'lost' WHEN a.d < 77 THEN 'withdrawn' ELSE 'open' END END AS deal OFFSET 0) AS f;

INSERT INTO intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint, contacts, answers, raw, address, user_agent,
                         place, touch, category, colour, rank, rule, rule_set, evidence, why, marks, channel)
SELECT s.id, s.form, 'ru', s.at, s.at, CASE WHEN s.repeat THEN bench.id(s.n - 5003, bench.at(s.n - 5003, z.leads, z.since)) ELSE s.id END, s.repeat, true,
       sha256(uuid_send(s.id)), ('[{"kind": "phone", "value": "+7' || 9000000000 + s.n % 1000000000 || '", "field": "phone"}]')::json, v.answers::json,
       (v.raw || ', ["phone", "8 ' || 9000000000 + s.n % 1000000000 || '"]]')::json, '203.0.113.7', v.user_agent, v.place,
       CASE WHEN s.touch ? 'clicks' THEN replace(s.touch::text, 'CLICK', (7000000000 + s.n)::text)::jsonb ELSE s.touch END, s.category, s.colour, 20,
       s.rule, '0123456789ab', v.evidence::json, v.why, '{}', s.channel
  FROM story AS s CROSS JOIN bench.size AS z JOIN bench.variant AS v ON v.v = s.v ORDER BY s.n;
INSERT INTO intake.work (lead, state, step, owner, not_before, attempts, category, rank, repeat, verdict, reason, received_at, party, client)
SELECT s.id, CASE WHEN s.fate <> 'open' THEN 'closed' WHEN s.called_at IS NULL THEN 'new' ELSE 'postponed' END, 3,
       CASE WHEN s.fate <> 'open' THEN 'q1' END, CASE WHEN s.fate = 'open' AND s.called_at IS NOT NULL THEN s.closed_at + interval '30 days' END,
       CASE WHEN s.called_at IS NULL THEN 0 ELSE 1 END, CASE WHEN s.recategorised THEN 'by hand' ELSE s.category END, 20, s.repeat,
       CASE WHEN s.fate = 'refused' AND s.n % 7 = 0 THEN 'redirected' WHEN s.fate <> 'open' THEN s.fate END, s.reason, s.at, s.id, s.id
  FROM story AS s ORDER BY s.n;
INSERT INTO intake.waiting (lead, client, repeat, rank, received_at)
SELECT s.id, s.id, s.repeat, 20, s.at FROM story AS s WHERE s.fate = 'open' AND s.called_at IS NULL;
INSERT INTO intake.lead_event (lead, step, at, who, what, reason)
SELECT s.id, e.step, e.at, 'q1', e.what, e.reason
  FROM story AS s
 CROSS JOIN LATERAL (VALUES (1, s.at, 'received', NULL), (2, s.called_at, 'attempted', 'talked'),
            (3, CASE WHEN s.fate <> 'open' THEN s.closed_at END, CASE s.fate WHEN 'qualified' THEN 'handed_over' ELSE s.fate END, s.reason)) AS e (step, at, what, reason)
 WHERE e.at IS NOT NULL ORDER BY s.n;
INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at)
SELECT s.id, 1, s.id, 'general', 'new', s.at, 'q1', nullif(s.deal, 'open'), CASE WHEN s.deal <> 'open' THEN 'price' END, s.amount, s.amount / 5,
       CASE WHEN s.deal <> 'open' THEN s.closed_at END
  FROM story AS s WHERE s.deal IS NOT NULL ORDER BY s.n;
INSERT INTO intake.other_receipt (receipt, lead, noted_at)
SELECT bench.id(s.n + 100000000, s.at), s.id, s.at FROM story AS s WHERE s.doubled ORDER BY s.n;
INSERT INTO intake.counted (lead, day, hour, input, form, rule, category, colour, repeat, recategorised, doubles, fate, reason, handed_over, won, lost, amount,
                            margin, waited, waits)
SELECT s.id, h.here::date, extract(hour FROM h.here), s.input, s.form, coalesce(s.rule, ''), s.category, s.colour, s.repeat, s.recategorised,
       s.doubled::integer, s.fate, CASE WHEN s.fate = 'refused' THEN s.reason END, coalesce(s.deal <> 'withdrawn', false),
       coalesce(s.deal = 'won', false), coalesce(s.deal = 'lost', false), coalesce(s.amount, 0), coalesce(s.amount / 5, 0),
       CASE WHEN s.called_at IS NOT NULL THEN intake.waited(e.worked + greatest(least(e.lasts, s.called_at - e.opens), interval '0')
                                                            - b.worked - greatest(least(b.lasts, s.at - b.opens), interval '0')) END,
       s.fate = 'open' AND s.called_at IS NULL
  FROM story AS s CROSS JOIN bench.size AS z
 CROSS JOIN LATERAL (SELECT s.at AT TIME ZONE z.zone AS here) AS h
  JOIN bench.office AS b ON b.day = h.here::date AND b.since <= s.at AND s.at < b.until
  LEFT JOIN bench.office AS e ON e.day = (s.called_at AT TIME ZONE z.zone)::date AND e.since <= s.called_at AND s.called_at < e.until
 ORDER BY s.n;
