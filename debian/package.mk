# package.mk: included by the Makefile: installation by hand, and the Debian package.
.PHONY: install deb check-package

# SYSCONFDIR/firstline is what the administrator edits, UNITDIR where systemd looks for units.
SYSCONFDIR = /etc
UNITDIR    = $(PREFIX)/lib/systemd/system

install: all            ## install below PREFIX (and DESTDIR); what is edited in SYSCONFDIR stays
	@DESTDIR='$(DESTDIR)' PREFIX='$(PREFIX)' SYSCONFDIR='$(SYSCONFDIR)' UNITDIR='$(UNITDIR)' \
	  fcgi/install.sh build/release/firstline
deb:                    ## the Debian package, into build/deb
	@$(SETUP) deb
	@debian/build.sh build/deb
check-package:          ## as root: the package in a chroot of its own: in, upgraded, removed, purged
	@$(SETUP) package
	+@$(PROVE) --timer --comments $(sort $(wildcard tests/package/*.t))
