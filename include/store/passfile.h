/* passfile: libpq refuses a file of passwords that others may read, with a line of its own on
 * standard error, each time. So it is looked at first, and said in a line of the log. */
#ifndef STORE_PASSFILE_H
#define STORE_PASSFILE_H

/* told: what PGPASSFILE or a service says; NULL or "": the file .pgpass of the user's home. NULL:
 * libpq may look for itself, or there is none; else a path to give it at which there is nothing.
 * What was refused is logged, a line a second at most. */
const char *passfile_instead(const char *told);

#endif
