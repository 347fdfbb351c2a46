/* doctor_tables: what the database itself can tell: a query a check, whose first row is what was
 * found and what helps. */
#include "admin/doctor_check.h"
#include "admin/release.h"

#define RELOAD "|SELECT pg_reload_conf()"

static const char encoding[] = "SELECT format('its encoding is %s, not UTF8: names are not kept', "
                               "current_setting('server_encoding')),"
                               " format('createdb -T template0 -E UTF8 --locale=C.UTF-8 NEW, then "
                               "pg_dump %1$I | psql NEW, and "
                               "give NEW the name of the old', current_database())"
                               " WHERE current_setting('server_encoding') <> 'UTF8'";

static const char locale[] =
    "SELECT format('its locale %s takes capital and small Cyrillic letters for different ones: "
    "nobody is found by name', datctype),"
    " format('createdb -T template0 -E UTF8 --locale=C.UTF-8 NEW, then pg_dump %1$I | psql NEW, "
    "and "
    "give NEW the name of the old', datname)"
    " FROM pg_database WHERE datname = current_database()"
    " AND current_setting('server_encoding') = 'UTF8' AND lower('Ж') <> 'ж'";

static const char roles[] =
    "SELECT 'there is no role ' || r, 'firstline setup --schema' FROM unnest('{firstline_owner,"
    "firstline_intake,firstline_desk,firstline_keeper,firstline_qualifier,firstline_sales,"
    "firstline_marketing}'::"
    "text[]) AS r"
    " WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r)"
    " UNION ALL SELECT format('%s is no person and may log in', rolname),"
    " format('sql:ALTER ROLE %I NOLOGIN', rolname) FROM pg_roles WHERE rolcanlogin AND rolname IN"
    " ('firstline_owner', 'firstline_keeper', 'firstline_qualifier', 'firstline_sales', "
    "'firstline_marketing')";

static const char intake_role[] =
    "SELECT 'firstline_intake, the role of the program, is a superuser or may make roles or "
    "databases', 'sql:ALTER ROLE firstline_intake NOSUPERUSER NOCREATEDB NOCREATEROLE "
    "NOREPLICATION NOBYPASSRLS' FROM pg_roles WHERE rolname = 'firstline_intake'"
    " AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)"
    " UNION ALL SELECT format('firstline_intake, the role of the program, is a member of %s',"
    " roleid::regrole), format('sql:REVOKE %s FROM firstline_intake', roleid::regrole)"
    " FROM pg_auth_members WHERE pg_get_userbyid(member) = 'firstline_intake'";

static const char staff[] =
    "SELECT format('%s, of the staff, is a superuser: no rule of ours holds for that login', "
    "s.login),"
    " format('sql:ALTER ROLE %I NOSUPERUSER', s.login) FROM intake.staff AS s"
    " JOIN pg_roles AS r ON r.rolname = s.login WHERE r.rolsuper"
    " UNION ALL SELECT format('%s stands in the list of staff and has no login', s.login),"
    " format('firstline staff remove %s', s.login) FROM intake.staff AS s"
    " WHERE NOT EXISTS (SELECT FROM pg_roles AS r WHERE r.rolname = s.login)"
    " UNION ALL SELECT format('%s sees leads as %s and is not in the list of staff', r.rolname, a),"
    " format('firstline staff add %s --name NAME --works-in %s   or, if it is nobody: %s', "
    "r.rolname,"
    "  CASE a WHEN 'firstline_sales' THEN 'sales' ELSE 'desk' END,"
    "  format('REVOKE %s FROM %I', a, r.rolname))"
    " FROM pg_roles AS r, unnest('{firstline_qualifier,firstline_sales}'::text[]) AS a"
    " WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname NOT LIKE 'firstline\\_%'"
    " AND EXISTS (SELECT FROM pg_roles WHERE rolname = a) AND pg_has_role(r.oid, a, 'MEMBER')"
    " AND NOT EXISTS (SELECT FROM intake.staff AS s WHERE s.login = r.rolname)";

