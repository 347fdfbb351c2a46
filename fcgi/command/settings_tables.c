/* settings_tables: the settings of each program that runs on and on. */
#include "base/bounds.h"
#include "command/settings_table.h"

#define LINES                                                                                      \
    "Lines are name = value, and # begins a comment. Each setting stands here as a "               \
    "comment with its default: take its # away and change it. An empty value of "                  \
    "one that has no default is none. What is said on the command line wins. "                     \
    "It is read at the start: systemctl restart "

static const struct setting serve_rows[] = {
    {"forms", KIND_TEXT, offsetof(struct settings, forms), 0, 0, "DIR", "/etc/firstline/forms",
     "folder of form definitions",
     "Forms, categories.yaml, site.yaml, hosts.yaml, page.html, firstline.css and texts/ of your "
     "own: "
     "firstline-forms(5). Loaded anew on SIGHUP, all or nothing."},
    {"socket", KIND_TEXT, offsetof(struct settings, socket), 0, 0, "PATH",
     "/run/firstline/firstline.sock", "Unix socket for nginx, mode 0660",
     "firstline-http.conf of nginx names the same. With firstline.socket systemd makes it, and "
     "this is not looked at. There is no TCP: see firstline-many-machines(7)."},
    {"peer", KIND_TEXT, offsetof(struct settings, peer), 0, 0, "USER", NULL,
     "user of nginx's workers, or its number; others are closed unread (own user)",
     "Root and our own user may connect, too. The systemd unit names www-data on its command line, "
     "which wins."},
    {"threads", KIND_COUNT, offsetof(struct settings, threads), 1, THREADS_MAX, "N", "64",
     "requests worked on at the same time",
     "Leads that come together share a commit, so more threads than processors are right: most of "
     "them wait for the database."},
    {"geo", KIND_LIST, offsetof(struct settings, geo), 0, 0, "FILE", NULL,
     "MaxMind databases for places, the first that knows wins (none)",
     "From where a visitor writes, for rules and for his clock; several files with blanks "
     "between, the first that knows a thing wins. Loaded anew on SIGHUP. firstline-geo(7) says "
     "where they may be had and how they are kept fresh."},
    {"zone", KIND_TEXT, offsetof(struct settings, zone), 0, 0, "NAME", "Europe/Moscow",
     "time zone in which days are counted",
     "And the hours of rules: that of your office, as in /usr/share/zoneinfo. The database has a "
     "zone of its own, the setting zone in intake.setting: let both be the same."},
    {"token-key", KIND_TEXT, offsetof(struct settings, token_key), 0, 0, "FILE", NULL,
     "key that signs form pages (a new one for each run)",
     "One or two lines of 64 to 128 hexadecimal digits: the first signs, both are valid. Without "
     "it, who opened a page before a restart is asked to send once more. Nodes behind one nginx "
     "have the same. Read at the start only. The systemd unit names it on its command line, which "
     "wins."},
    {"spool", KIND_TEXT, offsetof(struct settings, spool), 0, 0, "DIR", "/var/lib/firstline/spool",
     "where leads wait while the database is away; empty: none",
     "On a local disk that keeps what it has synced. Made if it is missing. Without one, leads "
     "are refused with 503 while the database is away, and nothing is remembered."},
    {"spool-floor", KIND_COUNT, offsetof(struct settings, spool_floor_mib), 0, 1024 * 1024, "MIB",
     "256", "free space that the spool leaves, or 5 % if less",
     "On its disk. Below it leads are refused, so that others on that disk, the database above "
     "all, do not run out of room for their sake."},
    {"remember", KIND_COUNT, offsetof(struct settings, remember_minutes), 0, RECENT_MINUTES_MAX,
     "MIN", "10", "for a server that forgets: what was delivered is kept; 0: not",
     "So many minutes in the folder recent of the spool. Handed in again when the server turns "
     "out to be another, or to have forgotten it: firstline-many-machines(7). A little more than "
     "the age of what your standby or your last archived log may lack."},
    {"remember-mib", KIND_COUNT, offsetof(struct settings, remember_mib), 1, RECENT_MIB_MAX, "MIB",
     "256", "at most so much of it, in the spool",
     "A lead takes 1 to 3 KiB. It gives way when the spool needs the room; then /healthz and "
     "firstline_remembered_complete say that less is remembered than was promised."},
    {"ledger", KIND_TEXT, offsetof(struct settings, ledger), 0, 0, "DIR", "/run/firstline/ledger",
     "where submissions are counted; empty: in memory alone",
     "For marketing.balance: each is counted when it was read and when it is answered, and the "
     "database is told within seconds. In memory that outlives the process (/run is), not on a "
     "disk: visitors would wait for one that hangs. Processes may share the folder."},
    {"log-level", KIND_TEXT, offsetof(struct settings, log_level), 0, 0, "LEVEL", "info",
     "debug, info, warn or error",
     "The lowest that is written to standard error; what each line means and asks for: "
     "firstline-log(7)."},
};

