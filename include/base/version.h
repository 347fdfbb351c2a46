/* version: what this program calls itself; a package may say so with -DFIRSTLINE_VERSION. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#ifndef FIRSTLINE_VERSION
#define FIRSTLINE_VERSION "unreleased"
#endif

#endif