/* What sql/203, 280 and 900 see to, and what undoes it. How large a limit is is the owner's. */
static const char limits[] =
    "WITH limited (login, settings) AS (SELECT r.rolname, coalesce(d.setconfig, '{}')"
    "  FROM intake.staff AS s JOIN pg_roles AS r ON r.rolname = s.login AND NOT r.rolsuper"
    "  LEFT JOIN pg_db_role_setting AS d ON d.setrole = r.oid AND d.setdatabase ="
    "   (SELECT oid FROM pg_database WHERE datname = current_database()))"
    "SELECT format('%s, of the staff, has no %s: a session of that login may go on for ever', "
    "login,"
    "  s), format('sql:SELECT intake.limit_staff(%L)', login)"
    " FROM limited, unnest('{statement_timeout,lock_timeout,idle_in_transaction_session_timeout,"
    "temp_file_limit}'::text[]) AS s WHERE NOT EXISTS (SELECT FROM unnest(settings) AS x"
    "  WHERE starts_with(x, s || '='))"
    " UNION ALL SELECT 'firstline_keeper, which ends sessions that hold up leads, is no member of "
    "' "
    "|| g, format('sql:GRANT %s TO firstline_keeper', g)"
    " FROM unnest('{pg_signal_backend,pg_read_all_stats}'::text[]) AS g, pg_roles AS k"
    " WHERE k.rolname = 'firstline_keeper' AND NOT pg_has_role(k.oid, g, 'USAGE')"
    " UNION ALL SELECT 'intake.keep_order has not the rights of firstline_keeper, and ends nobody',"
    " 'sql:ALTER FUNCTION intake.keep_order() OWNER TO firstline_keeper' FROM pg_proc"
    " WHERE oid = to_regprocedure('intake.keep_order()') AND NOT (prosecdef AND"
    "  pg_get_userbyid(proowner) = 'firstline_keeper')"
    " UNION ALL SELECT 'transactions may be prepared: one that is forgotten holds its locks, and "
    "no "
    "session can be ended for it', E'sql:ALTER SYSTEM SET max_prepared_transactions = 0\t && "
    "systemctl restart postgresql'"
    " WHERE current_setting('max_prepared_transactions')::integer > 0";

static const char hba_file[] =
    "SELECT format('line %s of %s: %s', line_number, f, error), format('edit that line, then: "
    "systemctl reload postgresql; as long as it stands there the server ignores every change')"
    " FROM pg_hba_file_rules, current_setting('hba_file') AS f WHERE error IS NOT NULL"
    " UNION ALL SELECT format('line %s of %s: %s', line_number, f, error), 'edit that line, then: "
    "systemctl reload postgresql; as long as it stands there the server ignores every change'"
    " FROM pg_ident_file_mappings, current_setting('ident_file') AS f WHERE error IS NOT NULL";

static const char hba_trust[] =
    "SELECT format('line %s of %s (%s %s %s) lets whoever comes in as anybody, without a question',"
    " line_number, f, type, array_to_string(database, ','), array_to_string(user_name, ',')),"
    " format('in that line write %s in the place of trust, then: systemctl reload postgresql',"
    " CASE type WHEN 'local' THEN 'peer' ELSE 'scram-sha-256' END)"
    " FROM pg_hba_file_rules, current_setting('hba_file') AS f WHERE auth_method = 'trust'"
    " AND (database && '{all}' OR database @> ARRAY[current_database()::text])"
    " ORDER BY type = 'local', line_number";

static const char durability[] =
    "SELECT format('%s is off: what is thanked for can be lost with the power', s),"
    " format('sql:ALTER SYSTEM SET %s = on" RELOAD "', s)"
    " FROM unnest('{fsync,full_page_writes,synchronous_commit}'::text[]) AS s"
    " WHERE current_setting(s) = 'off'"
    " UNION ALL SELECT format('%s for %s', c, CASE setrole WHEN 0 THEN 'this database' ELSE "
    "'firstline_intake' END || ': what is thanked for can be lost with the power'),"
    " format('sql:ALTER %s RESET synchronous_commit', CASE setrole WHEN 0 THEN format('DATABASE "
    "%I',"
    " current_database()) ELSE 'ROLE firstline_intake' || CASE setdatabase WHEN 0 THEN '' ELSE"
    " format(' IN DATABASE %I', current_database()) END END)"
    " FROM pg_db_role_setting, unnest(setconfig) AS c WHERE c = 'synchronous_commit=off'"
    " AND (setdatabase = 0 OR setdatabase = (SELECT oid FROM pg_database WHERE datname ="
    " current_database())) AND (setrole = 0 OR pg_get_userbyid(setrole) = 'firstline_intake')";

static const char connections[] =
    "SELECT format('%s of %s connections are taken: soon nobody gets in', used, most),"
    " format(E'sql:ALTER SYSTEM SET max_connections = %s\t && systemctl restart postgresql', most "
    "* 2)"
    " FROM (SELECT count(*) AS used FROM pg_stat_activity WHERE backend_type = 'client backend')"
    " AS u, (SELECT current_setting('max_connections')::integer"
    "  - current_setting('superuser_reserved_connections')::integer AS most) AS m"
    " WHERE most - used < 10";

static const char version[] =
    "SELECT format('PostgreSQL %s has faults that are mended in 15.20', "
    "current_setting('server_version')),"
    " 'apt-get update && apt-get install --only-upgrade postgresql-15 libpq5'"
    " WHERE current_setting('server_version_num')::integer BETWEEN 150000 AND 150019";

/* All visitors behind one proxy of one's own: limits and places go by its address. */
static const char visitors[] =
    "SELECT format('the last 50 leads all came from %s, a proxy of yours', max(host(address))),"
    " format('beside the include of firstline-http.conf write: set_real_ip_from %s; "
    "real_ip_header X-Forwarded-For;   and then: nginx -t && systemctl reload nginx', "
    "max(host(address)))"
    " FROM (SELECT address FROM intake.lead ORDER BY id DESC LIMIT 50) AS l"
    " HAVING count(address) = 50 AND count(DISTINCT address) = 1 AND bool_and(address <<= ANY"
    " ('{10.0.0.0/8,172.16.0.0/12,192.168.0.0/16,100.64.0.0/10,127.0.0.0/8,fc00::/7,::1/128}'"
    "::inet[]))";

