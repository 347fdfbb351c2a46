/* What a file in the folder of definitions is taken for: a definition, something left behind, or a
 * definition under a wrong name. */
#include "unit.h"

#include <string.h>

#include "form/file_name.h"

static void test_names(void **state) {
    (void)state;
    static const struct {
        const char *name;
        enum file_fate fate;
        const char *why; /* the beginning of it */
    } cases[] = {
        {"cargo.yaml", FILE_TAKEN, NULL},
        {"page.html", FILE_TAKEN, NULL},
        {"site.yaml", FILE_TAKEN, NULL},
        {"firstline.css", FILE_TAKEN, NULL},
        {"cargo (copy).yaml", FILE_TAKEN, NULL}, /* and refused as a name of a form */
        {"cargo.bak.yaml", FILE_TAKEN, NULL},
        {"texts/de.yaml", FILE_TAKEN, NULL},
        {"texts/page.html", FILE_LEFT, "no definition"},
        {"texts/.", FILE_IGNORED, NULL},
        {"texts/.de.yaml.swp", FILE_LEFT, "an editor has the file open"},
        {"texts/de.yml", FILE_MISNAMED, "a definition's name ends in .yaml"},
        {"texts/texts", FILE_LEFT, "no definition"},
        {"form.schema.json", FILE_IGNORED, NULL},
        {"texts", FILE_IGNORED, NULL},
        {".", FILE_IGNORED, NULL},
        {"..", FILE_IGNORED, NULL},
        {".git", FILE_IGNORED, NULL},
        {"..data", FILE_IGNORED, NULL}, /* a mounted ConfigMap's */
        {".cargo.yaml", FILE_LEFT, "its name begins with a dot"},
        {".Cargo.YML", FILE_LEFT, "its name begins with a dot"},
        {"._cargo.yaml", FILE_LEFT, "its name begins with a dot"},
        {".#cargo.yaml", FILE_LEFT, "its name begins with a dot"},
        {"cargo.yaml~", FILE_LEFT, "a copy that an editor keeps"},
        {"cargo.yaml.~1~", FILE_LEFT, "a copy that an editor keeps"},
        {"#cargo.yaml#", FILE_LEFT, "a copy that an editor keeps"},
        {".~lock.cargo.yaml#", FILE_LEFT, "a copy that an editor keeps"},
        {".cargo.yaml.swp", FILE_LEFT, "an editor has the file open"},
        {".cargo.yaml.swo", FILE_LEFT, "an editor has the file open"},
        {"cargo.yaml.bak", FILE_LEFT, "a copy"},
        {"cargo.yaml.old", FILE_LEFT, "a copy"},
        {"cargo.yaml.tmp", FILE_LEFT, "a temporary file"},
        {"cargo.yaml.new", FILE_LEFT, "the version that make install has brought"},
        {"cargo.yaml.save", FILE_LEFT, "what an editor saved"},
        {"cargo.yaml.orig", FILE_LEFT, "what was there before a patch"},
        {"cargo.yaml.rej", FILE_LEFT, "what a patch could not change"},
        {"cargo.yaml.dpkg-new", FILE_LEFT, "the package's, not unpacked"},
        {"cargo.yaml.dpkg-dist", FILE_LEFT, "the package's version"},
        {"cargo.yaml.dpkg-old", FILE_LEFT, "what was there before an upgrade"},
        {"cargo.yaml.dpkg-tmp", FILE_LEFT, "what was there before an upgrade"},
        {"cargo.yaml.ucf-new", FILE_LEFT, "the package's version"},
        {"cargo.yaml.ucf-dist", FILE_LEFT, "the package's version"},
        {"cargo.yaml.ucf-old", FILE_LEFT, "what was there before an upgrade"},
        {"cargo.yaml.rpmsave", FILE_LEFT, "what was there before an upgrade"},
        {"cargo.yaml.rpmorig", FILE_LEFT, "what was there before an upgrade"},
        {"cargo.yaml.rpmnew", FILE_LEFT, "the package's version"},
        {"cargo.yaml.2026-11-22", FILE_LEFT, "no definition"},
        {"page.html.bak", FILE_LEFT, "a copy"},
        {"yaml", FILE_LEFT, "no definition"},
        {"cargo.json", FILE_LEFT, "no definition"},
        {"README.md", FILE_LEFT, "no definition"},
        {"cargo.yml", FILE_MISNAMED, "a definition's name ends in .yaml"},
        {"Cargo.YAML", FILE_MISNAMED, "a definition's name ends in .yaml"},
        {"cargo.Yml", FILE_MISNAMED, "a definition's name ends in .yaml"},
        {"cargo.yaml.txt", FILE_MISNAMED, "a definition's name ends in .yaml"},
        {".yaml", FILE_MISNAMED, "the form's name is missing"},
        {".yml", FILE_MISNAMED, "the form's name is missing"},
        {"Page.HTML", FILE_MISNAMED, "the frame is called page.html"},
        {"page.htm", FILE_MISNAMED, "the frame is called page.html"},
        {"Firstline.css", FILE_MISNAMED, "the style is called firstline.css"},
        {"firstline.css.txt", FILE_MISNAMED, "the style is called firstline.css"},
        {"site.css", FILE_LEFT, "no definition"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *why = "";
        enum file_fate fate = file_name_fate(slice_from(cases[i].name), &why);
        bool same = fate == cases[i].fate &&
                    (cases[i].why == NULL || strncmp(why, cases[i].why, strlen(cases[i].why)) == 0);
        if (!same)
            fail_msg("%s: %d %s", cases[i].name, fate, why);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
