-- The article "Will buy or won't": who sorts clients by liking loses money. Each wish that it has, as the person types it whose
-- wish it is.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
\ir lib/story.sql
UPDATE intake.setting SET max_clients = 2;
SELECT is(test.asks(1, 'other', test.details('Анна', 'мебель', '700', 'Рязань')), 'new', 'Anna asks'); 
SELECT is(test.asks(2, 'unfit', test.details('Борис', 'мороженое', '500', 'Кунгур')), 'new', 'Boris asks');
SELECT is(test.asks(3, 'unfit', '{"name": "SEO", "message": "Продвижение сайтов"}', '{"form": "contact"}'), 'new', 'somebody sells');
SELECT is(test.asks(4, 'other', test.details('Лидия', 'рояль', '450', 'Рязань')), 'new', 'Lidia asks');

-- Wish 32, Will buy or won't: whoever has shown interest is a lead; nobody is turned away before somebody has talked to him.
SET SESSION AUTHORIZATION test_olga;
SELECT results_eq('SELECT name FROM desk.queue', $$VALUES ('Анна'), ('Лидия'), ('Борис'), ('SEO')$$, 'whatever a rule has said, all are there to be called');
-- Wish 31, Will buy or won't: a seller does not choose with whom to work.
SELECT is((SELECT name FROM desk.claim_next()), 'Анна', 'the next is given, not picked');
SELECT is((SELECT name FROM desk.claim_next()), 'Лидия', 'one more');
SELECT throws_ok('SELECT desk.claim_next()', '55000', 'у вас уже 2 клиента: больше за раз не даётся', 'nobody gathers clients to pick from');
SELECT throws_ok($$SELECT desk.release(test.short(4), 'не нравится')$$, '22023', '«не нравится» — не причина из списка «возврат»', 'no liking');
SELECT is(desk.release(test.short(4), 'не моя тема: рояли'), format('Заявка %s возвращена в очередь. Это считается.', test.short(4)), 'who gives one back has a reason');
SELECT is((SELECT skipped FROM desk.kpi), 1::bigint, 'and it is counted');

-- Wish 33, Will buy or won't: at the first call the lead gets the status "first contact", and no grade of interest.
SELECT is(desk.set_stage(test.short(1), 'первый контакт'), 'Теперь этап — первый контакт.', 'so it is called');
SELECT throws_ok($$SELECT desk.set_stage(test.short(1), 'интерес')$$, '22023', 'в списке «этап заявки» нет «интерес»', 'there is no other word');
-- Wish 34, Will buy or won't: one process from beginning to end, and everything that is needed is done before the next step.
SELECT lives_ok($$SELECT desk.record_attempt(test.short(1), 'не отвечает')$$, 'she calls once');
SELECT throws_ok($$SELECT desk.mark_unreachable(test.short(1), 'не отвечает')$$, '55000', 'недозвон — после 3 попыток, а их было 1', 'once is not enough');
SELECT throws_ok($$SELECT desk.hand_over(test.short(1), 'Передать - общее')$$, '55000', 'команда «общее» сначала хочет знать: согласие с ценой от 5000 RUB', 'nor is a step left out');
-- Wish 35, Will buy or won't: a call reminds the client of us.
SELECT matches(desk.postpone(test.short(1), 'завтра 10:00', 'просила позже'),
    format('^Заявка %s: звонок обещан на %s \(по времени офиса; у клиента 17:00\), сначала он достанется вам\.', test.short(1), to_char((now() AT TIME ZONE 'Europe/Moscow')::date + 1, 'DD\.MM\.YYYY 10:00')), 'tomorrow at ten');
