/* import: `firstline import`: the clients and old leads of another system. */
#ifndef COMMAND_IMPORT_H
#define COMMAND_IMPORT_H

int import_command(int argc, char **argv);

#endif
