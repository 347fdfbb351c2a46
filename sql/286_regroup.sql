-- After a change of dictionary or rules: what it would move, and moving it. Only how leads came is grouped anew, and each way once; the
-- sums hang on it, so they follow.

-- marketing.regroup_preview(from_day date, to_day date) returns a row for each channel and source that leads would move from, and to:
--   channel_before, source_before  where reports show them
--   channel_after, source_after    where the rules of now would
--   inputs                         in how many distinct ways they came
--   leads                          how many were received in these days; null: no bound
-- Changes nothing. Reads touch_input, daily_sum, and what uncounted_cells and group_input do.
CREATE OR REPLACE FUNCTION marketing.regroup_preview(from_day date DEFAULT NULL, to_day date DEFAULT NULL)
RETURNS TABLE (channel_before text, source_before text, channel_after text, source_after text, inputs bigint, leads bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.reader();
    RETURN QUERY
    WITH moved AS MATERIALIZED (
        SELECT i.id, i.channel, i.source, g.channel AS channel_now, g.source AS source_now
          FROM intake.touch_input AS i
         CROSS JOIN LATERAL intake.group_input(i.offline, i.line, i.landing, i.referrer) AS g
         WHERE i.version < intake.rules_version() AND (g.channel, g.source) IS DISTINCT FROM (i.channel, i.source)
    ), counted AS (
        SELECT d.input, d.day, d.leads FROM intake.daily_sum AS d
         UNION ALL
        SELECT (u.cell).input, (u.cell).day, u.sign FROM intake.uncounted_cells() AS u
    ), summed AS (
        SELECT c.input, sum(c.leads)::bigint AS leads FROM counted AS c
         WHERE (regroup_preview.from_day IS NULL OR c.day >= regroup_preview.from_day) AND (regroup_preview.to_day IS NULL OR c.day <= regroup_preview.to_day)
         GROUP BY c.input HAVING sum(c.leads) <> 0
    )
    SELECT m.channel, m.source, m.channel_now, m.source_now, count(*), sum(s.leads)::bigint
      FROM moved AS m JOIN summed AS s ON s.input = m.id
     GROUP BY m.channel, m.source, m.channel_now, m.source_now
     ORDER BY 6 DESC, 1, 2, 3, 4;
END
$$;
COMMENT ON FUNCTION marketing.regroup_preview(date, date) IS 'Which leads would move to another channel or source by the rules of now; changes nothing.';

-- marketing.regroup(most integer) returns bigint: groups anew by the rules of now what older ones have grouped, up to so many distinct
-- ways; answers how many are left. Commit, and call it again until it is 0; whoever stops in between goes on later.
-- Changes touch_input only. Each keeps the version that decided; two at a time take different ones.
CREATE OR REPLACE FUNCTION marketing.regroup(most integer DEFAULT 1000)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.reader();
    UPDATE intake.touch_input AS t
       SET (channel, source, medium, campaign, ga4, metrica, version)
           = (SELECT g.channel, g.source, g.medium, g.campaign, g.ga4, g.metrica, intake.rules_version()
                FROM intake.group_input(t.offline, t.line, t.landing, t.referrer) AS g)
     WHERE t.id = ANY (ARRAY(SELECT i.id FROM intake.touch_input AS i WHERE i.version < intake.rules_version()
                              ORDER BY i.version, i.id LIMIT greatest(regroup.most, 1) FOR UPDATE SKIP LOCKED));
    RETURN (SELECT count(*) FROM intake.touch_input AS i WHERE i.version < intake.rules_version());
END
$$;
COMMENT ON FUNCTION marketing.regroup(integer) IS 'Groups anew, in pieces, what older rules have grouped; answers how many distinct ways are left.';
