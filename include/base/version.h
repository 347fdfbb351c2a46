/* version: what this program calls itself; debian/changelog says the same. */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#ifndef FIRSTLINE_VERSION
#define FIRSTLINE_VERSION "0.2.0"
#endif

#endif
