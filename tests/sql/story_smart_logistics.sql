-- The story of a haulier whose conversion rose from 3 % to 13 %, and of a first line that hands over to two teams, told
-- with the words of the desk. Requests come in through every channel; one qualifier phones them all, refuses or redirects
-- what does not fit, and sorts the rest; sellers get the red ones first, with the details; a client who comes back is
-- known, comes first, and the seller is told.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
SELECT session_user AS intake \gset
UPDATE intake.setting SET recheck_share = 0, max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0';
SELECT desk.add_staff('test_marina', 'Марина', 'desk');
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}');
SELECT desk.add_staff('test_mark', 'Марк', 'marketing');
SELECT desk.add_staff('test_vera', 'Вера', 'sales', '{services}');
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- Six people write. The rules have sorted them; nobody was turned away by a machine.
CREATE FUNCTION test.request(n int, class text, answers jsonb, more jsonb DEFAULT '{}') RETURNS jsonb LANGUAGE sql
AS $$ SELECT test.record(n, jsonb_build_object('received_at', date_trunc('hour', now()) - interval '1 hour' + n * interval '1 second',
         'answers', answers || '{"consent": true}', 'category', class,
         'colour', CASE class WHEN 'high-margin' THEN 'red' WHEN 'low-margin' THEN 'green' ELSE 'brown' END,
         'rank', CASE class WHEN 'high-margin' THEN 10 WHEN 'low-margin' THEN 30 ELSE 90 END) || more) $$;
SELECT is(test.outcomes(
    test.request(1, 'low-margin',  '{"name": "Пётр", "cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}'),
    test.request(2, 'unfit',       '{"name": "Инна", "cargo": "мороженое", "weight_kg": 2000, "from": "Пермь", "to": "Кунгур"}'),
    test.request(3, 'high-margin', '{"name": "Олег", "cargo": "станки", "weight_kg": 20000, "from": "Пермь", "to": "Хабаровск", "ready_on": "2026-11-24"}'),
    test.request(4, 'low-margin',  '{"name": "Раиса", "message": "Нужен разовый консультант по таможне"}', '{"form": "contact"}'),
    test.request(5, 'low-margin',  '{"name": "Семён", "cargo": "диван", "weight_kg": 60, "from": "Пермь", "to": "Пермь"}'),
    test.request(6, 'unfit',       '{"name": "SEO", "cargo": "Продвижение сайтов", "weight_kg": 1, "from": "x", "to": "y"}')),
    'new new new new new new', 'six requests through all channels');

SET SESSION AUTHORIZATION test_marina;
SELECT results_eq('SELECT colour::text, name FROM desk.queue',
    $$VALUES ('red', 'Олег'), ('green', 'Пётр'), ('green', 'Раиса'), ('green', 'Семён'), ('brown', 'Инна'), ('brown', 'SEO')$$,
    'Marina sees them in the order of work: the red one first, the unfit last, all of them there');

-- Oleg: a large cargo, a far city, within the week.
SELECT is((SELECT name FROM desk.claim_next()), 'Олег', 'she takes the first');
SELECT lives_ok($$SELECT desk.record_attempt(test.receipt(3), 'поговорили', 'торопится')$$, 'she phones, in Russian if she likes');
SELECT throws_ok($$SELECT desk.hand_over(test.receipt(3), 'general')$$, '55000',
    'team general wants to know first: consent to a price of at least 5000 RUB',
    'the sellers want to know that he accepts their price floor');
SELECT lives_ok($$SELECT desk.add_answer(test.receipt(3), 'price_floor', '4000')$$, 'he offers four thousand');
SELECT throws_ok($$SELECT desk.hand_over(test.receipt(3), 'general')$$, '55000', NULL, 'which is not enough');
SELECT lives_ok($$SELECT desk.add_answer(test.receipt(3), 'price_floor', '250000')$$, 'she asks again: he knows what twenty tonnes cost');
SELECT lives_ok($$SELECT desk.hand_over(test.receipt(3), 'общее', 'звонить до обеда')$$, 'and he is handed over to sales, with all details');
SELECT is_empty('SELECT * FROM desk.my_leads', 'that was all for the first line: on to the next');

-- Pyotr: light, from the village to the district centre; somebody is at home in the evening only.
SELECT is((SELECT name FROM desk.claim_next()), 'Пётр', 'Pyotr is next');
SELECT lives_ok($$SELECT desk.record_attempt(test.receipt(1), 'no_answer')$$, 'he does not answer');
SELECT throws_ok($$SELECT desk.mark_unreachable(test.receipt(1), 'no_answer')$$, '55000', 'unreachable after 3 attempts, and there were 1',
    'one call is not enough to throw a request away');
