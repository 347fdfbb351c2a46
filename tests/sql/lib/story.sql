-- For the stories: the people of a sales department, who are spoken to in Russian, and how a client asks. The clock of the
-- clients and what is judged twice would make them differ from day to day; who needs it turns it on.
SELECT desk.add_staff('test_olga', 'Ольга', 'desk', language => 'ru'), desk.add_staff('test_pavel', 'Павел', 'desk', language => 'ru'),
       desk.add_staff('test_nina', 'Нина', 'desk', head => true, language => 'ru'),
       desk.add_staff('test_gleb', 'Глеб', 'sales', '{general}', language => 'ru'), desk.add_staff('test_vera', 'Вера', 'sales', '{services}', language => 'ru'),
       desk.add_staff('test_marina', 'Марина', 'marketing', language => 'ru') \g /dev/null
UPDATE intake.setting SET recheck_share = 0, max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0';
DELETE FROM intake.working_hours;
INSERT INTO intake.working_hours SELECT d, '00:00', '24:00' FROM generate_series(1, 7) AS d;     -- whatever the hour of the test
GRANT USAGE ON SCHEMA tap, test TO PUBLIC;

-- test.asks(n, class, answers, changes): the n-th client asks, an hour ago; the rules have sorted the request.
CREATE FUNCTION test.asks(n int, class text, answers jsonb, changes jsonb DEFAULT '{}') RETURNS text LANGUAGE sql SECURITY DEFINER
AS $$ SELECT test.outcomes(test.record(n, jsonb_build_object(
         'received_at', date_trunc('hour', now()) - interval '1 hour' + n * interval '1 second', 'answers', answers || '{"consent": true}', 'category', class,
         'colour', CASE class WHEN 'high-margin' THEN 'red' WHEN 'low-margin' THEN 'green' WHEN 'unfit' THEN 'brown' ELSE 'grey' END,
         'rank', CASE class WHEN 'high-margin' THEN 10 WHEN 'other' THEN 20 WHEN 'low-margin' THEN 30 ELSE 90 END) || changes)) $$;

-- test.details(name, cargo): what a cargo form says.
CREATE FUNCTION test.details(name text, cargo text, weight text DEFAULT '12000', there text DEFAULT 'Хабаровск') RETURNS jsonb LANGUAGE sql
AS $$ SELECT jsonb_build_object('name', name, 'cargo', cargo, 'weight_kg', weight, 'from', 'Пермь', 'to', there, 'ready_on', '2026-11-30') $$;
