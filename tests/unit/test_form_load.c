/* Broken definitions: each must give exactly these lines, and nothing may leak. */
#include "unit.h"

#include <string.h>

#include "base/bounds.h"
#include "form_fixture.h"

/* Two lines, so that what a case adds begins in line 3. */
#define HEAD "title: T\ndefault_category: other\n"
#define FIELD(rest) HEAD "fields:\n  - {name: a, label: A, " rest "}\n"
/* What a case adds after it begins in line 4. */
#define WITH_FIELDS                                                                                \
    HEAD "fields: [{name: a, type: text, label: A}, {name: n, type: number, label: N}, "           \
         "{name: d, type: date, label: D}, {name: c, type: choice, label: C, "                     \
         "choices: [red, green]}, {name: p, type: phone, label: P}, "                              \
         "{name: b, type: checkbox, label: B}]\n"
#define WHEN(condition)                                                                            \
    WITH_FIELDS "rules:\n  - name: r\n    category: urgent\n    when:\n      - " condition "\n"

struct broken {
    const char *form, *problems;
};

static const struct broken of_files[] = {
    {"", "x.yaml: the file is empty\n"},
    {"# nothing\n", "x.yaml: the file is empty\n"},
    {"just words\n", "x.yaml:1: expected the keys of a form, found text\n"},
    {"- a\n", "x.yaml:1: expected the keys of a form, found a list\n"},
    {"title: T\n", "x.yaml:1: a form without \"default_category\"\n"
                   "x.yaml:1: a form without \"fields\"\n"},
    {"title: T\nfields: {\n", "x.yaml:3: not YAML: did not find expected node content, while "
                              "parsing a flow node that began in line 3\n"},
    {"title: a: b\n", "x.yaml:1: not YAML: mapping values are not allowed in this context (is the "
                      "indentation right? a text that has a colon and a space in it needs "
                      "quotes)\n"},
    {"title: T\n\tintro: I\n",
     "x.yaml:2: not YAML: found a tab character that violates indentation, while scanning a plain "
     "scalar that began in line 1 (indent with spaces)\n"},
    {"title: @T\n",
     "x.yaml:1: not YAML: found character that cannot start any token, while scanning for the "
     "next token that began in line 1 (indent with spaces, not tabs; a text that begins with % @ "
     "` needs quotes)\n"},
    {WITH_FIELDS "---\ntitle: U\n", "x.yaml:5: a second document (---): one file holds one\n"},
    {WITH_FIELDS "---\ntitle: [U\n",
     "x.yaml:6: not YAML: did not find expected ',' or ']', while parsing a flow "
     "sequence that began in line 5\n"},
    {"title: &t T\nintro: *t\n",
     "x.yaml:1: an anchor (&) is used here: write the value out at each place\n"},
    {"&r [*r]\n", "x.yaml:1: an anchor (&) is used here: write the value out at each place\n"},
    {"a: &a [x, *a]\n", "x.yaml:1: an anchor (&) is used here: write the value out at each "
                        "place\n"},
    {WITH_FIELDS "title: !!str T\n", "x.yaml:4: the key \"title\" is already in line 1\n"},
    {WITH_FIELDS "intro: !x T\n", "x.yaml:4: tags (!) are not taken\n"},
    {WITH_FIELDS "intro: \"a\\0b\"\n", "x.yaml:4: a control character, or not UTF-8, by an "
                                       "escape\n"},
    {WITH_FIELDS "? [a]\n: b\n", "x.yaml:4: expected a key, found a list\n"},
    {WITH_FIELDS "intro: \xff\n", "x.yaml:4: not UTF-8: save the file in that encoding\n"},
    {WITH_FIELDS "intro: \x01\n", "x.yaml:4: a control character (0x01)\n"},
};

#define BOM "\xEF\xBB\xBF"
#define NBSP "\xC2\xA0"
#define SPACE_THERE "U+00A0 NO-BREAK SPACE: put a space there"
#define QUOTES "U+201C LEFT DOUBLE QUOTATION MARK: YAML's quotes are ' and \""
#define ITEM "U+2014 EM DASH: a list item begins with - and a space"
#define IF_MEANT "; if it is meant, put '...' around all of it\n"
#define CHOICE(value) FIELD("type: choice, choices: [{" value ", label: B}]")
#define ONE_RULE(matches) WHEN("field: a\n        " matches)

