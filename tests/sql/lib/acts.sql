-- For walk.sql and lock_walk.t: five people, what they do at random, honestly or not, and what must hold whatever they have done.
-- What an act refuses is no failure; what it breaks is.
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
    ('desk', 'SELECT desk.done_and_next(''refuse'', json_build_object(''receipt'', $1, ''reason'', ''too_small''))', 2), ('desk', 'SELECT desk.done_and_next(''hand_over'', json_build_object(''receipt'', $1, ''team'', ''general''))', 2),
    ('desk', 'SELECT desk.refuse($1, ''too_small'')', 3), ('desk', 'SELECT desk.refuse($1, ''too_small'', ''x'')', 1),
    ('desk', 'SELECT desk.mark_spam($1, ''robot'')', 2), ('desk', 'SELECT desk.record_attempt($1, ''no_answer''), desk.mark_unreachable($1, ''no_answer'')', 3),
    ('desk', 'SELECT desk.hand_over($1, ''general'')', 8), ('desk', 'SELECT desk.hand_over($1, ''services'')', 8),
    ('desk', 'SELECT desk.reopen($2, ''mistake'')', 8), ('desk', 'SELECT desk.undo($3)', 4),
    ('desk', 'UPDATE desk.my_leads SET verdict = ''spam'', reason = ''robot'' WHERE receipt = $1', 1),
    ('desk', 'UPDATE desk.my_leads SET name = ''x'' WHERE receipt = $1', 1),
    ('desk', 'SELECT desk.second_verdict((SELECT receipt FROM desk.second_look ORDER BY random() LIMIT 1), ''refused'', ''too_small'')', 4), ('desk', 'SELECT desk.seen($1)', 1),
    ('sales', 'SELECT sales.take_deal((SELECT receipt FROM sales.deals ORDER BY random() LIMIT 1))', 4), ('sales', 'SELECT sales.set_stage((SELECT receipt FROM sales.deals ORDER BY random() LIMIT 1), ''offer'')', 3), ('sales', 'SELECT sales.seen($2)', 1),
    ('sales', 'SELECT sales.close_deal($2, ''won'', ''price'', test.amount(session_user), 1)', 4), ('sales', 'SELECT sales.close_deal($2, ''lost'', ''price'')', 4),
    ('sales', 'SELECT sales.next_step((SELECT receipt FROM sales.deals ORDER BY random() LIMIT 1), ''+1h'', ''x'')', 2), ('sales', 'SELECT sales.mend_deal((SELECT receipt FROM sales.deals WHERE outcome = ''won'' ORDER BY random() LIMIT 1), 9, 1, ''x'')', 3),
    ('sales', 'SELECT sales.add_answer((SELECT receipt FROM sales.deals ORDER BY random() LIMIT 1), ''weight_kg'', floor(random() * 9)::text)', 2),
    ('visitor', '', 12), ('clock', '', 3),
    -- who picks, hides, and makes the numbers look well
    ('desk', 'SELECT test.look_and_go(NULL)', 3), ('desk', 'SELECT test.look_and_go($2)', 2),
    ('desk', 'SELECT desk.take($2)', 4), ('desk', 'SELECT desk.postpone($1, (now() + interval ''1 second'')::text, ''no_answer'')', 2),
    ('desk', 'SELECT desk.postpone($1, (now() + interval ''1 hour'')::text, ''asked_later'')', 2),
    ('desk', 'SELECT desk.record_attempt($1, ''busy''), desk.record_attempt($1, ''busy'')', 2), ('desk', 'SELECT desk.add_answer($1, ''acts_for'', ''?'')', 1),
    ('desk', 'SELECT desk.close_client($1, ''refused'', ''double'')', 2), ('desk', 'SELECT desk.merge(test.any_client(), test.any_client(), ''one'')', 1);

