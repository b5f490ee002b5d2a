# Short names for what contributors do all day. `.ci/run` is what must pass.

.PHONY: check test race lint bench load desk golden demo

check: lint race

test:
	go test ./...

race:
	go test -race -shuffle=on ./...

lint:
	@test -z "$$(gofmt -l cmd tui model feeds strategy)" || { echo "gofmt is needed on:"; gofmt -l cmd tui model feeds strategy; exit 1; }
	go vet ./...
	go tool staticcheck ./...

# Figures of the README: medians of five, ratios measured side by side in one
# run. `go test -bench . PACKAGE` measures any other package.
bench:
	go test -run '^$$' -bench . -benchtime 150ms -benchmem -count 3 ./feeds/binance ./strategy ./tui ./feeds ./model/margin

# CPU of feeds and engine under 5,000 frames a second of seven venues, the
# exchange in a process of its own.
load:
	.ci/load

# The whole program on a pseudo-terminal, left alone and in use: share of a core,
# bytes to the terminal, answers to keys. Most of the half hour it takes, the
# venues' past is read as fast as they allow. `desk ONLY=left` measures the first.
desk:
	go test -run '^$$' -bench 'DeskOnATerminal/$(ONLY)' -benchtime 1x -timeout 1h ./cmd/eddy

# Rewrite golden frames after a wanted change of the screen; review the diff.
golden:
	go test ./tui/... -update

demo:
	go run ./cmd/eddy demo
