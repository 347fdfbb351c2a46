-- What was brought in from another system: the head sees it, and withdraws what should not have come. Nothing is deleted: the leads stay,
-- marked, but they are nobody's, and what only they knew of a client is not known any more.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'no_import', 'загрузки %1$s нет', 'there is no batch %1$s'),
    ('message', 'no_import_hint', 'Какие есть: SELECT * FROM desk.imports', 'What there is: SELECT * FROM desk.imports'),
    ('message', 'import_reason', 'чтобы отозвать загрузку, нужна причина', 'to withdraw a batch wants a reason')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.import_rows() returns rows: all batches, each with the number of its leads that are not withdrawn. Reads import_batch, import_lead.
CREATE OR REPLACE FUNCTION intake.import_rows()
RETURNS TABLE (b intake.import_batch, leads bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 20
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM intake.head();
    RETURN QUERY
    SELECT k, (SELECT count(*) FROM intake.import_lead AS i WHERE i.batch = k.id AND NOT i.withdrawn) FROM intake.import_batch AS k;
END
$$;

CREATE OR REPLACE VIEW desk.imports WITH (security_barrier) AS
SELECT (i.b).id AS batch, (i.b).form::text AS form, (i.b).file::text AS file,
       CASE WHEN (i.b).gone_at IS NOT NULL THEN 'withdrawn' WHEN (i.b).withdrawn_at IS NOT NULL THEN 'withdrawing'
            WHEN (i.b).done_at IS NOT NULL THEN 'done' ELSE 'open' END AS state,
       (i.b).begun_at, (i.b).begun_by::text AS begun_by, (i.b).last_at, (i.b).rows, (i.b).stored,
       greatest((i.b).rows - (i.b).stored - (i.b).refused, 0) AS known, (i.b).refused, (i.b).queued, (i.b).counts,
       i.leads, (i.b).withdrawn_at, (i.b).withdrawn_by::text AS withdrawn_by, intake.plain((i.b).withdrawn_why) AS why
  FROM intake.import_rows() AS i
 WHERE (SELECT intake.head()) IS NOT NULL
 ORDER BY (i.b).id DESC;

COMMENT ON VIEW   desk.imports              IS
    'For the head: what was brought in from another system, the last first. SELECT * FROM desk.withdraw_import(batch, ''why'') takes one back.';
COMMENT ON COLUMN desk.imports.batch        IS 'Its number.';
COMMENT ON COLUMN desk.imports.form         IS 'The form by which it was checked.';
COMMENT ON COLUMN desk.imports.file         IS 'What the file was called.';
COMMENT ON COLUMN desk.imports.state        IS 'open: under way, or interrupted, and goes on with the same file; done; withdrawing: not all of it is; withdrawn.';
COMMENT ON COLUMN desk.imports.begun_at     IS 'When it began.';
COMMENT ON COLUMN desk.imports.begun_by     IS 'Who brought it.';
COMMENT ON COLUMN desk.imports.last_at      IS 'When the last piece of it came.';
COMMENT ON COLUMN desk.imports.rows         IS 'Rows of the file so far.';
COMMENT ON COLUMN desk.imports.stored       IS 'Of these: leads that were new.';
COMMENT ON COLUMN desk.imports.known        IS 'Of these: known already, from this file or an earlier one.';
COMMENT ON COLUMN desk.imports.refused      IS 'Of these: refused by the checks of the form.';
COMMENT ON COLUMN desk.imports.queued       IS 'They went into the queue; otherwise they are history.';
COMMENT ON COLUMN desk.imports.counts       IS 'Marketing counts them.';
COMMENT ON COLUMN desk.imports.leads        IS 'Leads of it that are not withdrawn. Of a batch that is: somebody had worked on them.';
COMMENT ON COLUMN desk.imports.withdrawn_at IS 'When it was withdrawn; empty: it was not.';
COMMENT ON COLUMN desk.imports.withdrawn_by IS 'By whom.';
COMMENT ON COLUMN desk.imports.why          IS 'Why.';

-- desk.withdraw_import(batch, reason) returns one row: the batch is withdrawn, some hundreds of its leads: again until
-- nothing remains. It takes no further row from now on; the same file is another batch.
--   withdrawn  how many leads this time
--   remaining  how many are left to be looked at
--   kept       how many stay, since somebody has worked on them; known when nothing remains
-- Raises 42501 if the caller is no head, P0002 if there is no such batch, 22023 without a reason, 55000 if somebody is just storing leads
-- of the same clients. Changes import_batch, and what withdraw_leads does.
CREATE OR REPLACE FUNCTION desk.withdraw_import(batch bigint, reason text, OUT withdrawn bigint, OUT remaining bigint, OUT kept bigint)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '2s'
AS $$
DECLARE
    said CONSTANT text := intake.noted(reason);
    most CONSTANT integer := 100;      -- and no more than four of them at once: each lead takes locks, and the server has only so many
    n    integer;
BEGIN
    IF NOT intake.is_administrator() THEN
        PERFORM intake.acting_head();
    END IF;
    IF said IS NULL THEN
        PERFORM intake.refuse('22023', 'import_reason', NULL);
    END IF;
    UPDATE intake.import_batch AS k SET withdrawn_at = coalesce(k.withdrawn_at, clock_timestamp()),
           withdrawn_by = coalesce(k.withdrawn_by, desk.caller()), withdrawn_why = coalesce(k.withdrawn_why, said)
     WHERE k.id = withdraw_import.batch;
    IF NOT FOUND THEN
        PERFORM intake.refuse('P0002', 'no_import', 'no_import_hint', coalesce(batch::text, ''));
    END IF;
    withdrawn := 0;
    LOOP
        n := intake.withdraw_leads(batch, most);
        withdrawn := withdrawn + n;
        EXIT WHEN n < most OR withdrawn >= 4 * most OR clock_timestamp() > statement_timestamp() + interval '2 seconds';
    END LOOP;
    kept := (SELECT count(*) FROM intake.import_lead AS i WHERE i.batch = withdraw_import.batch AND NOT i.withdrawn);
    remaining := CASE WHEN n = most THEN kept ELSE 0 END;
    kept := kept - remaining;
    UPDATE intake.import_batch AS k SET gone_at = clock_timestamp() WHERE k.id = withdraw_import.batch AND remaining = 0 AND k.gone_at IS NULL;
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'client_busy', 'again_hint');
END
$$;

COMMENT ON FUNCTION desk.withdraw_import(bigint, text) IS
    'For the head: takes back what was brought in: SELECT * FROM desk.withdraw_import(7, ''the wrong file''), again until nothing remains. '
    'The leads stay, marked, and are nobody''s; what somebody has worked on is kept.';
