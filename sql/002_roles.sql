-- Roles. They belong to the whole server, so another database of the same server may have made them already.
-- People get logins of their own and are put into an audience: GRANT firstline_qualifier TO olga.

DO $roles$
DECLARE
    role_name text;
BEGIN
    FOREACH role_name IN ARRAY ARRAY[
        'firstline_owner', 'firstline_intake', 'firstline_desk', 'firstline_keeper',
        'firstline_qualifier', 'firstline_sales', 'firstline_marketing']
    LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = role_name) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN', role_name);
        END IF;
    END LOOP;
END
$roles$;

COMMENT ON ROLE firstline_owner     IS 'Owns every object of firstline. Nobody logs in as it.';
COMMENT ON ROLE firstline_intake    IS 'The intake program: hands in leads through intake.submit() and submit_again(), reads nothing.';
COMMENT ON ROLE firstline_desk      IS 'The pages of the staff: knows who is signed in, hands in leads they enter, and takes on the person for all else.';
COMMENT ON ROLE firstline_keeper    IS 'Owns intake.keep_order() and password_stamp(), nothing else: ends sessions that hold up others, and sees that a password is another one. Nobody logs in as it.';
COMMENT ON ROLE firstline_qualifier IS 'Qualifiers: the schema desk.';
COMMENT ON ROLE firstline_sales     IS 'Sales teams: the schema sales.';
COMMENT ON ROLE firstline_marketing IS 'Marketing: the schema marketing.';

-- The intake program gives up on a batch after two seconds and writes to its spool. The server has to give up
-- earlier, or a visitor's lead would still wait for a lock that its program no longer waits for.
ALTER ROLE firstline_intake LOGIN CONNECTION LIMIT 64;
ALTER ROLE firstline_intake SET statement_timeout = '1500ms';
ALTER ROLE firstline_intake SET lock_timeout = '500ms';
ALTER ROLE firstline_intake SET idle_in_transaction_session_timeout = '5s';
ALTER ROLE firstline_intake SET temp_file_limit = '256MB';

-- A login may lift each of its limits but the last, therefore somebody looks after them (280).
GRANT pg_signal_backend, pg_read_all_stats TO firstline_keeper;

ALTER ROLE firstline_desk LOGIN NOINHERIT CONNECTION LIMIT 64;
ALTER ROLE firstline_desk SET statement_timeout = '30s';
ALTER ROLE firstline_desk SET lock_timeout = '2s';
ALTER ROLE firstline_desk SET idle_in_transaction_session_timeout = '2s';
ALTER ROLE firstline_desk SET temp_file_limit = '256MB';
-- The report is a large plan over sums: compiling it takes longer than to run it.
ALTER ROLE firstline_desk SET jit = off;

ALTER SCHEMA intake OWNER TO firstline_owner;
ALTER SCHEMA desk OWNER TO firstline_owner;
ALTER SCHEMA sales OWNER TO firstline_owner;
ALTER SCHEMA marketing OWNER TO firstline_owner;
ALTER TABLE intake.migration OWNER TO firstline_owner;

-- What the owner makes is closed to PUBLIC from the start; 900 opens what a role needs.
ALTER DEFAULT PRIVILEGES FOR ROLE firstline_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE firstline_owner REVOKE USAGE ON TYPES FROM PUBLIC;