SELECT results_eq('SELECT name, promised_by, overdue FROM desk.promised', $$VALUES ('Анна', 'test_olga'::name::text, NULL)$$, 'it stands in a list');
RESET SESSION AUTHORIZATION;
UPDATE intake.work SET not_before = now() - interval '1 minute', promised = now() - interval '1 minute' WHERE lead = test.lead(1);
SET SESSION AUTHORIZATION test_olga;
SELECT is((SELECT overdue FROM desk.promised), 'просрочено: 1 мин', 'which says when it is time');
SELECT is((SELECT name FROM desk.claim_next()), 'Анна', 'and comes before everything');
-- Wish 37, Will buy or won't: "qualification" is passed with consent to our price; who does not consent is thanked, and forgotten.
SELECT lives_ok($$SELECT desk.record_attempt(test.short(1), 'поговорили')$$, 'they talk about the price');
SELECT is(desk.add_answer(test.short(1), 'цена', '3000'), 'Записано: цена — 3000.', 'three thousand');
SELECT throws_ok($$SELECT desk.hand_over(test.short(1), 'Передать - общее')$$, '55000', 'команда «общее» сначала хочет знать: согласие с ценой от 5000 RUB', 'that is no consent');
SELECT matches(desk.refuse(test.short(1), 'не согласен с ценой'), 'закрыта: отказ\.', 'thank you');
SELECT is_empty($$SELECT * FROM desk.queue WHERE name = 'Анна'$$, 'she is not offered again');

-- Wish 38, Will buy or won't: all contacts are kept, and a lead that cannot go on is closed with its true reason.
SELECT is((SELECT name FROM desk.claim_next()), 'Борис', 'what she gave back goes to others first');
SELECT throws_ok($$SELECT desk.refuse(test.short(2), NULL)$$, '22023', 'для «отказ» нужна причина из списка', 'no close without a reason');
SELECT matches(desk.refuse(test.short(2), 'нужно спецоборудование'), 'закрыта: отказ\.', 'this is it');
SELECT results_eq($$SELECT name, known_by, last_verdict FROM desk.by_client WHERE name IN ('Анна', 'Борис') ORDER BY name$$,
    $$VALUES ('Анна', '+79000000001, ivan1@example.com', 'отказ: не согласен с ценой'), ('Борис', '+79000000002, ivan2@example.com', 'отказ: нужно спецоборудование')$$,
    'who they are and how to reach them is kept');
SELECT is(ARRAY(SELECT what FROM desk.client_history(test.short(1))),
    '{received,claimed,staged,attempted,postponed,due,claimed,attempted,answered,refused}'::text[], 'with everything that was done');
-- Wish 39, Will buy or won't: everybody is treated alike, whatever somebody thinks of him; nobody juggles with words.
SELECT is((SELECT name FROM desk.claim_next()), 'SEO', 'this one, too');
RESET SESSION AUTHORIZATION;
UPDATE intake.setting SET recheck_share = 1;
SET SESSION AUTHORIZATION test_olga;
SELECT throws_ok($$SELECT desk.mark_spam(test.short(3), 'не купит')$$, '22023', '«не купит» — не причина из списка «спам»', '"will not buy" is no reason');
SELECT matches(desk.mark_spam(test.short(3), 'реклама'), 'закрыта: спам\.', 'this is one');
SET SESSION AUTHORIZATION test_pavel;
SELECT results_eq('SELECT name, answers FROM desk.second_look', $$VALUES ('SEO', 'name: SEO; consent: true; message: Продвижение сайтов')$$, 'a colleague judges it again, blind');
SELECT is(desk.second_verdict(test.short(3), 'спам', 'реклама'), 'Спасибо, второе мнение записано.', 'alike');
SET SESSION AUTHORIZATION test_nina;
SELECT results_eq($$SELECT qualifier, skipped, judged_again, agreement FROM desk.kpi$$, $$VALUES ('test_olga'::name::text, 1::bigint, 1::bigint, 1.00)$$, 'the head sees who is fair');
SET SESSION AUTHORIZATION test_pavel;
SELECT is((SELECT name FROM desk.claim_next()), 'Лидия', 'and the piano finds somebody');

SELECT * FROM finish();
ROLLBACK;

-- Wish 36, Will buy or won't, waits: e-mails and reminders of an event go out by themselves; because nothing here writes to clients, and what pops up needs a screen.