/* Files that look right in an editor. */
static const struct broken of_traps[] = {
    {BOM "title: T\r\ndefault_category: other\r\nfields:\r\n  - {name: a, type: text, label: A}\r\n"
         "intro: |\r\n  one\r\n  two\r\n",
     ""},
    {BOM WITH_FIELDS BOM "intro: I\n",
     "x.yaml:4: U+FEFF ZERO WIDTH NO-BREAK SPACE in the file: take it out\n"},
    {WITH_FIELDS "intro: a\xE2\x80\xA8 b\n",
     "x.yaml:4: U+2028 LINE SEPARATOR in the file: put a line end there\n"},
    {WITH_FIELDS "intro: a\xC2\x85 b\n",
     "x.yaml:4: U+0085 <control-0085> in the file: put a line end "
     "there\n"},
    /* blanks of another kind */
    {HEAD "fields:\n" NBSP NBSP "- {name: a, type: text, label: A}\n",
     "x.yaml:4: not YAML: mapping values are not allowed in this context (line 4 has " SPACE_THERE
     ")\n"},
    {WITH_FIELDS NBSP "intro: I\n", "x.yaml:4: begins with " SPACE_THERE "\n"},
    {WITH_FIELDS "intro: I" NBSP "\n", "x.yaml:4: ends with " SPACE_THERE "\n"},
    {WITH_FIELDS "intro: \xE2\x80\x8BI\n", "x.yaml:4: begins with U+200B ZERO WIDTH SPACE: take it "
                                           "out\n"},
    {WITH_FIELDS "intro: Ответим:" NBSP "сегодня 📦\xEF\xB8\x8F\n", ""},
    {"title:" NBSP "T\ndefault_category: other\n",
     "x.yaml:2: not YAML: mapping values are not allowed in this context (line 1 has " SPACE_THERE
     ")\n"},
    {CHOICE("value:" NBSP "b"),
     "x.yaml:4: a choice without \"value\"\n"
     "x.yaml:4: unknown key \"value:" NBSP "b\" (it has " SPACE_THERE "); known: value, label\n"},
    /* no blank behind the colon or the dash */
    {WITH_FIELDS "languages: [ru]\nintro:I\n",
     "x.yaml:6: not YAML: could not find expected ':', while scanning a simple key that began in "
     "line 5 (a key without a colon, or without a space behind it?)\n"},
    {CHOICE("value:b"),
     "x.yaml:4: a choice without \"value\"\n"
     "x.yaml:4: unknown key \"value:b\" (a space goes behind the colon); known: value, label\n"},
    {HEAD "fields:\n  -name: a\n",
     "x.yaml:4: expected a list of fields, found keys (a list item begins with - and a space)\n"},
    /* a word processor's dash, quotes and colon */
    {HEAD "fields:\n  — name: a\n",
     "x.yaml:4: expected a list of fields, found keys (it has " ITEM ")\n"},
    {HEAD "fields:\n  — {name: a, type: text}\n",
     "x.yaml:4: not YAML: mapping values are not allowed in this context (line 4 has " ITEM ")\n"},
    {HEAD "fields:\n  — name: a\n    type: text\n",
     "x.yaml:5: not YAML: mapping values are not allowed in this context (line 4 has " ITEM ")\n"},
    {WITH_FIELDS "one_of:\n  — a\n  — p\n", "x.yaml:5: begins with " ITEM IF_MEANT},
    {ONE_RULE("in: [— нет —]"), "x.yaml:9: begins with " ITEM IF_MEANT},
    {ONE_RULE("in: ['— нет —', –5]"), ""},
    {WITH_FIELDS "intro: — нет —\n", ""},
    {ONE_RULE("matches: “хабаровск”"), "x.yaml:9: begins with " QUOTES IF_MEANT},
    {ONE_RULE("in: [“red”]"), "x.yaml:9: begins with " QUOTES IF_MEANT},
    {ONE_RULE("in: «red»"),
     "x.yaml:9: begins with U+00AB LEFT-POINTING DOUBLE ANGLE QUOTATION MARK: YAML's quotes are ' "
     "and \"" IF_MEANT},
    {ONE_RULE("matches: '“хабаровск”'"), ""},
    {WITH_FIELDS "intro: «Один» — “два”\n", ""},
    {WITH_FIELDS "intro: “Звоните: ждём”\n",
     "x.yaml:4: not YAML: mapping values are not allowed in this context (line 4 has " QUOTES
     ")\n"},
    {CHOICE("“value”: b"),
     "x.yaml:4: a choice without \"value\"\n"
     "x.yaml:4: unknown key \"“value”\" (it has " QUOTES "); known: value, label\n"},
    {WITH_FIELDS "intro：I\n",
     "x.yaml:5: not YAML: could not find expected ':', while scanning a simple key that began in "
     "line 4 (line 4 has U+FF1A FULLWIDTH COLON: YAML's own signs are : , - [ ] { })\n"},
    /* a Cyrillic letter among Latin ones */
    {HEAD "fields: [{name: nаme, type: text, label: A}]\n",
     "x.yaml:3: bad field name \"nаme\": a letter a-z first, then a-z, 0-9 and _, at most 64 "
     "characters (it has U+0430 CYRILLIC SMALL LETTER A)\n"},
    {WITH_FIELDS "оne_of: [a]\n", "x.yaml:4: unknown key \"оne_of\", did you mean \"one_of\"? (it "
                                  "has U+043E CYRILLIC SMALL LETTER "
                                  "O)\n"},
    {HEAD "fields: [{name: a, type: tехt, label: A}]\n",
     "x.yaml:3: unknown type \"tехt\" (it has U+0435 CYRILLIC SMALL LETTER IE); known: text, "
     "textarea, "
     "phone, email, number, date, time, choice, checkbox, consent, hidden\n"},
    /* signs of YAML's at the beginning of a text */
    {WITH_FIELDS "intro: \"a\\d\"\n",
     "x.yaml:4: not YAML: found unknown escape character, while parsing a quoted scalar that began "
     "in line 4 (in \"...\" a backslash begins an escape: write patterns in '...')\n"},
    {WITH_FIELDS "intro: *a\n",
     "x.yaml:4: not YAML: found undefined alias (a text that begins with * "
     "needs quotes)\n"},
    {WITH_FIELDS "intro: |a|\n",
     "x.yaml:4: not YAML: did not find expected comment or line break, while scanning a block "
     "scalar that began in line 4 (a text that begins with | or > needs quotes)\n"},
};

