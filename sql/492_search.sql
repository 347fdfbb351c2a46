-- desk.search(what) returns rows: as desk.find, for a page on which the phone rings or somebody types: few, at once, and to be shown in
-- columns. Ten at the most, what is still open first, then the newest.
--   what  as of desk.find. A whole phone or e-mail that nobody is known by is nobody's: it is not looked for among names. What is too
--         short, or empty, finds nothing
-- Reads what desk.find reads.

CREATE OR REPLACE FUNCTION desk.search(what text)
RETURNS TABLE (receipt text, short text, client text, name text, phone text, email text, state text, state_word text, held_by text, mine boolean,
               last_verdict text, received_at timestamptz, last_at timestamptz, wrote bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 10
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    me    CONSTANT text := intake.reader();
    said  CONSTANT text := intake.contact_text(what);
    whole CONSTANT boolean := coalesce(length(intake.dialled(said)) >= 10, false) OR coalesce(said ~ '@[^@]+[.][^@.]{2,}$', false);
BEGIN
    IF NOT intake.long_enough(said) THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH shown AS (
        SELECT f.lead, f.client FROM intake.found_leads(said, NOT whole, 10) AS f
    ), told AS (
        SELECT s.client, intake.last_verdict(s.client) AS verdict, n.leads, n.last_at
          FROM (SELECT DISTINCT d.client FROM shown AS d) AS s
         CROSS JOIN LATERAL (SELECT count(*) AS leads, max(o.received_at) AS last_at
                               FROM (SELECT k.received_at FROM intake.work AS k WHERE k.client = s.client ORDER BY k.received_at DESC LIMIT 1000) AS o) AS n
    )
    SELECT w.lead::text, intake.short_receipt(w.lead), w.client::text, k.name, k.phone, k.email, c.state, intake.word('state', c.state),
           intake.with_whom(w), c.state = 'claimed' AND w.owner = me, t.verdict, w.received_at, coalesce(t.last_at, w.received_at), greatest(t.leads, 1)
      FROM shown AS s
      JOIN intake.work AS w ON w.lead = s.lead
      JOIN told AS t ON t.client IS NOT DISTINCT FROM s.client
     CROSS JOIN LATERAL (SELECT intake.state_of(w) AS state OFFSET 0) AS c
     CROSS JOIN LATERAL intake.card(w.lead) AS k
     ORDER BY c.state = 'closed', w.received_at DESC, w.lead;
END
$$;

COMMENT ON FUNCTION desk.search(text) IS
    'Who calls? As desk.find, for a page: ten leads at the most, what is still open first. receipt, short: the lead; client: the client''s '
    'number; name, phone, email; state: new, claimed, postponed, due, closed or with_sales, and state_word in your language; held_by: the '
    'colleague or the seller who has it; mine: you have it; last_verdict: of the client; received_at, and last_at: when the client wrote last; '
    'wrote: how often. No row: nobody is known by that.';
