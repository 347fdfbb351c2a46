# firstline: build, demo, tests, installation. "make help" lists the targets.

# ---- settable: make demo DEMO_PORT=9000, make install PREFIX=/usr ... ------------------------
PREFIX       = /usr/local
# DESTDIR is put before PREFIX when a package is made.
DESTDIR      =
CC           = gcc
CXX          = g++
# CLANG compiles the fuzzers.
CLANG        = clang
CLANG_FORMAT = clang-format-14
CLANG_TIDY   = clang-tidy
CPPCHECK     = cppcheck
SHELLCHECK   = shellcheck
PKG_CONFIG   = pkg-config
PROVE        = prove --failures --comments
# CFLAGS (C and C++) and LDFLAGS are yours; what the project needs is added to them.
CFLAGS       =
LDFLAGS      =
# SANITIZER is empty (release), or address,undefined or thread.
SANITIZER    =
# COVERAGE=1 counts which lines are reached (build/coverage).
COVERAGE     =
# FAULT_POINTS=1 builds the program that "make faults" kills at named points (build/faults).
FAULT_POINTS =
LANES          = 3
# JOBS is how much runs at once in check.
JOBS        := $(shell nproc)
# DEMO_PORT is the demo's address on 127.0.0.1, FORMS what it serves.
DEMO_PORT   ?= 8080
FORMS        = forms
# FUZZ_SECONDS for each fuzzer of "make fuzz", CHECK_FUZZ_SECONDS for each in "make check".
FUZZ_SECONDS       = 60
CHECK_FUZZ_SECONDS = 3
# Clients in the database at the start of "make bench", and other options (bench.mjs --help).
BENCH_CLIENTS = 100000
BENCH         =
# BENCH_OLD=COMMIT: "make bench" measures that commit beside this one; BENCH_COUNT=1: also in instructions.
BENCH_OLD     =
BENCH_COUNT   =
# Leads in the table besides the 100,000 that "make bench" has 50 qualifiers work off; and those that it has reports made of.
DESK_LEADS    = 900000
REPORT_LEADS  = 10000000
# MUTANTS: the lists of defects that "make mutants" plants.
MUTANTS       = $(sort $(wildcard tests/mutants/*.list))
# V=1 shows whole commands.
V            =
# SETUP installs missing Debian packages; SETUP=: leaves that to you.
SETUP        = tests/setup.sh

# ---- what is built ---------------------------------------------------------------------------
# The layers, lowest first: each may use only itself and those before it (make check-layers); web and
# desk stand side by side, and neither knows the other.
LAYERS = base body form lead store http web desk admin command

VARIANT := $(or $(if $(FAULT_POINTS),faults),$(if $(COVERAGE),coverage),$(if $(filter thread,$(SANITIZER)),tsan),\
             $(if $(SANITIZER),asan),release)
OUT     := build/$(VARIANT)
ALL_SRCS := $(foreach l,$(LAYERS),$(sort $(wildcard fcgi/$l/*.c)) $(sort $(wildcard fcgi/$l/*.cc)))
SRCS    := $(filter-out $(if $(FAULT_POINTS),,fcgi/base/fault.c),$(ALL_SRCS))
OBJS    := $(SRCS:%=$(OUT)/%.o)
MAIN    := $(OUT)/fcgi/command/main.c.o
LIB     := $(OUT)/libfirstline.a
BIN     := $(OUT)/firstline
# The sanitizer of threads has those with threads; not delivery, which is one thread's, and whose eight megabytes at once take
# longer there than a batch may.
UNITS   := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort $(if $(filter thread,$(SANITIZER)),\
             $(filter-out %/test_delivery.c,$(shell grep -lE 'pthread|scripted_server|pg_fixture|store_fixture' tests/unit/test_*.c)),$(wildcard tests/unit/test_*.c))))
FUZZERS := $(patsubst tests/fuzz/%.c,build/fuzz/bin/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FORMAT  := $(foreach d,fcgi include,$(wildcard $d/*/*.[ch] $d/*/*.cc)) \
           $(wildcard tests/unit/*.[ch] tests/fuzz/*.[ch] tests/bench/*.c tests/http/*.c)

# ---- how -------------------------------------------------------------------------------------
PKGS   = libpq libmaxminddb libpcre2-8 yaml-0.1 jansson libidn2 libcrypto icu-i18n icu-uc
# Asked once, and only when something is compiled: the set-up must run without pkg-config.
pkg    = $(or $(shell $(PKG_CONFIG) $1),$(if $(filter 0,$(.SHELLSTATUS)),,$(error \
           libraries are missing: run "make setup", or see tests/setup.sh for their names)))
LIBS   = $(eval LIBS := $$(call pkg,--libs $(PKGS)) -lfcgi -lphonenumber -pthread)$(LIBS)
INCS   = $(eval INCS := -Iinclude $$(call pkg,--cflags $(PKGS)))$(INCS)

WARN   = -Wall -Wextra -Wshadow -Wconversion -Wvla -Wformat=2 -Werror=format-security -Werror=unused-result
HARDEN = -O2 -g -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection \
         -ftrivial-auto-var-init=zero
# Not optimized, it is built in half the time, and hides nothing from a sanitizer; gcc's guess at what is cut off is worse then.
SAN    = -O0 -g1 -Wno-format-truncation -fno-omit-frame-pointer -fsanitize=$(SANITIZER) -fno-sanitize-recover=all
COVER  = -O1 -g --coverage -fprofile-abs-path
MODE   = $(if $(FAULT_POINTS),-DFIRSTLINE_FAULTS )$(if $(SANITIZER),$(SAN),$(if $(COVERAGE),$(COVER),$(HARDEN))) -fno-strict-overflow -fexceptions -fPIE -pthread
say    = $(if $(V),,@printf '%-5s %s\n' $1 $@;)
LINK   = $(if $(SANITIZER),-fsanitize=$(SANITIZER))$(if $(COVERAGE),--coverage) -pie -Wl,-z,relro,-z,now,-z,noexecstack
ALL_C  = -std=c11 -D_GNU_SOURCE $(INCS) $(WARN) -Werror=implicit $(MODE) -MMD -MP $(CFLAGS)
ALL_CC = -std=c++17 $(INCS) $(WARN) $(MODE) -MMD -MP $(CFLAGS)
FUZZ   = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all -MMD -MP $(INCS) -Wall -Wextra
# FUZZ_LIB is compiled for coverage; -fsanitize=fuzzer itself brings a main, for the fuzzers only.
FUZZ_LIB = -fsanitize=fuzzer-no-link,address,undefined
FUZZ_OBJS := $(patsubst %,build/fuzz/obj/%.o,$(filter-out fcgi/command/main.c,$(SRCS)))

.PHONY: all setup demo demo-up demo-down check check-tools check-unit check-sql check-http \
        check-sql-rules check-sql-walks check-sql-servers check-sql-words check-browser asan-build check-asan tsan-build check-tsan check-fuzz check-fuzz-corpus check-binary \
        check-layers format format-check fuzz tests-build fuzz-build clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules

all: build/firstline    ## build the program: build/firstline

build/firstline: build/release/firstline
	ln -sf release/firstline $@
ifneq ($(VARIANT),release)
build/release/firstline: FORCE
	$(MAKE) SANITIZER= $@
endif

$(BIN): $(MAIN) $(LIB)
	$(call say,LINK)$(CXX) $(LINK) $(LDFLAGS) -o $@ $^ $(LIBS)
$(LIB): $(filter-out $(MAIN),$(OBJS))
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^
$(OUT)/%.c.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CC)$(CC) $(ALL_C) -c -o $@ $<
$(OUT)/%.cc.o: %.cc Makefile
	@mkdir -p $(@D)
	$(call say,CXX)$(CXX) $(ALL_CC) -c -o $@ $<
# What the assembler takes in (texts_builtin.c, region.c) no -MMD sees.
$(OUT)/fcgi/form/texts_builtin.c.o build/fuzz/obj/fcgi/form/texts_builtin.c.o: $(wildcard forms/texts/*.yaml)
$(OUT)/fcgi/form/region.c.o build/fuzz/obj/fcgi/form/region.c.o: fcgi/form/regions.tsv
$(OUT)/fcgi/form/known_hosts.c.o build/fuzz/obj/fcgi/form/known_hosts.c.o: forms/hosts.yaml
$(OUT)/fcgi/form/touch_script.c.o build/fuzz/obj/fcgi/form/touch_script.c.o: fcgi/form/touch.js
$(OUT)/unit/%: $(OUT)/tests/unit/%.c.o $(LIB)
	@mkdir -p $(@D)
	$(call say,LINK)$(CXX) $(LINK) -fuse-ld=gold $(LDFLAGS) -o $@ $^ $(LIBS) -lcmocka

tests-build: $(BIN) $(UNITS) $(OUT)/names.so
$(OUT)/names.so: tests/http/names.c
	$(call say,CC)$(CC) -std=c11 -D_GNU_SOURCE -Wall -Wextra -O2 -fPIC -shared -o $@ $<
setup:                  ## install the Debian packages and npm modules that are missing
	$(SETUP) check

# ---- the demo: everything it makes lies under build/demo -------------------------------------
demo:                   ## set up, build and show it on 127.0.0.1:DEMO_PORT with its log
	@$(SETUP) demo
	@$(MAKE) -s --no-print-directory all $(BIN)
	@FIRSTLINE_WEEK=yes FIRSTLINE_FORMS='$(FORMS)' tests/stack.sh demo build/demo '$(DEMO_PORT)'
demo-up:                ## the same in the background
	@$(SETUP) demo
	@$(MAKE) -s --no-print-directory all $(BIN)
	@FIRSTLINE_WEEK=yes FIRSTLINE_FORMS='$(FORMS)' tests/stack.sh up build/demo '$(DEMO_PORT)'
	@tests/stack.sh where build/demo
demo-down:              ## stop it
	@tests/stack.sh down build/demo

# ---- the tests -------------------------------------------------------------------------------
# One after the other, so that a failure is the last thing to be read; each stage uses JOBS. Beside what often waits (+) goes
# what else does, and the programs of later stages are built, by who has the processor last.
STAGES = check-tools check-layers format-check lint check-binary check-unit+bench-build+asan-build-aside check-sql+tsan-build-aside check-http-plain \
         check-browser check-bench+check-monitoring+check-asan-unit+faults-build-aside check-faults+check-tsan-unit+fuzz-build-aside \
         check-asan-http check-tsan-http check-fuzz-corpus check-fuzz
check:                  ## set up, build, and run every test
	@$(SETUP) check
	+@took=; for stage in all $(STAGES); do \
	    echo "== $$stage"; since=$$(date +%s); \
	    case $$stage in *+*) how="-O -j$$(($(JOBS) + 1))";; *) how=-j$(JOBS);; esac; \
	    $(MAKE) --no-print-directory $$how $$(echo $$stage | tr + ' ') || exit; \
	    took="$$took$$(printf '%6d s  %s' $$(($$(date +%s) - since)) $$stage)\n"; done; printf "\n$$took"

%-aside:
	+@nice -n 19 $(MAKE) --no-print-directory $*

# prove with no files would look for t/; a stage that has no tests yet says so instead.
run_prove = $(if $(strip $2),$(PROVE) -j$(JOBS) $1 $2,@echo "no tests here yet")
TAP_C    := CMOCKA_MESSAGE_OUTPUT=TAP
export FIRSTLINE_BIN = $(CURDIR)/$(BIN)

check-tools:            ## the tests' own tools
	$(call run_prove,,$(sort $(wildcard tests/tools/*.t)))
check-binary: $(BIN)    ## the hardening of what was linked, the pages of the manual against it, what is installed where
	$(call run_prove,,tests/binary.t tests/completion.t tests/install.t $(sort $(wildcard tests/papers/*.t)) :: $(BIN))
check-sql check-http check-browser check-faults: export FIRSTLINE_READY := $(CURDIR)/build/check/ready
# psql itself: Debian's is a wrapper in Perl, which takes five times as long to start.
check-sql check-http check-monitoring check-browser check-bench check-faults: \
  export PATH := $(addsuffix :,$(lastword $(sort $(wildcard /usr/lib/postgresql/*/bin))))$(PATH)
