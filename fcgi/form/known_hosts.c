/* known_hosts: see the header. Hosts go into a script and into a query as they are: each is held to
 * a shape that can end neither. */
#include "form/known_hosts.h"

#include <idn2.h>
#include <string.h>

#include "base/bounds.h"
#include "base/reading.h"
#include "base/utf8.h"
#include "form/loader.h"

__asm__(".pushsection .rodata\n"
        "known_hosts_file: .incbin \"forms/hosts.yaml\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char known_hosts_file[] __attribute__((visibility("hidden")));

const char *const known_names[KNOWN__MAX] = {"own", "payment", "login"};

struct slice known_hosts_builtin(void) {
    return slice_from(known_hosts_file);
}

static bool is_label(struct slice s) {
    bool good = s.len > 0 && s.len <= 63 && s.ptr[0] != '-' && s.ptr[s.len - 1] != '-';
    for (size_t i = 0; i < s.len; i++)
        good &= (s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || ascii_is_digit(s.ptr[i]) ||
                s.ptr[i] == '-' || s.ptr[i] == '_';
    return good;
}

/* One name without a dot is a machine of one's own: localhost. */
static bool is_host(struct slice s) {
    bool good = s.len <= KNOWN_HOST_BYTES_MAX;
    struct slice rest = s;
    while (good && rest.ptr != NULL)
        good = is_label(slice_cut(rest, '.', &rest));
    return good;
}

/* As a browser writes it: a name in other letters has A-labels there. */
static struct slice to_ascii(struct loader *l, struct slice host) {
    uint8_t *encoded = NULL;
    struct slice out = host;
    if (utf8_is_ascii(host))
        return host;
    if (idn2_lookup_u8((const uint8_t *)host.ptr, &encoded,
                       IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) == IDN2_OK)
        out = loader_copy(l, slice_from((const char *)encoded));
    idn2_free(encoded);
    return out;
}

static void read_hosts(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct known_hosts *k = into;
    struct host_list *list = &k->lists[key->scope];
    struct slice *words;
    size_t count;
    if (!loader_words(l, value, "hosts", KNOWN_HOSTS_MAX, &words, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        struct slice host = to_ascii(l, words[i]);
        if (!is_host(host))
            loader_problem(l, value->type == YAML_SEQUENCE_NODE ? loader_item(l, value, i) : value,
                           "expected a host such as shop.example, in small letters, without "
                           "https://, port and path, found \"%.*s\"",
                           SLICE_ARG(utf8_cut(words[i], 60)));
        words[i] = host;
    }
    *list = (struct host_list){words, count};
}

static const struct loader_key known_hosts_keys[] = {
    {.name = "own", .read = read_hosts, .scope = KNOWN_OWN},
    {.name = "payment", .read = read_hosts, .scope = KNOWN_PAYMENT},
    {.name = "login", .read = read_hosts, .scope = KNOWN_LOGIN},
};
const struct loader_table known_hosts_table = LOADER_TABLE("hosts.yaml", known_hosts_keys);

void known_hosts_load(struct loader *l, struct slice text, const char *path,
                      struct known_hosts *out) {
    struct problems *problems = l->source.problems;
    memset(l->speaks, 0, sizeof l->speaks);
    if (!source_open(&l->source, path, text, problems))
        return;
    (void)loader_keys(l, source_root(&l->source), &known_hosts_table, out);
    source_close(&l->source);
}

static struct slice without_www(struct slice host) {
    bool has_www = host.len > 4 && slice_eq_nocase(slice_sub(host, 0, 4), "www.");
    return has_www ? slice_sub(host, 4, host.len) : host;
}

static bool same_site(struct slice a, struct slice b) {
    return a.len > 0 && b.len > 0 && reading_eq(without_www(a), without_www(b));
}

bool known_own(const struct known_hosts *k, struct slice site, struct slice host) {
    bool own = same_site(host, site);
    for (size_t i = 0; k != NULL && !own && i < k->lists[KNOWN_OWN].count; i++)
        own = same_site(host, k->lists[KNOWN_OWN].items[i]);
    return own;
}

static bool lies_under(struct slice host, struct slice known) {
    size_t more = host.len > known.len ? host.len - known.len : 0;
    if (more > 0 && host.ptr[more - 1] != '.')
        return false;
    return host.len > 0 && reading_eq(slice_sub(host, more, host.len), known);
}

bool known_detour(const struct known_hosts *k, struct slice host) {
    for (enum known kind = KNOWN_PAYMENT; k != NULL && kind < KNOWN__MAX; kind++)
        for (size_t i = 0; i < k->lists[kind].count; i++)
            if (lies_under(host, k->lists[kind].items[i]))
                return true;
    return false;
}
