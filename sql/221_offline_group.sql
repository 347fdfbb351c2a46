-- Where a lead comes from that came by no form; and what a source is called in reports, however somebody writes it.

-- intake.offline_group(offline text, line text) returns intake.grouping: channel offline, with the source that the company's number
-- stands for, or how it came.
--   offline  phone, visit, chat, mail or import
--   line     the company's number that was called; null: unknown
-- Reads line.
CREATE OR REPLACE FUNCTION intake.offline_group(offline text, line text)
RETURNS intake.grouping
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    said intake.grouping;
BEGIN
    SELECT 'offline', l.source, l.medium, l.campaign, NULL, NULL INTO my.said FROM intake.line AS l WHERE l.number = offline_group.line;
    my.said.channel := 'offline';
    my.said.source := coalesce(my.said.source, offline_group.offline);
    RETURN my.said;
END
$$;

-- intake.source_name(source text) returns text: the source as reports show it, of a word as it stands in utm_source; null if that says
-- nothing. Security definer, as views call it. Reads channel_word.
CREATE OR REPLACE FUNCTION intake.source_name(source text)
RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<my>>
DECLARE
    said CONSTANT text := intake.tag_said(nullif(lower(btrim(intake.line(source_name.source))), ''));
BEGIN
    RETURN coalesce((intake.word_of_alias(intake.alias_key(my.said))).name, my.said);
END
$$;
