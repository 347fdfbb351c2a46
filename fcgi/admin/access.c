/* access: see access.h. */
#include "admin/access.h"

#include <string.h>
#include <sys/random.h>

#include "admin/places.h"
#include "admin/text.h"
#include "base/slice.h"
#include "base/xalloc.h"

#define ROLE "firstline_intake"
#define DESK_ROLE "firstline_desk"
#define SECRET_OCTETS 32

/* Words of pg_hba.conf that mean something else, and names that are no word, stand in quotes. */
static const char *quoted(struct arena *a, const char *name) {
    static const char *const special[] = {"all", "sameuser", "samerole", "samegroup",
                                          "replication"};
    bool plain = name[0] != '\0';
    for (const char *p = name; *p != '\0'; p++)
        plain = plain && (ascii_is_alpha(*p) || ascii_is_digit(*p) || *p == '_');
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        plain = plain && strcmp(name, special[i]) != 0;
    if (plain)
        return name;
    char *text = text_alloc(a, 2 * strlen(name) + 3), *out = text;
    *out++ = '"';
    for (const char *p = name; *p != '\0'; p++) {
        *out++ = *p;
        if (*p == '"')
            *out++ = '"';
    }
    *out = '"';
    return text;
}

const char *access_hba_local(struct arena *a, const char *database) {
    return text_printf(a, "local  %s  " ROLE "  peer map=firstline\n", quoted(a, database));
}

const char *access_ident(struct arena *a) {
    return text_printf(a, "firstline  firstline  " ROLE "\n");
}

const char *access_hba_desk(struct arena *a, const char *database, const char *kept) {
    const char *name = quoted(a, database);
    return text_printf(a,
                       "local  %s  " DESK_ROLE "  peer map=firstline\n%s"
                       "local  %s  all  scram-sha-256\n",
                       name, kept, name);
}

const char *access_ident_desk(struct arena *a) {
    return text_printf(a, "firstline  firstline-desk  " DESK_ROLE "\n");
}

const char *access_hba_kept(struct arena *a, const char *database, const char *login,
                            const char *method_and_options) {
    return text_printf(a, "local  %s  %s  %s\n", quoted(a, database), quoted(a, login),
                       method_and_options);
}

/* The first line that is for the login: of a name that is on no list only those for all. */
#define RULE                                                                                       \
    " LEFT JOIN LATERAL (SELECT h.auth_method AS method, concat_ws(' ', h.auth_method, "           \
    "array_to_string(h.options, ' ')) AS words FROM pg_hba_file_rules AS h WHERE h.type = "        \
    "'local' AND h.error IS NULL AND h.line_number > $1::integer AND h.database && ARRAY['all', "  \
    "$2::text] AND EXISTS (SELECT FROM unnest(h.user_name) AS u WHERE u IN "                       \
    "('all', p.login) OR EXISTS (SELECT FROM pg_roles AS g JOIN pg_roles AS m ON m.rolname = "     \
    "p.login WHERE u = '+' || g.rolname AND NOT m.rolsuper AND pg_has_role(m.oid, g.oid, "         \
    "'MEMBER'))) ORDER BY h.line_number LIMIT 1) AS r ON true"

const char access_kept_sql[] =
    "SELECT p.login, r.words FROM (SELECT o.rolname::text AS login FROM pg_roles AS o WHERE "
    "o.rolcanlogin AND o.rolname NOT LIKE 'firstline\\_%' AND (o.rolsuper OR EXISTS (SELECT FROM "
    "pg_database AS d WHERE d.datname = $2 AND has_database_privilege(o.oid, d.oid, 'CONNECT'))) "
    "AND NOT EXISTS (SELECT FROM pg_auth_members AS a JOIN pg_roles AS g ON g.oid = a.roleid WHERE "
    "a.member = o.oid AND g.rolname IN ('firstline_qualifier', 'firstline_sales', "
    "'firstline_marketing'))) AS p" RULE
    " WHERE r.method NOT IN ('scram-sha-256', 'reject') ORDER BY 1";

const char access_people_sql[] =
    "SELECT p.login, coalesce(r.method, '') FROM (SELECT login::text FROM intake.staff UNION ALL "
    "SELECT '') AS p" RULE
    " WHERE r.method IS NULL OR r.method NOT IN ('scram-sha-256', 'md5', 'password') ORDER BY "
    "r.method = 'trust' DESC, 1";

const char *access_hba_remote(struct arena *a, const char *database, const char *role,
                              const char *address) {
    return text_printf(a, "hostssl  %s  %s  %s/%d  scram-sha-256\n", quoted(a, database), role,
                       address, strchr(address, ':') != NULL ? 128 : 32);
}

const char *access_password_line(struct arena *a, const char *database, const char *role,
                                 const char *password) {
    char *name = text_alloc(a, 2 * strlen(database) + 1), *out = name;
    for (const char *p = database; *p != '\0'; p++) {
        if (*p == ':' || *p == '\\')
            *out++ = '\\';
        *out++ = *p;
    }
    return text_printf(a, "*:*:%s:%s:%s\n", name, role, password);
}

const char *access_drop_in(struct arena *a, const char *password_file) {
    return text_printf(
        a,
        "# Made by \"firstline setup --database\", taken back by \"firstline setup --remove\": "
        "the\n"
        "# database is on another machine. Which one stands in " PLACES_ENVIRONMENT ".\n"
        "[Service]\n"
        "PrivateNetwork=no\n"
        "IPAddressDeny=\n"
        "RestrictAddressFamilies=AF_INET AF_INET6\n"
        "LoadCredential=database.pass:%s\n"
        "Environment=PGPASSFILE=%%d/database.pass\n",
        password_file);
}

const char *access_new_password(struct arena *a) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    unsigned char octets[SECRET_OCTETS + 1] = {0};
    char *text = text_alloc(a, (SECRET_OCTETS * 8 + 5) / 6 + 1);
    if (getrandom(octets, SECRET_OCTETS, 0) != SECRET_OCTETS)
        xalloc_fail();
    for (size_t bit = 0, n = 0; bit < SECRET_OCTETS * 8; bit += 6) {
        unsigned two = (unsigned)octets[bit / 8] << 8 | octets[bit / 8 + 1];
        text[n++] = digits[two >> (10 - bit % 8) & 63];
    }
    return text;
}