SELECT lives_ok($$SELECT desk.postpone(test.receipt(1), (now() + interval '5 hours')::text, 'no_answer')$$, 'he gets a second chance in the evening');

-- Raisa asks for a service, not for a lorry.
SELECT is((SELECT name FROM desk.claim_next()), 'Раиса', 'Raisa is next');
SELECT throws_ok($$SELECT desk.hand_over(test.receipt(4), 'services')$$, '55000',
    'team services wants to know first: for themselves or a company', 'services want to know for whom');
SELECT lives_ok($$SELECT desk.record_attempt(test.receipt(4), 'talked')$$, 'she phones and asks');
SELECT lives_ok($$SELECT desk.add_answer(test.receipt(4), 'acts_for', 'компания')$$, 'a company');
SELECT lives_ok($$SELECT desk.hand_over(test.receipt(4), 'услуги')$$, '"hand over - services"');

-- Semyon's sofa is too small, but somebody can help; ice cream needs a special lorry; SEO is no client.
SELECT is((SELECT name FROM desk.claim_next()), 'Семён', 'Semyon is next');
SELECT throws_ok($$SELECT desk.refuse(test.receipt(5), NULL)$$, '22023', '"refuse" wants a reason from the list', 'nobody is refused without a reason');
SELECT throws_ok($$SELECT desk.refuse(test.receipt(5), 'не понравился')$$, '22023', '"не понравился" is not a reason in the list of "refuse"',
    'nor for one that is not in the list: no cherry-picking');
SELECT lives_ok($$SELECT desk.refuse(test.receipt(5), 'too_small', 'Газелькин, +7 342 200-00-00')$$, 'he is told who carries sofas');
SELECT is((SELECT name FROM desk.claim_next()), 'Инна', 'Inna is next');
SELECT lives_ok($$SELECT desk.refuse(test.receipt(2), 'special_equipment: мороженое')$$, 'we have no refrigerator');
SELECT is((SELECT name FROM desk.claim_next()), 'SEO', 'the last');
SELECT lives_ok($$SELECT desk.mark_spam(test.receipt(6), 'реклама')$$, 'is advertising');
SELECT is_empty('SELECT * FROM desk.claim_next()', 'the queue is empty, Pyotr sleeps in it');
RESET SESSION AUTHORIZATION;
SELECT is((SELECT count(*) FROM intake.lead), 6::bigint, 'nothing is deleted');
SELECT set_eq('SELECT verdict::text, reason::text FROM intake.work WHERE state = ''closed''',
    $$VALUES ('qualified', 'general'), ('qualified', 'services'), ('redirected', 'too_small'), ('refused', 'special_equipment'), ('spam', 'advertising')$$,
    'every closing has its reason');

-- The sellers: each team sees its own direction, with the history of the lead, and no leads.
SET SESSION AUTHORIZATION test_vera;
SELECT results_eq('SELECT name, team, stage, owner FROM sales.deals', $$VALUES ('Раиса', 'services', 'new', NULL)$$,
    'Vera of services sees the one deal of her direction, new');
SELECT throws_ok('SELECT * FROM desk.queue', '42501', NULL, 'and no queue');
SELECT throws_ok($$SELECT sales.take_deal(test.receipt(3))$$, '42501', NULL, 'nor can she take what is not hers');
SELECT is_empty($$SELECT * FROM sales.deal_history WHERE receipt = test.receipt(3)$$, 'nor read its history');
SELECT lives_ok($$SELECT sales.close_deal(test.receipt(4), 'lost', 'competitor')$$, 'Raisa has found another consultant');
SET SESSION AUTHORIZATION test_gleb;
SELECT results_eq('SELECT name, colour::text, handed_over_by FROM sales.deals', $$VALUES ('Олег', 'red', 'test_marina')$$, 'Gleb of general sees Oleg');
SELECT results_eq('SELECT what FROM sales.deal_history', $$VALUES ('received'), ('claimed'), ('attempted'), ('answered'), ('answered'), ('handed_over')$$,
    'with everything that was said');
SELECT is((SELECT note FROM sales.deal_history WHERE what = 'handed_over'), 'звонить до обеда', 'and the note for him');
SELECT lives_ok($$SELECT sales.take_deal(test.receipt(3))$$, 'he takes it');
SELECT lives_ok($$SELECT sales.set_stage(test.receipt(3), 'предложение')$$, 'and sends an offer');

-- The exercise: a client who writes again is flagged, comes first, and whoever is responsible is told.
RESET SESSION AUTHORIZATION;
SELECT lives_ok($$SELECT test.submit(test.request(7, 'high-margin', '{"name": "Яков", "cargo": "трубы", "weight_kg": 9000, "from": "Пермь", "to": "Чита"}'))$$,
    'a red request of somebody new');
