/* report: firstline report, marketing's numbers on the terminal, as a page, as files. */
#ifndef COMMAND_REPORT_H
#define COMMAND_REPORT_H

int report_command(int argc, char **argv); /* argv[0] is the command's name */

#endif
