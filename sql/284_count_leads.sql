-- Leads are noted when something of them changes, and counted later: the program calls intake.count_leads in its pauses.

-- intake.note_lead(): trigger. The lead is to be counted anew. (New ones: intake.queue_new, 242.)
CREATE OR REPLACE FUNCTION intake.note_lead()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO intake.uncounted (lead) VALUES (coalesce(new.lead, old.lead));
    RETURN NULL;
END
$$;

-- A claim sets none of these columns, so it is not asked. Of imports that are withdrawn few count: 289 notes those.
CREATE OR REPLACE TRIGGER note_work AFTER UPDATE OF verdict, reason, category, attempts ON intake.work FOR EACH ROW
    WHEN (new.verdict IS DISTINCT FROM 'withdrawn'
          AND (old.verdict IS DISTINCT FROM new.verdict OR old.reason IS DISTINCT FROM new.reason OR old.category <> new.category
               OR (old.state = 'closed') <> (new.state = 'closed') OR (old.attempts > 0) <> (new.attempts > 0)))
    EXECUTE FUNCTION intake.note_lead();
CREATE OR REPLACE TRIGGER note_deal AFTER INSERT OR DELETE OR UPDATE OF outcome, amount, margin ON intake.deal FOR EACH ROW
    EXECUTE FUNCTION intake.note_lead();
CREATE OR REPLACE TRIGGER note_double AFTER INSERT ON intake.other_receipt FOR EACH ROW
    EXECUTE FUNCTION intake.note_lead();

-- intake.note_all(): trigger. Another zone, other days. Nobody counts until that is committed: what somebody counts by the old one
-- meanwhile would not be noted. Waits for who is at it.
CREATE OR REPLACE FUNCTION intake.note_all()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('firstline count leads', 0));
    INSERT INTO intake.uncounted (lead) SELECT c.lead FROM intake.counted AS c;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER note_zone AFTER UPDATE OF zone ON intake.setting FOR EACH ROW WHEN (old.zone <> new.zone)
    EXECUTE FUNCTION intake.note_all();

-- intake.note_verdict(): trigger. The owner has a verdict count as another: so have all leads that were given it. As note_all.
CREATE OR REPLACE FUNCTION intake.note_verdict()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('firstline count leads', 0));
    INSERT INTO intake.uncounted (lead) SELECT w.lead FROM intake.work AS w WHERE w.verdict = new.name;
    RETURN NULL;
END
$$;
CREATE OR REPLACE TRIGGER note_verdict AFTER UPDATE OF counts_as ON intake.verdict FOR EACH ROW
    WHEN (old.counts_as <> new.counts_as) EXECUTE FUNCTION intake.note_verdict();

