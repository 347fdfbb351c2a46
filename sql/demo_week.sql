-- For the demo only: the week that lies behind us. Two qualifiers, two sellers and a hundred visitors, played hour by
-- hour with the functions everybody uses; only the clock of the history is turned back, and at the end what else has a time
-- takes it from there. The same each time, but for the date, and for what is judged twice. Does nothing where there are leads
-- already.

SELECT NOT EXISTS (SELECT FROM intake.lead) AS empty \gset
\if :empty

CREATE SCHEMA demo;
GRANT USAGE ON SCHEMA demo TO PUBLIC;
-- It is demo.now; but what is done with a lead takes its time, and when it shall be called again is counted from then.
CREATE FUNCTION demo.turn_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := greatest(current_setting('demo.now')::timestamptz, (
        SELECT max(e.at) + (20 + NEW.step * 37 % 60) * interval '1 second' FROM intake.lead_event AS e WHERE e.lead = NEW.lead));
    IF NEW.details ? 'not_before' THEN
        NEW.details := NEW.details || jsonb_build_object(
            'not_before', NEW.at + ((NEW.details ->> 'not_before')::timestamptz - statement_timestamp()));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER turn_back BEFORE INSERT ON intake.lead_event FOR EACH ROW EXECUTE FUNCTION demo.turn_back();
CREATE FUNCTION demo.stored_then() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.stored_at := NEW.received_at;
    RETURN NEW;
END $$;
CREATE TRIGGER stored_then BEFORE INSERT ON intake.lead FOR EACH ROW EXECUTE FUNCTION demo.stored_then();

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
    (6, 'contact', 'other', 'grey', 20, NULL, '{"message": "Нужен таможенный брокер на разовую поставку"}', '[]', NULL),
    (7, 'contact', 'other', 'grey', 20, NULL, '{"message": "Продвижение сайтов, первые места"}', '[]', NULL);

-- demo.visit(n, at): the n-th visitor writes. Every seventh has written before.
CREATE FUNCTION demo.visit(n int, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    k      demo.kind;
    person int := CASE WHEN n % 7 = 6 THEN n / 2 ELSE n END;
    id     uuid := (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n), 3, '0')
                    || '8' || substr(md5(n::text), 1, 15))::uuid;
BEGIN
    PERFORM set_config('demo.now', at::text, true);
    SELECT * INTO k FROM demo.kind AS d WHERE d.n = (ARRAY[0, 2, 3, 5, 1, 6, 7, 4, 2, 0, 3])[1 + visit.n % 11];
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