#define BLOCK(head, words) ONE_RULE("matches: " head "\n" words "\n")
#define JOINED                                                                                     \
    "x.yaml:9: a pattern of several lines is joined with blanks here: write it in one line, or "   \
    "as a block (|) that begins with (?x)\n"

static const struct broken of_patterns[] = {
    {BLOCK("|", "          хабаровск"), ""},
    {BLOCK("|-", "          хабаровск"), ""},
    {BLOCK("|+", "          хабаровск  \n\n"), ""},
    {BLOCK("|", "          хабаровск|\n          чита"),
     "x.yaml:9: a pattern of several lines: write it in one, or begin it with (?x)\n"},
    {BLOCK("|", "          (?xi) хабаровск | # здесь\n          чита"), ""},
    {BLOCK("|", "          (?i) хабаровск |\n          чита"),
     "x.yaml:9: a pattern of several lines: write it in one, or begin it with (?x)\n"},
    {BLOCK("|", "          "), "x.yaml:9: a pattern has 1 to 4096 octets\n"},
    {BLOCK(">-", "          хабаровск|\n          чита"), JOINED},
    {BLOCK("хабаровск|", "          чита"), JOINED},
    {BLOCK("'хабаровск|", "          чита'"), JOINED},
    {BLOCK("'(?x)хабаровск|", "          чита'"), ""},
    {BLOCK("'(?x)хабаровск| # здесь", "          чита'"), JOINED},
    {FIELD("type: text, pattern: 'a '"),
     "x.yaml:4: the pattern ends with a blank: an answer has none there\n"},
    {FIELD("type: text, pattern: ' a'"),
     "x.yaml:4: the pattern begins with a blank: an answer has none there\n"},
    {FIELD("type: text, pattern: ' '"),
     "x.yaml:4: the pattern begins with a blank: an answer has none there\n"},
    {FIELD("type: text, pattern: ' ?a\\ '"), ""},
    {FIELD("type: text, pattern: '(?x) a '"), ""},
    {ONE_RULE("matches: ' опт'"), ""},
};

static const struct broken of_forms[] = {
    {WITH_FIELDS "titel: T\n", "x.yaml:4: unknown key \"titel\", did you mean \"title\"?\n"},
    {WITH_FIELDS "zzz: T\n",
     "x.yaml:4: unknown key \"zzz\"; known: languages, title, intro, submit, thanks, thanks_url, "
     "script, origins, phone_region, default_category, fields, one_of, rules\n"},
    {WITH_FIELDS "intro: [a]\n", "x.yaml:4: expected text, found a list\n"},
    {WITH_FIELDS "intro:\n", "x.yaml:4: expected text, found nothing\n"},
    {WITH_FIELDS "intro: ' '\n", "x.yaml:4: expected text, found only blanks\n"},
    {WITH_FIELDS "intro: {en: I}\n", "x.yaml:4: text without \"ru\", a language of this form\n"},
    {WITH_FIELDS "intro: {ru: I, eng: J}\n",
     "x.yaml:4: unknown language \"eng\", did you mean \"en\"?\n"},
    {WITH_FIELDS "languages: [ru, de]\n", "x.yaml:4: unknown language \"de\": its sentences would "
                                          "be in texts/de.yaml, and that file is not there\n"},
    {WITH_FIELDS "languages: [ru, ru]\n", "x.yaml:4: the language \"ru\" is there twice\n"},
    {WITH_FIELDS "languages: []\n", "x.yaml:4: an empty list of languages\n"},
    {WITH_FIELDS "languages: [ru, en]\nintro: {ru: I}\n",
     "x.yaml:5: text without \"en\", a language of this form\n"},
    {WITH_FIELDS "phone_region: Russia\n", "x.yaml:4: expected a country by its two letters, such "
                                           "as RU, found \"Russia\"\n"},
    {WITH_FIELDS "phone_region: ru\n", "x.yaml:4: expected a country by its two letters, such as "
                                       "RU, found \"ru\"\n"},
    {WITH_FIELDS "one_of: [a, q]\n", "x.yaml:4: unknown field \"q\", did you mean \"a\"?\n"},
    {WITH_FIELDS "one_of: [n]\n", "x.yaml:4: \"n\" is no contact: phone, email or text\n"},
    {"title: T\ndefault_category: ugrent\nfields: [{name: a, type: text, label: A}]\n",
     "x.yaml:2: unknown category \"ugrent\", did you mean \"urgent\"?\n"},
    {HEAD "fields: none\n", "x.yaml:3: expected a list of fields, found text\n"},
    {HEAD "fields: []\n", "x.yaml:3: an empty list of fields\n"},
    {HEAD "fields: [a]\n", "x.yaml:3: expected the keys of a field, found text\n"},
};

#define BAD_URL                                                                                    \
    "x.yaml:4: expected a path on this site, such as /thanks.html, or an https:// address; no "    \
    "blanks, line ends, backslashes or // at the start\n"
#define BAD_ORIGIN(word)                                                                           \
    "x.yaml:4: expected an origin such as https://example.org or http://localhost:8000, in "       \
    "small letters and without a path, found \"" word "\"\n"

