-- intake.note_counts(ledger uuid, counts json) returns boolean: what the intake program tells of the submissions that it counted.
--   ledger  whose numbers they are
--   counts  a JSON array of objects: slot, a Unix time in seconds, and the number columns of intake.post_count
-- They are numbers since the beginning of that quarter of an hour, so that they may be told twice and in any order: each only
-- grows. false: somebody keeps the table locked, nothing was noted. Adds to and changes post_count.
-- The commit waits for no standby and no disk: what is lost with the server is told again.
CREATE OR REPLACE FUNCTION intake.note_counts(ledger uuid, counts json)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
SET lock_timeout = '200ms'
AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    INSERT INTO intake.post_count AS p
           (slot, ledger, received, stored, double, spooled, invalid, refused, not_sent, busy, unanswered)
    SELECT to_timestamp(c.slot), note_counts.ledger, c.received, c.stored, c.double, c.spooled, c.invalid, c.refused, c.not_sent,
           c.busy, c.unanswered
      FROM json_to_recordset(note_counts.counts) AS c (slot bigint, received bigint, stored bigint, double bigint,
           spooled bigint, invalid bigint, refused bigint, not_sent bigint, busy bigint, unanswered bigint)
    ON CONFLICT ON CONSTRAINT post_count_pkey DO UPDATE SET
           received   = greatest(p.received, excluded.received),
           stored     = greatest(p.stored, excluded.stored),
           double     = greatest(p.double, excluded.double),
           spooled    = greatest(p.spooled, excluded.spooled),
           invalid    = greatest(p.invalid, excluded.invalid),
           refused    = greatest(p.refused, excluded.refused),
           not_sent   = greatest(p.not_sent, excluded.not_sent),
           busy       = greatest(p.busy, excluded.busy),
           unanswered = greatest(p.unanswered, excluded.unanswered)
     -- What is told again is not written again.
     WHERE (excluded.*) IS DISTINCT FROM (p.*);
    RETURN true;
EXCEPTION WHEN lock_not_available THEN
    RETURN false;
END
$$;
