-- Numbers for marketing: how many leads each channel brings. No personal data, and no way back to a lead.

CREATE OR REPLACE VIEW marketing.channel_daily AS
SELECT (l.received_at AT TIME ZONE s.zone)::date AS day,
       nullif(lower(btrim(l.touch ->> 'utm_source')), '') AS source,
       nullif(lower(btrim(l.touch ->> 'utm_medium')), '') AS medium,
       nullif(lower(btrim(l.touch ->> 'referrer_host')), '') AS referrer_host,
       count(*) AS leads,
       count(*) FILTER (WHERE l.repeat) AS repeats,
       count(*) FILTER (WHERE l.colour = 'red') AS red,
       count(*) FILTER (WHERE l.colour = 'green') AS green,
       count(*) FILTER (WHERE l.colour NOT IN ('red', 'green')) AS other_colours
  FROM intake.lead AS l
 CROSS JOIN intake.setting AS s
 WHERE (SELECT intake.reader()) IS NOT NULL
 GROUP BY day, source, medium, referrer_host;

COMMENT ON VIEW marketing.channel_daily IS 'Leads by day and by where the visitor came from.';
COMMENT ON COLUMN marketing.channel_daily.day           IS 'The day they were received, in the configured zone.';
COMMENT ON COLUMN marketing.channel_daily.source        IS 'utm_source, in lower case; empty: the link was not tagged.';
COMMENT ON COLUMN marketing.channel_daily.medium        IS 'utm_medium, in lower case.';
COMMENT ON COLUMN marketing.channel_daily.referrer_host IS 'The site the visitor came from.';
COMMENT ON COLUMN marketing.channel_daily.leads         IS 'Leads, repeat clients included.';
COMMENT ON COLUMN marketing.channel_daily.repeats       IS 'Of these: from clients who had written before.';
COMMENT ON COLUMN marketing.channel_daily.red           IS 'Of these: of a red category on arrival (high margin).';
COMMENT ON COLUMN marketing.channel_daily.green         IS 'Of these: of a green category on arrival (low margin).';
COMMENT ON COLUMN marketing.channel_daily.other_colours IS 'Of these: of any other category.';
