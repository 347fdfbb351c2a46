/* report: options, what is told of the work, and what to do when it fails. */
#include "command/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/report.h"
#include "admin/report_conversions.h"
#include "admin/report_csv.h"
#include "admin/report_page.h"
#include "admin/report_sums.h"
#include "admin/text.h"
#include "base/plain.h"
#include "command/options.h"

struct call {
    struct report report;
    const char *from, *to, *html, *csv, *conversions, *separator, *language;
    const char *file; /* the word behind --conversions NETWORK */
    bool bom, no_bom, json, help;
};

static const char usage[] =
    "usage: firstline report [--from DAY] [--to DAY] [--json]\n"
    "       firstline report [--from DAY] [--to DAY] --html FILE [--language ru|en]\n"
    "       firstline report [--from DAY] [--to DAY] --csv DIR [--separator SIGN]\n"
    "                        [--bom|--no-bom]\n"
    "       firstline report [--from DAY] [--to DAY] --conversions NETWORK FILE\n\n"
    "What every channel has brought: on the terminal; as one page with charts, for a browser or\n"
    "to be sent and printed; a file for each view, for a spreadsheet; or what became of clicks,\n"
    "for the network they were paid to: metrica or google. DAY is such as 2026-11-28, or today,\n"
    "or yesterday, and both belong to it; without them it is the last 30 days. --separator is ;\n"
    "(the default) or , and numbers have a decimal comma or point with it. The database is told "
    "by\n"
    "libpq's variables (PGHOST, PGDATABASE, PGUSER ...), for somebody who works in marketing.";

static void show_progress(const char *what) {
    if (!isatty(STDERR_FILENO))
        return;
    fputs("\r\033[K", stderr);
    if (what != NULL)
        fprintf(stderr, "reading %s ...", what);
}

static int complain(const char *what) {
    fprintf(stderr, "firstline report: %s\n", what);
    return EX_USAGE;
}

/* NULL: the options go together. */
static const char *options_fault(const struct call *c) {
    int kinds = (c->html != NULL) + (c->csv != NULL) + (c->conversions != NULL) + c->json;
    if (kinds > 1)
        return "one of --html, --csv, --conversions and --json, not several";
    if (c->csv == NULL && (c->separator != NULL || c->bom || c->no_bom))
        return "--separator, --bom and --no-bom go with --csv";
    if (c->bom && c->no_bom)
        return "--bom or --no-bom, not both";
    if (c->separator != NULL && strcmp(c->separator, ";") != 0 && strcmp(c->separator, ",") != 0)
        return "--separator is ';' or ','";
    if (c->language != NULL && c->html == NULL)
        return "--language goes with --html";
    if (c->language != NULL && strcmp(c->language, "ru") != 0 && strcmp(c->language, "en") != 0)
        return "--language is ru or en";
    if (c->conversions != NULL && strcmp(c->conversions, "metrica") != 0 &&
        strcmp(c->conversions, "google") != 0)
        return "--conversions takes metrica or google, and then a file";
    if ((c->conversions != NULL) != (c->file != NULL))
        return c->file == NULL ? "--conversions needs a file behind the network"
                               : "a file goes with --conversions";
    return NULL;
}

/* Of what the server said; each with what to do. */
static const struct {
    const char *state;
    int code;
    const char *advice;
} refusals[] = {
    {"42501", EX_NOPERM,
     "Reports are for people of marketing: firstline staff add LOGIN --works-in marketing, and "
     "PGUSER=LOGIN"},
    {"42P01", EX_CONFIG,
     "Is it the right database (PGDATABASE), and has firstline setup been run "
     "with this version?"},
    {"42703", EX_CONFIG, "The schema is of another version: run firstline setup"},
    {"3F000", EX_CONFIG,
     "Is it the right database (PGDATABASE), and has firstline setup been run "
     "with this version?"},
    {"57014", EX_TEMPFAIL, "It took longer than statement_timeout allows: ask for fewer days"},
};

