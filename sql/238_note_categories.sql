-- intake.note_categories(batch intake.record[]) returns void
-- Categories stand in the owner's file and come with each record; here they become rows, when new or changed in the file.
-- Where the owner edits a row, that holds until the file is edited next. The usual case is one look per record and
-- nothing to write. Reads and changes category.

CREATE OR REPLACE FUNCTION intake.note_categories(batch intake.record[])
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    news CONSTANT bigint[] := ARRAY(     -- the numbers of the records that say something new
        SELECT b.ordinality FROM unnest(batch) WITH ORDINALITY AS b
         WHERE NOT EXISTS (SELECT FROM intake.category AS c
                            WHERE c.name = b.category AND c.file_colour = b.colour AND c.file_rank = b.rank));
BEGIN
    IF cardinality(news) = 0 THEN
        RETURN;
    END IF;
    INSERT INTO intake.category AS old (name, colour, rank, file_colour, file_rank, as_of)
    SELECT DISTINCT ON (b.category) b.category, b.colour, b.rank, b.colour, b.rank, b.received_at
      FROM unnest(batch) WITH ORDINALITY AS b
     WHERE b.ordinality = ANY (news)
     ORDER BY b.category, b.received_at DESC
    ON CONFLICT (name) DO UPDATE
       SET colour = excluded.colour, rank = excluded.rank,
           file_colour = excluded.file_colour, file_rank = excluded.file_rank, as_of = excluded.as_of
     WHERE old.as_of < excluded.as_of;
END
$$;
