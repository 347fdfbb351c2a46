-- intake.store_run(run intake.record[], done bigint, history text) returns a row for each record, in any order.
--   run      records that have no name in common; the caller holds the locks (intake.lock_names)
--   done     how many records of the batch came before them
--   history  null: leads to work on. Otherwise what was brought in from elsewhere (289_import), closed from the beginning, for this
--            reason: such clients have earned a place before others, and what may be one is not proposed, or there would be thousands
--   n        the number of the record in the batch
--   receipt  and outcome: see intake.submit
--   again    a lead was stored whose client was known before
-- Stores what is new with everything that hangs off it: work, which has its place in the queue by itself (242), the
-- beginning of its history, and the client that begins with it.
-- The client is the oldest, by our clock, of those the contact points belong to, or else a new one with the id of the lead. Contact
-- points that belonged to nobody become his. If they belong to several clients a merge is proposed and nothing moves.
-- (What is learned of a lead later: intake.claim_contacts.)
-- A lead whose id is taken by then, by somebody who did not ask for the lock, is left out.
-- The place in the queue is that of the category as the owner ranks it now.
-- A client has earned one before others, too, while a verdict on it is to be given a second time: the queue would tell the first.
-- Reads category, second_verdict; reads and adds to lead, contact_point; adds to work, lead_event, client, merge_proposal, other_receipt.
--
-- One statement for all, since the server prepares for each anew. Its parts see the tables as they were before it. Every
-- look-up is a subquery with one value, to be had by key only: the planner may not settle on a table scan because a table
-- was empty when it looked. OFFSET 0 has it looked up once, however often a later part names it, and copies no row.

