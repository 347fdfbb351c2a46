/* fault: named places at which the fault suite (tests/faults) ends the process, as a power cut or
 * the kernel might. Compiled in only by "make FAULT_POINTS=1"; in a release the macro is empty and
 * fault.c is not built. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#ifdef FIRSTLINE_FAULTS
#define FAULT_POINT(name) fault_point(name)
/* Kills the process without warning when the environment says FIRSTLINE_FAULT=name:n and this is
 * the n-th time that a thread comes by. */
void fault_point(const char *name);
#else
#define FAULT_POINT(name) ((void)0)
#endif

#endif
