/* staff: the command that gives people logins and takes them away. */
#ifndef COMMAND_STAFF_H
#define COMMAND_STAFF_H

/* `firstline staff ACTION [...]`, argv[0] is "staff". Returns an exit code of sysexits.h. */
int staff_command(int argc, char **argv);

#endif
