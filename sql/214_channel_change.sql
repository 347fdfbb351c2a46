-- Whatever changes the dictionary or the rules: keys are made even, and the version rises.

-- The trigger of intake.channel_word: key, match and name of what the owner writes. Raises 22023 if the key is none.
CREATE OR REPLACE FUNCTION intake.even_word()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    written CONSTANT text := NEW.key;
BEGIN
    NEW.match := coalesce(NEW.match, CASE WHEN strpos(my.written, '.') > 0 THEN 'host' ELSE 'alias' END);
    NEW.key := CASE NEW.match WHEN 'host' THEN intake.host_key(my.written) ELSE intake.alias_key(my.written) END;
    IF NEW.key IS NULL THEN
        RAISE EXCEPTION '"%" is no % of a source', my.written, CASE NEW.match WHEN 'host' THEN 'host' ELSE 'word' END
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'A host is written as vk.com, a word as it stands in utm_source: telegram.';
    END IF;
    NEW.name := lower(coalesce(NEW.name, CASE NEW.match WHEN 'host' THEN NEW.key ELSE btrim(my.written) END));
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER even_word BEFORE INSERT OR UPDATE ON intake.channel_word
    FOR EACH ROW EXECUTE FUNCTION intake.even_word();

-- The trigger of intake.site_host. Raises 22023 if that is no host.
CREATE OR REPLACE FUNCTION intake.even_site_host()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    written CONSTANT text := NEW.host;
BEGIN
    NEW.host := intake.host_key(my.written);
    IF NEW.host IS NULL THEN
        RAISE EXCEPTION '"%" is no host', my.written USING ERRCODE = 'invalid_parameter_value', HINT = 'It is written as example.ru';
    END IF;
    RETURN NEW;
END
$$;
CREATE OR REPLACE TRIGGER even_site_host BEFORE INSERT OR UPDATE ON intake.site_host
    FOR EACH ROW EXECUTE FUNCTION intake.even_site_host();

-- intake.new_channel_version(what text) returns void: a further version. One at a time, so that none is passed by. Changes channel_version.
CREATE OR REPLACE FUNCTION intake.new_channel_version(what text)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    LOCK TABLE intake.channel_version IN SHARE ROW EXCLUSIVE MODE;
    INSERT INTO intake.channel_version (version, what) SELECT coalesce(max(v.version), 0) + 1, new_channel_version.what FROM intake.channel_version AS v;
END
$$;

-- The triggers of all these tables: a further version, if any row is another.
CREATE OR REPLACE FUNCTION intake.note_channel_rows()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF EXISTS (SELECT FROM changed) THEN
        PERFORM intake.new_channel_version(TG_TABLE_NAME || ': ' || lower(TG_OP));
    END IF;
    RETURN NULL;
END
$$;
CREATE OR REPLACE FUNCTION intake.note_channel_truncate()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.new_channel_version(TG_TABLE_NAME || ': truncate');
    RETURN NULL;
END
$$;
DO $triggers$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['channel_word', 'channel_click', 'channel_rule', 'ga4_source', 'site_host', 'line'] LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER version_insert AFTER INSERT ON intake.%I REFERENCING NEW TABLE AS changed '
                       'FOR EACH STATEMENT EXECUTE FUNCTION intake.note_channel_rows()', name);
        EXECUTE format('CREATE OR REPLACE TRIGGER version_update AFTER UPDATE ON intake.%I REFERENCING NEW TABLE AS changed '
                       'FOR EACH STATEMENT EXECUTE FUNCTION intake.note_channel_rows()', name);
        EXECUTE format('CREATE OR REPLACE TRIGGER version_delete AFTER DELETE ON intake.%I REFERENCING OLD TABLE AS changed '
                       'FOR EACH STATEMENT EXECUTE FUNCTION intake.note_channel_rows()', name);
        EXECUTE format('CREATE OR REPLACE TRIGGER version_truncate AFTER TRUNCATE ON intake.%I '
                       'FOR EACH STATEMENT EXECUTE FUNCTION intake.note_channel_truncate()', name);
    END LOOP;
END
$triggers$;

-- intake.rules_version() returns integer: of dictionary and rules together, what holds now. Reads channel_version.
CREATE OR REPLACE FUNCTION intake.rules_version()
RETURNS integer
LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT coalesce(max(v.version), 0) FROM intake.channel_version AS v;
END;
