-- Every transition of a lead and of a deal: which acts are allowed in which state and to whom, and what each refuses.
BEGIN;
\ir lib/begin.sql
SELECT no_plan();
UPDATE intake.setting SET recheck_share = 0;
\ir lib/qualifiers.sql
SELECT desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}');
SELECT desk.add_staff('test_vera', 'Вера', 'sales', '{services}');
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;
SELECT is(test.outcomes(test.record(1)), 'new', 'one lead');

-- Puts the lead into a state, as test_olga; does the act; answers 'state verdict reason' or the error; undoes it all.
CREATE FUNCTION test.after(before text[], who text, act text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    step text;
    result text;
BEGIN
    BEGIN
        FOREACH step IN ARRAY before LOOP
            IF step LIKE 'UPDATE%' THEN
                RESET SESSION AUTHORIZATION;
            ELSE
                EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', CASE WHEN step LIKE '%sales.%' THEN 'test_gleb' ELSE 'test_olga' END);
            END IF;
            EXECUTE replace(step, '$1', quote_literal(test.lead(1)));
        END LOOP;
        EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
        EXECUTE replace(act, '$1', quote_literal(test.lead(1)));
        RESET SESSION AUTHORIZATION;
        SELECT concat_ws(' ', w.state, w.verdict, w.reason) INTO result FROM intake.work AS w;
        RAISE EXCEPTION USING ERRCODE = 'TT000', MESSAGE = result;
    EXCEPTION WHEN OTHERS THEN
        RESET SESSION AUTHORIZATION;
        RETURN CASE SQLSTATE WHEN 'TT000' THEN SQLERRM ELSE SQLSTATE END;
    END;
END $$;

CREATE TABLE test.state (state text, before text[]);
INSERT INTO test.state VALUES
    ('new',       '{}'),
    ('mine',      ARRAY['SELECT desk.claim_next()']),
    ('expired',   ARRAY['SELECT desk.claim_next()', 'UPDATE intake.work SET lease_until = statement_timestamp()']),
    ('released',  ARRAY['SELECT desk.claim_next()', 'SELECT desk.release($1, ''other'')']),
    ('postponed', ARRAY['SELECT desk.claim_next()', 'SELECT desk.postpone($1, (now() + interval ''1 day'')::text, ''thinking'')']),
    ('refused',   ARRAY['SELECT desk.claim_next()', 'SELECT desk.refuse($1, ''too_small'')']),
    ('spam',      ARRAY['SELECT desk.claim_next()', 'SELECT desk.mark_spam($1, ''robot'')']),
    ('qualified', ARRAY['SELECT desk.claim_next()', 'SELECT desk.add_answer($1, ''price_floor'', ''9000'')', 'SELECT desk.hand_over($1, ''general'')']),
    ('lost',      ARRAY['SELECT desk.claim_next()', 'SELECT desk.add_answer($1, ''price_floor'', ''9000'')', 'SELECT desk.hand_over($1, ''general'')',
                        'SELECT sales.close_deal($1, ''lost'', ''price'')']);

-- What needs the lead in one's hands
CREATE TABLE test.act (act text, mine text);
INSERT INTO test.act VALUES
    ('SELECT desk.release($1, ''language'')',                                   'due'),
    ('SELECT desk.renew($1)',                                                   'claimed'),
    ('SELECT desk.record_attempt($1, ''busy'')',                                'claimed'),
    ('SELECT desk.add_answer($1, ''weight_kg'', ''5'')',                        'claimed'),
    ('SELECT desk.add_note($1, ''x'')',                                         'claimed'),
    ('SELECT desk.set_category($1, ''high-margin'')',                           'claimed'),
    ('SELECT desk.set_stage($1, ''details'')',                                  'claimed'),
    ('SELECT desk.postpone($1, (now() + interval ''1 hour'')::text, ''asked_later'')',  'postponed'),
    ('SELECT desk.refuse($1, ''not_our_region'')',                              'closed refused not_our_region'),
    ('SELECT desk.refuse($1, ''too_small'', ''Почта'')',                        'closed redirected too_small'),
    ('SELECT desk.mark_spam($1, ''nonsense'')',                                 'closed spam nonsense'),
    ('SELECT desk.mark_unreachable($1, ''no_answer'')',                         '55000'),
    ('SELECT desk.hand_over($1, ''general'')',                                  '55000');
SELECT is(test.after(s.before, 'test_olga', a.act), CASE s.state WHEN 'mine' THEN a.mine ELSE '42501' END, s.state || ': ' || a.act)
  FROM test.state AS s CROSS JOIN test.act AS a;
SELECT is(test.after(s.before, 'test_pavel', a.act), '42501', 'another''s ' || s.state || ': ' || a.act)
  FROM test.state AS s CROSS JOIN test.act AS a WHERE s.state = 'mine';

-- Taking and reopening
SELECT is(test.after(s.before, 'test_pavel', 'SELECT desk.claim_next()'), CASE WHEN s.state IN ('new', 'expired', 'released') THEN 'claimed'
        WHEN s.state = 'mine' THEN 'claimed' ELSE w.want END, 'take, ' || s.state)
  FROM test.state AS s LEFT JOIN (VALUES ('postponed', 'postponed'), ('refused', 'closed refused too_small'), ('spam', 'closed spam robot'),
        ('qualified', 'closed qualified general'), ('lost', 'closed qualified general')) AS w (state, want) USING (state);
SELECT is(test.after(s.before, 'test_pavel', 'SELECT desk.reopen($1, ''mistake'')'),
          CASE WHEN s.state IN ('refused', 'spam', 'lost') THEN 'claimed' ELSE '55000' END, 'reopen, ' || s.state) FROM test.state AS s;
SELECT is(test.after('{}', 'test_olga', 'SELECT desk.reopen(gen_random_uuid()::text, ''mistake'')'), 'P0002', 'nothing to reopen');

-- The rest of the way, and words that are none
SELECT is(test.after(s.before || t.before, t.who, t.act), t.want, t.act) FROM test.state AS s JOIN (VALUES
    ('mine', ARRAY['SELECT desk.record_attempt($1, ''busy'')', 'SELECT desk.record_attempt($1, ''busy'')', 'SELECT desk.record_attempt($1, ''no_answer'')'],
             'test_olga', 'SELECT desk.mark_unreachable($1, ''no_answer'')', 'closed unreachable no_answer'),
    ('mine', ARRAY['SELECT desk.add_answer($1, ''price_floor'', ''5000'')'], 'test_olga', 'SELECT desk.hand_over($1, ''general'')', 'closed qualified general'),
    ('mine', ARRAY['SELECT desk.add_answer($1, ''price_floor'', ''4999.99'')'], 'test_olga', 'SELECT desk.hand_over($1, ''general'')', '55000'),
    ('mine', '{}', 'test_olga', 'SELECT desk.hand_over($1, ''nobody'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.hand_over($1, NULL)', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.postpone($1, (now())::text, ''thinking'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.postpone($1, (now() + interval ''2 years'')::text, ''thinking'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.postpone($1, NULL, ''thinking'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.refuse($1, ''no_answer'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.refuse($1, '': too small'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.record_attempt($1, '''')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.set_category($1, ''mauve'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.set_stage($1, ''offer'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_answer($1, ''Цвет неба'', ''5'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_answer($1, ''to'', '' '')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_answer($1, ''phone'', ''12'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_answer($1, ''email'', ''at home'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_answer($1, ''price_floor'', ''much'')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.add_note($1, '' '')', '22023'),
    ('mine', '{}', 'test_olga', 'SELECT desk.set_category($1, ''RED'')', 'claimed'),
    ('mine', '{}', 'test_olga', 'SELECT desk.refuse($1, ''Слишком мелкий заказ: 3 кг'')', 'closed refused too_small'),
    ('lost', ARRAY['SELECT desk.reopen($1, ''came_back'')'], 'test_olga', 'SELECT desk.hand_over($1, ''general'')', 'closed qualified general'),
    ('lost', ARRAY['SELECT desk.reopen($1, ''came_back'')', 'SELECT desk.hand_over($1, ''general'')'], 'test_gleb', 'SELECT sales.take_deal($1)', 'closed qualified general'),
    -- Deals
    ('qualified', '{}', 'test_gleb', 'SELECT sales.take_deal($1)', 'closed qualified general'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.set_stage($1, ''agreement'')', 'closed qualified general'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.set_stage($1, ''details'')', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.add_note($1, ''x'')', 'closed qualified general'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.add_note($1, '''')', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''won'', ''price'', 10, 3)', 'closed qualified general'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''won'', ''price'')', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''won'', ''price'', 10, 11)', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''won'', ''silent'', 10, 3)', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''lost'', NULL)', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''lost'', ''price'', 10)', '22023'),
    ('qualified', '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''paused'', ''price'')', '22023'),
    ('qualified', '{}', 'test_vera', 'SELECT sales.close_deal($1, ''lost'', ''price'')', '42501'),
    ('qualified', '{}', 'test_olga', 'SELECT sales.close_deal($1, ''lost'', ''price'')', '42501'),
    ('qualified', '{}', 'test_gleb', 'SELECT desk.reopen($1, ''mistake'')', '42501'),
    ('lost',      '{}', 'test_gleb', 'SELECT sales.close_deal($1, ''won'', ''price'', 1, 1)', '42501'),
    ('mine',      '{}', 'test_gleb', 'SELECT sales.take_deal($1)', '42501')
    ) AS t (state, before, who, act, want) USING (state);

-- A retired word is none; a closed lead without a reason cannot be, whatever is done to the table.
UPDATE intake.reason SET in_use = false WHERE name = 'too_small';
SELECT is(test.after(ARRAY['SELECT desk.claim_next()'], 'test_olga', 'SELECT desk.refuse($1, ''too_small'')'), '22023', 'a retired reason');
SELECT throws_ok($$UPDATE intake.work SET state = 'closed', verdict = 'spam'$$, '23514', NULL, 'no closing without a reason');
INSERT INTO intake.reason (act, name, ru, en) VALUES ('refuse', 'on_strike', 'бастуем', 'on strike');
SELECT is(test.after(ARRAY['SELECT desk.claim_next()'], 'test_olga', 'SELECT desk.refuse($1, ''Бастуем'')'), 'closed refused on_strike', 'a new one');
DELETE FROM intake.required_answer;
UPDATE intake.team SET price_floor = NULL;
SELECT is(test.after(ARRAY['SELECT desk.claim_next()'], 'test_olga', 'SELECT desk.hand_over($1, ''services'')'), 'closed qualified services', 'a team that asks nothing');

SELECT * FROM finish();
ROLLBACK;
