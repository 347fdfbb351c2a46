-- desk.seen(receipt) and sales.seen(receipt) return void: what the caller was told about that lead or deal has been read.
-- Another's is left alone without a word: a click too many does no harm. Change notice; its rows are locked in the order
-- of their leads, since two may read the same ones.

CREATE OR REPLACE FUNCTION desk.seen(receipt text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.person('desk');
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = me
      FROM (SELECT m.lead, m.about FROM intake.notice AS m
             WHERE m.about = intake.lead_named(seen.receipt) AND m.seen_at IS NULL AND m.login = me
             ORDER BY m.lead FOR UPDATE) AS mine
     WHERE n.lead = mine.lead AND n.about = mine.about;
END
$$;

COMMENT ON FUNCTION desk.seen(text) IS 'You have read that the client of this lead has written again.';

-- A seller may also read what a colleague of the team was told: the colleague may be ill.
CREATE OR REPLACE FUNCTION sales.seen(receipt text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := intake.person('sales');
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = me
      FROM (SELECT m.lead, m.about FROM intake.notice AS m
             WHERE m.about = intake.lead_named(seen.receipt) AND m.seen_at IS NULL
               AND EXISTS (SELECT FROM intake.deal AS d
                            WHERE d.lead = m.about AND d.outcome IS NULL AND d.team = ANY (sales.my_teams()))
             ORDER BY m.lead FOR UPDATE) AS ours
     WHERE n.lead = ours.lead AND n.about = ours.about;
END
$$;

COMMENT ON FUNCTION sales.seen(text) IS 'You have read that the client of this deal has written again.';
