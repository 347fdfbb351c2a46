/* texts_builtin: the files themselves are taken in by the assembler, so that there is no second
 * copy to keep. Paths are from the root of the source, where make runs the compiler. */
#include "form/texts_builtin.h"

#define INCLUDE(code)                                                                              \
    __asm__(".pushsection .rodata\n"                                                               \
            "texts_builtin_" #code "_file: .incbin \"forms/texts/" #code ".yaml\"\n"               \
            ".byte 0\n"                                                                            \
            ".popsection\n");                                                                      \
    extern const char texts_builtin_##code##_file[] __attribute__((visibility("hidden")));         \
    struct slice texts_builtin_##code(void) {                                                      \
        return slice_from(texts_builtin_##code##_file);                                            \
    }

INCLUDE(ru)
INCLUDE(en)
