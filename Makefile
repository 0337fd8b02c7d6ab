# The verbs of the house. `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run test check tidy kill bench pictures fmt

help: ## lists these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## builds and starts the sample province (address and passwords are printed)
	@scripts/needs npm || echo "going on without the packages of the pages"
	@cargo run --package longan -- demo

test: ## installs what the tests need, then runs all of them
	@scripts/test

check: ## formatting, clippy and the suite on SQLite: the quick look before a commit
	@scripts/test fmt clippy tidy sqlite

tidy: ## looks at every rule of the house
	@cargo xtask tidy

fmt: ## puts the code in form
	@cargo fmt --all

kill: ## kills the program fifty times in the middle of imports and edits, and looks at what is left
	@LONGAN_KILL_ROUNDS=50 cargo test --package longan --test it kill -- --nocapture

bench: ## measures speed and memory (bench/README.md says how)
	@scripts/bench

pictures: ## takes the pictures of the guide again
	@PICTURES=1 scripts/test journeys