# Each file has a server with 1,500 files of its own: in memory where there is room for four, and programs may run.
node_tap = $(strip $(addprefix env TMPDIR=,$(shell [ -w /dev/shm ] && ! findmnt -no OPTIONS /dev/shm | grep -q noexec && \
             [ $$(df --output=avail /dev/shm | tail -n 1) -gt 4000000 ] && echo /dev/shm)) tests/node-tap)
check-unit check-http check-browser: JOBS := $(shell expr 2 '*' $(JOBS))# these mostly wait
check-unit: tests-build ## unit tests (cmocka)
	$(call run_prove,--exec 'env $(TAP_C)',$(call longest_first,$(LONG_UNITS:%=$(OUT)/unit/%),$(UNITS)))
# Begun first, so that all end together; these do little but wait.
LONG_UNITS = test_drainer_recent test_drainer test_keeper
longest_first = $(filter $1,$2) $(filter-out $1,$2)
check-sql: all          ## schema, functions, roles (pgTAP), and several connections at once
	+@$(MAKE) --no-print-directory --output-sync $(addprefix check-sql-,walks servers rules words)
# Each with a server of its own; the longest first, so that they end together.
check-sql-rules:
	tests/stack.sh with-db build/check/sql-rules pg_prove --failures --comments $(sort $(wildcard tests/sql/[a-m]*.sql))
