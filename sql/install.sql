-- Installs firstline into the database psql is connected to, or brings it up to date:
--
--     psql -X -v ON_ERROR_STOP=1 --single-transaction -f sql/install.sql
--
-- The same command the first time and every time, by a superuser. The whole of it is one transaction: a server that
-- stops half-way is left as it was. 001, 002, 2nn, 3nn, 4nn and 900 run each time; a 1nn runs once, guards itself by
-- its name in intake.migration, and is never edited after a release.

SET LOCAL client_min_messages = warning;
SELECT pg_advisory_xact_lock(hashtextextended('firstline install', 0)) \g /dev/null

\ir 001_schema.sql
\ir 002_roles.sql

-- From here on everything that is made belongs to the owner role, which cannot log in.
SET LOCAL ROLE firstline_owner;

\ir 105_domain.sql
\ir 110_setting.sql
\ir 120_client.sql
\ir 130_lead.sql
\ir 140_work.sql
\ir 150_record.sql

\ir 200_caller.sql
\ir 210_facts_stay.sql
\ir 220_read_records.sql
\ir 230_lock_names.sql
\ir 232_find_earlier.sql
\ir 234_claim_contacts.sql
\ir 236_store_leads.sql
\ir 238_note_categories.sql
\ir 240_submit.sql
\ir 250_wake_leads.sql

\ir 300_lead_card.sql
\ir 310_desk.sql
\ir 320_desk_comments.sql
\ir 330_marketing.sql

-- Functions that answer with the row of a view, and so come after it.
\ir 400_claim_next.sql
\ir 410_release.sql

RESET ROLE;
\ir 900_privileges.sql
