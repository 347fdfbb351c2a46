-- A batch is the same as its records one by one: random batches from small pools, so that ids, payloads and contact
-- points meet in every way, are handed in both ways and everything that is stored is compared.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
SELECT setseed(0.42);

CREATE FUNCTION test.random_record(pool int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    k int := floor(random() * pool);
    points text[] := (SELECT coalesce(array_agg(p), '{}') FROM unnest(ARRAY['+71', '+72', '+73', '+74', 'a@b', 'c@d', 'e@f', 'g@h']) p
                       WHERE random() < 0.2);
    keyed boolean := random() < 0.6;
BEGIN
    RETURN test.record(k, test.contacts(VARIADIC CASE WHEN keyed THEN points ELSE ARRAY['+7' || k % 3] END) || jsonb_build_object(
        'keyed', keyed, 'spare_id', gen_random_uuid(), 'answers', jsonb_build_object('name', CASE WHEN keyed THEN floor(random() * 2) ELSE 0 END),
        'received_at', timestamptz '2026-11-22 09:00Z' + floor(random() * 30) * interval '1 minute')
        || CASE WHEN keyed THEN '{}' ELSE jsonb_build_object('id', gen_random_uuid()) END);
END $$;

-- Hands the records in, in batches of that size; answers everything there is then, and undoes it.
CREATE FUNCTION test.outcome_of(records jsonb[], size int) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    answers jsonb := '[]';
    i int;
BEGIN
    FOR i IN SELECT generate_series(1, cardinality(records), size) LOOP
        answers := answers || (SELECT jsonb_agg(jsonb_build_array(s.receipt, s.outcome) ORDER BY s.n)
                                 FROM intake.submit(to_json(records[i : i + size - 1])) AS s);
    END LOOP;
    RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = jsonb_build_object(
        'answers', answers,
        'lead', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.id) FROM intake.lead AS l),
        'work', (SELECT jsonb_agg(to_jsonb(w) ORDER BY w.lead) FROM intake.work AS w),
        'event', (SELECT jsonb_agg(to_jsonb(e) - 'at' ORDER BY e.lead) FROM intake.lead_event AS e),
        'client', (SELECT jsonb_agg(c.id ORDER BY c.id) FROM intake.client AS c),
        'other', (SELECT jsonb_agg(to_jsonb(o) - 'noted_at' ORDER BY o.receipt) FROM intake.other_receipt AS o),
        'point', (SELECT jsonb_agg(to_jsonb(p) ORDER BY p.kind, p.value) FROM intake.contact_point AS p),
        'other', (SELECT jsonb_agg(to_jsonb(o) - 'noted_at' ORDER BY o.receipt) FROM intake.other_receipt AS o),
        'merge', (SELECT jsonb_agg(to_jsonb(m) ORDER BY m.lead) FROM intake.merge_proposal AS m))::text;
EXCEPTION WHEN SQLSTATE 'TT000' THEN
    RETURN SQLERRM::jsonb;
END $$;

CREATE TABLE test.run AS
SELECT n, records, test.outcome_of(records, 1) AS singly, test.outcome_of(records, 7) AS by_seven, test.outcome_of(records, 100) AS at_once
  FROM (SELECT n, ARRAY(SELECT test.random_record(2 + n % 25) FROM generate_series(1, 40) WHERE n > 0) AS records
          FROM generate_series(1, 24) AS n) AS made;

SELECT is_empty('SELECT n, records FROM test.run WHERE by_seven <> singly OR at_once <> singly', '24 random histories, each in three cuts');
SELECT set_eq($$SELECT DISTINCT a ->> 1 FROM test.run, jsonb_array_elements(singly -> 'answers') AS a$$,
    ARRAY['new', 'replay', 'differs'], 'in which each outcome occurs');
SELECT isnt_empty($$SELECT n FROM test.run WHERE singly ->> 'merge' IS NOT NULL$$, 'and merges are proposed');
SELECT is_empty($$SELECT n FROM test.run, jsonb_array_elements(singly -> 'point') AS p WHERE NOT singly -> 'client' ? (p ->> 'client')$$,
    'every contact point has a client');
SELECT is_empty($$SELECT n FROM test.run, jsonb_array_elements(singly -> 'answers') AS a
                   WHERE NOT EXISTS (SELECT FROM jsonb_array_elements(singly -> 'lead') AS l WHERE l -> 'id' = a -> 0)
                     AND NOT EXISTS (SELECT FROM jsonb_array_elements(singly -> 'other') AS o WHERE o -> 'receipt' = a -> 0)$$,
    'every receipt is a lead, or leads to one');

SELECT * FROM finish();
ROLLBACK;