-- test.look_and_go(receipt): a claim that is rolled back when its leads have been seen. If there were any, it is to be counted.
CREATE TABLE test.rolled_back (who text);
GRANT INSERT ON test.rolled_back TO PUBLIC;
CREATE FUNCTION test.lease() RETURNS interval LANGUAGE sql SECURITY DEFINER AS $$ SELECT s.lease FROM intake.setting AS s $$;
CREATE FUNCTION test.look_and_go(receipt text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    taken bigint := 0;
BEGIN
    IF receipt IS NULL THEN
        SELECT count(*) INTO taken FROM desk.claim_next();
    ELSIF NOT EXISTS (SELECT FROM desk.my_leads AS m WHERE m.receipt = look_and_go.receipt) THEN
        -- Another session of the same person may have taken it since: then there is nothing to take.
        SELECT count(*) INTO taken FROM desk.take(receipt) AS t WHERE t.lease_until = statement_timestamp() + test.lease();
    END IF;
    RAISE SQLSTATE 'TT001';
EXCEPTION WHEN SQLSTATE 'TT001' THEN
    IF taken > 0 THEN
        INSERT INTO test.rolled_back VALUES (session_user);
    END IF;
END $$;
CREATE FUNCTION test.any_client() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT c.id::text FROM intake.client AS c ORDER BY random() LIMIT 1 $$;
-- test.amount(who): an amount that tells whose deal it is.
CREATE FUNCTION test.amount(who text) RETURNS numeric LANGUAGE sql AS $$ SELECT CASE who WHEN 'walk_g' THEN 7771234 ELSE 8881234 END $$;
-- test.reads(who, amount): in which views the person finds the amount.
CREATE FUNCTION test.reads(who text, amount numeric) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    v     text;
    found boolean;
BEGIN
    FOR v IN SELECT format('%I.%I', schemaname, viewname) FROM pg_views
              WHERE schemaname IN ('desk', 'sales', 'marketing') AND has_schema_privilege(who, schemaname, 'USAGE') AND has_table_privilege(who, format('%I.%I', schemaname, viewname), 'SELECT') LOOP
        PERFORM set_config('session_authorization', who, true);
        BEGIN
            EXECUTE format('SELECT EXISTS (SELECT FROM %s AS v WHERE v::text LIKE %L)', v, '%' || amount || '%') INTO found;
        EXCEPTION WHEN insufficient_privilege THEN
            found := false;
        END;
        RESET SESSION AUTHORIZATION;
        IF found THEN
            RETURN NEXT who || ' reads ' || amount || ' in ' || v;
        END IF;
    END LOOP;
END $$;

-- What a visitor does.
CREATE FUNCTION test.visit(i int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM test.submit(test.record(i, test.contacts('+7' || floor(random() * 300))));
END $$;

-- A piece of a file, of twelve that come again and again: into the queue, into the numbers, or as history. And one to take back.
CREATE FUNCTION test.bring(key int) RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$
    SELECT i.batch FROM intake.submit_import(NULL, json_build_object('form', 'cargo', 'key', key, 'file', 'f', 'queued', key % 2 = 0, 'counts', key % 3 = 0), (
        SELECT json_agg(test.record(2000000 + key * 100 + k, test.contacts('+790000000' || 10 + (key * 7 + k * 3) % 30, '+7' || key * k, 'm' || (key * 5 + k) % 30 || '@example.com')))
          FROM generate_series(0, 4) AS k)) AS i $$;
CREATE FUNCTION test.batch() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS $$ SELECT b.id FROM intake.import_batch AS b WHERE b.withdrawn_at IS NULL ORDER BY random() LIMIT 1 $$;

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
                               not_before = CASE state WHEN 'postponed' THEN statement_timestamp() END,
                               promised = CASE WHEN state = 'claimed' OR promised IS NOT NULL AND random() < 0.2 THEN promised WHEN promised IS NOT NULL THEN statement_timestamp() END
         WHERE lead = ANY (ARRAY(SELECT w.lead FROM intake.work AS w WHERE w.state IN ('claimed', 'postponed') AND random() < 0.2 FOR UPDATE SKIP LOCKED));
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
EXCEPTION WHEN insufficient_privilege OR object_not_in_prerequisite_state OR invalid_parameter_value OR no_data_found OR modifying_sql_data_not_permitted THEN
    RESET SESSION AUTHORIZATION;
    RETURN 'refused';
END $$;

-- test.miscounted(): where desk.kpi does not say what the history does, which is gone through lead by lead: since a person has had
-- a lead, was there an attempt of it?
CREATE FUNCTION test.miscounted() RETURNS TABLE (who text, what text, counted bigint, shown bigint) LANGUAGE sql AS $$
    WITH held AS (
        SELECT e.*, (SELECT max(c.step) FROM intake.lead_event c WHERE c.lead = e.lead AND c.step < e.step AND c.what IN ('claimed', 'reopened')) AS since
          FROM intake.lead_event e
         WHERE NOT EXISTS (SELECT FROM intake.lead_event u WHERE u.lead = e.lead AND u.what = 'undone' AND (u.details ->> 'step')::int = e.step)
    ), tried AS (
        SELECT h.*, EXISTS (SELECT FROM intake.lead_event a WHERE a.lead = h.lead AND a.step > h.since AND a.step < h.step AND a.what = 'attempted' AND (a.details ? 'same') IS NOT TRUE) AS tried,
               EXISTS (SELECT FROM intake.lead_event a WHERE a.lead = h.lead AND a.step < h.step AND a.what = 'attempted') AS ever FROM held h
    ), counted (who, what, n) AS (
        SELECT t.who::text, 'skips', count(*) FROM tried t
         WHERE t.what = 'released' OR t.what = 'expired' AND NOT t.tried OR t.what = 'taken_back' AND t.details ->> 'of' = t.who
            OR t.what = 'postponed' AND (NOT t.tried OR (t.details ->> 'not_before')::timestamptz < t.at + interval '9 minutes') GROUP BY 1
        UNION ALL SELECT r.who, 'skips', count(*) FROM test.rolled_back r GROUP BY 1
        UNION ALL SELECT t.who::text, 'taken', count(*) FROM tried t WHERE t.what = 'claimed' AND (t.details ? 'by_receipt') IS NOT TRUE
               OR t.what = 'reopened' AND t.details ->> 'of' <> t.who GROUP BY 1
        UNION ALL SELECT t.who::text, 'by_receipt', count(*) FROM tried t WHERE t.what = 'claimed' AND t.details ? 'by_receipt' GROUP BY 1
        UNION ALL SELECT t.who::text, 'attempts', count(*) FROM tried t WHERE t.what = 'attempted' AND t.details IS NULL GROUP BY 1
        UNION ALL SELECT t.who::text, 'without_attempt', count(*) FROM tried t JOIN intake.verdict v ON v.event = t.what AND v.closes
                  WHERE NOT t.ever AND NOT EXISTS (SELECT FROM intake.deal d WHERE d.lead = t.lead AND d.outcome = 'won' AND d.closed_at < t.at) GROUP BY 1
    ), shown (who, what, n) AS (
        SELECT k.qualifier, w.what, sum(w.n)::bigint FROM desk.kpi k
         CROSS JOIN LATERAL (VALUES ('skips', k.skipped), ('taken', k.taken), ('by_receipt', k.by_receipt), ('attempts', k.attempts), ('without_attempt', k.without_attempt)) AS w (what, n) GROUP BY 1, 2
    )
    SELECT coalesce(c.who, s.who), coalesce(c.what, s.what), coalesce(c.n, 0)::bigint, coalesce(s.n, 0)
      FROM (SELECT o.who, o.what, sum(o.n) AS n FROM counted o GROUP BY 1, 2) AS c FULL JOIN shown AS s ON s.who = c.who AND s.what = c.what
     WHERE coalesce(c.n, 0) <> coalesce(s.n, 0) $$;

-- What is broken; nothing, that is.
-- History that was brought in, or what was withdrawn of it: closed by no verdict of a person.
CREATE FUNCTION test.is_import(w intake.work) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT w.state = 'closed' AND EXISTS (SELECT FROM intake.import_lead i WHERE i.lead = w.lead AND w.verdict = CASE WHEN i.withdrawn THEN 'withdrawn' ELSE 'imported' END) $$;

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
    UNION ALL SELECT 'postponed for ever', w.lead FROM intake.work w WHERE w.state = 'postponed' AND w.not_before IS NULL
    -- the history is whole, and its last telling event explains the state
    UNION ALL SELECT 'gap', e.lead FROM intake.lead_event e JOIN intake.work w ON w.lead = e.lead GROUP BY e.lead, w.step
               HAVING count(*) <> w.step OR max(e.step) <> w.step OR min(e.step) <> 1
    UNION ALL SELECT 'unexplained: ' || w.state || ' after ' || e.what, w.lead
      FROM intake.work w JOIN LATERAL (SELECT e.* FROM intake.lead_event e WHERE e.lead = w.lead
             AND e.what IN ('received', 'claimed', 'released', 'taken_back', 'expired', 'due', 'postponed', 'refused', 'redirected', 'unreachable', 'spam', 'handed_over', 'reopened', 'undone')
             ORDER BY e.step DESC LIMIT 1) e ON true
     WHERE CASE e.what WHEN 'received' THEN w.state <> 'new' AND NOT test.is_import(w) WHEN 'claimed' THEN (w.state, w.owner) <> ('claimed', e.who)
                       WHEN 'reopened' THEN (w.state, w.owner) <> ('claimed', e.who) WHEN 'undone' THEN (w.state, w.owner) <> ('claimed', e.who)
                       WHEN 'due' THEN w.state <> 'due'   -- a call that is promised stays promised
                       WHEN 'released' THEN w.state <> 'due' AND (w.state <> 'postponed' OR w.promised IS NULL)
                       WHEN 'taken_back' THEN w.state NOT IN ('due', 'postponed')
                       WHEN 'expired' THEN w.state <> 'due' AND (w.state <> 'postponed' OR w.promised IS NULL)
                       WHEN 'postponed' THEN w.state <> 'postponed'
                       WHEN 'handed_over' THEN (w.state, w.verdict::text, w.reason::text, w.owner) <> ('closed', 'qualified', e.reason::text, e.who)
                       ELSE (w.state, w.verdict::text, w.reason::text, w.owner) <> ('closed', e.what::text, e.reason::text, e.who) END
    -- and what is known of the lead
    UNION ALL SELECT 'attempts miscounted', w.lead FROM intake.work w WHERE w.attempts <> (SELECT count(*) FROM intake.lead_event e WHERE e.lead = w.lead AND e.what = 'attempted' AND (e.details ? 'same') IS NOT TRUE)
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
    UNION ALL SELECT 'no such reason', w.lead FROM intake.work w WHERE w.state = 'closed' AND w.verdict <> 'qualified' AND NOT test.is_import(w)
               AND NOT EXISTS (SELECT FROM intake.reason r WHERE r.name = w.reason AND r.act = CASE w.verdict WHEN 'refused' THEN 'refuse' WHEN 'redirected' THEN 'refuse' ELSE w.verdict END)
    UNION ALL SELECT 'no such event: ' || e.what, e.lead FROM intake.lead_event e WHERE e.what NOT IN (SELECT name FROM intake.event_name UNION ALL SELECT event FROM intake.verdict)
    UNION ALL SELECT 'no such verdict: ' || w.verdict, w.lead FROM intake.work w WHERE w.verdict NOT IN (SELECT name FROM intake.verdict WHERE closes) AND NOT test.is_import(w)
    -- an import that was withdrawn is nobody's, and nothing is known by it
    UNION ALL SELECT 'withdrawn and not', i.lead FROM intake.import_lead i JOIN intake.work w ON w.lead = i.lead WHERE i.withdrawn <> (w.verdict IS NOT DISTINCT FROM 'withdrawn')
    UNION ALL SELECT 'withdrawn, and somebody''s', w.lead FROM intake.work w WHERE w.verdict = 'withdrawn' AND coalesce(w.client, w.party) IS NOT NULL
    UNION ALL SELECT 'known by what is withdrawn', p.lead FROM intake.contact_point p JOIN intake.import_lead i ON i.lead = p.lead WHERE i.withdrawn
    UNION ALL SELECT 'of another client', w.lead FROM intake.work w WHERE w.client <> intake.client_root(w.party)
    UNION ALL SELECT 'queued for another', q.lead FROM intake.waiting q JOIN intake.work w ON w.lead = q.lead WHERE w.client <> q.client
    UNION ALL SELECT 'sold to another', d.lead FROM intake.deal d JOIN intake.work w ON w.lead = d.lead WHERE w.client <> d.client
    -- nobody judges twice
    UNION ALL SELECT 'second of the first', s.lead FROM intake.second_verdict s WHERE s.second_by = s.first_by 
    -- a client is with one person; but for a lead that was reopened, and clients that a person has found to be one
    UNION ALL SELECT 'client with two', a.lead FROM intake.work a JOIN intake.work b ON b.client = a.client AND b.owner <> a.owner
             WHERE a.state = 'claimed' AND b.state = 'claimed' AND a.lease_until > now() AND b.lease_until > now()
               AND NOT EXISTS (SELECT FROM intake.client_merge m WHERE a.client IN (m.client, m.into_one))
               AND NOT EXISTS (SELECT FROM intake.client_split s WHERE intake.client_root(s.from_client) = a.client AND s.undone_at IS NOT NULL)
               AND NOT EXISTS (SELECT FROM intake.lead_event e WHERE e.lead IN (a.lead, b.lead) AND e.what = 'reopened')
    UNION ALL SELECT 'kpi of ' || k.who || ': ' || k.what || ' are ' || k.counted || ', not ' || k.shown, NULL FROM test.miscounted() AS k $$;
