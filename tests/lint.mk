# lint.mk: included by the Makefile: what programs find by reading, what tests reach, and what they would not notice.
.PHONY: lint lint-c lint-shell lint-sql lint-mutants lint-defects coverage coverage-report mutants

LINT_FLAGS = -D_GNU_SOURCE $(INCS)
# How far into a function clang's analyzer goes, in nodes. LINT_NODES=225000 is clang's own, and takes five times as long.
LINT_NODES = 10000
ANALYZER   = -Xclang -analyzer-config -Xclang max-nodes=$(LINT_NODES)
SCRIPTS    = $(shell grep -lE '^\#!/bin/(ba)?sh' .ci/run nginx/*/*.sh fcgi/*.sh fcgi/*/*.sh debian/*.sh tests/*.sh tests/*.t tests/*/*.sh tests/*/*.t tests/node-tap)

lint: lint-c lint-shell lint-sql lint-pages lint-mutants lint-defects ## clang-tidy, cppcheck, shellcheck, plpgsql_check and mandoc: silent when all is well
lint-c: $(SRCS:%=build/lint/%.tidy)
	@$(CPPCHECK) --quiet -j$(JOBS) --std=c11 -Iinclude --enable=warning,portability,performance \
	  --inline-suppr --suppress=missingIncludeSystem --suppress=legacyUninitvar --suppress=ctuuninitvar \
	  --error-exitcode=1 $(LAYERS:%=fcgi/%)
# The two suppressed take each variable that a function fills in for one that was forgotten; gcc and valgrind look for those.
build/lint/%.c.tidy: %.c .clang-tidy $(wildcard include/*/*.h)
	@mkdir -p $(@D)
	@$(CLANG_TIDY) --quiet $< -- -std=c11 $(LINT_FLAGS) $(ANALYZER) >$@.log 2>&1 || { cat $@.log; exit 1; }
	@touch $@
build/lint/%.cc.tidy: %.cc .clang-tidy $(wildcard include/*/*.h)
	@mkdir -p $(@D)
	@$(CLANG_TIDY) --quiet $< -- -std=c++17 $(LINT_FLAGS) $(ANALYZER) >$@.log 2>&1 || { cat $@.log; exit 1; }
	@touch $@
lint-shell:
	@$(SHELLCHECK) $(SCRIPTS)
lint-sql:
	@tests/stack.sh with-db build/lint/db psql -Xqv ON_ERROR_STOP=1 -f tests/lint.sql
lint-mutants:
	@tests/mutants/run --look $(MUTANTS)
lint-defects: # each can still be planted
	@for p in tests/faults/defects/*.patch; do patch --dry-run --silent --force -p1 -i $$p || { echo "$$p"; exit 1; }; done

# Processes that run as another user write what they have reached beside the objects, too.
coverage:               ## which lines units, HTTP and browser tests reach: a summary, and pages in build/coverage/html
	@$(SETUP) coverage
	+@$(MAKE) -s --no-print-directory -j$(JOBS) COVERAGE=1 tests-build
	@find build/coverage -name '*.gcda' -delete; chmod -R a+rwX build/coverage
	+@umask 0; for t in unit http browser; do $(MAKE) --no-print-directory COVERAGE=1 check-$$t || exit; done
	@$(MAKE) -s --no-print-directory coverage-report
coverage-report:
	@mkdir -p build/coverage/html
	@gcovr --root . --object-directory build/coverage/fcgi --filter 'fcgi/' --exclude-throw-branches \
	  --html-details build/coverage/html/index.html --print-summary --sort-uncovered | tail -n 60

mutants:                ## plant the defects of tests/mutants/*.list one at a time: do the tests notice?
	@$(SETUP) check
	tests/mutants/run --jobs $(JOBS) $(MUTANTS)
