-- The second verdict: a share of the leads is judged again by another qualifier, who does not see what the first one
-- said. Nothing becomes of it but the agreement rate in desk.kpi.

INSERT INTO intake.caption (list, name, ru, en) VALUES
    ('message', 'second_given', 'Спасибо, второе мнение записано.', 'Thank you, the second opinion is noted.')
ON CONFLICT ON CONSTRAINT caption_pkey DO UPDATE SET ru = excluded.ru, en = excluded.en;

-- desk.second_look: the leads that wait for the caller's second verdict. Everything that is known of them, but not what
-- was decided, by whom, or when. Runs with the rights of its owner, and shows nobody an own lead.
CREATE OR REPLACE VIEW desk.second_look WITH (security_barrier) AS
SELECT s.lead::text AS receipt, k.name, k.answers, k.place, k.source, k.attempts, k.marks, k.form, k.received_at
  FROM intake.second_verdict AS s
  LEFT JOIN LATERAL (SELECT DISTINCT ON (c.lead) c.* FROM intake.card(s.lead) AS c) AS k ON k.lead = s.lead
 WHERE s.verdict IS NULL AND s.first_by <> (SELECT desk.caller())
 ORDER BY s.asked_at, s.lead;

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
-- of qualified it is a team.
-- Raises 42501 if no second verdict of the caller is wanted on the lead, 22023 for a word that is not in its list.
-- Reads verdict, changes second_verdict.
CREATE OR REPLACE FUNCTION desk.second_verdict(receipt text, verdict text, reason text)
RETURNS text
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
<<second_verdict>>
DECLARE
    kind CONSTANT text := intake.choose('verdict', verdict);
    me   CONSTANT text := intake.person();
    lead CONSTANT uuid := intake.lead_named(receipt);
    why  text;
BEGIN
    IF NOT (SELECT v.judged_again FROM intake.verdict AS v WHERE v.name = kind) THEN
        RAISE EXCEPTION 'nobody is asked a second time whether a lead is %', kind
            USING ERRCODE = 'invalid_parameter_value',
                  HINT = 'One of: ' || (SELECT string_agg(v.name || ', ' || v.ru, '; ' ORDER BY v.position)
                                          FROM intake.verdict AS v WHERE v.judged_again) || '.';
    END IF;
    why := (intake.choose_why(kind, reason)).name;
    UPDATE intake.second_verdict AS s
       SET second_by = me, verdict = kind, reason = why, given_at = clock_timestamp()
     WHERE s.lead = second_verdict.lead AND s.verdict IS NULL AND s.first_by <> me;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no second verdict of yours is wanted on lead %', second_verdict.lead
            USING ERRCODE = 'insufficient_privilege', HINT = 'Those that are wanted are in desk.second_look.';
    END IF;
    RETURN intake.say('message', 'second_given');
END
$$;

COMMENT ON FUNCTION desk.second_verdict(text, text, text) IS
    'Your opinion on a lead of desk.second_look: a verdict, and a reason or, if qualified, a team.';