static const struct broken of_addresses[] = {
    {WITH_FIELDS "thanks_url: /thanks.html\n", ""},
    {WITH_FIELDS "thanks_url: /\n", ""},
    {WITH_FIELDS "thanks_url: https://example.org/a?b=c\n", ""},
    {WITH_FIELDS "thanks_url: //example.org\n", BAD_URL},
    {WITH_FIELDS "thanks_url: https://\n", BAD_URL},
    {WITH_FIELDS "thanks_url: http://example.org\n", BAD_URL},
    {WITH_FIELDS "thanks_url: javascript:alert(1)\n", BAD_URL},
    {WITH_FIELDS "thanks_url: thanks.html\n", BAD_URL},
    {WITH_FIELDS "thanks_url: \"/a\\r\\nSet-Cookie: b\"\n", BAD_URL},
    {WITH_FIELDS "thanks_url: '/\\example.org'\n", BAD_URL},
    {WITH_FIELDS "thanks_url: /a b\n", BAD_URL},
    {WITH_FIELDS "thanks_url: ''\n", BAD_URL},
    {WITH_FIELDS "script: [What is it?, {ru: A, en: B}]\n", ""},
    {WITH_FIELDS "script: []\n", "x.yaml:4: an empty list of questions\n"},
    {WITH_FIELDS "script: What is it?\n", "x.yaml:4: expected a list of questions, found text\n"},
    {WITH_FIELDS "origins: https://example.org\n", ""},
    {WITH_FIELDS "origins: ['https://example.org', 'http://localhost:8000']\n", ""},
    {WITH_FIELDS "origins: ['https://example.org/']\n", BAD_ORIGIN("https://example.org/")},
    {WITH_FIELDS "origins: ['https://Example.org']\n", BAD_ORIGIN("https://Example.org")},
    {WITH_FIELDS "origins: ['https://']\n", BAD_ORIGIN("https://")},
    {WITH_FIELDS "origins: ['https://a:']\n", BAD_ORIGIN("https://a:")},
    {WITH_FIELDS "origins: ['https://a:123456']\n", BAD_ORIGIN("https://a:123456")},
    {WITH_FIELDS "origins: ['ftp://a']\n", BAD_ORIGIN("ftp://a")},
    {WITH_FIELDS "origins: ['*']\n", BAD_ORIGIN("*")},
    {WITH_FIELDS "origins: ['null']\n", BAD_ORIGIN("null")},
};

static const struct broken of_fields[] = {
    {FIELD("type: text, requred: true"),
     "x.yaml:4: unknown key \"requred\", did you mean \"required\"?\n"},
    {FIELD("type: emial"), "x.yaml:4: unknown type \"emial\", did you mean \"email\"?\n"},
    {FIELD("type: file"), "x.yaml:4: fields of type file are not taken yet\n"},
    {FIELD("required: true"), "x.yaml:4: a field without \"type\"\n"},
    {HEAD "fields:\n  - {type: text, label: A}\n", "x.yaml:4: a field without \"name\"\n"},
    {HEAD "fields:\n  - {type: text, name: a}\n", "x.yaml:4: a field without \"label\"\n"},
    {HEAD "fields:\n  - {type: hidden, name: a}\n", ""},
    {HEAD "fields:\n  - {type: text, name: Имя, label: A}\n",
     "x.yaml:4: bad field name \"Имя\": a letter a-z first, then a-z, 0-9 and _, at most 64 "
     "characters\n"},
    {HEAD "fields:\n  - {type: text, name: _a, label: A}\n",
     "x.yaml:4: bad field name \"_a\": a letter a-z first, then a-z, 0-9 and _, at most 64 "
     "characters\n"},
    {HEAD "fields:\n  - {name: a, type: text, label: A}\n  - {name: a, type: text, label: A}\n",
     "x.yaml:5: the field \"a\" is already in line 4\n"},
    {FIELD("type: text, role: name"), ""},
    {FIELD("type: text, role: nmae"), "x.yaml:4: unknown role \"nmae\", did you mean \"name\"?\n"},
    {FIELD("type: text, role: phone"), "x.yaml:4: unknown role \"phone\"; known: name\n"},
    {FIELD("type: phone, role: name"), "x.yaml:4: \"role\" goes with text, not with phone\n"},
    {HEAD "fields:\n  - {name: a, type: text, label: A, role: name}\n"
          "  - {name: name, type: text, label: N, role: name}\n",
     ""},
    {HEAD "fields:\n  - {name: name, type: text, label: N}\n"
          "  - {name: a, type: text, label: A, role: name}\n",
     "x.yaml:4: the client's name is in \"a\": give this field the role as well, or call it "
     "otherwise\n"},
    {FIELD("type: text, required: maybe"), "x.yaml:4: expected true or false, found \"maybe\"\n"},
    {FIELD("type: text, required: [true]"), "x.yaml:4: expected true or false, found a list\n"},
    {FIELD("type: text, min_length: 5, max_length: 5"), ""},
    {FIELD("type: text, min_length: 6, max_length: 5"),
     "x.yaml:4: min_length 6 is above max_length 5\n"},
    {FIELD("type: text, min_length: 201"), "x.yaml:4: min_length 201 is above max_length 200\n"},
    {FIELD("type: text, max_length: 0"), "x.yaml:4: max_length 0 lets nothing in\n"},
    {FIELD("type: text, max_length: 8192"), ""},
    {FIELD("type: text, max_length: 8193"),
     "x.yaml:4: expected a whole number from 0 to 8192, found \"8193\"\n"},
    {FIELD("type: text, max_length: 1.5"),
     "x.yaml:4: expected a whole number from 0 to 8192, found \"1.5\"\n"},
    {FIELD("type: text, max_length: 1e3"),
     "x.yaml:4: expected a number such as 1000 or 0.5, found \"1e3\"\n"},
    {FIELD("type: text, min: 5"),
     "x.yaml:4: \"min\" goes with number, date, time, not with text\n"},
    {FIELD("type: number, max_length: 5"),
     "x.yaml:4: \"max_length\" goes with text, textarea, hidden, not with number\n"},
    {FIELD("type: number, min: 2, max: 2"), ""},
    {FIELD("type: number, min: 2, max: 1"), "x.yaml:4: min is above max\n"},
    {FIELD("type: number, min: 2026-01-01"),
     "x.yaml:4: expected a number such as 1000 or 0.5, found \"2026-01-01\"\n"},
    {FIELD("type: date, min: 2026-02-28, max: 2026-02-28"), ""},
    {FIELD("type: date, min: 2026-03-01, max: 2026-02-28"), "x.yaml:4: min is above max\n"},
    {FIELD("type: date, min: 2026-02-29"),
     "x.yaml:4: expected a date such as 2026-12-31, found \"2026-02-29\"\n"},
    {FIELD("type: date, from_days: 2, to_days: 2"), ""},
    {FIELD("type: date, from_days: 3, to_days: 2"), "x.yaml:4: from_days 3 is above to_days 2\n"},
    {FIELD("type: date, to_days: 36501"),
     "x.yaml:4: expected a whole number from -36500 to 36500, found \"36501\"\n"},
    {FIELD("type: choice"), "x.yaml:4: a field of type choice without \"choices\"\n"},
    {FIELD("type: choice, choices: [b, b]"), "x.yaml:4: the choice \"b\" is already there\n"},
    {FIELD("type: choice, choices: [{value: b}]"), "x.yaml:4: a choice without \"label\"\n"},
    {FIELD("type: choice, choices: b"), "x.yaml:4: expected a list of choices, found text\n"},
    {FIELD("type: text, repeated: true"), "x.yaml:4: \"repeated\" goes with choice, not with "
                                          "text\n"},
    {FIELD("type: number, units: {т: 1000}"), ""},
    {FIELD("type: number, units: {т: 0}"), "x.yaml:4: a unit's factor is above 0\n"},
    {FIELD("type: number, units: {m2: 1}"),
     "x.yaml:4: a unit is a word without digits and blanks\n"},
    {FIELD("type: number, units: [т]"),
     "x.yaml:4: expected units such as {т: 1000, t: 1000}, found a list\n"},
    {FIELD("type: text, pattern: '[a-z'"),
     "x.yaml:4: bad pattern: missing terminating ] for character class, at character 5\n"},
    {FIELD("type: text, pattern: 'яя('"),
     "x.yaml:4: bad pattern: missing closing parenthesis, at character 4\n"},
    {FIELD("type: text, pattern: '\\C'"), "x.yaml:4: bad pattern: using \\C is disabled by the "
                                          "application, at character 3\n"},
    {FIELD("type: text, pattern: ''"), "x.yaml:4: a pattern has 1 to 4096 octets\n"},
    {FIELD("type: text, pattern_hint: H"), "x.yaml:4: pattern_hint without a pattern\n"},
    {FIELD("type: text, autocomplete: nmae"),
     "x.yaml:4: unknown autocomplete \"nmae\", did you mean \"name\"?\n"},
    {FIELD("type: consent, document: privacy"), BAD_URL},
};

