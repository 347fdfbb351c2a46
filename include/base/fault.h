/* fault: places where a test may kill the process, to see that nothing is lost there. Only in a
 * build with -DFIRSTLINE_FAULTS; elsewhere a place is no code at all. The environment says where:
 * FIRSTLINE_FAULT=POINT or POINT:N, at the N-th time that it is passed. */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#ifdef FIRSTLINE_FAULTS
void fault_point(const char *point);
#else
#define fault_point(point) ((void)0)
#endif

#endif
