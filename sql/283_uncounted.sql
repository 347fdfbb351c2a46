-- What a report adds to the sums: the leads that have changed since they were counted, as they are now and, with the other sign,
-- as they were counted.

-- intake.uncounted_cells() returns rows: sign, 1 or -1; the cell; and its way with its channel.
-- Security definer, so that views may call it with the rights of whoever looks; only people of marketing get rows.
-- Reads uncounted, counted, touch_input, and what cells_of does.
CREATE OR REPLACE FUNCTION intake.uncounted_cells()
RETURNS TABLE (sign integer, cell intake.counted, way intake.touch_input)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    leads CONSTANT uuid[] := ARRAY(SELECT DISTINCT u.lead FROM intake.uncounted AS u);
BEGIN
    IF intake.reader() IS NULL OR leads = '{}' THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH now AS MATERIALIZED (
        SELECT c.* FROM intake.cells_of(leads) AS c
    ), unknown AS MATERIALIZED (   -- each way once; it has no row yet
        SELECT DISTINCT ON ((n.cell).input) (n.cell).input, n.offline, n.line, n.landing, n.referrer, n.page
          FROM now AS n WHERE n.fresh AND NOT EXISTS (SELECT FROM intake.touch_input AS i WHERE i.id = (n.cell).input)
    ), grouped AS MATERIALIZED (
        SELECT u.*, g.* FROM unknown AS u CROSS JOIN LATERAL intake.group_input(u.offline, u.line, u.landing, u.referrer) AS g
    ), way AS (
        SELECT ROW(g.input, g.offline, g.line, g.landing, g.referrer, g.page, g.channel, g.source, g.medium, g.campaign, g.ga4, g.metrica,
                   intake.rules_version())::intake.touch_input AS way FROM grouped AS g
    ), cell AS (
        SELECT 1 AS sign, n.cell FROM now AS n
        UNION ALL
        SELECT -1, k::intake.counted FROM intake.counted AS k WHERE k.lead = ANY (leads)
    )
    SELECT c.sign, c.cell, i::intake.touch_input FROM cell AS c JOIN intake.touch_input AS i ON i.id = (c.cell).input
    UNION ALL
    SELECT c.sign, c.cell, w.way FROM cell AS c JOIN way AS w ON (w.way).id = (c.cell).input;
END
$$;
