-- Who may do what. Each run takes away everything first, so that a right that is not written here is gone.

DO $revoke$
DECLARE
    schema_name text;
    audience    CONSTANT text := 'PUBLIC, firstline_intake, firstline_qualifier, firstline_sales, firstline_marketing';
BEGIN
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM %s', current_database(), audience);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO firstline_intake, firstline_qualifier, firstline_sales, '
                   'firstline_marketing', current_database());
    FOREACH schema_name IN ARRAY ARRAY['intake', 'desk', 'sales', 'marketing'] LOOP
        EXECUTE format('REVOKE ALL ON SCHEMA %I FROM %s', schema_name, audience);
        EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM %s', schema_name, audience);
        EXECUTE format('REVOKE ALL ON ALL ROUTINES IN SCHEMA %I FROM %s', schema_name, audience);
    END LOOP;
END
$revoke$;

-- A database that has been upgraded from before PostgreSQL 15 still lets everybody create here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA intake TO firstline_intake;
GRANT EXECUTE ON FUNCTION intake.submit(json) TO firstline_intake;

GRANT USAGE ON SCHEMA desk TO firstline_qualifier;
GRANT SELECT ON desk.queue, desk.my_leads, desk.lead_history TO firstline_qualifier;
GRANT EXECUTE ON FUNCTION desk.caller(), desk.claim_next(), desk.release(uuid, text) TO firstline_qualifier;

GRANT USAGE ON SCHEMA sales TO firstline_sales;

GRANT USAGE ON SCHEMA marketing TO firstline_marketing;
GRANT SELECT ON marketing.channel_daily TO firstline_marketing;
