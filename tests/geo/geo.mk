# geo.mk: included by the Makefile. No part of check: it needs a network and 40 MB.
.PHONY: check-geo
check-geo: all          ## real geo databases, fetched by npm into build/geo: are they read, do they know every region?
	$(PROVE) tests/geo/real.t :: build/release/firstline build/geo
