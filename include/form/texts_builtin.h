/* texts_builtin: forms/texts/ru.yaml and en.yaml as they were when the program was built. */
#ifndef FORM_TEXTS_BUILTIN_H
#define FORM_TEXTS_BUILTIN_H

#include "base/slice.h"

struct slice texts_builtin_ru(void);
struct slice texts_builtin_en(void);

#endif