-- demo.talk(l, i): the client is there, and what becomes of the lead depends on it.
CREATE FUNCTION demo.talk(l desk.screen, i int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk.record_attempt(l.receipt, 'talked');
    IF l.category = 'unfit' THEN
        PERFORM desk.refuse(l.receipt, 'special_equipment', CASE WHEN i % 3 > 0 THEN 'Хладотранс, 200-00-00' END);
    ELSIF l.answers LIKE '%Продвижение%' THEN
        PERFORM desk.mark_spam(l.receipt, 'advertising');
    ELSIF l.form = 'cargo' AND i % 4 = 0 THEN
        PERFORM desk.refuse(l.receipt, 'price_floor');
    ELSIF l.form = 'cargo' THEN
        PERFORM desk.set_stage(l.receipt, 'price'), desk.add_answer(l.receipt, 'ready_on', (now() + interval '5 days')::date::text),
                desk.add_answer(l.receipt, 'price_floor', (CASE l.category WHEN 'high-margin' THEN 180000 ELSE 9000 END)::text);
        PERFORM desk.hand_over(l.receipt, 'general');
    ELSE
        PERFORM desk.add_answer(l.receipt, 'interest', 'таможня'), desk.add_answer(l.receipt, 'acts_for', 'компания');
        PERFORM desk.hand_over(l.receipt, 'services', 'просил письмо с условиями');
    END IF;
END $$;

-- demo.call(l, i): one in ten never answers, one not at the first time, and one asks to be called tomorrow. Have they talked?
CREATE FUNCTION demo.call(l desk.screen, i int) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    digit CONSTANT text := right(l.phone, 1);
BEGIN
    IF digit = '3' OR digit = '5' AND l.attempts = 0 THEN
        PERFORM desk.record_attempt(l.receipt, 'no_answer');
        IF l.attempts >= 2 THEN
            PERFORM desk.mark_unreachable(l.receipt, 'no_answer');
        ELSE
            PERFORM desk.postpone(l.receipt, '+3h', 'no_answer');
        END IF;
        RETURN false;
    ELSIF digit = '7' AND l.attempts = 0 THEN
        PERFORM desk.record_attempt(l.receipt, 'talked'), desk.postpone(l.receipt, '+20h', 'asked_later');
    ELSE
        PERFORM demo.talk(l, i);
    END IF;
    RETURN true;
END $$;

-- demo.qualify(who, i): takes the next client and works on all that it has written: what is more than the first is the same again.
CREATE FUNCTION demo.qualify(who text, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    leads  desk.screen[];
    talked boolean;
    more   desk.screen;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    leads := ARRAY(SELECT s FROM desk.claim_next() AS s);
    IF cardinality(leads) > 0 AND i % 19 = 7 THEN
        PERFORM desk.release(s.receipt, 'too_early_there') FROM unnest(leads) AS s;
    ELSIF cardinality(leads) > 0 THEN
        talked := demo.call(leads[1], i);
        FOR more IN SELECT m.* FROM desk.screen AS m LOOP
            IF talked THEN
                PERFORM desk.refuse(more.receipt, 'double');
            ELSE
                PERFORM desk.postpone(more.receipt, '+3h', 'no_answer');
            END IF;
        END LOOP;
    END IF;
    RESET SESSION AUTHORIZATION;
END $$;

-- demo.sell(who, i): takes the oldest deal that nobody has, or closes the oldest of the own ones.
CREATE FUNCTION demo.sell(who text, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    d sales.deals;
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    SELECT o.* INTO d FROM sales.deals AS o
     WHERE o.outcome IS NULL AND CASE i % 2 WHEN 0 THEN o.owner IS NULL ELSE o.owner = who END ORDER BY o.opened_at LIMIT 1;
    IF d.receipt IS NULL THEN
        NULL;
    ELSIF d.owner IS NULL THEN
        PERFORM sales.take_deal(d.receipt), sales.set_stage(d.receipt, 'offer');
    ELSIF i % 3 = 0 THEN
        PERFORM sales.close_deal(d.receipt, 'lost', (ARRAY['price', 'competitor', 'silent'])[1 + i % 5 % 3]);
    ELSE
        PERFORM sales.close_deal(d.receipt, 'won', 'speed', CASE d.category WHEN 'high-margin' THEN 190000 ELSE 12000 END, CASE d.category WHEN 'high-margin' THEN 41000 ELSE 1500 END);
    END IF;
    RESET SESSION AUTHORIZATION;
END $$;

-- demo.wake(hour): whose time has come. A promised call is due now, by the clock that the desk looks at.
CREATE FUNCTION demo.wake(hour timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE intake.work AS w SET not_before = statement_timestamp(), promised = CASE WHEN w.promised IS NOT NULL THEN statement_timestamp() END
     WHERE w.state = 'postponed' AND hour >= (
           SELECT (e.details ->> 'not_before')::timestamptz FROM intake.lead_event AS e WHERE e.lead = w.lead AND e.what = 'postponed' ORDER BY e.step DESC LIMIT 1) $$;

UPDATE intake.setting SET recheck_share = 0.3;    -- a week is short
DO $$
DECLARE
    zone  CONSTANT text := (SELECT s.zone FROM intake.setting AS s);
    hour  timestamptz;
    at    time;
    open  boolean;
    n     int := 0;
    i     int := 0;
    last  text;
    again record;
BEGIN
    FOR hour IN SELECT generate_series(date_trunc('hour', now() - interval '7 days'), now() - interval '1 hour', '1 hour') LOOP
        at := (hour AT TIME ZONE zone)::time;
        open := intake.working_time(hour, hour + interval '1 hour') > '0';
        IF at BETWEEN '07:00' AND '22:00' AND (open OR n % 3 = 0) OR hour > now() - interval '6 hours' THEN
            PERFORM demo.visit(n, hour), demo.visit(n + 1, hour + interval '7 minutes');
            n := n + 2;
        END IF;
        CONTINUE WHEN NOT open;
        PERFORM demo.wake(hour);
        FOR again IN SELECT w.who, w.minute FROM (VALUES ('olga', 8), ('pavel', 24), ('olga', 40)) AS w (who, minute) LOOP
            i := i + 1;
            PERFORM set_config('demo.now', (hour + again.minute * interval '1 minute')::text, true);
            PERFORM demo.qualify(again.who, i);
        END LOOP;
        PERFORM set_config('demo.now', (hour + interval '54 minutes')::text, true);
        PERFORM demo.sell('gleb', i / 3), demo.sell('vera', i / 3 + 1);
    END LOOP;

    -- The last hour: three have just written, and the first is promised a call.
    FOR n IN n .. n + 2 LOOP
        PERFORM demo.visit(n, now() - interval '50 minutes' + n % 3 * interval '7 minutes');
    END LOOP;
    last := (SELECT w.lead::text FROM intake.work AS w WHERE w.state = 'new' AND w.client IS NOT NULL ORDER BY w.received_at DESC LIMIT 1);
    PERFORM set_config('demo.now', (now() - interval '20 minutes')::text, true);
    SET LOCAL SESSION AUTHORIZATION olga;
    PERFORM desk.take(last);
    PERFORM desk.record_attempt(last, 'talked');
    PERFORM desk.postpone(last, '+3h', 'asked_later');
    PERFORM desk.release(s.receipt, 'other') FROM desk.screen AS s;    -- what else that client had written
    RESET SESSION AUTHORIZATION;

    FOR again IN SELECT s.lead, CASE s.first_by WHEN 'olga' THEN 'pavel' ELSE 'olga' END AS who, row_number() OVER (ORDER BY s.asked_at) AS n,
                        s.first_verdict AS verdict, s.first_reason AS reason FROM intake.second_verdict AS s WHERE s.picked ORDER BY s.asked_at DESC OFFSET 2 LOOP    -- two wait for whoever looks
        EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', again.who);
        PERFORM desk.second_verdict(again.lead::text, CASE again.n WHEN 3 THEN 'refused' ELSE again.verdict END,
                                    CASE again.n WHEN 3 THEN 'too_small' ELSE again.reason END);
        RESET SESSION AUTHORIZATION;
    END LOOP;
END $$;

UPDATE intake.setting SET recheck_share = DEFAULT;

-- What else has a time takes it from the history. A colleague has judged again after a third of the time since.
CREATE FUNCTION demo.at(of_lead uuid, events text[], since timestamptz DEFAULT '-infinity') RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT min(e.at) FROM intake.lead_event AS e WHERE e.lead = of_lead AND e.what = ANY (events) AND e.at >= since $$;
UPDATE intake.deal AS d SET opened_at = demo.at(d.lead, '{handed_over}'), closed_at = demo.at(d.lead, '{won,lost}');
UPDATE intake.second_verdict AS s SET asked_at = demo.at(s.lead, ARRAY(SELECT v.event::text FROM intake.verdict AS v WHERE v.closes));
UPDATE intake.second_verdict AS s SET given_at = s.asked_at + (now() - s.asked_at) / 3 WHERE s.verdict IS NOT NULL;
UPDATE intake.notice AS n SET made_at = CASE WHEN n.lead = n.about THEN demo.at(n.about, '{handed_over}') ELSE demo.at(n.lead, '{received}') END;
UPDATE intake.notice AS n SET seen_at = demo.at(n.about, '{deal_taken,deal_staged,won,lost}', n.made_at) WHERE n.seen_at IS NOT NULL;
UPDATE intake.work AS w SET not_before = e.at, promised = CASE WHEN w.promised IS NOT NULL THEN e.at END
  FROM (SELECT DISTINCT ON (p.lead) p.lead, (p.details ->> 'not_before')::timestamptz AS at FROM intake.lead_event AS p
         WHERE p.what = 'postponed' ORDER BY p.lead, p.step DESC) AS e
 WHERE e.lead = w.lead AND w.state = 'postponed';
UPDATE intake.client AS c SET created_at = l.first, earned_at = CASE WHEN c.earned_at IS NOT NULL THEN l.tried END
  FROM (SELECT w.client, min(w.received_at) AS first, min(demo.at(w.lead, '{attempted}')) AS tried FROM intake.work AS w GROUP BY w.client) AS l
 WHERE l.client = c.id;
UPDATE intake.contact_point AS p SET created_at = c.created_at FROM intake.client AS c WHERE c.id = p.client;
DROP SCHEMA demo CASCADE;

\endif
