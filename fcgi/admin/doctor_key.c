/* doctor_key: a file of one or two keys by which a program signs what it will be shown again. */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/doctor_check.h"
#include "admin/text.h"
#include "base/clock.h"
#include "lead/token.h"

#define CREDENTIALS "/run/credentials/" /* for the program alone */

const char *doctor_key_path(struct doctor *d, const struct doctor_program *p, const char *told,
                            const char *name) {
    told = told != NULL ? told : p->key;
    if (told != NULL && strncmp(told, CREDENTIALS, strlen(CREDENTIALS)) != 0)
        return told;
    return text_printf(d->arena, "%s/%s", d->place->etc, name);
}

void doctor_look_key(const struct doctor_key *k, struct doctor_finding *f) {
    struct token_keys *keys = NULL;
    if (token_keys_load(k->path, &keys) == OK) {
        token_keys_free(keys);
    } else if (access(k->path, F_OK) == -1 && errno == ENOENT) {
        doctor_says(f, DOCTOR_WRONG, "there is no %s: %s", k->path, k->lost);
        doctor_remedy(f, "firstline setup");
    } else if (access(k->path, R_OK) == -1) {
        doctor_unseen(f, k->path, strerror(errno));
    } else {
        doctor_says(f, DOCTOR_WRONG,
                    "%s is no key: one or two lines of 64 to 128 hexadecimal digits", k->path);
        doctor_remedy(f, "openssl rand -hex 32 > %s && systemctl restart %s", k->path, k->unit);
    }
}

void doctor_look_key_mode(const struct doctor_key *k, struct doctor_finding *f) {
    struct stat st;
    if (stat(k->path, &st) == -1) {
        doctor_says(f, DOCTOR_UNSEEN, "%s: %s", k->path, strerror(errno));
    } else if ((st.st_mode & 0027) != 0) {
        doctor_says(f, DOCTOR_WRONG, "%s has mode %04o: whoever reads it can %s", k->path,
                    st.st_mode & 07777, k->read);
        doctor_remedy(f, "chmod 640 %s", k->path);
    } else if (st.st_uid != 0 && k->program->user != NULL && st.st_uid != k->program->uid) {
        doctor_says(f, DOCTOR_WRONG, "%s belongs to the user with the number %u", k->path,
                    (unsigned)st.st_uid);
        doctor_remedy(f, "chown root %s", k->path);
    }
}

void doctor_look_key_age(const struct doctor_key *k, struct doctor_finding *f) {
    struct stat st;
    long long days =
        stat(k->path, &st) == -1 ? 0 : (clock_wall_us() / 1000000 - st.st_mtime) / SECONDS_PER_DAY;
    if (days <= DOCTOR_KEY_DAYS)
        return;
    doctor_says(f, DOCTOR_WARNING, "%s is %lld days old", k->path, days);
    /* a new one that signs, and the old one behind it for what is open now */
    doctor_remedy(f,
                  "k=%s; n=\"$(openssl rand -hex 32; head -n 1 $k)\"; echo \"$n\" > $k; systemctl "
                  "restart %s",
                  k->path, k->unit);
}
