-- For the demo only: the week that lies behind us. Two qualifiers, two sellers and a hundred visitors, played hour by
-- hour with the functions everybody uses; only the clock of the history is turned back. The same each time, but for the
-- date, and for what is judged twice. Does nothing where there are leads already.

SELECT NOT EXISTS (SELECT FROM intake.lead) AS empty \gset
\if :empty

CREATE SCHEMA demo;
CREATE FUNCTION demo.turn_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := current_setting('demo.now')::timestamptz + (NEW.step * 97 % 500) * interval '1 second';
    RETURN NEW;
END $$;
CREATE TRIGGER turn_back BEFORE INSERT ON intake.lead_event FOR EACH ROW EXECUTE FUNCTION demo.turn_back();

CREATE TABLE demo.kind (n int, form text, category text, colour text, rank int, rule text, answers text, evidence jsonb, why text);
INSERT INTO demo.kind (n, form, category, colour, rank, rule, answers, evidence, why) VALUES
    (0, 'cargo', 'high-margin', 'red', 10, 'far city, heavy, this week',
     '{"cargo": "станки", "weight_kg": 12000, "from": "Пермь", "to": "Хабаровск"}', '[{"field": "to", "matched": "Хабаровск"}, {"field": "weight_kg", "value": 12000}]', 'to has "Хабаровск"; weight_kg is 12000'),
    (1, 'cargo', 'high-margin', 'red', 10, 'far city, heavy, this week',
     '{"cargo": "трубы", "weight_kg": 20000, "from": "Казань", "to": "Владивосток"}', '[{"field": "to", "matched": "Владивосток"}, {"field": "weight_kg", "value": 20000}]', 'to has "Владивосток"; weight_kg is 20000'),
    (2, 'cargo', 'low-margin', 'green', 30, 'light, from a village, not far',
     '{"cargo": "картофель", "weight_kg": 300, "from": "деревня Петрово", "to": "райцентр"}', '[{"field": "weight_kg", "value": 300}, {"field": "from", "matched": "деревня"}, {"field": "to", "value": "", "not": true}]', 'weight_kg is 300; from has "деревня"; to does not match'),
    (3, 'cargo', 'other', 'grey', 20, NULL, '{"cargo": "мебель", "weight_kg": 700, "from": "Пермь", "to": "Рязань"}', '[]', NULL),
    (4, 'cargo', 'unfit', 'brown', 90, 'frozen goods need special equipment',
     '{"cargo": "мороженое", "weight_kg": 500, "from": "Пермь", "to": "Кунгур"}', '[{"field": "cargo", "matched": "морожен"}]', 'cargo has "морожен"'),
    (5, 'callback', 'other', 'grey', 20, NULL, '', '[]', NULL),
    (6, 'contact', 'other', 'grey', 20, NULL, '{"message": "Нужен таможенный брокер на разовую поставку"}', '[]', NULL);

-- demo.visit(n, at): the n-th visitor writes. Every seventh has written before.
CREATE FUNCTION demo.visit(n int, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    k      demo.kind;
    person int := CASE WHEN n % 7 = 6 THEN n / 2 ELSE n END;
    id     uuid := (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n), 3, '0')
                    || '8' || substr(md5(n::text), 1, 15))::uuid;
