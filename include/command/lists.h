/* lists: the command that takes in newer public lists of search engines and the like. */
#ifndef COMMAND_LISTS_H
#define COMMAND_LISTS_H

/* `firstline lists DIR|FILE...`, argv[0] is "lists". Returns an exit code of sysexits.h. */
int lists_command(int argc, char **argv);

#endif