-- intake.count_piece(most integer) returns integer: so many names it took from uncounted, no more than most.
-- A lead that changes meanwhile is noted again by that, and counted again. Changes nothing but the sums.
CREATE OR REPLACE FUNCTION intake.count_piece(most integer)
RETURNS integer
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    leads uuid[];
BEGIN
    WITH gone AS (
        DELETE FROM intake.uncounted AS u WHERE u.ctid = ANY (ARRAY(SELECT n.ctid FROM intake.uncounted AS n LIMIT most)) RETURNING u.lead
    ) SELECT coalesce(array_agg(g.lead), '{}') INTO leads FROM gone AS g;
    WITH now AS MATERIALIZED (
        SELECT c.* FROM intake.cells_of(leads) AS c
    ), way AS (
        INSERT INTO intake.touch_input (id, offline, line, landing, referrer, page, channel, source, medium, campaign, ga4, metrica, version)
        SELECT f.input, f.offline, f.line, f.landing, f.referrer, f.page, g.channel, g.source, g.medium, g.campaign, g.ga4, g.metrica, intake.rules_version()
          FROM (SELECT DISTINCT ON ((n.cell).input) (n.cell).input, n.offline, n.line, n.landing, n.referrer, n.page
                  FROM now AS n WHERE n.fresh AND NOT EXISTS (SELECT FROM intake.touch_input AS i WHERE i.id = (n.cell).input)) AS f
         CROSS JOIN LATERAL intake.group_input(f.offline, f.line, f.landing, f.referrer) AS g
    ), cell AS MATERIALIZED (
        SELECT 1 AS sign, (n.cell).* FROM now AS n
        UNION ALL
        SELECT -1, k.* FROM intake.counted AS k WHERE k.lead = ANY (leads)
    ), summed AS (
        INSERT INTO intake.daily_sum AS t (day, input, leads, repeats, red, green, doubles, spam, unreachable, refused, qualified, handed_over, won, lost, amount, margin)
        SELECT c.day, c.input, sum(c.sign), sum(c.sign * c.repeat::integer), sum(c.sign * (c.colour = 'red')::integer),
               sum(c.sign * (c.colour = 'green')::integer), sum(c.sign * c.doubles), sum(c.sign * (c.fate = 'spam')::integer),
               sum(c.sign * (c.fate = 'unreachable')::integer), sum(c.sign * (c.fate = 'refused')::integer), sum(c.sign * (c.fate = 'qualified')::integer),
               sum(c.sign * c.handed_over::integer), sum(c.sign * c.won::integer), sum(c.sign * c.lost::integer), sum(c.sign * c.amount), sum(c.sign * c.margin)
          FROM cell AS c GROUP BY c.day, c.input ORDER BY c.day, c.input
        ON CONFLICT ON CONSTRAINT daily_sum_pkey DO UPDATE
           SET leads = t.leads + excluded.leads, repeats = t.repeats + excluded.repeats, red = t.red + excluded.red, green = t.green + excluded.green,
               doubles = t.doubles + excluded.doubles, spam = t.spam + excluded.spam, unreachable = t.unreachable + excluded.unreachable,
               refused = t.refused + excluded.refused, qualified = t.qualified + excluded.qualified, handed_over = t.handed_over + excluded.handed_over,
               won = t.won + excluded.won, lost = t.lost + excluded.lost, amount = t.amount + excluded.amount, margin = t.margin + excluded.margin
    ), refusals AS (
        INSERT INTO intake.daily_refusal AS t (day, input, reason, leads)
        SELECT c.day, c.input, c.reason, sum(c.sign) FROM cell AS c WHERE c.reason IS NOT NULL GROUP BY c.day, c.input, c.reason HAVING sum(c.sign) <> 0
        ON CONFLICT ON CONSTRAINT daily_refusal_pkey DO UPDATE SET leads = t.leads + excluded.leads
    ), rules AS (
        INSERT INTO intake.daily_rule AS t (day, form, rule, category, colour, leads, decided, qualified, won, recategorised)
        SELECT c.day, c.form, c.rule, c.category, c.colour, sum(c.sign), sum(c.sign * (c.fate <> 'open')::integer), sum(c.sign * (c.fate = 'qualified')::integer),
               sum(c.sign * c.won::integer), sum(c.sign * c.recategorised::integer)
          FROM cell AS c GROUP BY c.day, c.form, c.rule, c.category, c.colour
        ON CONFLICT ON CONSTRAINT daily_rule_pkey DO UPDATE
           SET leads = t.leads + excluded.leads, decided = t.decided + excluded.decided, qualified = t.qualified + excluded.qualified,
               won = t.won + excluded.won, recategorised = t.recategorised + excluded.recategorised
    ), hours AS (
        INSERT INTO intake.daily_hour AS t (day, hour, leads)
        SELECT c.day, c.hour, sum(c.sign) FROM cell AS c GROUP BY c.day, c.hour HAVING sum(c.sign) <> 0
        ON CONFLICT ON CONSTRAINT daily_hour_pkey DO UPDATE SET leads = t.leads + excluded.leads
    ), speeds AS (
        INSERT INTO intake.daily_speed AS t (day, waited, leads)
        SELECT c.day, c.waited, sum(c.sign) FROM cell AS c WHERE c.waited IS NOT NULL GROUP BY c.day, c.waited HAVING sum(c.sign) <> 0
        ON CONFLICT ON CONSTRAINT daily_speed_pkey DO UPDATE SET leads = t.leads + excluded.leads
    ), gone AS (             -- an import that was withdrawn counts no more
        DELETE FROM intake.counted AS k WHERE k.lead = ANY (leads) AND NOT EXISTS (SELECT FROM now AS n WHERE (n.cell).lead = k.lead)
    )
    INSERT INTO intake.counted AS k (lead, day, hour, input, form, rule, category, colour, repeat, recategorised, doubles, fate, reason,
                                     handed_over, won, lost, amount, margin, waited, waits)
    SELECT (n.cell).* FROM now AS n
    ON CONFLICT ON CONSTRAINT counted_pkey DO UPDATE
       SET (day, hour, recategorised, doubles, fate, reason, handed_over, won, lost, amount, margin, waited, waits)
           = ROW (excluded.day, excluded.hour, excluded.recategorised, excluded.doubles, excluded.fate, excluded.reason, excluded.handed_over,
                  excluded.won, excluded.lost, excluded.amount, excluded.margin, excluded.waited, excluded.waits);
    RETURN cardinality(leads);
END
$$;

-- intake.count_leads(budget interval) returns integer: how many names it has taken from uncounted, in pieces, until nothing is left or
-- the time is over. One at a time: nothing if somebody else is at it. The first piece is small: on a slow disk, or of links made to
-- be read slowly, a large one would outlast the timeout of whoever asks, each time anew, and nothing would ever be counted.
CREATE OR REPLACE FUNCTION intake.count_leads(budget interval DEFAULT '1 second')
RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    most  CONSTANT integer := 500;
    piece integer := 20;
    taken integer := 0;
    n     integer;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtextextended('firstline count leads', 0)) THEN
        RETURN 0;
    END IF;
    LOOP
        n := intake.count_piece(piece);
        taken := taken + n;
        EXIT WHEN n < piece OR clock_timestamp() >= statement_timestamp() + budget;
        piece := least(2 * piece, most);
    END LOOP;
    RETURN taken;
END
$$;
