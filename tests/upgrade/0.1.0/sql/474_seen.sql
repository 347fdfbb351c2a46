-- desk.seen(receipt) and sales.seen(receipt) return void: what the caller was told about that lead or deal has been read.
-- Another's is left alone without a word: a click too many does no harm. Change notice.

CREATE OR REPLACE FUNCTION desk.seen(receipt uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
     WHERE n.about = seen.receipt AND n.seen_at IS NULL AND n.login = desk.caller();
END
$$;

COMMENT ON FUNCTION desk.seen(uuid) IS 'You have read that the client of this lead has written again.';

-- A seller may also read what a colleague of the team was told: the colleague may be ill.
CREATE OR REPLACE FUNCTION sales.seen(receipt uuid)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    UPDATE intake.notice AS n SET seen_at = clock_timestamp(), seen_by = desk.caller()
      FROM intake.deal AS d
     WHERE n.about = seen.receipt AND n.seen_at IS NULL AND d.lead = n.about AND d.outcome IS NULL
       AND d.team = ANY (sales.my_teams());
END
$$;

COMMENT ON FUNCTION sales.seen(uuid) IS 'You have read that the client of this deal has written again.';
