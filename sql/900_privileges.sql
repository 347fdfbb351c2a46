-- Who may do what. Each run takes away everything first, so that a right that is not written here is gone. What somebody
-- else owns is let alone.

DO $revoke$
DECLARE
    object   text;
    audience CONSTANT text := 'PUBLIC, firstline_intake, firstline_desk, firstline_qualifier, firstline_sales, firstline_marketing';
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM %s', current_database(), audience);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO firstline_intake, firstline_desk, firstline_qualifier, firstline_sales, '
                   'firstline_marketing', current_database());
    FOR object IN
        WITH ours AS (SELECT n.oid FROM pg_namespace AS n WHERE n.nspname IN ('intake', 'desk', 'sales', 'marketing'))
        SELECT 'SCHEMA ' || o.oid::regnamespace FROM ours AS o
        UNION ALL
        SELECT 'TABLE ' || c.oid::regclass FROM pg_class AS c JOIN ours AS o ON o.oid = c.relnamespace
         WHERE c.relowner = 'firstline_owner'::regrole AND c.relkind IN ('r', 'v', 'm', 'S', 'f', 'p')
        UNION ALL
        SELECT 'ROUTINE ' || p.oid::regprocedure FROM pg_proc AS p JOIN ours AS o ON o.oid = p.pronamespace
         WHERE p.proowner IN ('firstline_owner'::regrole, 'firstline_keeper'::regrole)
    LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %s', object, audience);
        IF object NOT IN ('ROUTINE intake.keep_order()', 'ROUTINE intake.password_stamp(text)') THEN    -- which are the keeper's own
            EXECUTE format('REVOKE ALL ON %s FROM firstline_keeper', object);
        END IF;
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

-- What any login may do by itself, and with it hold up leads or fill the disk: advisory locks, which the server does not keep
-- apart by role, large objects, and words of one's own in the server's log of changes.
DO $closed$
DECLARE
    routine regprocedure;
BEGIN
    FOR routine IN
        SELECT p.oid FROM pg_proc AS p
         WHERE p.pronamespace = 'pg_catalog'::regnamespace
           AND p.proname ~ '^(pg_(try_)?advisory_|lo_|loread$|lowrite$|pg_logical_emit_message$)'
    LOOP
        EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', routine);
    END LOOP;
END
$closed$;
GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint), pg_try_advisory_xact_lock(bigint),
    pg_logical_emit_message(boolean, text, text) TO firstline_owner;

GRANT USAGE ON SCHEMA intake TO firstline_intake;
GRANT EXECUTE ON FUNCTION intake.hello(text, integer, text[]), intake.history(), intake.look(uuid[]), intake.submit(json),
    intake.submit_again(json), intake.keep_order(), intake.count_leads(interval), intake.note_counts(uuid, json),
    intake.note_hosts(text[], text[], text[]) TO firstline_intake;

-- What it remembers, and nothing else (280).
GRANT USAGE ON SCHEMA intake TO firstline_keeper;
GRANT EXECUTE ON FUNCTION intake.open_sessions(), intake.note_lingering() TO firstline_keeper;
GRANT SELECT, INSERT, UPDATE, DELETE ON intake.lingering TO firstline_keeper;
GRANT SELECT (rolname, rolpassword) ON pg_authid TO firstline_keeper;
GRANT EXECUTE ON FUNCTION intake.password_stamp(text) TO firstline_owner;

-- The pages, before they take on whoever has signed in. What a person does, they do as that person.
GRANT USAGE ON SCHEMA intake TO firstline_desk;
GRANT EXECUTE ON FUNCTION intake.begin_session(text, text, integer, boolean), intake.enter(text, text), intake.end_session(text, text),
    intake.act_begin(text, uuid), intake.act_done(text, uuid, text), intake.submit_by_hand(text, json) TO firstline_desk;

-- The views run with the rights of their owner; but a function in a view is called with the rights of whoever looks. These have
-- no way into the schema intake to call one directly.
GRANT EXECUTE ON FUNCTION intake.reader(), intake.card(uuid), intake.word(text, text),
    intake.why(text, text, json, text), intake.span(interval), intake.clock(timestamptz), intake.short_receipt(uuid),
    intake.reason_told(text, text), intake.line(text), intake.plain(text), intake.contact_shown(text)
    TO firstline_qualifier, firstline_sales;
GRANT EXECUTE ON FUNCTION intake.wrote_told(bigint, interval, timestamptz, boolean), intake.clipped(text, integer), intake.brief_span(interval)
    TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.working_time(timestamptz, timestamptz), intake.office_hours(date, date),
    intake.held_rows(), intake.history_rows(uuid), intake.notice_rows(), intake.client_root(uuid), intake.client_row(uuid),
    intake.overdue(timestamptz), intake.colleague_called(text) TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.deal_rows(), intake.deal_history_rows(uuid, integer[]), intake.deal_notice_rows(), intake.colleague_called(text)
    TO firstline_sales;

GRANT EXECUTE ON FUNCTION intake.kpi_rows(), intake.second_look_rows() TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.reader(), intake.language() TO firstline_marketing;

