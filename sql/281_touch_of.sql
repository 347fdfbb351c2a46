-- What a channel is decided by, out of the touch of a lead.

-- intake.encoded(value text) returns text: as a value in the query of an address. Only what has a meaning there is escaped.
CREATE OR REPLACE FUNCTION intake.encoded(value text)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(value, '%', '%25'), '&', '%26'), '#', '%23'), '+', '%2B'), '?', '%3F');

-- intake.landing_of(touch jsonb) returns text: the landing address. Tags that came beside it, as fields of the form, stand
-- in it as if the address had had them: the program takes them only if it has none itself.
CREATE OR REPLACE FUNCTION intake.landing_of(touch jsonb)
RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    landing CONSTANT text := touch ->> 'landing';
    beside  text;
BEGIN
    IF landing ~* '[?&;#]utm_[a-z]+(=|%3D)' THEN
        RETURN landing;
    END IF;
    SELECT string_agg(t.key || '=' || intake.encoded(t.value), '&' ORDER BY t.key) INTO beside
      FROM (SELECT e.key, e.value FROM jsonb_each_text(touch) AS e WHERE e.key LIKE 'utm\_%'
            UNION ALL
            SELECT e.key, e.value FROM jsonb_each_text(CASE WHEN jsonb_typeof(touch -> 'clicks') = 'object' THEN touch -> 'clicks' END) AS e
             WHERE strpos(coalesce(landing, ''), e.key || '=') = 0 AND e.key <> 'ym_uid') AS t
     WHERE t.value <> '';
    IF beside IS NULL THEN
        RETURN landing;
    END IF;
    RETURN coalesce(split_part(landing, '#', 1), '') || CASE WHEN strpos(landing, '?') > 0 THEN '&' ELSE '?' END || beside;
END
$$;

-- intake.referrer_of(touch jsonb) returns text: the address of another site that led here; null: there is none, or it is the
-- own one, which the program knows by the request (then the touch has no referrer_host).
CREATE OR REPLACE FUNCTION intake.referrer_of(touch jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN btrim(touch ->> 'referrer_host') <> ''
            THEN coalesce(nullif(touch ->> 'referrer', ''), 'https://' || btrim(touch ->> 'referrer_host') || '/') END;
