# desk.mk: included by the Makefile: the pages of the desk, as nginx serves them.
DESK_PAGES = build/desk/index.html

all: $(DESK_PAGES)

# After the page of the report: of both the chart library is a part, which is taken once.
$(DESK_PAGES): $(shell find nginx/desk -name node_modules -prune -o -type f -print) $(REPORT_PAGE)
	$(call say,DESK)nginx/desk/build.sh build/desk
	@touch $@
all check-browser check-http: $(DESK_PAGES)
