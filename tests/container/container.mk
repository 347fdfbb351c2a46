# container.mk: included by the Makefile.
.PHONY: check-container

check-container:        ## as root: the container images, built and run by podman as compose.yaml says
	@$(SETUP) container
	$(PROVE) --timer tests/container/image.t
