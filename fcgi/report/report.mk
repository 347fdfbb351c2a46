# report.mk: included by the Makefile: the page of "firstline report", which the assembler takes into the program.
REPORT_PAGE = build/report/page.html

$(REPORT_PAGE): $(wildcard fcgi/report/*.html fcgi/report/*.css fcgi/report/*.js) fcgi/report/package-lock.json fcgi/report/build.sh fcgi/report/npm.sh
	$(call say,PAGE)fcgi/report/build.sh $@
$(OUT)/fcgi/admin/report_template.c.o build/fuzz/obj/fcgi/admin/report_template.c.o: $(REPORT_PAGE)

.PHONY: report-picture
report-picture: $(BIN)  ## the picture of the report's page in README, made anew
	tests/node-tap tests/browser/report-picture.mjs
	@test $$(stat -c %s fcgi/report/report.png) -lt 200000 || { echo 'fcgi/report/report.png has more than 200 kB'; exit 1; }
