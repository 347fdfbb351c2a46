-- For walk.sql and lock_walk.t: five people, what they do at random, and what must hold whatever they have done. What an act
-- refuses is no failure; what it breaks is.
UPDATE intake.setting SET recheck_share = 0.5, unreachable_after = 1, max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0';
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer WHERE name NOT IN ('name', 'acts_for');
SELECT desk.add_staff('walk_a', 'A', 'desk');
SELECT desk.add_staff('walk_b', 'B', 'desk');
SELECT desk.add_staff('walk_c', 'C', 'desk');
SELECT desk.add_staff('walk_g', 'G', 'sales', '{general}');
SELECT desk.add_staff('walk_s', 'S', 'sales', '{services}');
GRANT USAGE ON SCHEMA test TO PUBLIC;

CREATE TABLE test.act (n serial, role text, statement text, weight int);
INSERT INTO test.act (role, statement, weight) VALUES
    ('desk', 'SELECT desk.claim_next()', 20),
    ('desk', 'SELECT desk.release($1, ''other'')', 3), ('desk', 'SELECT desk.renew($1)', 1),
    ('desk', 'SELECT desk.record_attempt($1, ''busy'')', 8), ('desk', 'SELECT desk.add_note($1, ''x'')', 1),
    ('desk', 'SELECT desk.add_answer($1, ''acts_for'', ''company'')', 8), ('desk', 'SELECT desk.add_answer($1, ''weight_kg'', floor(random() * 9)::text)', 3), ('desk', 'SELECT desk.add_answer($1, ''price_floor'', floor(random() * 9)::text)', 2), ('desk', 'SELECT desk.set_category($1, ''high-margin'')', 1),
    ('desk', 'SELECT desk.set_stage($1, ''price'')', 1),
    ('desk', 'SELECT desk.postpone($1, (now() + interval ''1 minute'')::text, ''thinking'')', 4),
    ('desk', 'SELECT desk.refuse($1, ''too_small'')', 3), ('desk', 'SELECT desk.refuse($1, ''too_small'', ''x'')', 1),
    ('desk', 'SELECT desk.mark_spam($1, ''robot'')', 2), ('desk', 'SELECT desk.mark_unreachable($1, ''no_answer'')', 2),
    ('desk', 'SELECT desk.hand_over($1, ''general'')', 8), ('desk', 'SELECT desk.hand_over($1, ''services'')', 8),
    ('desk', 'SELECT desk.reopen($2, ''mistake'')', 4), ('desk', 'SELECT desk.undo($3)', 4),
    ('desk', 'UPDATE desk.my_leads SET verdict = ''spam'', reason = ''robot'' WHERE receipt = $1', 1),
    ('desk', 'UPDATE desk.my_leads SET name = ''x'' WHERE receipt = $1', 1),
    ('desk', 'SELECT desk.second_verdict($2, ''refused'', ''too_small'')', 4), ('desk', 'SELECT desk.seen($1)', 1),
    ('sales', 'SELECT sales.take_deal($2)', 4), ('sales', 'SELECT sales.set_stage($2, ''offer'')', 3), ('sales', 'SELECT sales.seen($2)', 1),
    ('sales', 'SELECT sales.close_deal($2, ''won'', ''price'', 10, 1)', 4), ('sales', 'SELECT sales.close_deal($2, ''lost'', ''price'')', 4),
    ('sales', 'SELECT sales.next_step($2, ''+1h'', ''x'')', 2), ('sales', 'SELECT sales.mend_deal($2, 9, 1, ''x'')', 2),
    ('sales', 'SELECT sales.add_answer($2, ''weight_kg'', floor(random() * 9)::text)', 2),
    ('visitor', '', 12), ('clock', '', 3);

