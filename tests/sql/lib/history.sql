-- For the tests and the benchmark of reports: leads with a history, as many as wanted, straight into the tables. Needs
-- helper.sql.

-- test.history(leads): so many leads of the last twelve weeks, the same each time but for the day. Each is received and
-- taken; most are phoned, some given back and taken again; two in three are closed; of the handed over some are won, and
-- a few of those reopened. Five qualifiers, four channels. Answers how many events there are.
CREATE FUNCTION test.history(leads integer) RETURNS bigint
LANGUAGE plpgsql
AS $$
BEGIN
    CREATE TEMP TABLE story AS
    SELECT n, test.uuid7(at, n) AS id, at, 'q' || n % 5 AS who, interval '1 minute' * (n * 37 % 600) AS pause,
           CASE WHEN n % 3 < 2 THEN (ARRAY['handed_over', 'refused', 'spam', 'redirected', 'handed_over', 'unreachable', 'handed_over'])[1 + n % 7] END AS verdict
      FROM (SELECT i AS n, date_trunc('minute', now()) - interval '12 weeks' * ((i * 7919 % leads)::float / leads) - interval '3 days' AS at
              FROM generate_series(1, leads) AS i) AS t;
    INSERT INTO intake.lead (id, form, language, received_at, repeat, keyed, fingerprint, contacts, answers, raw, touch,
                             category, colour, rank, rule_set, evidence, marks)
    SELECT s.id, 'cargo', 'ru', s.at, false, true, sha256(s.id::text::bytea), '[]', '{}', '[]',
           (ARRAY['{"utm_source": "yandex", "utm_medium": "cpc"}', '{"utm_source": "vk"}', '{"referrer_host": "ya.ru"}', '{}'])[1 + s.n % 4]::jsonb,
           'other', 'grey', 20, '0123456789ab', '[]', '{}' FROM story AS s;
    CREATE TEMP TABLE told AS
    SELECT s.id AS lead, row_number() OVER (PARTITION BY s.id ORDER BY e.n)::integer AS step, s.at + e.n * s.pause AS at,
           s.who, e.what, CASE WHEN e.what = s.verdict THEN '{"known": 3, "asked": 4, "deal": 1}'::jsonb END AS details
      FROM story AS s
     CROSS JOIN LATERAL (VALUES (0, 'received'), (1, 'claimed'),
            (2, CASE WHEN s.n % 11 = 0 THEN 'released' END), (3, CASE WHEN s.n % 11 = 0 THEN 'claimed' END),
            (4, CASE WHEN s.n % 10 < 9 THEN 'attempted' END), (5, 'staged'), (5, 'answered'), (5, 'answered'), (5, 'answered'),
            (6, s.verdict), (7, CASE WHEN s.verdict = 'handed_over' THEN 'deal_taken' END),
            (8, CASE WHEN s.verdict = 'handed_over' AND s.n % 2 = 0 THEN CASE s.n % 4 WHEN 0 THEN 'won' ELSE 'lost' END END),
            (9, CASE WHEN s.verdict = 'handed_over' AND s.n % 8 = 0 THEN 'reopened' END)) AS e (n, what)
     WHERE e.what IS NOT NULL;
    INSERT INTO intake.lead_event (lead, step, at, who, what, details)
    SELECT t.lead, t.step, t.at, t.who, t.what, t.details FROM told AS t;
    INSERT INTO intake.work (lead, state, step, owner, lease_until, category, rank, repeat, verdict, reason, received_at)
    SELECT s.id, CASE WHEN s.verdict IS NULL OR l.what = 'reopened' THEN 'claimed' ELSE 'closed' END, l.step, s.who,
           CASE WHEN s.verdict IS NULL OR l.what = 'reopened' THEN now() + interval '1 hour' END, 'other', 20, false,
           CASE WHEN l.what <> 'reopened' THEN replace(s.verdict, 'handed_over', 'qualified') END,
           CASE WHEN s.verdict IS NOT NULL AND l.what <> 'reopened' THEN 'other' END, s.at
      FROM story AS s
      JOIN (SELECT DISTINCT ON (t.lead) t.lead, t.what, t.step FROM told AS t ORDER BY t.lead, t.step DESC) AS l ON l.lead = s.id;
    INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at)
    SELECT h.lead, 1, h.lead, 'general', 'new', h.at, h.who, c.what, CASE WHEN c.what IS NOT NULL THEN 'price' END,
           CASE c.what WHEN 'won' THEN 100 END, CASE c.what WHEN 'won' THEN 30 END, c.at
      FROM told AS h LEFT JOIN told AS c ON c.lead = h.lead AND c.what IN ('won', 'lost')
     WHERE h.what = 'handed_over';
    INSERT INTO intake.second_verdict (lead, asked_at, first_by, first_verdict, first_reason, second_by, verdict, reason, given_at)
    SELECT t.lead, t.at, t.who, t.what, 'other', 'someone', CASE s.n % 2 WHEN 0 THEN 'spam' ELSE 'refused' END, 'other', t.at
      FROM told AS t JOIN story AS s ON s.id = t.lead
     WHERE t.what IN ('refused', 'redirected', 'spam') AND s.n % 5 = 0;
    DROP TABLE story, told;
    RETURN (SELECT count(*) FROM intake.lead_event);
END
$$;
