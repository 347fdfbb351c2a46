/* report_template: the built page is taken in by the assembler (form/texts_builtin says why). */
#include "admin/report_page.h"

__asm__(".pushsection .rodata\n"
        "report_template_file: .incbin \"build/report/page.html\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char report_template_file[] __attribute__((visibility("hidden")));

struct slice report_template(void) {
    return slice_from(report_template_file);
}
