/* access: see access.h. */
#include "admin/access.h"

#include <string.h>
#include <sys/random.h>

#include "admin/places.h"
#include "admin/text.h"
#include "base/slice.h"
#include "base/xalloc.h"

#define ROLE "firstline_intake"
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

const char *access_hba_remote(struct arena *a, const char *database, const char *address) {
    return text_printf(a, "hostssl  %s  " ROLE "  %s/%d  scram-sha-256\n", quoted(a, database),
                       address, strchr(address, ':') != NULL ? 128 : 32);
}

const char *access_password_line(struct arena *a, const char *database, const char *password) {
    char *name = text_alloc(a, 2 * strlen(database) + 1), *out = name;
    for (const char *p = database; *p != '\0'; p++) {
        if (*p == ':' || *p == '\\')
            *out++ = '\\';
        *out++ = *p;
    }
    return text_printf(a, "*:*:%s:" ROLE ":%s\n", name, password);
}

const char *access_drop_in(struct arena *a) {
    return text_printf(
        a, "# Made by \"firstline setup --database\", taken back by \"firstline setup --remove\": "
           "the\n"
           "# database is on another machine. Which one stands in " PLACES_ENVIRONMENT ".\n"
           "[Service]\n"
           "PrivateNetwork=no\n"
           "IPAddressDeny=\n"
           "RestrictAddressFamilies=AF_INET AF_INET6\n"
           "LoadCredential=database.pass:" PLACES_PASSWORD "\n"
           "Environment=PGPASSFILE=%%d/database.pass\n");
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