GRANT USAGE ON SCHEMA desk TO firstline_qualifier;
GRANT SELECT ON desk.queue, desk.my_leads, desk.screen, desk.lead_history, desk.notices, desk.choices, desk.kpi,
    desk.second_look, desk.merge_proposals, desk.other_receipts, desk.by_client, desk.promised TO firstline_qualifier;
-- To write into the columns that are for it; the rest, and inserting and deleting, is answered with what to do instead.
GRANT INSERT, UPDATE, DELETE ON desk.my_leads TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.caller(), desk.is_head(), desk.claim_next(), desk.take(text), desk.renew(text),
    desk.release(text, text), desk.record_attempt(text, text, text), desk.add_answer(text, text, text),
    desk.add_note(text, text), desk.set_category(text, text, text), desk.set_stage(text, text),
    desk.postpone(text, text, text), desk.refuse(text, text, text), desk.close_client(text, text, text), desk.mark_unreachable(text, text),
    desk.mark_spam(text, text), desk.reopen(text, text), desk.hand_over(text, text, text), desk.seen(text),
    desk.second_verdict(text, text, text), desk.merge(text, text, text), desk.unmerge(text, text),
    desk.keep_apart(text), desk.split_client(text, text, text), desk.unsplit_client(text, text), desk.find(text),
    desk.client_history(text), desk.checklist(text, text), desk.undo(text), desk.card(text), desk.next_card(), desk.turn(), desk.done_and_next(text, json), desk.search(text) TO firstline_qualifier;
GRANT SELECT ON desk.glance TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.language() TO firstline_qualifier;
-- For heads, who are asked for inside.
GRANT SELECT ON desk.board, desk.people, desk.speed_to_lead, desk.office_hours TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.head(), intake.weekday(integer), intake.board_rows() TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.take_back(text, text), desk.absent(text, text), desk.present(text), desk.set_hours(text, text),
    desk.set_day(text, text, text) TO firstline_qualifier;
GRANT SELECT ON desk.edits, desk.reasons, desk.teams, desk.team_members, desk.required_answers, desk.categories, desk.queue_ages, desk.kpi_daily,
    desk.kpi_people TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.edit_rows(), intake.waiting_rows() TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.edit_reason(text, text, text, text, integer, boolean, boolean, boolean),
    desk.edit_team(text, text, text, numeric, integer, boolean, boolean), desk.edit_member(text, text, boolean, boolean),
    desk.edit_answer(text, text, text, text, text, integer, boolean, boolean), desk.edit_category(text, text, integer, boolean),
    desk.preview_hours(text, text), desk.preview_day(text, text, text) TO firstline_qualifier;
GRANT SELECT ON desk.imports TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.import_rows(), desk.withdraw_import(bigint, text) TO firstline_qualifier;

-- What a head brings in by the pages. Rows only the pages hand in, which have checked them: from a person's hand they would be forged.
GRANT EXECUTE ON FUNCTION intake.submit_import(text, json, json) TO firstline_desk;

-- What the pages ask every few seconds.
GRANT EXECUTE ON FUNCTION intake.stamp() TO firstline_qualifier, firstline_sales;
GRANT EXECUTE ON FUNCTION intake.desk_counts(text) TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION intake.deal_counts(text) TO firstline_sales;
GRANT SELECT ON desk.pulse TO firstline_qualifier;
GRANT SELECT ON sales.pulse TO firstline_sales;

GRANT USAGE ON SCHEMA sales TO firstline_sales;
GRANT SELECT ON sales.deals, sales.board, sales.deal_history, sales.notices, sales.choices TO firstline_sales;
GRANT EXECUTE ON FUNCTION sales.my_teams(), sales.take_deal(text), sales.set_stage(text, text),
    sales.add_note(text, text), sales.close_deal(text, text, text, numeric, numeric), sales.seen(text),
    sales.mend_deal(text, numeric, numeric, text), sales.next_step(text, text, text), sales.add_answer(text, text, text), sales.deal_card(text)
    TO firstline_sales;

GRANT EXECUTE ON FUNCTION intake.uncounted_cells(), intake.office_so_far(), intake.waited(interval) TO firstline_qualifier, firstline_marketing;
GRANT EXECUTE ON FUNCTION intake.shown_address(text), intake.masked(text), intake.source_name(text) TO firstline_marketing;
GRANT USAGE ON SCHEMA marketing TO firstline_marketing;
GRANT EXECUTE ON FUNCTION marketing.channel_of(text, text), marketing.why_channel(text, text), marketing.regroup_preview(date, date), marketing.regroup(integer),
    marketing.report(date, date), marketing.currency(), marketing.load_costs(json),
    marketing.set_baseline(text, text, bigint, bigint, numeric) TO firstline_marketing;
GRANT SELECT ON marketing.channel_daily, marketing.source_daily, marketing.ga4_daily, marketing.metrica_daily, marketing.unassigned,
    marketing.funnel, marketing.speed_to_lead, marketing.hours, marketing.rule_quality, marketing.conversion,
    marketing.cost_daily, marketing.offline_conversions, marketing.balance, marketing.office, marketing.reasons TO firstline_marketing;

-- Whoever works here, from before, too.
SELECT intake.equip_staff(s.login) FROM intake.staff AS s JOIN pg_roles AS r ON r.rolname = s.login \g /dev/null
