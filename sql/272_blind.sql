-- intake.telling_events() returns text[]: the events that tell the verdict on a lead, or that there was one. A verdict that
-- nobody is asked about again need not be hidden.
-- Asked once a history, and not for each of its rows. Reads verdict, event_name.
CREATE OR REPLACE FUNCTION intake.telling_events()
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN ARRAY(SELECT v.event::text FROM intake.verdict AS v WHERE v.judged_again
                 UNION ALL SELECT n.name FROM intake.event_name AS n WHERE n.tells_verdict);
END
$$;

-- intake.awaits_second(lead uuid) returns boolean: is the verdict on the lead to be hidden from the caller?
-- Till the second is given, from everybody but the first; and to the end of the transaction in which it was given, which could
-- be taken back after a look. Not from an administrator, who judges nothing. Reads second_verdict.
CREATE OR REPLACE FUNCTION intake.awaits_second(lead uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM intake.second_verdict AS s
                    WHERE s.lead = awaits_second.lead AND s.picked AND s.first_by <> desk.caller()
                      AND (s.verdict IS NULL OR s.second_by = desk.caller() AND s.given_at >= transaction_timestamp()))
           AND NOT intake.is_administrator();
END
$$;

-- intake.client_hidden(client uuid) returns boolean: is the verdict on one of its leads to be given a second time? Of a nuisance
-- the last hundred are looked at. Reads work, second_verdict.
CREATE OR REPLACE FUNCTION intake.client_hidden(client uuid)
RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
AS $$
BEGIN
    RETURN EXISTS (SELECT FROM (SELECT w.lead FROM intake.work AS w WHERE w.client = client_hidden.client
                                 ORDER BY w.received_at DESC LIMIT 100) AS l
                     JOIN intake.second_verdict AS s ON s.lead = l.lead
                    WHERE s.picked AND s.verdict IS NULL);
END
$$;
