/* geo: `firstline geo ADDRESS`: what rules would see of a visitor who comes from there. */
#ifndef COMMAND_GEO_H
#define COMMAND_GEO_H

/* argv[0] is "geo". The exit code: EX_OK also of an address that no file knows, EX_USAGE,
 * EX_DATAERR when a word is no address, EX_NOINPUT when a file cannot be opened. */
int geo_command(int argc, char **argv);

#endif
