-- Saving several rows of desk.my_leads is several acts in one statement, in the order of the grid. All own leads are locked before
-- it, by lead, as everybody does who locks several: or two could wait for each other in a circle.

-- intake.lock_grid(): trigger. Locks work.
CREATE OR REPLACE FUNCTION intake.lock_grid()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM FROM intake.work AS w WHERE w.state = 'claimed' AND w.owner = desk.caller() ORDER BY w.lead FOR UPDATE;
    RETURN NULL;
EXCEPTION WHEN lock_not_available THEN
    PERFORM intake.refuse('55000', 'leads_busy', 'again_hint');
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER lock_grid BEFORE UPDATE ON desk.my_leads FOR EACH STATEMENT EXECUTE FUNCTION intake.lock_grid();
