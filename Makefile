# Thin targets: what they do is written in build/. Two are all that is needed.

.PHONY: run test test-portable campaign build headless windows lint format bench screenshots bindings golden icon

run: ## install what is missing, build, open the demo
	@bash build/run.sh $(ARGS)

test: ## install the real mail servers and the browser, run everything
	@bash build/test.sh all

test-portable: ## what runs with Go and Node alone, on every platform
	@bash build/test.sh portable

campaign: ## the vault under fire at full length: kills, power loss, damage, full disks
	@bash build/campaign.sh full

build: ## build/bin/patchbay, with the window where it can be built
	@bash build/pages.sh
	@bash build/binary.sh best

headless: ## build/bin/patchbay without the window: command line and browser
	@bash build/pages.sh
	@bash build/binary.sh headless

windows: ## build/bin/patchbay.exe and patchbay-cli.exe, from any platform
	@bash build/pages.sh
	@bash build/binary.sh windows

lint: ## formats, vet, staticcheck, eslint, svelte-check, shellcheck
	@bash build/lint.sh

format: ## write every file the way lint wants it
	@bash build/format.sh

bench: ## whole-process figures, side by side
	@bash build/bench.sh $(ARGS)

screenshots: ## every page, light and dark, into docs/screenshots
	@bash build/screenshots.sh

bindings: ## frontend/wailsjs from the methods that app binds
	@bash build/bindings.sh write

golden: ## rewrite the golden files; read the difference
	@bash build/golden.sh

icon: ## build/appicon.png
	@go run ./build/icon build/appicon.png
