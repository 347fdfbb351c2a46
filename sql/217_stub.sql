CREATE TYPE intake.tags AS (source text, medium text, campaign text, host text);
CREATE TYPE intake.grouping AS (channel text, source text, medium text, campaign text, ga4 text, metrica text);
CREATE OR REPLACE FUNCTION intake.read_tags(landing text, referrer text) RETURNS intake.tags LANGUAGE sql IMMUTABLE RETURN
 ROW(substring(landing FROM 'utm_source=([^&]*)'), substring(landing FROM 'utm_medium=([^&]*)'), NULL, substring(referrer FROM '//([^/]*)'))::intake.tags;
CREATE OR REPLACE FUNCTION intake.group_of(tags intake.tags) RETURNS intake.grouping LANGUAGE sql STABLE RETURN
 ROW(coalesce((tags).source, (tags).host, 'unknown'), (tags).source, (tags).medium, NULL, NULL, NULL)::intake.grouping;
CREATE OR REPLACE FUNCTION intake.page_of(landing text) RETURNS text LANGUAGE sql IMMUTABLE RETURN substring(landing FROM '//([^?#]*)');
CREATE OR REPLACE FUNCTION intake.masked(t text) RETURNS text LANGUAGE sql IMMUTABLE RETURN t;
CREATE OR REPLACE FUNCTION intake.rules_version() RETURNS integer LANGUAGE sql STABLE RETURN 1;
CREATE OR REPLACE FUNCTION intake.offline_group(offline text, line text) RETURNS intake.grouping LANGUAGE sql STABLE RETURN ROW('offline', offline, NULL, NULL, NULL, NULL)::intake.grouping;
CREATE OR REPLACE FUNCTION marketing.channel_of(landing text, referrer text, OUT channel text, OUT source text, OUT medium text, OUT campaign text, OUT ga4 text, OUT metrica text) LANGUAGE plpgsql STABLE AS $$ BEGIN SELECT g.* INTO channel, source, medium, campaign, ga4, metrica FROM intake.group_of(intake.read_tags(landing, referrer)) g; END $$;
CREATE OR REPLACE FUNCTION intake.source_name(source text) RETURNS text LANGUAGE sql STABLE RETURN source;
