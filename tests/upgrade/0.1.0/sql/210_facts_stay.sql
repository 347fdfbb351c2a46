-- Facts and history are only added to. A statement trigger costs an insert nothing, holds for the owner's functions and
-- for a superuser alike, and says why. Raises 2F002 (modifying not permitted).

CREATE OR REPLACE FUNCTION intake.refuse_change()
RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RAISE EXCEPTION '%.% is only added to: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'modifying_sql_data_not_permitted',
              HINT = 'What was received and what was done stays as it is; what is the case now is in intake.work.';
END
$$;

CREATE OR REPLACE TRIGGER facts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON intake.lead
    FOR EACH STATEMENT EXECUTE FUNCTION intake.refuse_change();
CREATE OR REPLACE TRIGGER facts_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON intake.lead_event
    FOR EACH STATEMENT EXECUTE FUNCTION intake.refuse_change();
