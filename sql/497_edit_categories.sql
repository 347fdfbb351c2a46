-- The categories, for the head: which colour they show, and which is called sooner. Their rules and their names stand in the files of
-- the intake program; what is changed here holds until categories.yaml says something else than it does now (238).

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'category_colour', '"%1$s" — не цвет', '"%1$s" is no colour'),
    ('message', 'category_rank', 'место в очереди — число от -%1$s до %1$s', 'a rank is a number from -%1$s to %1$s'),
    ('message', 'category_open', 'Открытых заявок этой категории: %1$s; новый цвет у них сразу. Отчёты считают цвет из categories.yaml.',
        'Open leads of this category: %1$s; they show the new colour at once. Reports count the colour of categories.yaml.'),
    ('message', 'category_waits', 'Ждут в очереди: %1$s; они своё место сохранят, а новые встанут так: %2$s.',
        'Leads that wait: %1$s; they keep their place, and new ones come in this order: %2$s.'),
    ('message', 'category_until', 'Действует, пока categories.yaml не скажет о ней другое, чем сейчас.',
        'Holds until categories.yaml says something else of it than it does now.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE VIEW desk.categories WITH (security_barrier) AS
SELECT c.name::text, c.colour::text AS colour_name, intake.word('colour', c.colour) AS colour, c.rank,
       intake.word('colour', c.file_colour) AS file_colour, c.file_rank
  FROM intake.category AS c
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY c.rank, c.name;

COMMENT ON VIEW   desk.categories             IS 'For the head: the categories, in the order in which they are called. To change one: desk.edit_category().';
COMMENT ON COLUMN desk.categories.name        IS 'As in categories.yaml.';
COMMENT ON COLUMN desk.categories.colour_name IS 'The colour by its name.';
COMMENT ON COLUMN desk.categories.colour      IS 'The same in words.';
COMMENT ON COLUMN desk.categories.rank        IS 'The smaller, the sooner a lead is called.';
COMMENT ON COLUMN desk.categories.file_colour IS 'The colour in categories.yaml.';
COMMENT ON COLUMN desk.categories.file_rank   IS 'The rank in categories.yaml.';

-- intake.category_effects(was intake.category, c intake.category) returns text[]: what it means that a category becomes another.
CREATE OR REPLACE FUNCTION intake.category_effects(was intake.category, c intake.category)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY[
        CASE WHEN was.colour <> c.colour
             THEN intake.say('message', 'category_open', (SELECT count(*) FROM intake.open_leads() AS o WHERE o.category = c.name)::text) END,
        CASE WHEN was.rank <> c.rank
             THEN intake.say('message', 'category_waits',
                             (SELECT count(*) FROM intake.waiting AS q JOIN intake.work AS w ON w.lead = q.lead WHERE w.category = c.name)::text,
                             (SELECT string_agg(o.name, ', ' ORDER BY CASE o.name WHEN c.name THEN c.rank ELSE o.rank END, o.name) FROM intake.category AS o)) END,
        intake.say('message', 'category_until')];
END
$$;

-- desk.edit_category(name, colour, rank, dry) returns texts: see the head of 497_edits.
CREATE OR REPLACE FUNCTION desk.edit_category(name text, colour text DEFAULT NULL, rank integer DEFAULT NULL, dry boolean DEFAULT false)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    highest CONSTANT integer := 1000000;     -- as intake.file_rank
    which   text;
    was     intake.category;
    c       intake.category;
    effects text[];
BEGIN
    PERFORM intake.acting_head();
    which := intake.choose('category', name);
    SELECT o.* INTO was FROM intake.category AS o WHERE o.name = which FOR NO KEY UPDATE;
    c := was;
    c.colour := CASE WHEN edit_category.colour IS NULL THEN was.colour
                     ELSE (SELECT k.name FROM intake.caption AS k WHERE k.list = 'colour'
                              AND (k.name = intake.folded(edit_category.colour) OR intake.is_called('colour', k.name, intake.folded(edit_category.colour))) LIMIT 1) END;
    c.rank := coalesce(edit_category.rank, was.rank);
    IF abs(c.rank) > highest THEN
        PERFORM intake.refuse('22023', 'category_rank', NULL, highest::text);
    END IF;
    IF c.colour IS NULL THEN
        PERFORM intake.refuse('22023', 'category_colour', 'act_unknown_hint', colour,
                              (SELECT string_agg(intake.word('colour', k.name), ', ') FROM intake.caption AS k WHERE k.list = 'colour'));
    END IF;
    effects := intake.category_effects(was, c);
    IF dry IS FALSE AND (was.colour, was.rank) IS DISTINCT FROM (c.colour, c.rank) THEN
        UPDATE intake.category AS o SET colour = c.colour, rank = c.rank WHERE o.name = c.name;
    END IF;
    RETURN QUERY SELECT * FROM intake.edited('category', c.name, to_jsonb(was), to_jsonb(c), dry, effects);
END
$$;

COMMENT ON FUNCTION desk.edit_category(text, text, integer, boolean) IS
    'For the head: another colour or rank for a category: SELECT * FROM desk.edit_category(''high-margin'', rank => 5, dry => true) only says what that '
    'would mean; without dry it is done. It holds until categories.yaml is changed.';