static const struct broken of_rules[] = {
    {WHEN("{field: n, min: 1}"), ""},
    {WHEN("{field: n, min: 1, max: 1}"), ""},
    {WHEN("{field: n, min: 2, max: 1}"), "x.yaml:8: max is below min: this never holds\n"},
    {WHEN("{field: d, min: 2026-01-01}"), ""},
    {WHEN("{field: d, min: 5}"), "x.yaml:8: expected a date such as 2026-12-31, found \"5\"\n"},
    {WHEN("{field: d, within_days: 0}"), ""},
    {WHEN("{field: d, within_days: -1}"),
     "x.yaml:8: expected a whole number from 0 to 36500, found \"-1\"\n"},
    {WHEN("{field: a, within_days: 7}"),
     "x.yaml:8: \"within_days\" does not go with \"a\", a field of type text\n"},
    {WHEN("{field: a, min: 7}"),
     "x.yaml:8: \"min\" does not go with \"a\", a field of type text\n"},
    {WHEN("{field: n, matches: x}"),
     "x.yaml:8: \"matches\" does not go with \"n\", a field of type number\n"},
    {WHEN("{field: p, matches: x}"), ""},
    {WHEN("{field: a, matches: '(?i)морожен'}"), ""},
    {WHEN("{field: a, matches: '(?i'}"), "x.yaml:8: bad pattern: missing closing parenthesis, at "
                                         "character 4\n"},
    {WHEN("{field: q, matches: x}"), "x.yaml:8: unknown field \"q\", did you mean \"a\"?\n"},
    {WHEN("{field: a, mathces: x}"), "x.yaml:8: nothing is asked of \"field\": matches, min, max, "
                                     "within_days or in\n"
                                     "x.yaml:8: unknown key \"mathces\", did you mean "
                                     "\"matches\"?\n"},
    {WHEN("{field: c, in: [red]}"), ""},
    {WHEN("{field: c, in: red}"), ""},
    {WHEN("{field: c, in: [red, gren]}"),
     "x.yaml:8: unknown choice \"gren\", did you mean \"green\"?\n"},
    {WHEN("{field: b, in: [true]}"), ""},
    {WHEN("{field: b, in: [ture]}"), "x.yaml:8: unknown choice \"ture\", did you mean \"true\"?\n"},
    {WHEN("{field: a, in: [anything]}"), ""},
    {WHEN("{field: n, in: [1]}"),
     "x.yaml:8: \"in\" does not go with \"n\", a field of type number\n"},
    {WHEN("{country: [RU, KZ]}"), ""},
    {WHEN("{country: RU, not: true}"), ""},
    {WHEN("{country: [RUS]}"),
     "x.yaml:8: expected a country by its two letters, such as RU, found \"RUS\"\n"},
    {WHEN("{phone_country: [кз]}"),
     "x.yaml:8: expected a country by its two letters, such as RU, found \"кз\"\n"},
    {WHEN("{region: [Московская область], not: true}"), ""},
    {WHEN("{city: []}"), "x.yaml:8: an empty list of words\n"},
    {WHEN("{utm: source, matches: yandex}"), ""},
    {WHEN("{utm: sourse, matches: yandex}"),
     "x.yaml:8: unknown utm field \"sourse\", did you mean \"source\"?\n"},
    {WHEN("{utm: source, in: [yandex]}"), "x.yaml:8: utm goes with matches only\n"},
    {WHEN("{utm: source}"), "x.yaml:8: nothing is asked of \"utm\": matches, min, max, "
                            "within_days or in\n"},
    {WHEN("{min: 1}"), "x.yaml:8: a condition without field, country, region, city, "
                       "phone_country, hour or utm\n"},
    {WHEN("{field: a, country: [RU]}"), "x.yaml:8: a condition looks at one thing: make two of "
                                        "this one\n"},
    {WHEN("{field: a, matches: x, in: [x]}"), "x.yaml:8: a condition has one test: make two of "
                                              "this one\n"},
    {WHEN("{country: [RU], matches: x}"), "x.yaml:8: a condition has one test: make two of this "
                                          "one\n"},
    {WHEN("a matches x"), "x.yaml:8: expected the keys of a condition, found text\n"},
    {WITH_FIELDS "rules: []\n", "x.yaml:4: an empty list of rules\n"},
    {WITH_FIELDS "rules: [{name: r, category: urgent, when: []}]\n",
     "x.yaml:4: an empty list of conditions\n"},
    {WITH_FIELDS "rules: [{name: r, category: urgnt, when: [{field: n, min: 1}]}]\n",
     "x.yaml:4: unknown category \"urgnt\", did you mean \"urgent\"?\n"},
    {WITH_FIELDS "rules: [{}]\n", "x.yaml:4: a rule without \"category\"\n"
                                  "x.yaml:4: a rule without \"name\"\n"
                                  "x.yaml:4: a rule without \"when\"\n"},
    {WHEN("{field: n, min: 1}") "  - {name: r, category: other, when: [{field: n, min: 2}]}\n",
     "x.yaml:9: the rule \"r\" is already in line 5\n"},
    {WHEN("{field: n, min: 1}") "  - {name: s, category: other, when: [{field: n, min: 2}]}\n", ""},
    {WHEN("{field: n, min: 1}") "  - {name: s, category: other, when: [{field: d, within_days: 3},"
                                " {field: n, min: 1}]}\n",
     "x.yaml:9: can never decide: the rule in line 5 always does before it\n"},
    {WHEN("{field: n, min: 1}") "  - {name: s, category: other, when: [{field: n, min: 1, "
                                "not: true}]}\n",
     ""},
    {WHEN("{field: n, min: 1}") "    expect: [{n: 1, country: RU, utm_source: x, d: +3d}]\n", ""},
    {WHEN("{field: n, min: 1}") "    expect: [{n: 1, at: 2026-11-28 23:10}]\n", ""},
    {WHEN("{field: n, min: 1}") "    expect: [{n: 1, at: 2026-11-31 23:10}]\n",
     "x.yaml:9: expected a time such as 2026-11-28 23:10, found \"2026-11-31 23:10\"\n"},
    {"title: T\ndefault_category: other\nfields: [{name: at, type: text, label: A}]\n"
     "rules: [{name: r, category: other, when: [{field: at, matches: x}], expect: [{at: x}]}]\n",
     ""},
    {WHEN("{field: n, min: 1}") "    not: [{nn: 1}]\n",
     "x.yaml:9: unknown field \"nn\", did you mean \"n\"?\n"},
    {WHEN("{field: n, min: 1}") "    expect: {n: 1}\n",
     "x.yaml:9: expected a list of examples, found keys\n"},
    {WHEN("{field: n, min: 1}") "    expect: [1]\n",
     "x.yaml:9: expected an example such as {weight_kg: 1500}, found text\n"},
    {WHEN("{field: n, min: 1}") "    expect: [{n: [1]}]\n",
     "x.yaml:9: expected what a visitor types, found a list\n"},
};

