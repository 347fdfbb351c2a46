-- A contact point that is somebody else's is split off its client, and goes back; who is the older client; what is known from one
-- lead only.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}'), desk.add_staff('test_pyotr', 'Пётр', 'desk', language => 'ru') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
-- test.whose(leads...): the clients of these leads, each as the first of them that has the same, over work, waiting and deal.
CREATE FUNCTION test.whose(VARIADIC leads int[]) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg((SELECT min(m)::text FROM unnest(leads) AS m JOIN intake.work AS o ON o.lead = test.lead(m) WHERE o.client = w.client)
                      || CASE WHEN w.client <> coalesce(q.client, w.client) OR w.client <> coalesce(d.client, w.client)
                                   OR w.client <> intake.client_root(w.party) THEN '?' ELSE '' END, ' ' ORDER BY t.i)
      FROM unnest(leads) WITH ORDINALITY AS t (n, i) JOIN intake.work AS w ON w.lead = test.lead(t.n)
      LEFT JOIN intake.waiting AS q ON q.lead = w.lead LEFT JOIN intake.deal AS d ON d.lead = w.lead $$;
CREATE FUNCTION test.client(n int) RETURNS uuid LANGUAGE sql SECURITY DEFINER AS $$ SELECT client FROM intake.work WHERE lead = test.lead(n) $$;
-- test.told(who, statement): what the person is told; or the SQLSTATE and the message.
CREATE FUNCTION test.told(who text, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE statement INTO said;
    RESET SESSION AUTHORIZATION;
    RETURN said;
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;

-- Somebody types another's phone beside an own e-mail, and writes again from that
SELECT is(test.outcomes(test.record(1, test.contacts('+79120000001')), test.record(2, test.contacts('+79120000001')),
    test.record(3, test.contacts('+79120000001', 'evil@example.com')), test.record(4, test.contacts('evil@example.com')),
    test.record(5, test.contacts('evil@example.com'))), 'new new new new new', 'five leads');
SELECT results_eq('SELECT value::text, test.n(lead), linked_by::text, created_at IS NOT NULL FROM intake.contact_point ORDER BY test.n(lead)',
    $$VALUES ('+79120000001', 1, session_user::text, true), ('evil@example.com', 3, session_user::text, true)$$, 'each link has its lead, its author and its date');
SELECT is(test.whose(1, 2, 3, 4, 5), '1 1 1 1 1', 'they are one client');
SELECT results_eq('SELECT n, (intake.card(test.lead(n))).known FROM generate_series(1, 5) AS n',
    $$VALUES (1, NULL::text), (2, NULL), (3, NULL), (4, 'known from one lead only'), (5, 'known from one lead only')$$,
    'whoever opens one of the last two is told on how little that stands');
SELECT is(test.told('test_pyotr', 'SELECT known FROM desk.take(test.receipt(5))'), 'известно только из одной заявки', 'on the screen, in his language');
SELECT is(test.told('test_pyotr', 'SELECT known FROM desk.my_leads WHERE receipt = test.receipt(4)'), 'известно только из одной заявки', 'in the grid');
SELECT is(test.told('test_pyotr', 'SELECT desk.release(test.receipt(5), ''other'')') ~ 'всего 5', true, 'and are given back together');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt, known_by, leads, waiting, talks_with, sold_by, last_verdict FROM desk.by_client',
    $$SELECT test.receipt(5), '+79120000001 (known from one lead only), evil@example.com (known from one lead only)', 5::bigint, 5::bigint, NULL::text, NULL::text, NULL::text$$,
    'so does who looks at clients');
RESET SESSION AUTHORIZATION;

-- The split
SELECT alike(test.told('test_olga', format('SELECT desk.split_client(%L, %L)', contact, reason)), want, coalesce(contact, 'nothing') || ': ' || want) FROM (VALUES
    ('evil@example.com', ' ', '22023 to split a client wants a reason'), ('evil@example.com', NULL, '22023 %'), ('who?', 'x', '22023 %neither a phone nor an e-mail'),
    (NULL, 'x', '22023 %'), ('', 'x', '22023 %'), ('%', 'x', '22023 %'), ('+79120000002', 'x', 'P0002 %belongs to nobody we know'), ('a@b', 'x', 'P0002 %'),
    ('evil@example._om', 'x', 'P0002 %')) AS t (contact, reason, want);
