-- The second verdict: a share of the leads is judged again by another qualifier, who does not see what the first one
-- said (272). Nothing becomes of it but the agreement rate in desk.kpi.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'not_judged_again', 'о вердикте «%1$s» второго мнения не спрашивают', 'nobody is asked a second time whether a lead is %1$s'),
    ('message', 'not_judged_again_hint', 'Одно из: %2$s', 'One of: %2$s'),
    ('message', 'no_second_wanted', 'о заявке %1$s вашего второго мнения не ждут', 'no second verdict of yours is wanted on lead %1$s'),
    ('message', 'no_second_wanted_hint', 'Где ждут — в desk.second_look.', 'Those that are wanted are in desk.second_look.'),
    ('message', 'second_given', 'Спасибо, второе мнение записано.', 'Thank you, the second opinion is noted.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- intake.second_look_rows() returns rows: the leads that wait for the caller's second verdict. In the order in which they came:
-- that of the verdicts would tell of them. By the index, and past the caller's own ones: anybody may count what the own
-- transaction has gone through, and so find out that a lead just closed is among them. Reads second_verdict, work.
CREATE OR REPLACE FUNCTION intake.second_look_rows()
RETURNS TABLE (lead uuid, received_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 100
SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    me CONSTANT name := intake.reader();
BEGIN
    RETURN QUERY
    SELECT s.lead, w.received_at
      FROM (SELECT o.lead FROM intake.second_verdict AS o WHERE o.verdict IS NULL AND o.picked AND o.first_by < me
            UNION ALL
            SELECT o.lead FROM intake.second_verdict AS o WHERE o.verdict IS NULL AND o.picked AND o.first_by > me) AS s
      JOIN intake.work AS w ON w.lead = s.lead;
END
$$;

-- desk.second_look: everything that is known of these leads, but not what was decided, by whom, or when.
CREATE OR REPLACE VIEW desk.second_look WITH (security_barrier) AS
SELECT s.lead::text AS receipt, k.name, k.answers, k.place, k.source, k.attempts, k.marks, k.form, s.received_at
  FROM intake.second_look_rows() AS s
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(s.lead) AS c) AS k ON k.lead = s.lead
 ORDER BY s.received_at, s.lead;

COMMENT ON VIEW   desk.second_look             IS
    'Leads on which a second opinion is wanted: judge them by what is known, with desk.second_verdict().';
COMMENT ON COLUMN desk.second_look.receipt     IS 'The number of the lead.';
COMMENT ON COLUMN desk.second_look.name        IS 'How the visitor signed.';
COMMENT ON COLUMN desk.second_look.answers     IS 'Everything that is known, with what the first qualifier added.';
COMMENT ON COLUMN desk.second_look.place       IS 'From where the visitor wrote.';
COMMENT ON COLUMN desk.second_look.source      IS 'How the visitor came.';
COMMENT ON COLUMN desk.second_look.attempts    IS 'How often the first qualifier tried to reach the client.';
COMMENT ON COLUMN desk.second_look.marks       IS 'What looked odd on the way in.';
COMMENT ON COLUMN desk.second_look.form        IS 'The form that was filled in.';
COMMENT ON COLUMN desk.second_look.received_at IS 'When the visitor pressed the button.';

-- desk.second_verdict(receipt, verdict, reason) returns text: one of those that are judged again, with a reason from its list;
-- of qualified it is a team, and where a team stands for the verdict, as in 'Передать - общее', it need not be said twice.
-- Raises 42501 if no second verdict of the caller is wanted on the lead, 22023 for a word that is not in its list.
-- Reads verdict, changes second_verdict.
CREATE OR REPLACE FUNCTION desk.second_verdict(receipt text, verdict text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<second_verdict>>
DECLARE
    said CONSTANT record := intake.choose_verdict(verdict);
    kind CONSTANT text := said.verdict;
    me   CONSTANT text := intake.person('desk');
    lead CONSTANT uuid := intake.lead_named(receipt);
    why  text;
BEGIN
    IF NOT (SELECT v.judged_again FROM intake.verdict AS v WHERE v.name = kind) THEN
        PERFORM intake.refuse('22023', 'not_judged_again', 'not_judged_again_hint', intake.word('verdict', kind),
            (SELECT string_agg(intake.word('verdict', v.name), '; ' ORDER BY v.position) FROM intake.verdict AS v WHERE v.judged_again));
    END IF;
    why := (intake.choose_why(kind, coalesce(nullif(btrim(reason), ''), said.team))).name;
    UPDATE intake.second_verdict AS s
       SET second_by = me, verdict = kind, reason = why, given_at = clock_timestamp()
     WHERE s.lead = second_verdict.lead AND s.picked AND s.verdict IS NULL AND s.first_by <> me;
    IF NOT FOUND THEN
        PERFORM intake.refuse('42501', 'no_second_wanted', 'no_second_wanted_hint', intake.short_receipt(lead));
    END IF;
    RETURN intake.say('message', 'second_given');
END
$$;

COMMENT ON FUNCTION desk.second_verdict(text, text, text) IS
    'Your opinion on a lead of desk.second_look: a verdict, and a reason or, if qualified, a team. What the first one said you see afterwards.';
