/* doctor: `firstline doctor`: looks at everything that goes wrong in practice, see admin/doctor.h.
 */
#ifndef COMMAND_DOCTOR_H
#define COMMAND_DOCTOR_H

/* Exit code: 0 all is well, 1 there are warnings, 2 something is wrong, EX_USAGE. */
int doctor_command(int argc, char **argv);

#endif
