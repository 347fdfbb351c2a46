-- For the demo only: the week that lies behind us, and eight quieter ones before it. Two qualifiers, two sellers and some
-- hundred visitors, played hour by hour with the functions everybody uses; only the clock of the history is turned back, and at
-- the end what else has a time takes it from there. The same each time, but for the date, and for what is judged twice. Does
-- nothing where there are leads already.

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

\ir demo_ways.sql

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

-- demo.visit(n, at): the n-th visitor writes, or calls. Every seventh has written before, and some press the button twice.
CREATE FUNCTION demo.visit(n int, at timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    k      demo.kind;
    w      CONSTANT demo.way := demo.way_of(n);
    twice  CONSTANT boolean := n % 16 = 5 AND w.offline IS NULL;
    record jsonb;
    person int := CASE WHEN n % 7 = 6 THEN n / 2 ELSE n END;
    id     uuid := (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(n), 3, '0')
                    || '8' || substr(md5(n::text), 1, 15))::uuid;
BEGIN
    PERFORM set_config('demo.now', at::text, true);
    SELECT * INTO k FROM demo.kind AS d WHERE d.n = CASE WHEN w.landing LIKE '%/dalnij-vostok%' AND visit.n % 3 > 0 THEN visit.n % 2
                                                         ELSE (ARRAY[0, 2, 3, 5, 1, 6, 7, 4, 2, 0, 3])[1 + visit.n % 11] END;
    record := jsonb_build_object(
        'id', id, 'keyed', NOT twice, 'fingerprint', encode(sha256(n::text::bytea), 'hex'), 'form', k.form, 'language', 'ru',
        'received_at', at, 'raw', '[]'::jsonb, 'answers', (format('{"name": "%s"',
            (ARRAY['Пётр', 'Инна', 'Олег', 'Раиса', 'Семён', 'Яна', 'Тимур', 'Анна', 'Борис', 'Лидия'])[1 + person % 10])
            || replace(rtrim(replace(k.answers, '{', ', '), '}'), ', }', '')
            || CASE WHEN n % 3 > 0 AND k.form = 'cargo' THEN format(', "ready_on": "%s"', (at + interval '4 days')::date) ELSE '' END
            || '}')::jsonb,
        'contacts', jsonb_build_array(jsonb_build_object('kind', 'phone', 'value', '+7912' || lpad((person * 7919)::text, 7, '0'), 'field', 'phone')),
        'address', '203.0.113.7',
        'place', (ARRAY['{"country": "RU", "region": "Perm Krai", "city": "Perm"}', '{"country": "RU", "region": "Tatarstan", "city": "Kazan"}',
                        '{"country": "RU", "region": "Khabarovsk Krai", "city": "Khabarovsk"}', '{"country": "RU"}'])[1 + person % 4]::jsonb,
        'touch', demo.touch(w, n, at), 'channel', w.offline, 'entered_by', CASE WHEN w.offline IS NOT NULL THEN 'olga' END,
        'category', k.category, 'colour', k.colour, 'rank', k.rank, 'rule', k.rule, 'rule_set', '0123456789ab',
        'evidence', k.evidence, 'why', k.why, 'marks', '[]'::jsonb);
    PERFORM intake.submit(json_build_array(record));
    IF twice THEN
        PERFORM intake.submit(json_build_array(record || jsonb_build_object('id', overlay(id::text PLACING 'f' FROM 20 FOR 1), 'received_at', at + interval '9 seconds')));
    END IF;
END $$;