static int fail(const struct report *r, int code) {
    const char *advice = r->hint;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (strcmp(r->sqlstate, refusals[i].state) == 0) {
            code = refusals[i].code;
            advice = advice != NULL ? advice : refusals[i].advice;
        }
    }
    show_progress(NULL);
    fprintf(stderr, "firstline report: %s\n", r->why);
    if (advice != NULL)
        fprintf(stderr, "%s\n", advice);
    return code;
}

/* What could not be written is a file's fault; all else the server's. */
static int fail_writing(const struct report *r) {
    return fail(r, r->sqlstate[0] == '\0' ? EX_CANTCREAT : EX_TEMPFAIL);
}

static int write_page(struct call *c) {
    struct report *r = &c->report;
    struct slice page;
    if (!report_page(r, c->language != NULL ? c->language : r->language, &page))
        return fail(r, EX_TEMPFAIL);
    if (!report_write(r, c->html, page))
        return fail_writing(r);
    show_progress(NULL);
    printf("%s: %s to %s\n", c->html, r->days.from, r->days.to);
    return EX_OK;
}

static int write_csv(struct call *c) {
    struct csv_style style = {c->separator != NULL ? c->separator[0] : ';', !c->no_bom};
    int files = report_csv_files(&c->report, c->csv, style);
    if (files == -1)
        return fail_writing(&c->report);
    show_progress(NULL);
    printf("%s: %d files, %s to %s\n", c->csv, files, c->report.days.from, c->report.days.to);
    return EX_OK;
}

static int write_conversions(struct call *c) {
    struct conversions found = {.rows = 0};
    if (!conversions_of(&c->report, c->conversions, &found))
        return fail(&c->report, EX_TEMPFAIL);
    if (!report_write(&c->report, c->file, found.text))
        return fail_writing(&c->report);
    show_progress(NULL);
    printf("%s: conversions: %d, %s to %s\n", c->file, found.rows, c->report.days.from,
           c->report.days.to);
    if (found.left_out > 0)
        fprintf(stderr, "firstline report: left out, for ids that %s does not give: %d\n",
                c->conversions, found.left_out);
    return EX_OK;
}

static int print(struct call *c) {
    if (c->json) {
        const char *text = report_sums_json(&c->report);
        show_progress(NULL);
        return text == NULL ? fail(&c->report, EX_TEMPFAIL) : puts(text) == EOF ? EX_IOERR : EX_OK;
    }
    bool good = report_print(&c->report, stdout);
    return good ? EX_OK : fail(&c->report, EX_TEMPFAIL);
}

static int run(struct call *c) {
    struct report *r = &c->report;
    const char *why = options_fault(c);
    if (why != NULL)
        return complain(why);
    r->progress = show_progress;
    if (!report_open(r)) {
        if (r->sqlstate[0] == '\0')
            r->hint = "Name the database by PGHOST, PGDATABASE and PGUSER, or PGSERVICE";
        return fail(r, EX_UNAVAILABLE);
    }
    if (!report_days_read(c->from, c->to, r->today, &r->days, &why))
        return complain(why);
    return c->html != NULL          ? write_page(c)
           : c->csv != NULL         ? write_csv(c)
           : c->conversions != NULL ? write_conversions(c)
                                    : print(c);
}

int report_command(int argc, char **argv) {
    struct call c = {.from = NULL};
    const struct option_row rows[] = {
        {"from", &c.from, NULL},
        {"to", &c.to, NULL},
        {"html", &c.html, NULL},
        {"csv", &c.csv, NULL},
        {"conversions", &c.conversions, NULL},
        {"separator", &c.separator, NULL},
        {"language", &c.language, NULL},
        {"bom", NULL, &c.bom},
        {"no-bom", NULL, &c.no_bom},
        {"json", NULL, &c.json},
        {"help", NULL, &c.help},
    };
    int words = options_read(argc, argv, rows, sizeof rows / sizeof *rows, &c.file, 1);
    if (words == -1)
        return EX_USAGE;
    if (c.help) {
        puts(usage);
        return EX_OK;
    }
    c.report.arena = text_arena();
    int code = run(&c);
    report_close(&c.report);
    arena_free(c.report.arena);
    return code;
}
