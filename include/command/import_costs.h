/* import-costs: the command that loads what was spent on advertising. */
#ifndef COMMAND_IMPORT_COSTS_H
#define COMMAND_IMPORT_COSTS_H

/* `firstline import-costs FILE`, argv[0] is "import-costs". Returns an exit code of sysexits.h. */
int import_costs_command(int argc, char **argv);

#endif
