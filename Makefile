# "make" alone explains itself.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run build compilers frontend test test-go test-frontend test-browser lint fmt bench bench-go bench-page eval-geocode audit clean doctor setup

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
# Not stamped by the go command, which fails where git distrusts the folder's owner.
GO_LDFLAGS := -s -w -X main.version=$(VERSION)

# The page is built again only when one of these is newer than the last build.
PAGE_SOURCES := $(wildcard frontend/package.json frontend/vite.config.* frontend/tsconfig*.json frontend/*.html) \
	$(shell find frontend/src frontend/public frontend/build -type f 2>/dev/null)
NODE_STAMP := frontend/node_modules/.package-lock.json
PAGE := frontend/dist/index.html

help: ## This list
	@echo 'make TARGET, where TARGET is one of'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | awk -F'\t' '{printf "  %-14s %s\n", $$1, $$2}'

run: ## Set up, build and serve a demonstration city on http://127.0.0.1:8080 (Ctrl-C ends it)
	@scripts/setup.sh run
	@$(MAKE) --no-print-directory build
	@exec bin/diemnong serve --demo-if-empty

build: frontend ## Build the map page and bin/diemnong
	go build -trimpath -buildvcs=false -ldflags '$(GO_LDFLAGS)' -o bin/diemnong ./cmd/diemnong

frontend: $(PAGE)

compilers:
	@scripts/setup.sh build

$(NODE_STAMP): frontend/package-lock.json | compilers
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(PAGE): $(NODE_STAMP) $(PAGE_SOURCES)
	cd frontend && npm run build
	@touch $@

test: ## Set up and run everything: checks, Go tests, page tests, browser tests
	@scripts/setup.sh test
	@go run ./internal/checks

test-go: ## Go tests only
	@scripts/setup.sh run
	@go run ./internal/checks go

test-frontend: compilers ## Tests of the map page only
	@go run ./internal/checks page

test-browser: ## Browser tests against the real binary only
	@scripts/setup.sh test
	@go run ./internal/checks build browser

eval-geocode: ## Measure the geocoder on addresses with known places (DATA=FOLDER, default ../shared/data)
	@go run ./internal/geocodeeval -data $(or $(DATA),../shared/data)

lint: compilers ## Format, vet, staticcheck, Biome, TypeScript
	@go run ./internal/checks lint

fmt: $(NODE_STAMP) ## Format all code
	find . \( -name node_modules -o -name '.?*' \) -prune -o -name '*.go' -print0 | xargs -0 go tool gofumpt -w
	cd frontend && npm run format

ROWS ?= 100000,1000000,3000000,10000000

bench: build ## Measure the built program at 0.1 to 10 million complaints (ROWS=100000: at one size); store the figures in docs/performance.md
	@scripts/setup.sh run
	@go run ./internal/bench -rows $(ROWS) -store docs/performance.md

bench-go: compilers ## Benchmarks of the packages
	go test -run '^$$' -bench . -benchmem ./...

PAGE_ROWS ?= 1000000

bench-page: build ## Measure the page in a browser at a million complaints (PAGE_ROWS=20000: at another size); store the figures in docs/performance.md
	@scripts/setup.sh test
	cd frontend && DIEMNONG_E2E_ROWS=$(PAGE_ROWS) DIEMNONG_MEASURE_STORE=../docs/performance.md npm run --silent e2e measure

audit: ## Known vulnerabilities in dependencies (needs the network)
	go run golang.org/x/vuln/cmd/govulncheck@v1.8.0 ./...
	cd frontend && npm audit --omit=dev

setup: ## Install what running and testing need
	@scripts/setup.sh test

doctor: ## Say what this machine has and what is missing
	@scripts/setup.sh check

clean: ## Remove what was built; the data in ./var stays
	rm -rf bin artefacts frontend/node_modules
	find frontend/dist -mindepth 1 -not -name .gitkeep -delete 2>/dev/null || true
