-- What is brought in from another system takes the way of a submission; what is particular to it is here. (To withdraw it: 499.)

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('verdict', 'imported', 'из прежней системы', 'brought in'),
    ('verdict', 'withdrawn', 'импорт отозван', 'import withdrawn'),
    ('mark', 'imported', 'из прежней системы', 'brought in from elsewhere'),
    ('message', 'import_otherwise', 'этот файл уже загружен с другими настройками: загрузка %1$s', 'this file has been brought in otherwise: batch %1$s'),
    ('message', 'import_otherwise_hint', 'Отзовите её, затем загружайте заново: firstline import --withdraw %1$s',
        'Withdraw that, then bring it in anew: firstline import --withdraw %1$s')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.import_batch_of(login text, about json) returns intake.import_batch: the one that a piece of a file belongs to, made if it is the
-- first; locked till the end of the transaction, so that the pieces of a file come one after another. Raises 42501 if the desk's own login
-- speaks for somebody who is no head, 55000 if the same file has been brought in otherwise. Reads staff; adds to import_batch.
CREATE OR REPLACE FUNCTION intake.import_batch_of(login text, about json)
RETURNS intake.import_batch
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    given CONSTANT intake.import_batch := json_populate_record(NULL::intake.import_batch, about);
    b     intake.import_batch;
BEGIN
    IF session_user = 'firstline_desk'
       AND NOT EXISTS (SELECT FROM intake.staff AS s WHERE s.login = import_batch_of.login AND s.head AND s.works_in = 'desk') THEN
        PERFORM intake.turn_away(coalesce(login, ''), '42501', 'for_heads', 'for_heads_hint');
    END IF;
    INSERT INTO intake.import_batch (form, key, file, queued, counts, begun_by)
    VALUES (given.form, given.key, given.file, coalesce(given.queued, false), coalesce(given.counts, false), coalesce(login, desk.caller()))
    ON CONFLICT (form, key) WHERE withdrawn_at IS NULL DO NOTHING;
    SELECT k.* INTO STRICT b FROM intake.import_batch AS k
     WHERE k.form = given.form AND k.key = given.key AND k.withdrawn_at IS NULL FOR UPDATE;
    IF (b.queued, b.counts) <> (coalesce(given.queued, false), coalesce(given.counts, false)) THEN
        PERFORM intake.refuse('55000', 'import_otherwise', 'import_otherwise_hint', b.id::text);
    END IF;
    RETURN b;
END
$$;

-- intake.imported(records intake.record[], by text) returns intake.record[]: the same as what was brought in, whatever they say of that.
CREATE OR REPLACE FUNCTION intake.imported(records intake.record[], by text)
RETURNS intake.record[]
LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
    SELECT coalesce(array_agg(json_populate_record(k.one, json_build_object('channel', 'import', 'entered_by', imported.by,
                                                                            'marks', array_append((k.one).marks::text[], 'imported'))) ORDER BY k.i), '{}')
      FROM (SELECT records[i] AS one, i FROM generate_subscripts(records, 1) AS i) AS k;
END;

-- intake.import_again(known uuid[], b intake.import_batch) returns uuid[]: of these leads, which were here before, those that had been
-- withdrawn and are of this batch now: whose they are is found anew. The caller holds the locks of names. Waits for nobody; what somebody
-- is at stays withdrawn. Reads lead; changes import_lead, work, waiting, contact_point, client, uncounted.
CREATE OR REPLACE FUNCTION intake.import_again(known uuid[], b intake.import_batch)
RETURNS uuid[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    l      record;
    its    uuid;
    taken  uuid[] := ARRAY[]::uuid[];
BEGIN
    FOR l IN SELECT k.id, k.received_at, ARRAY(SELECT p FROM json_populate_recordset(NULL::intake.contact, k.contacts) AS p) AS contacts
               FROM intake.work AS w
               JOIN intake.import_lead AS i ON i.lead = w.lead AND i.withdrawn
               JOIN intake.lead AS k ON k.id = w.lead
              WHERE w.lead = ANY (known) ORDER BY w.lead FOR UPDATE OF w SKIP LOCKED LOOP
        its := CASE WHEN cardinality(l.contacts) > 0 THEN coalesce((intake.by_age(ARRAY(
            SELECT p.client FROM unnest(l.contacts) AS c JOIN intake.contact_point AS p ON p.kind = c.kind AND p.value = c.value)))[1], l.id) END;
        INSERT INTO intake.contact_point (kind, value, client, lead, linked_by)
        SELECT c.kind, c.value, its, l.id, b.begun_by FROM unnest(l.contacts) AS c ON CONFLICT (kind, value) DO NOTHING;
        INSERT INTO intake.client (id) SELECT its WHERE its IS NOT NULL ON CONFLICT (id) DO NOTHING;
        UPDATE intake.work AS w
           SET state = CASE WHEN b.queued THEN 'new' ELSE 'closed' END, verdict = CASE WHEN NOT b.queued THEN 'imported' END,
               reason = CASE WHEN NOT b.queued THEN b.file END, party = its, client = intake.client_root(its)
         WHERE w.lead = l.id;
        taken := taken || l.id;
    END LOOP;
    IF taken <> '{}' THEN    -- else nothing has changed, for the pages either (244)
        UPDATE intake.import_lead AS i SET batch = b.id, counts = b.counts, withdrawn = false WHERE i.lead = ANY (taken);
    END IF;
    RETURN taken;
END
$$;

-- intake.note_imported(fresh uuid[], b intake.import_batch) returns void: these leads are of the batch; their clients come first, unless the
-- leads are to be worked on, and who is just changing a client is not waited for. Changes import_lead, client, uncounted.
CREATE OR REPLACE FUNCTION intake.note_imported(fresh uuid[], b intake.import_batch)
RETURNS void
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO intake.import_lead (lead, batch, counts) SELECT f, b.id, b.counts FROM unnest(fresh) AS f ON CONFLICT (lead) DO NOTHING;
    IF NOT b.queued THEN
        UPDATE intake.client AS c SET earned_at = statement_timestamp()
         WHERE c.id IN (SELECT k.id FROM intake.client AS k
                         WHERE k.id IN (SELECT w.client FROM intake.work AS w WHERE w.lead = ANY (fresh)) AND k.earned_at IS NULL
                         ORDER BY k.id FOR UPDATE SKIP LOCKED);
    END IF;
    IF b.counts THEN
        INSERT INTO intake.uncounted (lead) SELECT f FROM unnest(fresh) AS f;
    END IF;
END
$$;