static void check_all(const struct broken *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct form_set *set;
        char *got = fixture_form(slice_from(cases[i].form), &set);
        if (strcmp(got, cases[i].problems) != 0)
            fail_msg("case %zu:\n%s\nexpected: %sgot:      %s", i, cases[i].form, cases[i].problems,
                     got);
        assert_int_equal(set != NULL, got[0] == '\0');
        form_set_free(set);
        free(got);
    }
}

#define CHECK_ALL(cases) check_all(cases, sizeof cases / sizeof *cases)

static void test_files(void **state) {
    (void)state;
    CHECK_ALL(of_files);
}

/* What a block says is what is looked for. */
static void test_block_pattern(void **state) {
    (void)state;
    struct form_set *set;
    char *got = fixture_form(SLICE_LIT(BLOCK("|", "          хабаровск \r")), &set);
    assert_string_equal(got, "");
    free(got);
    assert_true(
        slice_eq_lit(form_find(set, SLICE_LIT("x"))->rules[0].conditions[0].pattern, "хабаровск"));
    form_set_free(set);
}

static void test_utf16(void **state) {
    (void)state;
    static const struct slice files[] = {
        SLICE_LIT("\xFF\xFEt\0i\0"), SLICE_LIT("\xFE\xFF\0t\0i"), SLICE_LIT("t\0i\0"),
        SLICE_LIT("\0t\0i"),         SLICE_LIT("\xFF\xFE"),
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        struct form_set *set;
        char *got = fixture_form(files[i], &set);
        assert_string_equal(got, "x.yaml: saved as UTF-16: save the file as UTF-8\n");
        free(got);
    }
}