-- demo.number(receipt): which visitor it is of. demo.weeks_ago(): what is played now.
CREATE FUNCTION demo.number(receipt text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT ('x' || substr(receipt, 16, 3))::bit(12)::int $$;
CREATE FUNCTION demo.weeks_ago() RETURNS int LANGUAGE sql STABLE AS $$
    SELECT ((extract(epoch FROM now() - current_setting('demo.now')::timestamptz)) / 604800)::int $$;


-- demo.talk(l, i): the client is there, and what becomes of the lead depends on it.
CREATE FUNCTION demo.talk(l desk.screen, i int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM desk.record_attempt(l.receipt, 'talked');
    IF l.category = 'unfit' THEN
        PERFORM desk.refuse(l.receipt, 'special_equipment', CASE WHEN i % 3 > 0 THEN 'Хладотранс, 200-00-00' END);
    ELSIF l.answers LIKE '%Продвижение%' THEN
        PERFORM desk.mark_spam(l.receipt, 'advertising');
    ELSIF demo.chance('fits', demo.number(l.receipt)) >= (demo.way_of(demo.number(l.receipt))).fits - 5 * demo.weeks_ago() THEN
        PERFORM desk.refuse(l.receipt, (ARRAY['price_floor', 'price_floor', 'too_small', 'changed_mind'])[1 + i % 4]);
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

-- demo.sell(who, their_team, i): takes the oldest deal that nobody has, or closes the oldest of the own ones; two of either wait
-- for their turn.
CREATE FUNCTION demo.sell(who text, their_team text, i int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    d     record;
    n     int;
    worth int;
BEGIN
    SELECT o.*, l.category INTO d FROM (SELECT e.lead, e.owner, e.opened_at, count(*) OVER () AS waiting FROM intake.deal AS e
                                         WHERE e.team = their_team AND e.outcome IS NULL AND CASE i % 2 WHEN 0 THEN e.owner IS NULL ELSE e.owner = who END) AS o
      JOIN intake.lead AS l ON l.id = o.lead WHERE o.waiting > 2 ORDER BY o.opened_at LIMIT 1;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    n := demo.number(d.lead::text);
    worth := CASE d.category WHEN 'high-margin' THEN 120000 + n * 7919 % 15 * 10000 ELSE 12000 + n * 7919 % 9 * 4000 END;
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %I', who);
    IF d.owner IS NULL THEN
        PERFORM sales.take_deal(d.lead::text), sales.set_stage(d.lead::text, 'offer');
    ELSIF demo.chance('buys', n) >= (demo.way_of(n)).buys - 5 * demo.weeks_ago() THEN
        PERFORM sales.close_deal(d.lead::text, 'lost', (ARRAY['price', 'competitor', 'silent'])[1 + i % 5 % 3]);
    ELSE
        PERFORM sales.close_deal(d.lead::text, 'won', 'speed', worth, worth / 5);
    END IF;
    RESET SESSION AUTHORIZATION;
END $$;

-- demo.come(n, hour, open): how many write in this hour, of whom the first is the n-th. Most in working hours of the last week;
-- before it nobody on Sundays, at night never.
CREATE FUNCTION demo.come(n int, hour timestamptz, open boolean) RETURNS int LANGUAGE plpgsql STABLE AS $$
DECLARE
    here CONSTANT timestamp := hour AT TIME ZONE (SELECT s.zone FROM intake.setting AS s);
    tick CONSTANT int := (extract(epoch FROM hour) / 3600)::int * 7 % 10;
BEGIN
    IF hour > now() - interval '6 hours' THEN
        RETURN 2;
    ELSIF NOT here::time BETWEEN '07:00' AND '22:00' THEN
        RETURN 0;
    ELSIF hour > now() - interval '7 days' THEN
        RETURN CASE WHEN open THEN 1 + tick % 2 WHEN n % 3 = 0 THEN 1 ELSE 0 END;
    END IF;
    RETURN CASE WHEN open THEN (tick < 9 - demo.weeks_ago() / 2)::int WHEN extract(isodow FROM here) < 7 THEN (tick < 1)::int ELSE 0 END;
END $$;

-- demo.wake(hour): whose time has come. A promised call is due now, by the clock that the desk looks at.
CREATE FUNCTION demo.wake(hour timestamptz) RETURNS void LANGUAGE sql AS $$
    UPDATE intake.work AS w SET not_before = statement_timestamp(), promised = CASE WHEN w.promised IS NOT NULL THEN statement_timestamp() END
     WHERE w.state = 'postponed' AND hour >= (
           SELECT (e.details ->> 'not_before')::timestamptz FROM intake.lead_event AS e WHERE e.lead = w.lead AND e.what = 'postponed' ORDER BY e.step DESC LIMIT 1) $$;

UPDATE intake.setting SET recheck_share = 0.3;    -- a week is short
DO $$
DECLARE
    hour  timestamptz;
    open  boolean;
    n     int := 0;
    i     int := 0;
    more  int;
    last  text;
    again record;
BEGIN
    FOR hour IN SELECT generate_series(date_trunc('hour', now() - interval '62 days'), now() - interval '1 hour', '1 hour') LOOP
        open := intake.working_time(hour, hour + interval '1 hour') > '0';
        PERFORM set_config('demo.now', hour::text, true);
        more := demo.come(n, hour, open);
        PERFORM demo.visit(v, hour + v * 3 % 4 * interval '1 minute' + (v - n) * interval '4 minutes') FROM generate_series(n, n + more - 1) AS v;
        n := n + more;
        CONTINUE WHEN NOT open;
        PERFORM demo.wake(hour);
        FOR again IN SELECT w.who, w.minute FROM (VALUES ('olga', 8), ('pavel', 24), ('olga', 40)) AS w (who, minute) LOOP
            i := i + 1;
            CONTINUE WHEN NOT EXISTS (SELECT FROM intake.waiting);
            PERFORM set_config('demo.now', (hour + again.minute * interval '1 minute')::text, true);
            PERFORM demo.qualify(again.who, i);
        END LOOP;
        PERFORM set_config('demo.now', (hour + interval '54 minutes')::text, true);
        PERFORM demo.sell('gleb', 'general', i), demo.sell('vera', 'services', i + 1);
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
UPDATE intake.second_verdict AS s SET given_at = s.asked_at + least((now() - s.asked_at) / 3, interval '20 hours') WHERE s.verdict IS NOT NULL;
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
SELECT demo.pay((now() - interval '62 days')::date);
DROP SCHEMA demo CASCADE;

\endif