SELECT is(test.try('test_gleb', 'SELECT desk.split_client(''evil@example.com'', ''x'')'), '42501', 'sales do not split');
SELECT alike(test.told('test_olga', 'SELECT desk.split_client('' Evil@Example.com '', ''a stranger'')'), 'evil@example.com is a client of its own now: %. It has 2 of the leads. ' || test.short(3) || ' stays: it names +79120000001, too. %', 'split off');
SELECT is(test.whose(1, 2, 3, 4, 5), '1 1 1 4 4', 'what named both stays; work, queue and deals agree');
SELECT results_eq('SELECT test.n(client) FROM intake.lead ORDER BY id', 'VALUES (1), (1), (1), (1), (1)', 'no lead was rewritten');
SELECT isnt(test.client(4), test.lead(4), 'the new client has an id of its own');
SELECT is((SELECT count(*) FROM intake.client WHERE id = test.client(4)), 1::bigint, 'and is there');
SELECT results_eq('SELECT kind::text, value::text, test.n(from_client), to_client, by, reason::text, undone_at FROM intake.client_split',
    $$SELECT 'email', 'evil@example.com', 1, test.client(4), 'test_olga'::name, 'a stranger', NULL::timestamptz$$, 'who did it and why is noted');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt, known_by, leads FROM desk.by_client', $$VALUES (test.receipt(5), 'evil@example.com', 2::bigint), (test.receipt(3), '+79120000001', 3)$$, 'two clients');
SELECT results_eq(format('SELECT what, who, lead, note FROM desk.client_history(%L) WHERE what LIKE ''%%split''', test.receipt(a)),
    format($$VALUES ('split', 'test_olga', %L, 'evil@example.com: a stranger')$$, other), 'the story of either tells it') FROM (VALUES (1, test.client(4)), (4, test.client(1))) AS t (a, other);
SELECT is((SELECT count(*) FROM desk.client_history(test.receipt(4)) WHERE what = 'received'), 2::bigint, 'and has the own leads');
RESET SESSION AUTHORIZATION;
SELECT is((intake.card(test.lead(5))).known, NULL, 'nothing is uncertain any more');
SELECT alike(test.told('test_olga', format('SELECT desk.split_client(%L, ''x'')', c)), '22023 ' || c || ' is the only thing client % is known by', 'of one alone nothing is split')
  FROM unnest('{evil@example.com,+79120000001}'::text[]) AS c;
SELECT alike(test.told('test_olga', 'SELECT desk.unsplit_client(''+79120000001'', ''x'')'), '22023 +79120000001 has not been split off', 'what was not split is not put back');
SELECT is(test.outcomes(test.record(6, test.contacts('evil@example.com'))), 'new', 'it writes again');
SELECT is(test.whose(1, 4, 6), '1 4 4', 'and is the new client''s');

-- Who names both proposes a merge, and is the older's: by our clock
SELECT is(test.outcomes(test.record(7, test.contacts('evil@example.com', '+79120000001'))), 'new', 'one who names both');
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(7)', 'SELECT test.client(1), ARRAY[test.client(4)]', 'proposes a merge');
SELECT is(test.told('test_olga', 'SELECT desk.merge(test.receipt(4), test.receipt(1), ''one after all'')'), 'They are one client now: ' || test.lead(1) || '.', 'merged');
SELECT is(test.whose(1, 3, 4, 6, 7), '1 1 1 1 1', 'one again');
SELECT is(test.told('test_olga', format('SELECT desk.unmerge(%L, ''no'')', (SELECT to_client FROM intake.client_split))) IS NOT NULL, true, 'unmerged');
SELECT is(test.whose(1, 3, 4, 6, 7), '1 1 4 4 1', 'and two');

-- Undone: with what came since
SELECT alike(test.told('test_olga', 'SELECT desk.unsplit_client(''evil@example.com'', '' '')'), '22023 %wants a reason', 'not without a reason');
SELECT is(test.told('test_pavel', 'SELECT desk.unsplit_client(''email: evil@example.com'', ''his wife'')'), format('evil@example.com is of client %s again.', test.lead(1)), 'undone');
SELECT is(test.whose(1, 2, 3, 4, 5, 6, 7), '1 1 1 1 1 1 1', 'all are the first client''s');
SELECT results_eq('SELECT what, who, note FROM desk.client_history(test.receipt(1)) WHERE what LIKE ''%split'' ORDER BY at',
    $$VALUES ('split', 'test_olga', 'evil@example.com: a stranger'), ('unsplit', 'test_pavel', 'evil@example.com: his wife')$$, 'the story has both');
SELECT alike(test.told('test_olga', 'SELECT desk.unsplit_client(''evil@example.com'', ''x'')'), '22023 %has not been split off', 'once');
SELECT is((intake.card(test.lead(5))).known, NULL, 'two leads name both by now: that is known well');
SELECT isnt(test.told('test_olga', 'SELECT desk.split_client(''8 (912) 000-00-01'', ''again'')'), NULL, 'the phone is split off, as people write it');
SELECT is(test.whose(1, 2, 3, 4, 5, 6, 7), '1 1 3 3 3 3 3', 'its leads go with it');