check-sql-words:
	tests/stack.sh with-db build/check/sql-words pg_prove --failures --comments $(sort $(wildcard tests/sql/[n-z]*.sql))
check-sql-walks:
	tests/stack.sh with-db build/check/sql-walks $(PROVE) $(sort $(wildcard tests/sql/[a-o]*.t))
check-sql-servers:
	tests/stack.sh with-db build/check/sql-servers $(PROVE) $(sort $(wildcard tests/sql/[p-z]*.t))
check-http: $(BIN) $(OUT)/names.so ## the program behind a real nginx and PostgreSQL
	$(call run_prove,--exec '$(node_tap)',$(call longest_first,$(call http,doctor spool remember process),$(HTTP_HERE)))
check-http-plain: HTTP_HERE = $(call http,$(PLAIN))
check-http-plain: check-http ## those that no sanitizer looks at
# In a check each file runs once, or with both sanitizers: these with none, for they are of what is beside the program, or take
# longest for what it adds; these only with that of threads, for what threads and processes do to each other; these only with
# that of memory, for commands, and what one request says and gets.
PLAIN   = costs desk_demo desk_nginx desk_rights doctor dump failover import lists papers peers remember report schema sites slow upgrade
THREADS = balance hosts keeper nodes once outage pooler process reload ten-thousand
MEMORY  = bodies client desk_entry desk_origin embed front geo hour import_desk names nginx origin page queue routes staff texts thanks \
          time touch typed values