SELECT lives_ok($$SELECT test.submit(test.request(8, 'low-margin', '{"name": "Олег", "cargo": "ещё станок", "weight_kg": 400, "from": "Пермь", "to": "Пермь"}',
    test.contacts('+79000000003')))$$, 'Oleg writes again, from the same phone');
SET SESSION AUTHORIZATION test_gleb;
SELECT results_eq('SELECT receipt, wrote_again, owner, name FROM sales.notices', $$SELECT test.receipt(3), test.receipt(8), 'test_gleb', 'Олег'$$,
    'Gleb, who has his deal, is told');
SELECT is((SELECT wrote_again FROM sales.deals), 1::bigint, 'and sees it at the deal');
SELECT lives_ok($$SELECT sales.seen(test.receipt(3))$$, 'he has read it');
SELECT is_empty('SELECT * FROM sales.notices', 'and is not told twice');
SET SESSION AUTHORIZATION test_vera;
SELECT is_empty('SELECT * FROM sales.notices', 'Vera is not told');
SET SESSION AUTHORIZATION test_marina;
SELECT results_eq('SELECT name, repeat, earlier_leads, earlier_deals, last_verdict, last_owner FROM desk.queue',
    $$VALUES ('Олег', true, 1::bigint, 1::bigint, 'qualified: general', 'test_gleb'), ('Яков', false, 0, 0, NULL, NULL)$$,
    'for Marina he comes before the red one, and she sees who knows him');

-- Evening: the second chance is due.
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET not_before = now() - interval '1 minute' WHERE lead = test.lead(1);
SET SESSION AUTHORIZATION test_marina;
SELECT results_eq('SELECT name FROM desk.queue', $$VALUES ('Олег'), ('Яков'), ('Пётр')$$, 'Pyotr is in the queue again, in his place');
SELECT is((SELECT name FROM desk.claim_next()), 'Олег', 'first Oleg');
SELECT is((SELECT name FROM desk.claim_next()), 'Яков', 'then Yakov');
SELECT results_eq('SELECT name, attempts, call_at IS NOT NULL FROM desk.claim_next()', $$VALUES ('Пётр', 1::bigint, false)$$, 'then Pyotr, to whom nothing was promised');
SELECT lives_ok($$SELECT desk.record_attempt(test.receipt(1), 'talked'), desk.add_answer(test.receipt(1), 'ready_on', '2026-11-30'),
                         desk.add_answer(test.receipt(1), 'price_floor', '6000'), desk.hand_over(test.receipt(1), 'general')$$,
    'he is at home, accepts the price, and goes to sales');

-- The end: sales win the red one; everybody sees what is theirs to see.
SET SESSION AUTHORIZATION test_gleb;
SELECT results_eq('SELECT name FROM sales.deals', $$VALUES ('Олег'), ('Пётр')$$, 'the red one first, the green one can wait');
SELECT throws_ok($$SELECT sales.close_deal(test.receipt(3), 'won', 'speed')$$, '22023', NULL, 'won, but for how much?');
SELECT lives_ok($$SELECT sales.close_deal(test.receipt(3), 'won', 'скорость ответа', 300000, 70000)$$, 'won by the speed of the answer');
SET SESSION AUTHORIZATION test_marina;
SELECT results_eq('SELECT what, who FROM desk.client_history(test.receipt(8))',
    format($$VALUES ('received', %1$L), ('received', %1$L), ('claimed', 'test_marina'), ('attempted', 'test_marina'),
             ('answered', 'test_marina'), ('answered', 'test_marina'), ('handed_over', 'test_marina'), ('deal_taken', 'test_gleb'),
             ('deal_staged', 'test_gleb'), ('claimed', 'test_marina'), ('won', 'test_gleb')$$, :'intake'),
    'the whole story of Oleg, across his two requests');
SELECT results_eq('SELECT qualifier, taken, skipped, attempts, handed_over, refused, second_chances, spam, won, lost, completeness FROM desk.kpi',
    $$VALUES ('test_marina'::name::text, 9::bigint, 0::bigint, 4::bigint, 3::bigint, 2::bigint, 1::bigint, 1::bigint, 1::bigint, 1::bigint, 0.89)$$,
    'Marina''s day in numbers');
SET SESSION AUTHORIZATION test_mark;
SELECT results_eq('SELECT unique_leads, handed_over, won, amount FROM marketing.funnel', $$VALUES (8::bigint, 3::bigint, 1::bigint, 300000::numeric)$$,
    'marketing sees what the channel brought, and nobody''s name');

SELECT * FROM finish();
ROLLBACK;
