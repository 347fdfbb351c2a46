# bench.mk: included by the Makefile.
.PHONY: bench bench-build check-bench

bench:                  ## speed beside pgbench, PHP-FPM and an echo, in one run; then the desk's
	@$(SETUP) bench
	@$(MAKE) -s --no-print-directory all bench-build
	@FIRSTLINE_BIN=$(CURDIR)/build/release/firstline tests/bench/bench.mjs \
	  --clients $(BENCH_CLIENTS) $(BENCH)
	@tests/stack.sh with-db build/bench/desk tests/bench/desk.sh 100000 $(DESK_LEADS)
check-bench: $(BIN) bench-build ## that the benchmark runs and no lead is missing; judges no figure
	tests/bench/bench.mjs --check
	tests/stack.sh with-db build/bench/desk tests/bench/desk.sh 2000 1000
bench-build: build/bench/load build/bench/echo
build/bench/%: tests/bench/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 $(CFLAGS) -o $@ $< -lfcgi -pthread
