-- The tables are read through the owner's views and functions only, which choose what the caller may see: a right on a table
-- that somebody else gives shows no row. Like 900, each run takes away every policy first.
--
-- FORCE: the owner, with whose rights the functions run, is let through by a policy of its own, not by being the owner.

DO $policies$
DECLARE
    table_name  text;
    policy_name text;
BEGIN
    FOR table_name, policy_name IN
        SELECT p.tablename, p.policyname FROM pg_catalog.pg_policies AS p WHERE p.schemaname = 'intake'
    LOOP
        EXECUTE format('DROP POLICY %I ON intake.%I', policy_name, table_name);
    END LOOP;
    FOREACH table_name IN ARRAY ARRAY['client', 'contact_point', 'merge_proposal', 'client_merge', 'client_split', 'spent_number', 'lead',
                                      'other_receipt', 'work', 'waiting',
                                      'lead_event', 'deal', 'notice', 'second_verdict', 'edit', 'staff', 'staff_team', 'secret', 'post_count',
                                      'uncounted', 'counted', 'touch_input', 'desk_session', 'act_done', 'import_batch',
                                      'import_lead'] LOOP
        EXECUTE format('ALTER TABLE intake.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE intake.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY owner_all ON intake.%I TO firstline_owner USING (true) WITH CHECK (true)',
                       table_name);
    END LOOP;
END
$policies$;