-- A deal, a claim and what was earned go with the lead; so does what a qualifier has learned
SELECT is(test.outcomes(test.record(11, test.contacts('+79120000011', 'k@example.com')), test.record(12, test.contacts('k@example.com')),
    test.record(13, test.contacts('k@example.com')), test.record(14, test.contacts())), 'new new new new', 'another client; a lead of nobody');
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(12)) \g /dev/null
SELECT desk.hand_over(test.receipt(12), 'general') \g /dev/null
SELECT FROM desk.take(test.receipt(14)) \g /dev/null
SELECT desk.add_answer(test.receipt(14), 'phone', '+79120000014'), desk.hand_over(test.receipt(14), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT test.n(lead), linked_by FROM intake.contact_point WHERE value = ''+79120000014''', $$VALUES (14, 'test_olga'::name)$$, 'what is learned is linked by who learned it');
SELECT is(test.told('test_olga', 'SELECT desk.split_client(''k@example.com'', ''x'')') IS NOT NULL, true, 'split');
SELECT is(test.whose(11, 12, 13), '11 12 12', 'the deal is of the client that the lead is of, and what waits and is held');
SELECT is((SELECT count(*) FROM intake.client WHERE id IN (test.client(11), test.client(12)) AND earned_at IS NOT NULL), 2::bigint, 'and has earned its place');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT receipt, waiting, talks_with, sold_by, last_verdict FROM desk.by_client WHERE leads = 2 AND known_by = ''k@example.com''',
    $$VALUES (test.receipt(13), 0::bigint, 'Olga', 'general', 'qualified: general')$$, 'as is seen');
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(15, test.contacts('k@example.com'))), 'new', 'who writes again');
SELECT results_eq('SELECT test.n(about), login, team::text FROM intake.notice WHERE lead = test.lead(15) ORDER BY 1',
    $$VALUES (12, NULL::name, 'general'), (13, 'test_olga', NULL)$$, 'is told to those who have the new client');
SELECT is(test.outcomes(test.record(16, test.contacts('+79120000011'))), 'new', 'of the old one');
SELECT is_empty('SELECT FROM intake.notice WHERE lead = test.lead(16) AND about IN (test.lead(12), test.lead(13))', 'they are not told');
SELECT is(test.outcomes(test.record(17, test.contacts('+79120000014', 'l@example.com'))), 'new', 'who was learned of writes, with an e-mail');
SELECT is(test.told('test_olga', 'SELECT desk.split_client(''+79120000014'', ''x'')') IS NOT NULL, true, 'the learned phone is split off');
SELECT is(test.whose(14, 17), '14 17', 'the lead by which it was learned goes with it');

-- Across merges: what is split off leaves them all
SELECT is(test.outcomes(test.record(21, test.contacts('+79120000021')), test.record(22, test.contacts('+79120000022', 'm@example.com')),
    test.record(23, test.contacts('m@example.com'))), 'new new new', 'two clients');
SELECT is(test.told('test_olga', 'SELECT desk.merge(test.receipt(21), test.receipt(22), ''x'')') IS NOT NULL, true, 'are merged');
SELECT is(test.told('test_olga', 'SELECT desk.split_client(''m@example.com'', ''x'')') IS NOT NULL, true, 'a contact point of the younger');
SELECT is(test.whose(21, 22, 23), '21 21 23', 'is alone now');
SELECT is(test.told('test_olga', 'SELECT desk.unsplit_client(''m@example.com'', ''x'')') IS NOT NULL, true, 'undone');
SELECT is(test.whose(21, 22, 23), '21 21 21', 'all of them are one');
SELECT is(test.told('test_olga', format('SELECT desk.unmerge(%L, ''x'')', test.lead(22))) IS NOT NULL, true, 'and unmerged');
SELECT is(test.whose(21, 22, 23), '21 22 22', 'it is where it was');

-- The older client is told by our clock: a visitor may choose an id of 1970
CREATE FUNCTION test.early(contacts text[]) RETURNS text LANGUAGE sql AS
    $$ SELECT test.outcomes(test.record(30, test.contacts(VARIADIC contacts) || '{"id": "00000000-0000-7000-8000-000000000001"}')) $$;
SELECT is(test.outcomes(test.record(31, test.contacts('+79120000031')), test.record(32, test.contacts('+79120000032'))), 'new new', 'two clients');
SELECT is(test.early('{+79120000030}'), 'new', 'one with an early id');
SELECT is(test.outcomes(test.record(33, test.contacts('+79120000030', '+79120000032', '+79120000031'))), 'new', 'a lead that names all three');
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(33)',
    $$SELECT test.lead(31), ARRAY[test.lead(32), '00000000-0000-7000-8000-000000000001']$$, 'is of who was here first; the others follow by their age');
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT client, other FROM desk.merge_proposals WHERE receipt = test.receipt(33)',
    $$VALUES (test.lead(31), test.lead(32)), (test.lead(31), '00000000-0000-7000-8000-000000000001')$$, 'so does who is asked');
