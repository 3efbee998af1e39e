# How fast it is: one table, on standard output. It takes long, and wants a machine that does nothing else.
#
#   make bench                                                   200,000 stories, five runs
#   make bench BENCH='-stories 100000,200000,1000000'            what the README shows
#   make bench-quick                                             20,000 stories, one run: a few minutes, rough figures
#
# go run ./cmd/clearance-bench -h lists the flags.

BENCH =
BENCH_QUICK = -stories 20000 -single 5000 -runs 1 -shots 7 -peer-stories 1000 -stage-stories 5000

.PHONY: bench bench-quick

bench:
	go run ./cmd/clearance-bench $(BENCH)

bench-quick:
	go run ./cmd/clearance-bench $(BENCH_QUICK) $(BENCH)