/* The other files have marks and Windows' line ends, too; the mark is no part of the page. */
static void test_marked_files(void **state) {
    (void)state;
    struct form_set *set;
    struct form_file files[] = {fixture_file("categories.yaml", BOM FIXTURE_CATEGORIES),
                                fixture_file("page.html", BOM "<p>\r\n" FIXTURE_PAGE),
                                fixture_file("x.yaml", BOM WITH_FIELDS)};
    char *got = fixture_build(files, 3, &set);
    assert_string_equal(got, "");
    free(got);
    assert_true(slice_eq_lit(form_set_page(set), "<p>\r\n" FIXTURE_PAGE));
    form_set_free(set);
    files[1].text = SLICE_LIT("<p>\n\xCF\xF0" FIXTURE_PAGE);
    got = fixture_build(files, 3, &set);
    assert_string_equal(got, "page.html:2: not UTF-8: save the file in that encoding\n");
    free(got);
    files[1].text = SLICE_LIT("\xFF\xFE<\0");
    got = fixture_build(files, 3, &set);
    assert_string_equal(got, "page.html: saved as UTF-16: save the file as UTF-8\n");
    free(got);
}

static void test_traps(void **state) {
    (void)state;
    CHECK_ALL(of_traps);
}

static void test_patterns(void **state) {
    (void)state;
    CHECK_ALL(of_patterns);
}

static void test_forms(void **state) {
    (void)state;
    CHECK_ALL(of_forms);
}

static void test_addresses(void **state) {
    (void)state;
    CHECK_ALL(of_addresses);
}

static void test_fields(void **state) {
    (void)state;
    CHECK_ALL(of_fields);
}

static void test_rules(void **state) {
    (void)state;
    CHECK_ALL(of_rules);
}

/* All errors of all files come in one run, sorted by path and line. */
static void test_all_files(void **state) {
    (void)state;
    struct form_set *set;
    struct form_file files[] = {
        fixture_file("Bad Name.yaml", "title: T\n"),
        fixture_file("b.yaml", FIELD("type: emial, requred: true") "titel: T\n"),
        fixture_file("categories.yaml", "categories:\n"
                                        "  - {name: Other, colour: gray, rank: 0, label: O}\n"
                                        "  - {name: b, colour: red, rank: 1}\n"
                                        "  - {name: b, colour: red, rank: 1000, label: B}\n"
                                        "other: 1\n"),
        fixture_file("page.html",
                     "{{title}}{{title}}\n{{from}}{{lang}}{{lang}}\n{{messages}}{{messages}}"),
        fixture_file("thanks.yaml", HEAD),
    };
    char *got = fixture_build(files, sizeof files / sizeof *files, &set);
    assert_null(set);
    assert_string_equal(
        got,
        "Bad Name.yaml: bad form name: the file's name is a letter a-z first, then a-z, 0-9 and "
        "-, at most 64, and .yaml: rename it, or end it in .bak to set it aside\n"
        "b.yaml:2: unknown category \"other\", did you mean \"Other\"?\n"
        "b.yaml:4: unknown key \"requred\", did you mean \"required\"?\n"
        "b.yaml:4: unknown type \"emial\", did you mean \"email\"?\n"
        "b.yaml:5: unknown key \"titel\", did you mean \"title\"?\n"
        "categories.yaml:2: bad category name \"Other\": a letter a-z first, then a-z, 0-9 and "
        "-\n"
        "categories.yaml:2: expected a whole number from 1 to 999, found \"0\"\n"
        "categories.yaml:2: unknown colour \"gray\", did you mean \"grey\"?\n"
        "categories.yaml:3: a category without \"label\"\n"
        "categories.yaml:4: expected a whole number from 1 to 999, found \"1000\"\n"
        "categories.yaml:4: the category \"b\" is already there\n"
        "categories.yaml:5: unknown key \"other\"; known: categories\n"
        "page.html: the mark {{form}} is missing\n"
        "page.html:2: unknown mark {{from}}, did you mean {{form}}?\n"
        "page.html:3: the mark {{messages}} is there twice\n"
        "thanks.yaml: \"thanks\" is an address of firstline's own: name the file otherwise\n");
    free(got);
}

static void test_missing_files(void **state) {
    (void)state;
    struct form_set *set;
    char *got = fixture_build(NULL, 0, &set);
    assert_string_equal(got, "forms: no categories.yaml in this directory\n"
                             "forms: no form (*.yaml) in this directory\n"
                             "forms: no page.html in this directory\n");
    free(got);
}

