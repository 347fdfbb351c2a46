/* database_name: which database of the server is ours, where libpq's variables do not say it. */
#ifndef STORE_DATABASE_NAME_H
#define STORE_DATABASE_NAME_H

/* For libpq's keyword dbname. NULL: PGDATABASE or PGSERVICE names one; else firstline. */
const char *database_name(void);

#endif
