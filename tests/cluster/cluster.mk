# cluster.mk: included by the Makefile.
.PHONY: cluster

# CLUSTER_ONLY: a pattern of ids or titles; CLUSTER: other options (run.mjs --help).
CLUSTER_ONLY =
CLUSTER      =

cluster:                ## as root: what happens to a cluster of three servers (Patroni, etcd) under load: a table
	@$(SETUP) cluster
	@$(MAKE) -s --no-print-directory all $(BIN)
	node tests/cluster/run.mjs $(if $(CLUSTER_ONLY),--only '$(CLUSTER_ONLY)') $(CLUSTER)