/* head, n times item with its number for each #, tail. */
static char *repeat(const char *head, const char *item, size_t n, const char *tail) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    fputs(head, out);
    for (size_t i = 0; i < n; i++)
        for (const char *c = item; *c != '\0'; c++)
            if (*c == '#')
                fprintf(out, "%zu", i);
            else
                fputc(*c, out);
    fputs(tail, out);
    fclose(out);
    return text;
}

static void check_bound(const char *form, const char *problems) {
    struct form_set *set;
    char *got = fixture_form(slice_from(form), &set);
    assert_string_equal(got, problems);
    form_set_free(set);
    free(got);
}

/* At each bound, and one past it. */
static void test_bounds(void **state) {
    (void)state;
    static const struct {
        const char *head, *item, *tail;
        size_t max;
        const char *problem;
    } cases[] = {
        {HEAD "fields: [", "{name: a#, type: text, label: A},", "]\n", 64,
         "x.yaml:3: more than 64 fields\n"},
        {HEAD "fields: [{name: a, type: choice, label: A, choices: [", "w#,", "]}]\n", 64,
         "x.yaml:3: more than 64 choices\n"},
        {WITH_FIELDS "rules: [", "{name: r#, category: other, when: [{field: n, min: #}]},", "]\n",
         128, "x.yaml:4: more than 128 rules\n"},
        {WITH_FIELDS "rules: [{name: r, category: other, when: [", "{field: n, min: #},", "]}]\n",
         16, "x.yaml:4: more than 16 conditions\n"},
        {WITH_FIELDS "rules: [{name: r, category: other, when: [{field: n, min: 1}], expect: [",
         "{n: #},", "]}]\n", 32, "x.yaml:4: more than 32 examples\n"},
        {WITH_FIELDS "rules: [{name: r, category: other, when: [{city: [", "w#,", "]}]}]\n", 256,
         "x.yaml:4: more than 256 words\n"},
        {WITH_FIELDS "origins: [", "'https://a#',", "]\n", 16, "x.yaml:4: more than 16 origins\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t over = 0; over <= 1; over++) {
            char *text = repeat(cases[i].head, cases[i].item, cases[i].max + over, cases[i].tail);
            check_bound(text, over == 1 ? cases[i].problem : "");
            free(text);
        }
    }
}

static void test_length_bounds(void **state) {
    (void)state;
    static const struct {
        const char *head, *tail;
        size_t max;
        const char *problem;
    } cases[] = {
        {HEAD "fields: [{type: text, label: A, name: ", "}]\n", 64, "x.yaml:3: bad field name"},
        {WITH_FIELDS "rules: [{category: other, when: [{field: n, min: 1}], name: ", "}]\n", 200,
         "x.yaml:4: expected one line of 1 to 200 characters"},
        {HEAD "fields: [{name: a, type: text, label: A, pattern: ", "}]\n", 4096,
         "x.yaml:3: a pattern has 1 to 4096 octets\n"},
        {WITH_FIELDS "thanks_url: /aaaaaaa", "\n", 2040, "x.yaml:4: expected a path"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t over = 0; over <= 1; over++) {
            struct form_set *set;
            char *text = repeat(cases[i].head, "a", cases[i].max + over, cases[i].tail);
            char *got = fixture_form(slice_from(text), &set);
            const char *problem = over == 1 ? cases[i].problem : "";
            assert_memory_equal(got, problem, strlen(problem));
            assert_int_equal(set == NULL, over);
            form_set_free(set);
            free(got);
            free(text);
        }
    }
}

/* At the bound it is libyaml that objects. */
static void test_open_brackets(void **state) {
    (void)state;
    char *at = repeat("\n", "[", DEFINITION_OPEN_MAX, "\n");
    char *past = repeat("\n", "[", DEFINITION_OPEN_MAX + 1, "\n");
    check_bound(at, "x.yaml:3: not YAML: did not find expected node content, while parsing a flow "
                    "node that began in line 3\n");
    check_bound(past, "x.yaml:2: more than 1000 brackets are open here\n");
    free(at);
    free(past);
}

/* Seventeen units need words without digits. */
static void test_unit_bound(void **state) {
    (void)state;
#define SIXTEEN                                                                                    \
    "a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1, i: 1, j: 1, k: 1, l: 1, m: 1, "               \
    "o: 1, p: 1, q: 1"
    check_bound(FIELD("type: number, units: {" SIXTEEN "}"), "");
    check_bound(FIELD("type: number, units: {" SIXTEEN ", r: 1}"),
                "x.yaml:4: more than 16 units\n");
}

/* At the bound it is the keys that nobody knows. */
static void test_key_bound(void **state) {
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        char *text = repeat("title: {", "k#: 1,", DEFINITION_KEYS_MAX + over, "}\n");
        struct form_set *set;
        char *got = fixture_form(slice_from(text), &set);
        assert_null(set);
        assert_int_equal(strstr(got, "x.yaml:1: more than 128 keys\n") != NULL, over);
        free(got);
        free(text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_key_bound),     cmocka_unit_test(test_files),
        cmocka_unit_test(test_forms),         cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_fields),        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_all_files),     cmocka_unit_test(test_missing_files),
        cmocka_unit_test(test_bounds),        cmocka_unit_test(test_length_bounds),
        cmocka_unit_test(test_open_brackets), cmocka_unit_test(test_unit_bound),
        cmocka_unit_test(test_traps),         cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_block_pattern), cmocka_unit_test(test_utf16),
        cmocka_unit_test(test_marked_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
