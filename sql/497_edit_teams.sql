-- The sales teams and who sells for them, for the head.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'team_unknown', 'команды с именем "%1$s" нет', 'there is no team with the name "%1$s"'),
    ('message', 'team_unknown_hint', 'Какие есть: SELECT * FROM desk.teams', 'What there is: SELECT * FROM desk.teams'),
    ('message', 'team_price', 'цена от — число больше нуля, меньше %1$s и не больше двух знаков после точки; 0 — команда о цене не спрашивает',
        'a price is a number above zero, less than %1$s, with two digits behind the point at the most; 0: the team does not ask for it'),
    ('message', 'team_new', 'Сделки команды увидят те, кого в неё добавят.', 'Its deals will be seen by who is added to it.'),
    ('message', 'team_open', 'Открытых сделок у команды: %1$s; они остаются у продавцов.', 'Open deals of the team: %1$s; they stay with sales.'),
    ('message', 'team_sellers', 'Продавцов в команде: %1$s.', 'Sellers of the team: %1$s.'),
    ('message', 'team_agreed', 'Открытых заявок, где клиент согласился на цену: %1$s; из них ниже %2$s: %3$s, было ниже прежней: %4$s.',
        'Open leads whose client has accepted a price: %1$s; of these below %2$s: %3$s, below the former: %4$s.'),
    ('message', 'not_sales', '%1$s работает не в продажах', '%1$s does not work in sales'),
    ('message', 'member_deals', 'Открытых сделок команды, которые ведёт %1$s: %2$s.', 'Open deals of the team that %1$s has: %2$s.'),
    ('message', 'member_leaves', 'Их больше не увидит %1$s, а взять сможет любой из команды; останется продавцов: %2$s.',
        '%1$s will not see them any more, and anybody of the team can take them; sellers that stay: %2$s.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

CREATE OR REPLACE VIEW desk.teams WITH (security_barrier) AS
SELECT t.name::text, t."position", t.ru::text, t.en::text, t.price_floor, (SELECT s.currency FROM intake.setting AS s) AS currency, t.in_use,
       (SELECT count(*) FROM intake.staff_team AS m WHERE m.team = t.name) AS sellers,
       (SELECT count(*) FROM intake.deal AS d WHERE d.team = t.name AND d.outcome IS NULL) AS open_deals
  FROM intake.team AS t
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY NOT t.in_use, t."position", t.name;

COMMENT ON VIEW   desk.teams             IS 'For the head: the sales teams. To change one: desk.edit_team(); who sells for it: desk.team_members.';
COMMENT ON COLUMN desk.teams.name        IS 'Stands in the history, and never changes.';
COMMENT ON COLUMN desk.teams.position    IS 'Its place in the list.';
COMMENT ON COLUMN desk.teams.ru          IS 'In Russian.';
COMMENT ON COLUMN desk.teams.en          IS 'In English.';
COMMENT ON COLUMN desk.teams.price_floor IS 'The client has to accept at least this price before the hand-over; empty: the team does not ask for it.';
COMMENT ON COLUMN desk.teams.currency    IS 'Of that price.';
COMMENT ON COLUMN desk.teams.in_use      IS 'It takes leads; false: it only ends the deals it has.';
COMMENT ON COLUMN desk.teams.sellers     IS 'How many people sell for it.';
COMMENT ON COLUMN desk.teams.open_deals  IS 'How many deals of it are open.';

CREATE OR REPLACE VIEW desk.team_members WITH (security_barrier) AS
SELECT t.name::text AS team, s.login::text, s.name::text, m.login IS NOT NULL AS member,
       (SELECT count(*) FROM intake.deal AS d WHERE d.team = t.name AND d.outcome IS NULL AND d.owner = s.login) AS open_deals
  FROM intake.team AS t
 CROSS JOIN intake.staff AS s
  LEFT JOIN intake.staff_team AS m ON m.team = t.name AND m.login = s.login
 WHERE (SELECT intake.head()) IS NOT NULL AND s.works_in = 'sales'
 ORDER BY t."position", t.name, s.name, s.login;

COMMENT ON VIEW   desk.team_members            IS 'For the head: for each team everybody of sales, and whether the person sells for it. To change it: desk.edit_member().';
COMMENT ON COLUMN desk.team_members.team       IS 'The team.';
COMMENT ON COLUMN desk.team_members.login      IS 'The login.';
COMMENT ON COLUMN desk.team_members.name       IS 'How colleagues say.';
COMMENT ON COLUMN desk.team_members.member     IS 'Sells for it, and sees its deals.';
COMMENT ON COLUMN desk.team_members.open_deals IS 'Open deals of the team that the person has.';

-- intake.team_effects(was intake.team, t intake.team) returns text[]: what it means that a team becomes another. Reads what is open.
CREATE OR REPLACE FUNCTION intake.team_effects(was intake.team, t intake.team)
RETURNS text[]
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF was.name IS NOT NULL AND NOT t.in_use AND NOT EXISTS (SELECT FROM intake.team AS o WHERE o.in_use AND o.name <> t.name) THEN
        PERFORM intake.refuse('22023', 'edit_last', 'edit_last_hint', intake.word('team', t.name));
    END IF;
    RETURN ARRAY[
        CASE WHEN was.name IS NULL THEN intake.say('message', 'team_new') END,
        CASE WHEN was.in_use IS DISTINCT FROM t.in_use AND was.name IS NOT NULL
             THEN intake.say('message', 'team_open', (SELECT count(*) FROM intake.deal AS d WHERE d.team = t.name AND d.outcome IS NULL)::text) || ' '
                  || intake.say('message', 'team_sellers', (SELECT count(*) FROM intake.staff_team AS m WHERE m.team = t.name)::text) END,
        CASE WHEN was.price_floor IS DISTINCT FROM t.price_floor AND t.price_floor IS NOT NULL
             THEN (SELECT intake.say('message', 'team_agreed', count(*)::text, t.price_floor::text, (count(*) FILTER (WHERE o.price < t.price_floor))::text,
                                     (count(*) FILTER (WHERE o.price < was.price_floor))::text)
                     FROM intake.open_leads() AS o WHERE o.price IS NOT NULL) END];
END
$$;

-- desk.edit_team(name, ru, en, price_floor, "position", in_use, dry) returns texts: see the head of 497_edits. Without a name a team
-- is added, and its name made of the English caption. price_floor 0: the team does not ask for a price.
CREATE OR REPLACE FUNCTION desk.edit_team(name text DEFAULT NULL, ru text DEFAULT NULL, en text DEFAULT NULL, price_floor numeric DEFAULT NULL,
                                          "position" integer DEFAULT NULL, in_use boolean DEFAULT NULL, dry boolean DEFAULT false)
RETURNS TABLE (said text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    beyond  CONSTANT numeric := 1000000000000;
    adds    CONSTANT boolean := coalesce(btrim(name), '') = '';
    was     intake.team;
    t       intake.team;
    effects text[];
BEGIN
    PERFORM intake.acting_head();
    SELECT o.* INTO was FROM intake.team AS o WHERE o.name = edit_team.name FOR NO KEY UPDATE;
    IF NOT FOUND AND NOT adds THEN
        PERFORM intake.refuse('22023', 'team_unknown', 'team_unknown_hint', name);
    ELSIF price_floor IS NOT NULL AND (price_floor >= 0 AND price_floor < beyond AND price_floor = round(price_floor, 2)) IS NOT TRUE THEN
        PERFORM intake.refuse('22023', 'team_price', NULL, beyond::text);
    END IF;
    t := was;
    IF adds OR coalesce(ru, en) IS NOT NULL THEN
        PERFORM intake.demand_captions('team', was.name, coalesce(ru, was.ru), coalesce(en, was.en));
    END IF;
    t.ru := btrim(coalesce(ru, was.ru));
    t.en := btrim(coalesce(en, was.en));
    t.name := coalesce(was.name, intake.name_made(t.en));
    t.position := coalesce("position", was.position, (SELECT 1 + max(o.position) FROM intake.team AS o), 1);
    t.price_floor := nullif(coalesce(price_floor, was.price_floor), 0);
    t.in_use := coalesce(in_use, was.in_use, true);
    IF adds AND EXISTS (SELECT FROM intake.team AS o WHERE o.name = t.name) THEN
        PERFORM intake.refuse('22023', 'edit_taken', 'team_unknown_hint', t.name);
    END IF;
    effects := intake.team_effects(was, t);
    IF dry IS FALSE THEN
        INSERT INTO intake.team AS o (name, "position", ru, en, price_floor, in_use)
        VALUES (t.name, t."position", t.ru, t.en, t.price_floor, t.in_use)
        ON CONFLICT ON CONSTRAINT team_pkey DO UPDATE
           SET ru = excluded.ru, en = excluded.en, price_floor = excluded.price_floor, "position" = excluded."position", in_use = excluded.in_use;
    END IF;
    RETURN QUERY SELECT * FROM intake.edited('team', t.name, CASE WHEN NOT adds THEN to_jsonb(was) END, to_jsonb(t), dry, effects);
END
$$;

COMMENT ON FUNCTION desk.edit_team(text, text, text, numeric, integer, boolean, boolean) IS
    'For the head: changes a sales team, or adds one (without a name): SELECT * FROM desk.edit_team(''general'', price_floor => 7000, dry => true) only says '
    'what that would mean; without dry it is done. A price of 0: the team does not ask for it. in_use => false: no more leads for it.';