BEGIN
    SELECT * INTO k FROM demo.kind AS d WHERE d.n = (ARRAY[0, 2, 3, 5, 1, 6, 3, 4, 2, 0, 3])[1 + visit.n % 11];
    PERFORM intake.submit(json_build_array(json_build_object(
        'id', id, 'keyed', true, 'fingerprint', encode(sha256(n::text::bytea), 'hex'), 'form', k.form, 'language', 'ru',
        'received_at', at, 'raw', '[]'::json, 'answers', (format('{"name": "%s"',
            (ARRAY['Пётр', 'Инна', 'Олег', 'Раиса', 'Семён', 'Яна', 'Тимур', 'Анна', 'Борис', 'Лидия'])[1 + person % 10])
            || replace(rtrim(replace(k.answers, '{', ', '), '}'), ', }', '')
            || CASE WHEN n % 3 > 0 AND k.form = 'cargo' THEN format(', "ready_on": "%s"', (at + interval '4 days')::date) ELSE '' END
            || '}')::json,
        'contacts', json_build_array(json_build_object('kind', 'phone', 'value', '+7912' || lpad((person * 7919)::text, 7, '0'), 'field', 'phone')),
        'address', '203.0.113.7',
        'place', (ARRAY['{"country": "RU", "region": "Perm Krai", "city": "Perm"}', '{"country": "RU", "region": "Tatarstan", "city": "Kazan"}',
                        '{"country": "RU", "region": "Khabarovsk Krai", "city": "Khabarovsk"}', '{"country": "RU"}'])[1 + person % 4]::json,
        'touch', (ARRAY['{"utm_source": "yandex", "utm_medium": "cpc", "referrer_host": "yandex.ru"}', '{"utm_source": "vk", "utm_medium": "cpc"}',
                        '{"referrer_host": "google.com"}', '{"utm_source": "newsletter", "utm_medium": "email"}', '{}'])[1 + n % 5]::json,
        'category', k.category, 'colour', k.colour, 'rank', k.rank, 'rule', k.rule, 'rule_set', '0123456789ab',
        'evidence', k.evidence, 'why', k.why, 'marks', '[]'::json)));
END $$;