/* Nothing for three times the longest pause that the form had in sixty days, in working time. The
 * ids of leads begin with the time, so only the newest are read; a form with fewer than twenty
 * leads says nothing. */
static const char quiet[] =
    "WITH lately AS (SELECT l.form, l.received_at FROM intake.lead AS l WHERE l.id > ("
    "  lpad(to_hex((extract(epoch FROM now() - interval '60 days') * 1000)::bigint), 12, '0')"
    "  || repeat('0', 20))::uuid AND l.received_at > now() - interval '60 days'),"
    " worked AS (SELECT l.form, l.received_at, h.worked"
    "  + greatest(least(h.lasts, l.received_at - h.opens), interval '0') AS at"
    "  FROM lately AS l JOIN intake.office_hours((now() - interval '62 days')::date,"
    "  (now() + interval '2 days')::date) AS h ON h.since <= l.received_at AND l.received_at < "
    "h.until"
    "  AND h.day = (l.received_at AT TIME ZONE (SELECT zone FROM intake.setting))::date),"
    " pauses AS (SELECT form, received_at, at - lag(at) OVER (PARTITION BY form ORDER BY "
    "received_at) AS pause FROM worked),"
    " forms AS (SELECT form, count(*) AS leads, max(received_at) AS last,"
    "  greatest(max(pause), interval '1 hour') AS longest FROM pauses GROUP BY form)"
    "SELECT format('%s has brought nothing since %s; it never paused so long before', form,"
    "  to_char(last AT TIME ZONE (SELECT zone FROM intake.setting), 'YYYY-MM-DD HH24:MI')),"
    " format('send one yourself at /f/%s of your site; if that comes in, look at the page that "
    "links "
    "to it', form) FROM forms WHERE leads >= 20"
    " AND intake.working_time(last, now()) > 3 * longest ORDER BY last";

/* The rows are whole at any time, so there is no need to wait for a day to end. */
static const char balance[] =
    "SELECT format('on %s %s submissions are in %s column of marketing.balance', day,"
    "  abs(difference), CASE WHEN difference > 0 THEN 'no' ELSE 'more than one' END),"
    " format('journalctl -u firstline --since \"%s\" --until \"%s\"   and report it, with: SELECT "
    "* "
    "FROM intake.post_count WHERE slot::date = ''%1$s'' ', day, day + 1)"
    " FROM (SELECT (p.slot AT TIME ZONE s.zone)::date AS day, sum(p.received - p.stored - p.double"
    "   - p.spooled - p.invalid - p.refused - p.not_sent - p.busy - p.unanswered) AS difference"
    "  FROM intake.post_count AS p CROSS JOIN intake.setting AS s"
    "  WHERE p.slot > now() - interval '35 days' GROUP BY 1) AS days"
    " WHERE difference <> 0 ORDER BY day DESC";

static const struct doctor_check checks[] = {
    {"encoding", "the database keeps every letter", doctor_query, "database", encoding,
     DOCTOR_WRONG, 0},
    {"locale", "it knows capital letters", doctor_query, "database", locale, DOCTOR_WRONG, 0},
    {"roles", "the roles are there, and nobody logs in as one", doctor_query, "database", roles,
     DOCTOR_WRONG, 0},
    {"intake-role", "the program's role can do little", doctor_query, "database", intake_role,
     DOCTOR_WRONG, 0},
    {"rights", "everybody may do what is for him, and nothing else", doctor_query, "database",
     release_damage, DOCTOR_WRONG, 0},
    {"staff", "logins and the list of staff agree", doctor_query, "database schema", staff,
     DOCTOR_WARNING, 0},
    {"limits", "no login can hold up the others", doctor_query, "database schema", limits,
     DOCTOR_WARNING, 0},
    {"hba-file", "pg_hba.conf and pg_ident.conf can be read", doctor_query, "database", hba_file,
     DOCTOR_WRONG, 0},
    {"hba-trust", "nobody gets in without a question", doctor_query, "database", hba_trust,
     DOCTOR_WRONG, 0},
    {"durability", "what is committed stays", doctor_query, "database", durability, DOCTOR_WRONG,
     0},
    {"connections", "there is room for connections", doctor_query, "database", connections,
     DOCTOR_WARNING, 0},
    {"postgresql-version", "PostgreSQL has its repairs", doctor_query, "database", version,
     DOCTOR_WARNING, 0},
    {"visitors", "visitors come with their own addresses", doctor_query, "database schema",
     visitors, DOCTOR_WARNING, 0},
    {"balance", "no submission is missing in the numbers", doctor_query, "database schema", balance,
     DOCTOR_WARNING, 0},
    {"quiet-forms", "leads come as usual", doctor_query, "database schema", quiet, DOCTOR_WARNING,
     8000},
};

const struct doctor_group doctor_tables = {checks, sizeof checks / sizeof *checks, true};
