# systemd.mk: included by the Makefile.
.PHONY: check-systemd

check-systemd:          ## as root: the units under a systemd of their own, in a container that systemd-nspawn boots
	@$(SETUP) systemd
	@$(MAKE) -s --no-print-directory all $(BIN)
	$(PROVE) --timer tests/systemd/units.t
