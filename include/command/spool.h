/* spool: `firstline spool`, what an operator sees of the spool and does with it. Works while the
 * service runs: it reads, and moves files whole. */
#ifndef COMMAND_SPOOL_H
#define COMMAND_SPOOL_H

/* argv[0] is "spool". The exit code (sysexits.h); EX_DATAERR: something is damaged. */
int spool_command(int argc, char **argv);

#endif
