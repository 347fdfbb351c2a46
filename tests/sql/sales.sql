-- What sellers do with deals, and what they are told: sums of money, the next step, answers put right, an owner by turn, notices.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0, zone = 'UTC';
UPDATE intake.team SET price_floor = NULL;
DELETE FROM intake.required_answer;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}', language => 'ru'), desk.add_staff('test_gena', 'Gena', 'sales', '{general}'),
       desk.add_staff('test_vera', 'Vera', 'sales', '{services}'), desk.add_staff('test_zoya', 'Zoya', 'marketing') \g /dev/null
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
-- test.deal(n, team): a lead, and the deal it becomes by Olga's hand.
CREATE FUNCTION test.deal(n int, team text, note text DEFAULT NULL, changes jsonb DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    PERFORM test.outcomes(test.record(n, changes));
    SET LOCAL SESSION AUTHORIZATION test_olga;
    PERFORM test.take(n);
    said := desk.hand_over(test.receipt(n), team, note);
    RESET SESSION AUTHORIZATION;
    RETURN said;
END $$;
-- test.says(who, act): what the act answers, or its error, the receipt in short as <n>.
CREATE FUNCTION test.says(who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE 'SELECT ' || act INTO said;
    RESET SESSION AUTHORIZATION;
    RETURN regexp_replace(said, '[0-9a-f]{4}-[0-9a-f]{4}', '<n>', 'g');
EXCEPTION WHEN OTHERS THEN
    RESET SESSION AUTHORIZATION;
    RETURN SQLSTATE || ' ' || regexp_replace(SQLERRM, '[0-9a-f]{4}-[0-9a-f]{4}', '<n>', 'g');
END $$;
-- test.rows(who, query): the answer in one line.
CREATE FUNCTION test.rows(who text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    seen text;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    EXECUTE format('SELECT coalesce(string_agg(btrim(x::text, ''()''), ''; ''), '''') FROM (%s) AS x', query) INTO seen;
    RESET SESSION AUTHORIZATION;
    RETURN seen;
END $$;

-- A new deal: its team is told, and the note is there.
SELECT is(test.deal(1, 'general', 'call before noon'), format('Lead %s is handed over: general. If that was wrong, within ten minutes: SELECT desk.undo(''%1$s'').',
    intake.short_receipt(test.lead(1))), 'handed over, and nobody has it yet');
SELECT is(test.rows('test_gleb', 'SELECT what, test.n(receipt::uuid), wrote_again, owner FROM sales.notices'), '"новая сделка",1,,', 'the team is told of a new deal');
SELECT is(test.rows('test_gena', 'SELECT what FROM sales.notices'), '"new deal"', 'each in the own language');
SELECT is(test.rows('test_vera', 'SELECT what FROM sales.notices'), '', 'no other team');
SELECT is(test.rows('test_gleb', 'SELECT note, wrote_again FROM sales.deals'), '"call before noon",0', 'with the note of the hand-over, and nobody wrote again');
SELECT is(test.says('test_vera', 'sales.seen(test.receipt(1))'), 'There is nothing about lead <n> that you have not read.', 'another team has read nothing');
SELECT is(test.says('test_gena', 'sales.seen(test.receipt(1))'), 'Read: <n>.', 'who has read it');
SELECT is(test.rows('test_gleb', 'SELECT what FROM sales.notices'), '', 'has read it for the team');
SELECT test.deal(2, 'general') \g /dev/null
SELECT is(test.says('test_gleb', 'sales.take_deal(test.receipt(2))'), 'Сделка <n> теперь ваша.', 'taken');
SELECT is(test.says('test_gleb', 'sales.take_deal(test.receipt(2))'), 'Сделка <n> и так ваша.', 'taken again');
SELECT is((SELECT count(*) FROM intake.lead_event WHERE lead = test.lead(2) AND what = 'deal_taken'), 1::bigint, 'once, says the history');
SELECT is(test.rows('test_gena', 'SELECT what FROM sales.notices'), '', 'a deal that was taken is new to nobody');
SELECT is(test.outcomes(test.record(3, test.contacts('+79000000002'))), 'new', 'its client writes again');
SELECT is(test.rows('test_gleb', 'SELECT what, test.n(receipt::uuid), test.n(wrote_again::uuid) FROM sales.notices'), '"клиент написал снова",2,3', 'its owner is told');

-- Sums of money
SELECT is(test.says('test_gena', format('sales.close_deal(test.receipt(2), ''won'', ''price'', %s)', sums)), said, sums) FROM (VALUES
    ('''NaN'', 1', 'won'), ('''NaN'', ''NaN''', 'won'), ('''Infinity'', 1', 'won'), ('''Infinity'', ''Infinity''', 'won'), ('1, ''-Infinity''', 'won'), ('1, ''NaN''', 'won'),
    ('-1, -1', 'won'), ('1000000000000, 1', 'won'), ('1, -1000000000000', 'won'), ('10, 11', 'won'), ('10, NULL', 'won'), ('NULL, 1', 'won'),
    ('10.001, 1', 'cents'), ('10, 0.125', 'cents')) AS t (sums, kind)
 CROSS JOIN LATERAL (SELECT '22023 ' || CASE kind WHEN 'won' THEN 'a deal that is won has an amount, and a margin not above it'
                                        ELSE 'amount and margin have two digits behind the point at the most' END) AS s (said);
SELECT is(test.says('test_gena', 'sales.close_deal(test.receipt(2), ''gone'', ''price'')'), '22023 a deal is won or lost, not "gone"', 'no other outcome');
SELECT is(test.says('test_gena', 'sales.close_deal(test.receipt(2), ''withdrawn'', ''price'')'), '22023 a deal is won or lost, not "withdrawn"', 'nor can sales withdraw one');
SELECT is(test.says('test_gleb', 'sales.close_deal(test.receipt(2), ''lost'', ''price'', 1)'), '22023 у проигранной сделки нет суммы', 'a lost one has no amount');
SELECT is(test.says('test_gena', 'sales.mend_deal(test.receipt(2), 1, 1, ''slip'')'), '42501 there is no deal <n> that your teams have won', 'an open deal has nothing to be corrected');
SELECT is(test.says('test_gena', 'sales.next_step(test.receipt(2), ''+2h'', ''send the offer'')') ~ '^Deal <n>, .*: send the offer\.$', true, 'a next step');
SELECT is(test.says('test_gena', 'sales.close_deal(test.receipt(2), ''won'', ''price'', 120000.50, -30.00)'), 'Deal <n> is won: 120000.50, of which -30.00 is left for us.', 'won, at a loss');
SELECT is(test.rows('test_gleb', 'SELECT owner, next_at, next_step FROM sales.deals WHERE outcome = ''won'''), 'test_gleb,,', 'what was to be done next is done');
SELECT is(test.rows('test_gleb', 'SELECT what FROM sales.notices'), '', 'of a closed deal nothing is told');

-- A slip is put right: by any of the team, with a reason, and the old sums stay in the history.
SELECT is(test.says('test_gleb', 'sales.mend_deal(test.receipt(2), 1, 1, '' '')'), '22023 исправлению нужна причина', 'a correction wants a reason');
SELECT is(test.says('test_gleb', 'sales.mend_deal(test.receipt(2), ''NaN'', 1, ''x'')'), '22023 у выигранной сделки есть сумма и маржа, и маржа не больше суммы', 'and sums that are some');
SELECT is(test.says('test_vera', 'sales.mend_deal(test.receipt(2), 1, 1, ''x'')'), '42501 there is no deal <n> that your teams have won', 'not by another team');
SELECT is(test.says('test_gena', 'sales.mend_deal(test.receipt(2), 118000, 29000, ''discount'')'), 'Deal <n> is corrected: 118000, of which 29000 is left for us; it was 120000.50 and -30.00.', 'corrected');
SELECT is(test.rows('test_gleb', 'SELECT owner, amount, margin FROM sales.deals WHERE outcome = ''won'''), 'test_gleb,118000,29000', 'so it is');
SELECT is(test.rows('test_gleb', 'SELECT who, note, details -> ''amount'' ->> ''from'', details -> ''margin'' ->> ''to'' FROM sales.deal_history WHERE what = ''deal_mended'''),
    'test_gena,discount,120000.50,29000', 'and the history has both');
SELECT is(test.rows('test_olga', 'SELECT details FROM desk.lead_history WHERE what = ''deal_mended'''), '', 'the desk reads no amounts');
SELECT unalike(test.rows('test_olga', 'SELECT note FROM desk.client_history(test.receipt(2)) WHERE what = ''deal_mended'''), '%000%', 'nor in the story of the client');
SELECT is(test.rows('test_zoya', 'SELECT won, amount, margin FROM marketing.funnel'), '1,118000,29000', 'marketing counts what is so now');
SELECT is(test.says('test_gleb', 'sales.close_deal(test.receipt(1), ''lost'', ''price'')'), 'Сделка <n> проиграна.', 'another is lost');
SELECT is(test.says('test_gena', 'sales.mend_deal(test.receipt(1), 1, 1, ''x'')'), '42501 there is no deal <n> that your teams have won', 'what is lost is worth nothing');

-- The next step, and the order
SELECT test.deal(n, 'general', NULL, jsonb_build_object('category', CASE WHEN n = 4 THEN 'low-margin' ELSE 'high-margin' END,
           'colour', CASE WHEN n = 4 THEN 'green' ELSE 'red' END, 'rank', CASE WHEN n = 4 THEN 30 ELSE 10 END)) FROM generate_series(4, 8) AS n \g /dev/null
SELECT is(test.says('test_gleb', format('sales.next_step(test.receipt(4), %s)', step)), said, step) FROM (VALUES
    ('''27.11.2001 10:00'', ''x''', '22023 следующий шаг — позже, чем сейчас, и в пределах года, а не ' || intake.clock('2001-11-27 10:00Z')), ('''+2h'', '' ''', '22023 следующий шаг — это когда и что'),
    (''''', ''x''', '22023 следующий шаг — это когда и что'), ('NULL, NULL', 'У сделки <n> и так нет следующего шага.')) AS t (step, said);
SELECT is(test.rows('test_gleb', $$SELECT what FROM sales.deal_history WHERE receipt = test.receipt(4) AND what LIKE 'deal%'$$), '', 'no step was there, so nothing happened');
SELECT is(test.rows('test_gleb', 'SELECT owner FROM sales.deals WHERE receipt = test.receipt(4)'), '', 'nor is the deal anybody''s for it');
SELECT alike(test.says('test_gena', format('sales.next_step(test.receipt(%s), %L, %L)', n, at, 'call')), 'Deal <n>, %: call.', at)
  FROM (VALUES (4, '+1h'), (5, '+3h'), (6, '+2h')) AS t (n, at);
SET SESSION AUTHORIZATION test_gleb;
SELECT lives_ok($$SELECT sales.add_note(test.receipt(8), 'waits for us')$$, 'a note');
RESET SESSION AUTHORIZATION;
SELECT test.outcomes(test.record(9, test.contacts('+79000000007'))) \g /dev/null
SELECT is(test.rows('test_gleb', 'SELECT test.n(receipt::uuid) FROM sales.deals'), '7; 6; 5; 8; 4; 1; 2', 'by colour; who wrote again; the next step; age; closed ones last');
SELECT is(test.rows('test_gleb', 'SELECT owner, owner_called FROM sales.deals WHERE owner IS NOT NULL LIMIT 1'), 'test_gena,Gena', 'an owner by login and by name');
SELECT is(test.rows('test_gleb', $$SELECT what, note FROM sales.deal_history WHERE receipt = test.receipt(6) AND what = 'deal_next'$$), 'deal_next,call', 'a next step is in the history');

-- What the client says to the seller
SELECT is(test.says('test_gena', 'sales.add_answer(test.receipt(8), ''phone'', ''8 912 000-00-88'')'), test.says('test_olga', 'desk.add_answer(test.receipt(9), ''phone'', ''8 912 000-00-88'')'), 'as exact as at the desk')
  FROM (SELECT test.says('test_olga', 'test.take(9)')) AS x;
SELECT is(test.says('test_gena', 'sales.add_answer(test.receipt(8), ''phone'', ''+79120000088'')'), 'Noted: phone is +79120000088.', 'a phone');
SELECT alike(test.rows('test_gleb', 'SELECT answers FROM sales.deals WHERE receipt = test.receipt(8)'), '%phone: +79120000088%', 'is on the card');
SELECT is(test.rows('test_gleb', $$SELECT who, details ->> 'value' FROM sales.deal_history WHERE receipt = test.receipt(8) AND what = 'deal_answered'$$), 'test_gena,+79120000088', 'in the history');
SELECT is((SELECT p.client FROM intake.contact_point AS p WHERE p.value = '+79120000088'), test.lead(8), 'and the client''s');
SELECT is(test.says('test_vera', 'sales.add_answer(test.receipt(8), ''phone'', ''+79120000089'')'), '42501 there is no open deal <n> of your teams', 'not for another team');
SELECT is(test.says('test_gena', 'sales.add_answer(test.receipt(2), ''phone'', ''+79120000089'')'), '42501 there is no open deal <n> of your teams', 'nor of a closed deal');
UPDATE intake.setting SET recheck_share = 1;
SELECT test.deal(10, 'general') \g /dev/null
SELECT is(test.says('test_gena', 'sales.add_answer(test.receipt(10), ''to'', ''Чита'')'), 'Noted: to is Чита.', 'of a lead that is to be judged again');
SELECT is(test.rows('test_pavel', 'SELECT what FROM desk.lead_history WHERE receipt = test.receipt(10) ORDER BY step'), 'received; claimed', 'the second judge does not see that sales have it');
UPDATE intake.setting SET recheck_share = 0;

-- An owner by turn: the one who waited longest; who is absent, and who works elsewhere by now, has none.
UPDATE intake.setting SET assign_deals = true;
DELETE FROM intake.staff_team WHERE login NOT LIKE 'test%';    -- of the demo
INSERT INTO intake.staff_team VALUES ('test_zoya', 'general');
SELECT is(test.deal(11, 'general'), format('Lead %s is handed over: general, Gena. If that was wrong, within ten minutes: SELECT desk.undo(''%1$s'').',
    intake.short_receipt(test.lead(11))), 'the first in the alphabet');
SELECT test.deal(n, 'general') FROM generate_series(12, 13) AS n \g /dev/null
SELECT is((SELECT string_agg(d.owner, ' ' ORDER BY d.lead) FROM intake.deal AS d WHERE d.lead IN (test.lead(11), test.lead(12), test.lead(13))),
    'test_gena test_gleb test_gena', 'in turn');
SELECT is(test.rows('test_gleb', 'SELECT owner FROM sales.notices WHERE receipt = test.receipt(12)'), 'test_gleb', 'the owner is told');
SELECT results_eq('SELECT login::text, team::text FROM intake.notice WHERE about = test.lead(12)', $$VALUES ('test_gleb'::name::text, NULL)$$, 'and not the team');
SELECT is(test.rows('test_gleb', $$SELECT details ->> 'owner' FROM sales.deal_history WHERE receipt = test.receipt(12) AND what = 'handed_over'$$), 'test_gleb', 'the history has it');
UPDATE intake.staff SET absent_until = CASE login WHEN 'test_gleb' THEN now() + interval '1 day' ELSE now() - interval '1 day' END WHERE login IN ('test_gleb', 'test_gena');
SELECT test.deal(14, 'general') \g /dev/null
SELECT is((SELECT d.owner::text FROM intake.deal AS d WHERE d.lead = test.lead(14)), 'test_gena', 'who is absent is passed over');
UPDATE intake.staff SET absent_until = now() + interval '1 day';
SELECT test.deal(15, 'general') \g /dev/null
SELECT results_eq('SELECT d.owner::text, n.team::text FROM intake.deal AS d JOIN intake.notice AS n ON n.about = d.lead WHERE d.lead = test.lead(15)',
    $$VALUES (NULL::name::text, 'general')$$, 'if nobody is there it waits for all');

-- What is closed, the newest first
SELECT is(test.says('test_gleb', 'sales.close_deal(test.receipt(8), ''lost'', ''price'')'), 'Сделка <n> проиграна.', 'one more is lost');
SELECT is(test.rows('test_gleb', 'SELECT test.n(receipt::uuid) FROM sales.deals WHERE outcome IS NOT NULL'), '8; 1; 2', 'it comes first');

-- What sales do renews no lease of a qualifier
SELECT test.outcomes(test.record(90)) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT test.take(90), desk.hand_over(test.receipt(90), 'general') \g /dev/null
SET SESSION AUTHORIZATION test_gleb;
SELECT sales.close_deal(test.receipt(90), 'won', 'price', 10, 1) \g /dev/null
SET SESSION AUTHORIZATION test_olga;
SELECT desk.reopen(test.receipt(90), 'came_back') \g /dev/null
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET lease_until = now() - interval '1 second' WHERE lead = test.lead(90);
SET SESSION AUTHORIZATION test_gleb;
SELECT lives_ok($$SELECT sales.mend_deal(test.receipt(90), 9, 1, 'a slip')$$, 'a deal of a lead that was reopened is corrected');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT lease_until FROM intake.work WHERE lead = test.lead(90)), now() - interval '1 second', 'the lease that has run out stays so');

-- Whoever moves a deal has it; what is said of one that ended is read; and a second deal of a lead is new
SELECT test.deal(39, 'general') \g /dev/null
SELECT is(test.outcomes(test.record(40, test.contacts('+79000000039'))), 'new', 'its client writes again');
SELECT is(test.says('test_gena', 'sales.add_note(test.receipt(39), ''tall'')'), 'The note is written down.', 'noted');
SELECT is((SELECT owner FROM intake.deal WHERE lead = test.lead(39)), 'test_gena', 'who notes has taken it');
SELECT isnt(test.says('test_gena', 'sales.close_deal(test.receipt(39), ''lost'', ''price'')'), NULL, 'lost');
SELECT is((SELECT count(*) FROM intake.notice WHERE about = test.lead(39) AND seen_at IS NULL), 0::bigint, 'and nothing of it is left to read');
SET SESSION AUTHORIZATION test_olga;
SELECT desk.reopen(test.receipt(39), 'mistake'), desk.hand_over(test.receipt(39), 'general') \g /dev/null
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.notice WHERE about = test.lead(39) AND lead = about AND seen_at IS NULL), 1::bigint, 'a second deal is to be read');

SELECT * FROM finish();
ROLLBACK;
