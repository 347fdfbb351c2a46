-- Who may do what. Each run takes away everything first, so that a right that is not written here is gone. What somebody
-- else owns is let alone.

DO $revoke$
DECLARE
    object   text;
    audience CONSTANT text := 'PUBLIC, firstline_intake, firstline_qualifier, firstline_sales, firstline_marketing';
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM %s', current_database(), audience);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO firstline_intake, firstline_qualifier, firstline_sales, '
                   'firstline_marketing', current_database());
    FOR object IN
        WITH ours AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname IN ('intake', 'desk', 'sales', 'marketing'))
        SELECT 'SCHEMA ' || o.oid::regnamespace FROM ours AS o
        UNION ALL
        SELECT 'TABLE ' || c.oid::regclass FROM pg_class AS c JOIN ours AS o ON o.oid = c.relnamespace
         WHERE c.relowner = 'firstline_owner'::regrole AND c.relkind IN ('r', 'v', 'm', 'S', 'f', 'p')
        UNION ALL
        SELECT 'ROUTINE ' || p.oid::regprocedure FROM pg_proc AS p JOIN ours AS o ON o.oid = p.pronamespace
         WHERE p.proowner = 'firstline_owner'::regrole
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', object, audience);
    END LOOP;
EXCEPTION WHEN dependent_objects_still_exist THEN
    RAISE EXCEPTION 'a role of firstline has been given a right on % WITH GRANT OPTION, and has passed it on', object
        USING ERRCODE = 'dependent_objects_still_exist',
              HINT = format('Nothing has been changed. REVOKE ALL ON %s FROM that role CASCADE, install again, and let '
                            'firstline_owner give the right to those who had it: then it stays.', object);
END
$revoke$;

-- A database that has been upgraded from before PostgreSQL 15 still lets everybody create here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA intake TO firstline_intake;
GRANT EXECUTE ON FUNCTION intake.hello(text, integer, text[]), intake.history(), intake.look(uuid[]), intake.submit(json),
    intake.submit_again(json) TO firstline_intake;

-- The views of desk and sales run with the rights of whoever looks, so these may read what the views are made of. They
-- have no way into the schema intake to do it directly, and row security (880) holds there all the same.
GRANT SELECT ON intake.work, intake.lead_event, intake.notice TO firstline_qualifier, firstline_sales;
GRANT SELECT ON intake.waiting TO firstline_qualifier;
GRANT SELECT ON intake.deal TO firstline_sales;
GRANT EXECUTE ON FUNCTION intake.card(uuid) TO firstline_qualifier, firstline_sales;
GRANT EXECUTE ON FUNCTION intake.working_time(timestamptz, timestamptz), intake.office_hours(date, date)
    TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.telling_events(), intake.awaits_second(uuid), intake.client_root(uuid)
    TO firstline_qualifier;

GRANT USAGE ON SCHEMA desk TO firstline_qualifier;
GRANT SELECT ON desk.queue, desk.my_leads, desk.lead_history, desk.notices, desk.choices, desk.kpi, desk.second_look,
    desk.merge_proposals, desk.other_receipts TO firstline_qualifier;
-- To write into the columns that are for it; the rest, and inserting and deleting, is answered with what to do instead.
GRANT INSERT, UPDATE, DELETE ON desk.my_leads TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.caller(), desk.is_head(), desk.claim_next(), desk.renew(uuid), desk.release(uuid, text),
    desk.record_attempt(uuid, text, text), desk.add_answer(uuid, text, text), desk.add_note(uuid, text),
    desk.set_category(uuid, text, text), desk.set_stage(uuid, text), desk.postpone(uuid, timestamptz, text),
    desk.refuse(uuid, text, text), desk.mark_unreachable(uuid, text), desk.mark_spam(uuid, text),
    desk.reopen(uuid, text), desk.hand_over(uuid, text, text), desk.seen(uuid),
    desk.second_verdict(uuid, text, text), desk.merge(uuid, uuid, text), desk.unmerge(uuid, text),
    desk.keep_apart(uuid), desk.client_history(uuid) TO firstline_qualifier;

GRANT USAGE ON SCHEMA sales TO firstline_sales;
GRANT SELECT ON sales.deals, sales.deal_history, sales.notices, sales.choices TO firstline_sales;
GRANT EXECUTE ON FUNCTION sales.my_teams(), sales.take_deal(uuid), sales.set_stage(uuid, text),
    sales.add_note(uuid, text), sales.close_deal(uuid, text, text, numeric, numeric), sales.seen(uuid)
    TO firstline_sales;

-- A function in a view is called with the rights of whoever looks, whatever the view itself runs with.
GRANT EXECUTE ON FUNCTION intake.office_hours(date, date) TO firstline_marketing;
GRANT USAGE ON SCHEMA marketing TO firstline_marketing;
GRANT SELECT ON marketing.channel_daily, marketing.funnel, marketing.speed_to_lead TO firstline_marketing;
