# faults.mk: included by the Makefile.
.PHONY: faults faults-build check-faults

# FAULTS is how often "make faults" strikes in all, in at most so many seconds, on so many stacks.
FAULTS         = 1000
FAULTS_SECONDS = 3600

faults-build:
	+@$(MAKE) --no-print-directory FAULT_POINTS=1 build/faults/firstline build/faults/shim.so
build/faults/shim.so: tests/faults/shim.c
	$(call say,CC)$(CC) -std=c11 -D_GNU_SOURCE -Wall -Wextra -O2 -fPIC -shared -o $@ $<
check-faults: faults-build  ## a short form of "make faults"
	FIRSTLINE_BIN= node tests/faults/run.mjs --short --lanes 4
faults:                 ## FAULTS faults under load, and every seeded defect: a table
	@$(SETUP) check
	@$(MAKE) -s --no-print-directory faults-build
	FIRSTLINE_BIN= node tests/faults/run.mjs --injections $(FAULTS) --seconds $(FAULTS_SECONDS) \
	  --lanes $(LANES) --defects all