http    = $(patsubst %,tests/http/%.test.mjs,$1)
HTTP_HERE = $(filter-out $(call http,$(if $(SANITIZER),$(PLAIN) $(if $(filter thread,$(SANITIZER)),$(MEMORY),$(THREADS)))),\
                         $(sort $(wildcard tests/http/*.test.mjs)))
check-browser: $(BIN)   ## the pages in Chromium
	$(call run_prove,--exec '$(node_tap)',$(sort $(wildcard tests/browser/*.test.mjs)))
asan-build:
	+@$(MAKE) --no-print-directory SANITIZER=address,undefined tests-build
tsan-build:
	+@$(MAKE) --no-print-directory SANITIZER=thread tests-build
check-asan:             ## units and HTTP with address and undefined-behaviour sanitizers
	+@for t in unit http; do $(MAKE) --no-print-directory check-asan-$$t || exit; done
check-asan-%:
	+@$(MAKE) --no-print-directory SANITIZER=address,undefined check-$*
check-tsan:             ## units and HTTP with the thread sanitizer
	+@for t in unit http; do $(MAKE) --no-print-directory check-tsan-$$t || exit; done
check-tsan-%:
	+@$(MAKE) --no-print-directory SANITIZER=thread check-$*
check-layers:           ## no file includes a header of a layer above its own
	@tests/check-layers.sh . $(subst web desk,web/desk,$(LAYERS))
format:                 ## put the C sources into the common shape
	$(if $(FORMAT),$(CLANG_FORMAT) -i $(FORMAT))
format-check:           ## complain where they are not
	$(if $(FORMAT),@$(CLANG_FORMAT) --dry-run --Werror $(FORMAT))
include fcgi/manual.mk fcgi/report/report.mk nginx/desk/desk.mk debian/package.mk tests/lint.mk $(sort $(wildcard tests/*/*.mk))

# ---- the rest --------------------------------------------------------------------------------
clean:                  ## remove everything that was made (stops the demo first)
	@if [ -d build/demo ]; then tests/stack.sh down build/demo; fi
	rm -rf build
help:                   ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

-include $(OBJS:.o=.d) $(UNITS:$(OUT)/unit/%=$(OUT)/tests/unit/%.c.d)
-include $(FUZZ_OBJS:.o=.d) $(FUZZERS:build/fuzz/bin/%=build/fuzz/obj/tests/fuzz/%.c.d)
