# manual.mk: included by the Makefile: the pages of the manual, each beside what it describes.
MANDOC = mandoc
PAGES  = $(sort $(wildcard fcgi/*.[578] fcgi/*/*.[578] nginx/*.[578] sql/*.[578]))

.PHONY: manual lint-pages
manual:                 ## the manual as web pages: build/manual/index.html
	@MANDOC=$(MANDOC) fcgi/manual.pl build/manual $(PAGES)
lint-pages:
	@$(MANDOC) -T lint -W warning $(PAGES)
