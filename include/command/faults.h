/* faults: how a command that reads a file of data tells what is wrong with it. */
#ifndef COMMAND_FAULTS_H
#define COMMAND_FAULTS_H

#include <stdbool.h>

#include "form/problems.h"

/* To standard error, path:line: message a line; with json to standard output:
 * {"errors": [{"path": ..., "line": ..., "message": ...}, ...]} */
void faults_print(struct problems *p, bool json);

#endif
