# desk.mk: included by the Makefile: the pages of the desk, as nginx serves them.
DESK_PAGES = build/desk/index.html

all: $(DESK_PAGES)

# After the page of the report: of both the chart library is a part, which is taken once.
$(DESK_PAGES): $(shell find nginx/desk -name node_modules -prune -o -type f -print) $(REPORT_PAGE)
	$(call say,DESK)nginx/desk/build.sh build/desk
	@touch $@
all check-browser check-http: $(DESK_PAGES)

.PHONY: desk-pictures
desk-pictures: $(BIN) $(DESK_PAGES)  ## the pictures of the desk in README, made anew
	@mkdir -p nginx/desk/pictures
	tests/node-tap tests/browser/desk-pictures.mjs
	@for picture in nginx/desk/pictures/*.png; do \
	    test $$(stat -c %s $$picture) -lt 250000 || { echo "$$picture has more than 250 kB"; exit 1; }; done