CREATE OR REPLACE FUNCTION intake.store_run(run intake.record[], done bigint, history text DEFAULT NULL)
RETURNS TABLE (n bigint, receipt uuid, outcome text, again boolean)
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    me CONSTANT text := session_user;
BEGIN
    RETURN QUERY
    WITH asked AS (         -- holder: the payload of the lead that has the record's id; owners of its contact points,
        SELECT r.*,         -- oldest first: the last is null, if one is nobody's
               decode(r.fingerprint, 'hex') AS payload,
               (SELECT l.fingerprint FROM intake.lead AS l WHERE l.id = r.id) AS holder,
               (SELECT array_agg(DISTINCT o.owner ORDER BY o.owner)
                  FROM (SELECT (SELECT p.client FROM intake.contact_point AS p WHERE p.kind = c.kind AND p.value = c.value)
                          FROM unnest(r.contacts) AS c) AS o (owner)) AS owners
          FROM unnest(run) WITH ORDINALITY AS r
        OFFSET 0
    ), judged AS (          -- earlier: the lead that it has become already. Up to ten minutes later, too: what was received
        SELECT a.*,         -- first may be stored last, by threads that overtake each other or from the spool
               CASE WHEN a.holder = a.payload THEN a.id
                    WHEN a.holder IS NOT NULL THEN
                        (SELECT l.id FROM intake.lead AS l
                          WHERE l.differs_from = a.id AND l.fingerprint = a.payload LIMIT 1)
                    WHEN NOT a.keyed THEN
                        (SELECT l.id FROM intake.lead AS l
                          WHERE NOT l.keyed AND l.fingerprint = a.payload
                            AND l.received_at BETWEEN a.received_at - interval '10 minutes'
                                                  AND a.received_at + interval '10 minutes'
                          ORDER BY l.received_at LIMIT 1)
               END AS earlier
          FROM asked AS a
        OFFSET 0
    ), known AS MATERIALIZED (
        SELECT j.*, its.lead, CASE WHEN cardinality(j.contacts) > 0 THEN coalesce(
                          CASE WHEN j.owners[2] IS NULL THEN j.owners[1] ELSE (intake.by_age(j.owners))[1] END, its.lead) END AS client
          FROM judged AS j
         CROSS JOIN LATERAL (SELECT CASE WHEN j.earlier IS NOT NULL THEN j.earlier
                                         WHEN j.holder IS NULL AND j.id IS NOT NULL THEN j.id
                                         ELSE intake.take_spare(done + j.ordinality, j.id, j.spare_id) END) AS its (lead)
    ), fresh AS NOT MATERIALIZED (
        SELECT k.* FROM known AS k WHERE k.earlier IS NULL
    ), learned AS (
        INSERT INTO intake.contact_point (kind, value, client, lead, linked_by)
        SELECT c.kind, c.value, f.client, f.lead, me FROM fresh AS f CROSS JOIN unnest(f.contacts) AS c
         WHERE f.owners[cardinality(f.owners)] IS NULL
        ON CONFLICT (kind, value) DO NOTHING
    ), proposed AS (
        INSERT INTO intake.merge_proposal (lead, client, others)
        SELECT f.lead, f.client, intake.by_age(array_remove(f.owners, f.client)) FROM fresh AS f
         WHERE f.owners[2] IS NOT NULL AND history IS NULL
        ON CONFLICT (lead) DO NOTHING       -- it was racing, and is handed in again
    ), stored AS (
        INSERT INTO intake.lead (id, form, language, received_at, client, repeat, keyed, fingerprint, differs_from, contacts,
               answers, raw, typed, name_fields, address, user_agent, place, touch, category, colour, rank, rule, rule_set,
               evidence, why, marks, channel, entered_by)
        SELECT f.lead, f.form, f.language, f.received_at, f.client, f.client IS NOT NULL AND f.client <> f.lead, f.keyed,
               f.payload, CASE WHEN f.holder IS NOT NULL THEN f.id END, to_json(f.contacts), f.answers, f.raw, f.typed,
               f.name_fields, f.address, f.user_agent, f.place, f.touch, f.category, f.colour, f.rank, f.rule, f.rule_set,
               f.evidence, f.why, f.marks, f.channel, f.entered_by
          FROM fresh AS f
        ON CONFLICT (id) DO NOTHING
        RETURNING id, lead.client, repeat, category, rank, received_at
    ), queued AS (
        INSERT INTO intake.work (lead, state, verdict, reason, category, rank, repeat, received_at, party, client)
        SELECT s.id, CASE WHEN history IS NULL THEN 'new' ELSE 'closed' END, CASE WHEN history IS NOT NULL THEN 'imported' END, history, s.category,
               coalesce((SELECT c.rank FROM intake.category AS c WHERE c.name = s.category), s.rank),
               s.repeat AND ((SELECT c.earned_at IS NOT NULL FROM intake.client AS c WHERE c.id = its.root) IS TRUE OR intake.client_hidden(its.root)),
               s.received_at, s.client, its.root
          FROM stored AS s
         CROSS JOIN LATERAL (SELECT CASE WHEN s.repeat THEN intake.client_root(s.client) ELSE s.client END OFFSET 0) AS its (root)
    ), told AS (
        INSERT INTO intake.lead_event (lead, step, who, what) SELECT s.id, 1, me, 'received' FROM stored AS s
    ), begun AS (
        INSERT INTO intake.client (id, earned_at)
        SELECT s.id, CASE WHEN history IS NOT NULL THEN statement_timestamp() END FROM stored AS s WHERE s.client = s.id
    ), thanked AS (         -- who repeats it without its key has a receipt of his own: whose the first is, is not his to know
        INSERT INTO intake.other_receipt (receipt, lead)
        SELECT k.id, k.earlier FROM known AS k WHERE NOT k.keyed AND k.earlier <> k.id
        ON CONFLICT DO NOTHING
    )
    SELECT done + k.ordinality, CASE WHEN k.earlier IS NOT NULL AND NOT k.keyed THEN k.id ELSE k.lead END,
           CASE WHEN k.earlier IS NOT NULL THEN 'replay'
                WHEN k.lead NOT IN (SELECT s.id FROM stored AS s) THEN 'racing'
                WHEN k.holder IS NOT NULL THEN 'differs'
                ELSE 'new' END,
           k.lead IN (SELECT s.id FROM stored AS s WHERE s.repeat)
      FROM known AS k;
END
$$;
