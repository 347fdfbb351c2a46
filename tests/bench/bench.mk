# bench.mk: included by the Makefile.
.PHONY: bench bench-all bench-pair bench-build check-bench

bench: $(if $(BENCH_OLD),bench-pair,bench-all) ## speed beside pgbench and PHP-FPM, and the desk's; or beside BENCH_OLD
bench-all:
	@$(SETUP) bench
	@$(MAKE) -s --no-print-directory all bench-build
	@FIRSTLINE_BIN=$(CURDIR)/build/release/firstline tests/bench/bench.mjs \
	  --clients $(BENCH_CLIENTS) $(BENCH)
	@tests/stack.sh with-db build/bench/desk tests/bench/desk.sh 100000 $(DESK_LEADS)
	@FIRSTLINE_BIN=$(CURDIR)/build/release/firstline tests/bench/desk_pages.mjs --leads $(DESK_LEADS)
	@tests/stack.sh with-db build/bench/kpi tests/bench/kpi.sh 100000
	@FIRSTLINE_BIN=$(CURDIR)/build/release/firstline tests/stack.sh with-db build/bench/reports \
	  tests/bench/reports.sh $(REPORT_LEADS)
bench-pair:
	@$(SETUP) bench
	@$(MAKE) -s --no-print-directory all bench-build
	@old=$$(MAKE='$(MAKE)' tests/bench/old.sh '$(BENCH_OLD)' build/bench/old) && \
	  FIRSTLINE_BIN=$(CURDIR)/build/release/firstline tests/bench/pair.mjs --old "$$old" \
	  --name "$${old##*/}" $(if $(BENCH_COUNT),--count) --clients $(BENCH_CLIENTS) $(BENCH) && \
	  tests/bench/desk_pair.sh "$$old"
check-bench: $(BIN) bench-build ## that the benchmark runs and no lead is missing; judges no figure
	tests/bench/bench.mjs --check
	tests/bench/pair.mjs --check --old . $(if $(shell command -v valgrind),--count)
	tests/stack.sh with-db build/bench/desk tests/bench/desk.sh 2000 1000
	tests/bench/desk_pair.sh . 1 2000
	tests/bench/desk_pages.mjs --check
	tests/stack.sh with-db build/bench/kpi tests/bench/kpi.sh 1000
	tests/stack.sh with-db build/bench/reports tests/bench/reports.sh 6000 exact
bench-build: build/bench/load build/bench/echo
build/bench/%: tests/bench/%.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) -std=c11 -D_GNU_SOURCE $(WARN) -O2 $(CFLAGS) -o $@ $< -lfcgi -pthread
