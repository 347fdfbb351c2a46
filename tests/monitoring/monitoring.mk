# monitoring.mk: included by the Makefile.
.PHONY: check-monitoring

check-monitoring: $(BIN) ## alarms, dashboard and their manual, with promtool and a real /metrics
	$(call run_prove,,$(sort $(wildcard tests/monitoring/*.t)))
	$(call run_prove,--exec tests/node-tap,$(sort $(wildcard tests/monitoring/*.test.mjs)))