SELECT is(desk.merge('00000000-0000-7000-8000-000000000001', test.receipt(32), 'x'), 'They are one client now: ' || test.lead(32) || '.', 'nor does it get the better of anybody by a merge');
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(32)) \g /dev/null
SELECT desk.add_answer(test.receipt(32), 'phone', '+79120000031'), desk.hand_over(test.receipt(32), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(32)', 'SELECT test.lead(31), ARRAY[test.lead(32)]', 'nor by what is learned');
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(31)) \g /dev/null
SELECT desk.add_answer(test.receipt(31), 'phone', '+79120000030'), desk.hand_over(test.receipt(31), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT results_eq('SELECT client, others FROM intake.merge_proposal WHERE lead = test.lead(31)',
    $$SELECT test.lead(31), ARRAY['00000000-0000-7000-8000-000000000001'::uuid]$$, 'of the early one, too');

-- Two people with one e-mail: the phone goes with its leads; whom a phone is shared with stays.
SELECT is(test.outcomes(test.record(34, test.contacts('+79120000034', 'sklad@firma.ru')), test.record(35, test.contacts('+79120000035', 'sklad@firma.ru')),
    test.record(36, test.contacts('+79120000035')), test.record(37, test.contacts('sklad@firma.ru')),
    test.record(38, test.contacts('+79120000034', '+79120000035'))), 'new new new new new', 'two with one e-mail');
SELECT is(test.whose(34, 35, 36, 37, 38), '34 34 34 34 34', 'are one client');
SELECT alike(test.told('test_olga', 'SELECT desk.split_client(''+79120000035'', ''Мария'')'),
    '+79120000035 is a client of its own now: %. It has 2 of the leads. ' || test.short(38) || ' stays: it names +79120000034, too. %desk.unsplit_client(''+79120000035'', %', 'split, and told what stays and why');
SELECT is(test.whose(34, 35, 36, 37, 38), '34 35 35 34 34', 'her leads are hers');
SELECT is(test.told('test_olga', 'SELECT desk.unsplit_client(''+79120000035'', ''x'')') IS NOT NULL, true, 'undone');
SELECT is(test.whose(34, 35, 36, 37, 38), '34 34 34 34 34', 'all of it');
-- test.numbers(who): how many claims, or what kept a client from others as one does, the person has begun.
CREATE FUNCTION test.numbers(who text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    n bigint;
BEGIN
    EXECUTE format('SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM %s', intake.claim_counter(who)) INTO n;
    RETURN n;
END $$;
CREATE TABLE test.begun AS SELECT test.numbers('test_olga') AS n;
SELECT alike(test.told('test_olga', 'SELECT desk.split_client(''+79120000035'', ''Мария'', ''zz'')'), '22023 "zz" is no receipt', 'what is no receipt');
SELECT is(test.numbers('test_olga'), n, 'is refused, and not counted as something taken back') FROM test.begun;
SELECT alike(test.told('test_olga', format('SELECT desk.split_client(''+79120000035'', ''Мария'', %L)', leads)), want, leads || ': ' || want) FROM (VALUES
    (test.short(1), '22023 lead ' || test.short(1) || ' is not of this client'), ('zz', '22023 "zz" is no receipt'),
    (test.short(37) || ', ' || test.short(38) || ' ' || test.short(38), '+79120000035 is a client of its own now: %. It has 4 of the leads.')) AS t (leads, want);
SELECT is(test.whose(34, 35, 36, 37, 38), '34 35 35 35 35', 'what is named goes along');
SELECT is(test.told('test_olga', 'SELECT desk.unsplit_client(''+79120000035'', ''x'')') IS NOT NULL, true, 'undone');
SELECT is(test.whose(34, 35, 36, 37, 38), '34 34 34 34 34', 'with what was named');

-- What a person has learned is known well, though one lead alone names it beside another
SELECT is(test.outcomes(test.record(39, test.contacts('x@example.com'))), 'new', 'one by e-mail');
SET SESSION AUTHORIZATION test_olga;
SELECT FROM desk.take(test.receipt(39)) \g /dev/null
SELECT desk.add_answer(test.receipt(39), 'phone', '+79120000039') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is(test.outcomes(test.record(40, test.contacts('x@example.com', '+79120000039'))), 'new', 'who names the phone, too, that was learned');
SELECT is(intake.tied_once(test.lead(39), test.lead(39), ARRAY['phone +79120000039'], NULL), false, 'is no stranger');

SELECT * FROM finish();
ROLLBACK;
