# fuzz.mk: included by the Makefile: libFuzzer programs, each with its own library for coverage.

build/fuzz/obj/%.c.o: %.c Makefile
	@mkdir -p $(@D)
	$(call say,CLANG)$(CLANG) -std=c11 -D_GNU_SOURCE $(FUZZ) $(FUZZ_LIB) -c -o $@ $<
build/fuzz/obj/%.cc.o: %.cc Makefile
	@mkdir -p $(@D)
	$(call say,CLANG)$(CLANG)++ -std=c++17 $(FUZZ) $(FUZZ_LIB) -c -o $@ $<
build/fuzz/libfirstline.a: $(FUZZ_OBJS)
	$(call say,AR)rm -f $@ && $(AR) rcs $@ $^
build/fuzz/bin/%: build/fuzz/obj/tests/fuzz/%.c.o build/fuzz/libfirstline.a
	@mkdir -p $(@D)
	$(call say,LINK)$(CLANG)++ -fsanitize=fuzzer,address,undefined -o $@ $^ $(LIBS)

fuzz-build: $(FUZZERS)

check-fuzz-corpus: fuzz-build   ## each fuzzer over the kept corpus
	$(call run_prove,--exec 'tests/fuzz.sh replay',$(FUZZERS))
check-fuzz: fuzz-build  ## each fuzzer for CHECK_FUZZ_SECONDS
	FUZZ_SECONDS=$(CHECK_FUZZ_SECONDS) $(call run_prove,--exec 'tests/fuzz.sh run',$(FUZZERS))
fuzz: fuzz-build        ## each fuzzer for FUZZ_SECONDS; new inputs go to build/fuzz/NAME
	FUZZ_SECONDS=$(FUZZ_SECONDS) $(call run_prove,--exec 'tests/fuzz.sh run',$(FUZZERS))
