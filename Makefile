# Fugong: `make run` to see it, `make test` to trust it, `make help` for the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help
export CGO_ENABLED ?= 0

BIN := bin/fugong
DATA ?= data
ADDR ?= 127.0.0.1:8080
FUZZ ?= 20s
GO_SOURCES := $(shell find cmd internal solve -name '*.go' -not -name '*_templ.go' -o -name '*.sql' -o -name '*.json' -o -name '*.cedar' 2>/dev/null)
TEMPL := $(shell find internal -name '*.templ' 2>/dev/null)
ASSETS := $(shell find internal/ui/assets internal/ui/build -type f 2>/dev/null)

.PHONY: help run demo dev build test need format check unit race fuzz browser walk bench bench-schedule bench-zone bench-load bench-lists judge-exports try-api nightly clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

run: build ## build and serve the demo zone at http://127.0.0.1:8080
	@mkdir -p $(DATA)
	@$(BIN) demo --db sqlite:$(DATA)/demo.db --keys $(DATA)/demo.keys --listen $(ADDR)

dev: node_modules/.stamp ## rebuild and serve again on every change
	@scripts/watch.sh $(MAKE) --no-print-directory run

build: $(BIN) ## build the one binary

$(BIN): $(GO_SOURCES) bin/.templ bin/.assets go.mod go.sum
	go build -ldflags '-s -w' -o $@ ./cmd/fugong

node_modules/.stamp: package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

bin/.templ: $(TEMPL) go.mod
	@mkdir -p bin
	go tool templ generate -path ./internal -log-level error
	@touch $@

bin/.assets: $(ASSETS) node_modules/.stamp
	@mkdir -p bin
	go run ./internal/ui/build
	@touch $@

test: need $(BIN) check ## everything: style, units, stories, both databases, browser, races, fuzz
	@scripts/with-postgres.sh $(MAKE) --no-print-directory unit browser
	@$(MAKE) --no-print-directory race fuzz

need: ## install what the tests need, or name the command
	@scripts/need.sh

format: bin/.templ node_modules/.stamp ## write Go, TypeScript and CSS the one way
	gofmt -w cmd internal solve bench
	npm run --silent format

check: bin/.templ bin/.assets ## format, vet, staticcheck, lint, types; VULNS=file:///… also known faults of what we use
	@test -z "$$(gofmt -l cmd internal solve bench)" || { echo "gofmt wants:"; gofmt -l cmd internal solve bench; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	cd tools/lint && go build -o ../../bin/lint .
	go vet -vettool=$(CURDIR)/bin/lint ./...
	@if [ -n "$(VULNS)" ]; then go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -db "$(VULNS)" ./...; else \
		echo "govulncheck is passed over: VULNS=file:///… names a copy of the database of known faults"; fi
	npm run --silent check:format
	npm run --silent check:types

unit: bin/.templ bin/.assets ## unit tests, stories, stores on SQLite and PostgreSQL
	go test -p 4 -count=1 ./... # many tests wait, so more packages than cores run side by side

browser: $(BIN) ## browser stories in Chromium
	npm run --silent test:browser

walk: $(BIN) ## every page as every role, in four looks: pictures in .cache/walk, and what is wrong
	node e2e/walk.mjs

race: bin/.templ bin/.assets ## the race detector over what runs side by side
	CGO_ENABLED=1 go test -race -count=1 -short $(RACE)

RACE := ./solve/schedule/solver ./solve/schedule/evolve ./internal/masterplan ./internal/plan ./internal/recovery/frontier ./internal/recovery ./internal/zone/credential

fuzz: bin/.templ ## every fuzz target for $(FUZZ)
	@scripts/fuzz.sh $(FUZZ)

bench: $(BIN) ## benchmarks, with the table of agreement
	go test -run '^$$' -bench . -benchmem ./solve/... ./bench/...
	node e2e/perf.mjs

bench-schedule: .cache/peers/.stamp ## the scheduling kernel beside OR-Tools CP-SAT; flags in ARGS='-sets j120 -seconds 10'
	go run ./bench/schedule $(ARGS)

bench-zone: $(BIN) ## what a zone of 1,000 projects costs a server; ARGS='before=OLD now=bin/fugong' compares builds
	go run ./bench/zone $(or $(ARGS),now=$(BIN))

bench-load: $(BIN) ## progress entries by 128 clients at once, on both engines; ARGS='-build OLD,bin/fugong' compares builds
	scripts/with-postgres.sh go run ./bench/load $(or $(ARGS),-build $(BIN))

bench-lists: ## a table of 300,000 rows on both engines: page, search, Excel; ARGS='-rows 1000000'
	scripts/with-postgres.sh go run ./bench/lists $(ARGS)

nightly: need $(BIN) try-api ## what takes too long for every test: 150 kills on each engine, the memory of every kind of file, the API against its description
	FUGONG_KILLS=150 scripts/with-postgres.sh go test -count=1 -timeout 40m -v -run Killed ./bench/load
	FUGONG_SHAPES=all go test -count=1 -timeout 60m -v ./bench/memory

try-api: $(BIN) ## the API of a served demo zone against its description, by schemathesis; AS=dispatcher EXAMPLES=100 SEED=1
	scripts/try-api.sh $(BIN)

judge-exports: $(BIN) .cache/exports/.stamp ## what MPXJ reads in our exports; FILES='plan.xer …', VERBOSE=1 names what moves
	.cache/exports/bin/python bench/exports/judge.py $(BIN) $(or $(FILES),$(wildcard internal/planfile/primavera/xer/testdata/*.xer internal/masterplan/testdata/*.xer))

.cache/exports/.stamp: bench/exports/requirements.txt
	@python3 -m venv .cache/exports && .cache/exports/bin/python -m pip install -q -r $< && touch $@

.cache/peers/.stamp: bench/peers/requirements.txt
	@python3 -m venv .cache/peers && .cache/peers/bin/python -m pip install -q -r $< && touch $@ || \
		echo "the peer cannot be installed (needs python3 with venv, and PyPI): only ours are measured"

clean: ## forget what was built; the data stay
	rm -rf bin node_modules internal/ui/static/dist
	find internal -name '*_templ.go' -delete