-- What a visitor does.
CREATE FUNCTION test.visit(i int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.submit(test.record(i, test.contacts('+7' || floor(random() * 300))));
END $$;

-- One random operation: $1 is a lead the person has, if any; $2 is any lead; $3 the one that the person did something with last.
CREATE FUNCTION test.step(i int) RETURNS text LANGUAGE plpgsql AS $$
<<step>>
DECLARE
    pick CONSTANT float := random() * (SELECT sum(weight) FROM test.act);
    a    test.act;
    who  text;
    mine uuid;
    last uuid;
    from_here CONSTANT uuid := test.uuid7(timestamptz '2026-11-22 08:00Z' + random() * i * interval '1 second', i);
    any_lead uuid := coalesce((SELECT lead FROM intake.work WHERE lead >= from_here ORDER BY lead LIMIT 1),
                              (SELECT lead FROM intake.work ORDER BY lead LIMIT 1));
BEGIN
    SELECT t.n, t.role, t.statement, t.weight INTO a FROM (SELECT *, sum(weight) OVER (ORDER BY n) AS upto FROM test.act) AS t WHERE upto >= pick ORDER BY n LIMIT 1;
    IF a.role = 'visitor' OR any_lead IS NULL THEN
        PERFORM test.visit(i);
        RETURN 'ok';
    ELSIF a.role = 'clock' THEN
        UPDATE intake.work SET lease_until = CASE state WHEN 'claimed' THEN statement_timestamp() END,
                               not_before = CASE state WHEN 'postponed' THEN statement_timestamp() END
         WHERE state IN ('claimed', 'postponed') AND random() < 0.2;
        RETURN 'ok';
    END IF;
    who := CASE a.role WHEN 'desk' THEN (ARRAY['walk_a', 'walk_b', 'walk_c'])[1 + floor(random() * 3)]
                       ELSE (ARRAY['walk_g', 'walk_s'])[1 + floor(random() * 2)] END;
    mine := (SELECT lead FROM intake.work WHERE owner = who AND state = 'claimed' ORDER BY random() LIMIT 1);
    last := (SELECT coalesce((array_agg(e.lead ORDER BY e.at DESC))[1], any_lead) FROM intake.lead_event AS e WHERE e.who = step.who);
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE replace(replace(replace(a.statement, '$1', quote_nullable(coalesce(mine, any_lead))), '$2', quote_nullable(any_lead)), '$3', quote_nullable(last));
    RESET SESSION AUTHORIZATION;
    RETURN a.statement;
EXCEPTION WHEN insufficient_privilege OR object_not_in_prerequisite_state OR modifying_sql_data_not_permitted THEN
    RESET SESSION AUTHORIZATION;
    RETURN 'refused';
END $$;

-- What is broken; nothing, that is.
CREATE FUNCTION test.broken() RETURNS TABLE (what text, lead uuid) LANGUAGE sql AS $$
    -- a lead is in exactly one state
    SELECT 'no work', l.id FROM intake.lead l LEFT JOIN intake.work w ON w.lead = l.id WHERE w.lead IS NULL
    -- the queue is what waits
    UNION ALL SELECT 'not in the queue', n.lead FROM (
        SELECT w.lead, coalesce(w.client, w.lead), w.repeat, w.rank, w.received_at, w.skipped_by, w.promised, w.promised_by FROM intake.work w WHERE w.state IN ('new', 'due')
        EXCEPT SELECT lead, client, repeat, rank, received_at, skipped_by, promised, promised_by FROM intake.waiting) AS n
    UNION ALL SELECT 'in the queue', n.lead FROM (
        SELECT lead, client, repeat, rank, received_at, skipped_by, promised, promised_by FROM intake.waiting
        EXCEPT SELECT w.lead, coalesce(w.client, w.lead), w.repeat, w.rank, w.received_at, w.skipped_by, w.promised, w.promised_by FROM intake.work w WHERE w.state IN ('new', 'due')) AS n
    UNION ALL SELECT 'queued and owned', w.lead FROM intake.work w WHERE w.state IN ('new', 'due', 'postponed') AND w.owner IS NOT NULL
    UNION ALL SELECT 'postponed for ever', w.lead FROM intake.work w WHERE w.state = 'postponed' AND (w.promised IS NULL OR w.not_before IS NULL)
    -- the history is whole, and its last telling event explains the state
    UNION ALL SELECT 'gap', e.lead FROM intake.lead_event e JOIN intake.work w ON w.lead = e.lead GROUP BY e.lead, w.step
               HAVING count(*) <> w.step OR max(e.step) <> w.step OR min(e.step) <> 1
    UNION ALL SELECT 'unexplained: ' || w.state || ' after ' || e.what, w.lead
      FROM intake.work w JOIN LATERAL (SELECT e.* FROM intake.lead_event e WHERE e.lead = w.lead
             AND e.what IN ('received', 'claimed', 'released', 'expired', 'due', 'postponed', 'refused', 'redirected', 'unreachable', 'spam', 'handed_over', 'reopened', 'undone')
             ORDER BY e.step DESC LIMIT 1) e ON true
     WHERE CASE e.what WHEN 'received' THEN w.state <> 'new' WHEN 'claimed' THEN (w.state, w.owner) <> ('claimed', e.who)
                       WHEN 'reopened' THEN (w.state, w.owner) <> ('claimed', e.who) WHEN 'undone' THEN (w.state, w.owner) <> ('claimed', e.who)
                       WHEN 'due' THEN w.state <> 'due'   -- a call that is promised stays promised
                       WHEN 'released' THEN w.state <> 'due' AND (w.state <> 'postponed' OR w.promised IS NULL)
                       WHEN 'expired' THEN w.state <> 'due' AND (w.state <> 'postponed' OR w.promised IS NULL)
                       WHEN 'postponed' THEN w.state <> 'postponed'
                       WHEN 'handed_over' THEN (w.state, w.verdict::text, w.reason::text, w.owner) <> ('closed', 'qualified', e.reason::text, e.who)
                       ELSE (w.state, w.verdict::text, w.reason::text, w.owner) <> ('closed', e.what::text, e.reason::text, e.who) END
    -- and what is known of the lead
    UNION ALL SELECT 'attempts miscounted', w.lead FROM intake.work w WHERE w.attempts <> (SELECT count(*) FROM intake.lead_event e WHERE e.lead = w.lead AND e.what = 'attempted')
    UNION ALL SELECT 'answer forgotten', e.lead FROM intake.lead_event e JOIN intake.work w ON w.lead = e.lead WHERE e.what IN ('answered', 'deal_answered')
               AND CASE e.details ->> 'field' WHEN 'price_floor' THEN w.price::text ELSE w.answers ->> (e.details ->> 'field') END IS DISTINCT FROM (SELECT f.details ->> 'value' FROM intake.lead_event f WHERE f.lead = e.lead
                   AND f.what IN ('answered', 'deal_answered') AND f.details ->> 'field' = e.details ->> 'field' ORDER BY f.step DESC LIMIT 1)
    UNION ALL SELECT 'answer from nowhere', w.lead FROM intake.work w JOIN intake.lead l ON l.id = w.lead CROSS JOIN LATERAL json_each_text(w.answers) a
             WHERE l.answers ->> a.key IS DISTINCT FROM a.value AND NOT EXISTS (SELECT FROM intake.lead_event e WHERE e.lead = w.lead
                   AND e.what IN ('answered', 'deal_answered') AND e.details ->> 'field' = a.key)
    -- deals come from hand-overs, and from nothing else
    UNION ALL SELECT 'deal without hand-over', d.lead FROM intake.deal d WHERE NOT EXISTS (SELECT FROM intake.lead_event e
               WHERE e.lead = d.lead AND e.what = 'handed_over' AND (e.details ->> 'deal')::int = d.n AND e.reason = d.team AND e.who = d.opened_by)
    UNION ALL SELECT 'hand-over without deal', e.lead FROM intake.lead_event e WHERE e.what = 'handed_over'
               AND NOT EXISTS (SELECT FROM intake.deal d WHERE d.lead = e.lead AND d.n = (e.details ->> 'deal')::int)
    UNION ALL SELECT 'open deal of an open lead', d.lead FROM intake.deal d JOIN intake.work w ON w.lead = d.lead WHERE d.outcome IS NULL AND w.verdict IS DISTINCT FROM 'qualified'
    UNION ALL SELECT 'deal closed by nobody', d.lead FROM intake.deal d WHERE d.outcome IS NOT NULL AND NOT EXISTS (SELECT FROM intake.lead_event e
               WHERE e.lead = d.lead AND (e.details ->> 'deal')::int = d.n
                 AND CASE d.outcome WHEN 'withdrawn' THEN e.what = 'undone' AND d.reason = 'undone' ELSE e.what = d.outcome AND e.reason = d.reason END)
    UNION ALL SELECT 'deal withdrawn, and touched', e.lead FROM intake.deal d JOIN intake.lead_event e ON e.lead = d.lead AND (e.details ->> 'deal')::int = d.n
             WHERE d.outcome = 'withdrawn' AND e.what NOT IN ('handed_over', 'undone')
    UNION ALL SELECT 'client of nobody', d.lead FROM intake.deal d WHERE NOT EXISTS (SELECT FROM intake.client c WHERE c.id = d.client)
    -- nothing is closed without a reason from a list
    UNION ALL SELECT 'no such reason', w.lead FROM intake.work w WHERE w.state = 'closed' AND w.verdict <> 'qualified'
               AND NOT EXISTS (SELECT FROM intake.reason r WHERE r.name = w.reason AND r.act = CASE w.verdict WHEN 'refused' THEN 'refuse' WHEN 'redirected' THEN 'refuse' ELSE w.verdict END)
    UNION ALL SELECT 'no such event: ' || e.what, e.lead FROM intake.lead_event e WHERE e.what NOT IN (SELECT name FROM intake.event_name UNION ALL SELECT event FROM intake.verdict)
    UNION ALL SELECT 'no such verdict: ' || w.verdict, w.lead FROM intake.work w WHERE w.verdict NOT IN (SELECT name FROM intake.verdict WHERE closes)
    UNION ALL SELECT 'of another client', w.lead FROM intake.work w WHERE w.client <> intake.client_root(w.party)
    UNION ALL SELECT 'queued for another', q.lead FROM intake.waiting q JOIN intake.work w ON w.lead = q.lead WHERE w.client <> q.client
    UNION ALL SELECT 'sold to another', d.lead FROM intake.deal d JOIN intake.work w ON w.lead = d.lead WHERE w.client <> d.client
    -- nobody judges twice
    UNION ALL SELECT 'second of the first', s.lead FROM intake.second_verdict s WHERE s.second_by = s.first_by $$;