-- demo.qualify(who, i): takes the next lead, phones, decides as the lead is.
CREATE FUNCTION demo.qualify(who text, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    l desk.screen;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT * INTO l FROM desk.claim_next() LIMIT 1;
    IF l.receipt IS NULL THEN
        NULL;
    ELSIF i % 19 = 7 THEN
        PERFORM desk.release(l.receipt, 'too_early_there');
    ELSIF i % 5 = 3 AND l.attempts < 3 THEN
        PERFORM desk.record_attempt(l.receipt, 'no_answer');
        IF l.attempts = 2 THEN
            PERFORM desk.mark_unreachable(l.receipt, 'no_answer');
        ELSE
            PERFORM desk.postpone(l.receipt, (now() + interval '20 hours')::text, 'no_answer');
        END IF;
    ELSE
        PERFORM desk.record_attempt(l.receipt, 'talked');
        IF l.category = 'unfit' THEN
            PERFORM desk.refuse(l.receipt, 'special_equipment', CASE i % 2 WHEN 0 THEN 'Хладотранс, 200-00-00' END);
        ELSIF i % 23 = 5 THEN
            PERFORM desk.mark_spam(l.receipt, 'advertising');
        ELSIF l.form = 'cargo' AND i % 4 > 0 THEN
            PERFORM desk.set_stage(l.receipt, 'price'), desk.add_answer(l.receipt, 'ready_on', (now() + interval '5 days')::date::text),
                    desk.add_answer(l.receipt, 'price_floor', (CASE l.category WHEN 'high-margin' THEN 180000 ELSE 9000 END)::text);
            PERFORM desk.hand_over(l.receipt, 'general');
        ELSIF l.form = 'cargo' THEN
            PERFORM desk.refuse(l.receipt, 'price_floor');
        ELSE
            PERFORM desk.add_answer(l.receipt, 'interest', 'таможня'), desk.add_answer(l.receipt, 'acts_for', 'компания');
            PERFORM desk.hand_over(l.receipt, 'services', 'просил письмо с условиями');
        END IF;
    END IF;
    RESET SESSION AUTHORIZATION;
END $$;

-- demo.sell(who, i): takes the first open deal and closes it, in the end.
CREATE FUNCTION demo.sell(who text, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    d sales.deals;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT * INTO d FROM sales.deals AS o WHERE o.outcome IS NULL AND (i % 2 = 0 OR o.owner IS NOT NULL) ORDER BY o.owner IS NOT NULL, o.opened_at LIMIT 1;
    IF d.receipt IS NULL THEN
        NULL;
    ELSIF d.owner IS NULL THEN
        PERFORM sales.take_deal(d.receipt), sales.set_stage(d.receipt, 'offer');
    ELSIF i % 3 = 0 THEN
        PERFORM sales.close_deal(d.receipt, 'lost', (ARRAY['price', 'competitor', 'silent'])[1 + i % 5 % 3]);
    ELSE
        PERFORM sales.close_deal(d.receipt, 'won', 'speed', CASE d.colour WHEN 'red' THEN 190000 ELSE 12000 END, CASE d.colour WHEN 'red' THEN 41000 ELSE 1500 END);
    END IF;
    RESET SESSION AUTHORIZATION;
END $$;

UPDATE intake.setting SET recheck_share = 0.3;    -- a week is short
DO $$
DECLARE
    zone  CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
    hour  timestamptz;
    at    time;
    open  boolean;
    n     int := 0;
    i     int := 0;
    again record;
BEGIN
    FOR hour IN SELECT generate_series(date_trunc('day', now() - interval '7 days'), now() - interval '1 hour', '1 hour') LOOP
        at := (hour AT TIME ZONE zone)::time;
        open := intake.working_time(hour, hour + interval '1 hour') > '0';
        PERFORM set_config('demo.now', hour::text, true);
        IF at BETWEEN '07:00' AND '22:00' AND (open OR n % 3 = 0) OR hour > now() - interval '6 hours' THEN
            PERFORM demo.visit(n, hour), demo.visit(n + 1, hour + interval '17 minutes');
            n := n + 2;
        END IF;
        CONTINUE WHEN NOT open;
        UPDATE intake.work SET not_before = statement_timestamp() WHERE state = 'postponed' AND at = '11:00';
        FOR again IN SELECT unnest(ARRAY['olga', 'pavel', 'olga']) AS who LOOP
            i := i + 1;
            PERFORM set_config('demo.now', (hour + (i * 7 % 45) * interval '1 minute')::text, true);
            PERFORM demo.qualify(again.who, i);
        END LOOP;
        PERFORM demo.sell(CASE i % 4 WHEN 0 THEN 'vera' ELSE 'gleb' END, i), demo.sell('gleb', i / 2);
    END LOOP;
    FOR again IN SELECT s.lead, CASE s.first_by WHEN 'olga' THEN 'pavel' ELSE 'olga' END AS who, row_number() OVER (ORDER BY s.asked_at) AS n,
                        s.first_verdict AS verdict, s.first_reason AS reason FROM intake.second_verdict AS s WHERE s.picked ORDER BY s.asked_at DESC OFFSET 2 LOOP    -- two wait for whoever looks
        EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', again.who);
        PERFORM desk.second_verdict(again.lead::text, CASE again.n WHEN 3 THEN 'refused' ELSE again.verdict END,
                                    CASE again.n WHEN 3 THEN 'too_small' ELSE again.reason END);
        RESET SESSION AUTHORIZATION;
    END LOOP;
END $$;

UPDATE intake.setting SET recheck_share = DEFAULT;

-- What else has a time takes it from the history.
UPDATE intake.deal AS d
   SET opened_at = (SELECT e.at FROM intake.lead_event AS e WHERE e.lead = d.lead AND e.what = 'handed_over' ORDER BY e.step DESC LIMIT 1),
       closed_at = (SELECT e.at FROM intake.lead_event AS e WHERE e.lead = d.lead AND e.what IN ('won', 'lost') ORDER BY e.step DESC LIMIT 1);
UPDATE intake.second_verdict AS s SET asked_at = (SELECT max(e.at) FROM intake.lead_event AS e WHERE e.lead = s.lead);
UPDATE intake.notice AS n SET made_at = (SELECT l.received_at FROM intake.lead AS l WHERE l.id = n.lead);
DROP SCHEMA demo CASCADE;

\endif
