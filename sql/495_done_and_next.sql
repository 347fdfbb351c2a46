-- desk.turn() returns void: till the end of the transaction no other session of the caller takes a client, joins two or undoes anything.
CREATE OR REPLACE FUNCTION desk.turn()
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.one_at_a_time(intake.person('desk'));
END
$$;

COMMENT ON FUNCTION desk.turn() IS
    'Your other windows wait until this transaction ends, if they take a client. Whoever ends with one and takes the next in one transaction '
    'calls it first, as desk.done_and_next() does.';

-- desk.done_and_next(act, arguments) returns json: an act that ends with a lead, and then the next client, in one go: a page that did
-- both by itself would wait twice.
--   act        a function of the desk that answers with a line: refuse, hand_over, ...
--   arguments  its arguments by name
-- What the act refuses is raised, and that another window is just taking a client. What the claim refuses is not: the act stays done.
-- Has no rights of its own.
CREATE OR REPLACE FUNCTION desk.done_and_next(act text, arguments json)
RETURNS json
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    called  text;
    told    text;
    next    json;
    message text;
    hint    text;
BEGIN
    PERFORM desk.turn();    -- before the act locks anything; and who does not work here is told that, whatever the arguments are
    IF act = '' OR arguments::jsonb ? '' THEN
        RAISE undefined_function USING MESSAGE = 'an act and its arguments have names';
    END IF;
    called := (SELECT format('SELECT desk.%I(%s)', act, string_agg(format('%I => %L', a.key, a.value), ', '))
                 FROM jsonb_each_text(arguments::jsonb) AS a);    -- each name once
    EXECUTE called INTO told;
    BEGIN
        next := desk.next_card();
    EXCEPTION WHEN object_not_in_prerequisite_state THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
    END;
    RETURN json_build_object('told', told, 'next', next,
                             'refused', CASE WHEN message IS NOT NULL THEN json_build_object('message', message, 'hint', nullif(hint, '')) END);
END
$$;

COMMENT ON FUNCTION desk.done_and_next(text, json) IS
    'An act that ends with a lead, and the next client, in one go: SELECT desk.done_and_next(''refuse'', ''{"receipt": "…", "reason": "too_small"}''). '
    'Keys: told: what the act answers; next: as desk.next_card(), null if nothing waits that you could take now; refused: {message, hint}, if '
    'no next client is given to you: the act is done all the same.';
