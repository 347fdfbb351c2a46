-- Which rows a role sees, whatever view it looks through. Like 900, each run takes away every policy first.
--
-- FORCE: the owner, with whose rights the functions run, is let through by a policy of its own, not by being the owner.
-- A qualifier sees leads and no deals; a seller the deals of the own teams.
-- Who the caller is, and which teams are his, comes from the login (desk.caller, sales.my_teams).

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
    FOREACH table_name IN ARRAY ARRAY['client', 'contact_point', 'merge_proposal', 'client_merge', 'lead',
                                      'other_receipt', 'work', 'waiting',
                                      'lead_event', 'deal', 'notice', 'second_verdict', 'staff', 'staff_team'] LOOP
        EXECUTE format('ALTER TABLE intake.%I ENABLE ROW LEVEL SECURITY', table_name);
        EXECUTE format('ALTER TABLE intake.%I FORCE ROW LEVEL SECURITY', table_name);
        EXECUTE format('CREATE POLICY owner_all ON intake.%I TO firstline_owner USING (true) WITH CHECK (true)',
                       table_name);
    END LOOP;
END
$policies$;

CREATE POLICY qualifier_work ON intake.work FOR SELECT TO firstline_qualifier USING (true);
CREATE POLICY qualifier_queue ON intake.waiting FOR SELECT TO firstline_qualifier USING (true);
CREATE POLICY qualifier_history ON intake.lead_event FOR SELECT TO firstline_qualifier
    USING (NOT (what = ANY ((SELECT intake.telling_events())::text[]) AND intake.awaits_second(lead)));
CREATE POLICY qualifier_notices ON intake.notice FOR SELECT TO firstline_qualifier
    USING (login = (SELECT desk.caller()));

CREATE POLICY own_team ON intake.deal FOR SELECT TO firstline_sales
    USING (team = ANY ((SELECT sales.my_teams())::text[]));
-- These look into deal, where the policy above holds: what belongs to the own teams' deals.
CREATE POLICY own_team ON intake.work FOR SELECT TO firstline_sales
    USING (EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = work.lead));
CREATE POLICY own_team ON intake.lead_event FOR SELECT TO firstline_sales
    USING (EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = lead_event.lead));
CREATE POLICY own_team ON intake.notice FOR SELECT TO firstline_sales
    USING (EXISTS (SELECT FROM intake.deal AS d WHERE d.lead = notice.about));
