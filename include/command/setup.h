/* setup: `firstline setup`: makes the machine ready, or takes it back. */
#ifndef COMMAND_SETUP_H
#define COMMAND_SETUP_H

int setup_command(int argc, char **argv); /* argv[0] is "setup"; a code of sysexits.h */

#endif