static const struct setting desk_rows[] = {
    {"forms", KIND_TEXT, offsetof(struct settings, forms), 0, 0, "DIR", "/etc/firstline/forms",
     "folder of form definitions",
     "The same folder as that of firstline serve: leads that are entered by hand are read by the "
     "same forms. Loaded anew on SIGHUP, all or nothing."},
    {"socket", KIND_TEXT, offsetof(struct settings, socket), 0, 0, "PATH",
     "/run/firstline-desk/desk.sock", "Unix socket for nginx, mode 0660",
     "firstline-desk.conf of nginx names the same. With firstline-desk.socket systemd makes it, "
     "and "
     "this is not looked at."},
    {"peer", KIND_TEXT, offsetof(struct settings, peer), 0, 0, "USER", NULL,
     "user of nginx's workers, or its number; others are closed unread (own user)",
     "Root and our own user may connect, too. The systemd unit names www-data on its command line, "
     "which wins."},
    {"threads", KIND_COUNT, offsetof(struct settings, threads), 1, 60, "N", "16",
     "requests worked on at the same time",
     "Each has a connection to the database of its own. Fifty people need no more than sixteen."},
    {"zone", KIND_TEXT, offsetof(struct settings, zone), 0, 0, "NAME", "Europe/Moscow",
     "time zone in which days are counted",
     "And the hours of rules: that of your office, as in /usr/share/zoneinfo. The database has a "
     "zone of its own, the setting zone in intake.setting: let both be the same."},
    {"session-key", KIND_TEXT, offsetof(struct settings, session_key), 0, 0, "FILE", NULL,
     "key that signs sessions (a new one for each run)",
     "One or two lines of 64 to 128 hexadecimal digits: the first signs, both are valid. Without "
     "it "
     "everybody has to sign in again after a restart. Another key ends all sessions. Not that of "
     "form pages. The systemd unit names it on its command line, which wins."},
    {"trust-user", KIND_SWITCH, offsetof(struct settings, trust_user), 0, 0, "YES", "no",
     "yes: nginx has signed people in, and says whom",
     "Then the page asks for no password, and whoever nginx names in REMOTE_USER is believed: only "
     "where nginx itself asks everybody (auth_basic, a certificate, a proxy for OIDC), see "
     "firstline-nginx(7)."},
    {"log-level", KIND_TEXT, offsetof(struct settings, log_level), 0, 0, "LEVEL", "info",
     "debug, info, warn or error",
     "The lowest that is written to standard error; what each line means and asks for: "
     "firstline-log(7)."},
};

const struct settings_table settings_of_serve = {
    .command = "serve",
    .about =
        "firstline.conf: the settings of firstline serve --config FILE. firstline.conf(5) says the "
        "same, firstline(8) all the rest.",
    .how = LINES "firstline.",
    .rows = serve_rows,
    .count = sizeof serve_rows / sizeof *serve_rows,
};

const struct settings_table settings_of_desk = {
    .command = "desk",
    .about =
        "desk.conf: the settings of firstline desk --config FILE. firstline.conf(5) says the same, "
        "firstline-desk(7) what the desk is.",
    .how = LINES "firstline-desk.",
    .rows = desk_rows,
    .count = sizeof desk_rows / sizeof *desk_rows,
};
