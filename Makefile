# SPDX-License-Identifier: MIT
#
# Build, test and install. `make help` lists what can be made.
#
# cmd/NAME.c becomes bin/NAME; everything below lib/, and the parts of large tools in cmd/NAME/, go
# into one archive of which each tool links what it uses. Nothing is listed by hand: a new file is found by itself.
#
# The same sources are built in several flavours, each in a folder of its own, so that objects of
# different flags never meet: release (what is installed), check (warnings are errors), clang
# (a second opinion on the warnings) and sanitize.

FLAVOUR ?= release
PREFIX  ?= /usr/local
DESTDIR ?=

BUILD = build/$(FLAVOUR)
BIN   = $(if $(filter release,$(FLAVOUR)),bin,$(BUILD)/bin)

# What the code is written for; CFLAGS, CPPFLAGS and LDFLAGS are the user's.
CFLAGS  ?= -O2 -g
LANGUAGE = -std=gnu11 -pthread -ffp-contract=off -D_GNU_SOURCE -Ilib -Icmd -include base/banned.h
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
	-Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wpointer-arith -Wcast-qual
LIBS     = -lcsv -lexpat -lisal -lminizip -lnettle -lnlopt -lzstd -lutf8proc -lm

# Against what gets past the tests: overruns of buffers end the program, and what is loaded cannot
# be written over. HARDEN= builds without.
HARDEN ?= -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fstack-clash-protection -fPIE \
	$(if $(filter x86_64,$(shell uname -m)),-fcf-protection)
HARDEN_LINK = $(if $(HARDEN),-pie -Wl$(comma)-z$(comma)relro -Wl$(comma)-z$(comma)now)
comma = ,

# Two words that are written side by side: GCC 12 joins them in memory first, to write them at once,
# and the processor waits for that. In loops vectors are welcome.
TUNE = -fno-tree-slp-vectorize

# What a flavour adds, behind CFLAGS and so stronger. That nothing may be added to NULL, not even 0,
# is no rule of the next C any more, and none of ours.
SANITIZE ?= address,undefined
ADD_release  = $(TUNE) $(HARDEN)
ADD_check    = -Werror $(TUNE) $(HARDEN)
ADD_clang    = -Werror -O0
ADD_fuzz     = -Werror -O1 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,$(SANITIZE) \
	-fno-sanitize=pointer-overflow -fno-sanitize-recover=all
ADD_sanitize = -Werror -O1 -fno-omit-frame-pointer -fsanitize=$(SANITIZE) -fno-sanitize-recover=all
ADD_coverage = -O0 --coverage -fprofile-update=atomic
ADD = $(ADD_$(FLAVOUR))
ADD_LINK = $(if $(filter release check,$(FLAVOUR)),$(HARDEN_LINK))

ifneq ($(filter clang fuzz,$(FLAVOUR)),)
CC = clang
endif

COMPILE = $(CC) $(LANGUAGE) $(WARNINGS) $(CPPFLAGS) $(CFLAGS) $(ADD)
LINK    = $(CC) -pthread $(CFLAGS) $(ADD) $(ADD_LINK) -Wl,--as-needed $(LDFLAGS)

LIB_SOURCES  := $(sort $(wildcard lib/*.c lib/*/*.c lib/*/*/*.c cmd/*/*.c))
CMD_SOURCES  := $(sort $(wildcard cmd/*.c))
UNIT_SOURCES := $(sort $(wildcard tests/unit/test_*.c))
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/*.c))
PAGES        := $(sort $(wildcard man/*.1 man/*.5 man/*.7))
TABLES       := $(sort $(wildcard cmd/segment/tables/*.tsv))
CARDS        := $(sort $(wildcard cmd/score/cards/*.tsv))
SIGNS        := $(sort $(wildcard cmd/churn/tables/*.tsv))
TEXTS        := $(sort $(wildcard lib/crm/texts/*.tsv))

TOOLS        := $(CMD_SOURCES:cmd/%.c=%)
LIB_OBJECTS  := $(LIB_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/made/words_table.o
CMD_OBJECTS  := $(CMD_SOURCES:%.c=$(BUILD)/%.o)
UNIT_OBJECTS := $(UNIT_SOURCES:%.c=$(BUILD)/%.o)
FUZZ_TARGETS := $(FUZZ_SOURCES:tests/fuzz/%.c=$(BUILD)/fuzz/%)
UNIT_TESTS   := $(UNIT_SOURCES:tests/%.c=$(BUILD)/%)
ARCHIVE      := $(BUILD)/libcrm.a
COMPLETIONS  := $(TOOLS:%=$(BUILD)/completions/%)

# Found when a unit test is linked, so that the tools can be built without pkg-config.
CHECK_LIBS = $(shell pkg-config --libs check 2>/dev/null || echo -lcheck)

# All cores, unless a -j came with the command line.
ALL_CORES = $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))

.PHONY: all
all: $(TOOLS:%=$(BIN)/%)		## build every tool into bin/ (the default)
	@rm -f $(filter-out $^,$(wildcard $(BIN)/*))

# ---- rules -------------------------------------------------------------------------------------

$(BIN)/%: $(BUILD)/cmd/%.o $(ARCHIVE)
	@mkdir -p $(@D)
	$(LINK) -o $@ $< $(ARCHIVE) $(LIBS)

$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(ARCHIVE)
	@mkdir -p $(@D)
	$(LINK) -o $@ $< $(ARCHIVE) $(LIBS) $(CHECK_LIBS)

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(ARCHIVE)
	@mkdir -p $(@D)
	$(LINK) -fsanitize=fuzzer -o $@ $< $(ARCHIVE) $(LIBS) -lz

# To be preloaded by tests/fault, built without what a flavour adds.
$(BUILD)/fault/%.so: tests/fault/%.c
	@mkdir -p $(@D)
	$(CC) $(LANGUAGE) $(WARNINGS) -Werror -O1 -g -fPIC -shared -o $@ $<

# Made anew each time: ar keeps members whose source is gone.
$(ARCHIVE): $(LIB_OBJECTS) $(BUILD)/members
	rm -f $@
	ar rcs $@ $(LIB_OBJECTS)

$(BUILD)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) -MMD -MP -c -o $@ $<

# The texts of all languages, as C: a new file of texts is found by itself.
$(BUILD)/made/words_table.c: $(TEXTS) $(BUILD)/texts scripts/texts.sh
	@mkdir -p $(@D)
	scripts/texts.sh $(TEXTS) > $@

$(BUILD)/made/%.o: $(BUILD)/made/%.c $(BUILD)/flags
	$(COMPILE) -MMD -MP -c -o $@ $<

# Small files that change only when what they say changes: other flags compile everything
# again, a source that went away makes a new archive, texts that came or went a new table.
$(BUILD)/flags: NOW = $(COMPILE) / $(LINK)
$(BUILD)/members: NOW = $(LIB_OBJECTS)
$(BUILD)/texts: NOW = $(TEXTS)
$(BUILD)/flags $(BUILD)/members $(BUILD)/texts: always
	@mkdir -p $(@D)
	@echo '$(NOW)' | cmp -s - $@ || echo '$(NOW)' > $@

.PHONY: always
.SECONDARY: $(FUZZ_SOURCES:%.c=$(BUILD)/%.o) $(CMD_OBJECTS) $(UNIT_OBJECTS)
.DELETE_ON_ERROR:

-include $(FUZZ_SOURCES:%.c=$(BUILD)/%.d) $(LIB_OBJECTS:.o=.d) $(CMD_OBJECTS:.o=.d) $(UNIT_OBJECTS:.o=.d)

# ---- parts that scripts ask for ----------------------------------------------------------------

.PHONY: objects unit fault fuzz-targets
objects: $(LIB_OBJECTS) $(CMD_OBJECTS) $(UNIT_OBJECTS)
unit: $(UNIT_TESTS)
	@rm -f $(filter-out $^,$(wildcard $(BUILD)/unit/*))
fault: $(BUILD)/fault/shim.so
fuzz-targets: $(FUZZ_TARGETS)

# ---- try it ------------------------------------------------------------------------------------

.PHONY: demo
demo:					## install what is missing, build, show a shop's report
	@scripts/install-deps.sh build
	@echo "building the tools"
	@$(MAKE) --no-print-directory $(ALL_CORES) -s all
	@BIN=$(BIN) scripts/demo.sh

# ---- tests -------------------------------------------------------------------------------------

.PHONY: check lint sanitize memcheck limits fuzz coverage bench bench-quick bench-tables format
check:					## all tests and rules; warnings are errors
	@scripts/install-deps.sh check
	@scripts/check.sh

lint:					## format, scripts, man pages and rules, without running tests
	@scripts/install-deps.sh check
	@scripts/check.sh lint

sanitize:				## unit and command tests with address and undefined sanitizers
	@scripts/install-deps.sh check
	@SANITIZE='$(SANITIZE)' scripts/check.sh sanitize

memcheck:				## the same under valgrind; EVERY=N: one in N command cases
	@scripts/install-deps.sh check
	@scripts/check.sh memcheck

limits:					## a field of 1 GB, a million columns, ten million values, in every tool
	@$(MAKE) --no-print-directory $(ALL_CORES) -s all
	@PATH=$(CURDIR)/$(BIN):$$PATH LC_ALL=C tests/large/extremes.sh

fuzz:					## invent inputs for each door of the library, FUZZ_SECONDS each
	@scripts/install-deps.sh check
	@$(MAKE) --no-print-directory $(ALL_CORES) -s FLAVOUR=fuzz fuzz-targets
	@scripts/fuzz.sh

coverage:				## say which lines of lib/ the tests run
	@scripts/install-deps.sh check
	@$(MAKE) --no-print-directory $(ALL_CORES) -s FLAVOUR=coverage all unit
	@scripts/coverage.sh

bench:					## measure the speed of the tools
	@scripts/install-deps.sh bench
	@$(MAKE) --no-print-directory $(ALL_CORES) -s all
	@BIN=$(BIN) scripts/bench.sh

bench-quick:				## the same of small files, in three minutes
	@BENCH_ROWS=1000000 BENCH_RUNS=3 BENCH_PROFILES=50000 BENCH_SEEDS=0 BENCH_CHURN_ROWS=50000 \
		BENCH_FOLDS=1 $(MAKE) --no-print-directory bench

bench-tables:				## put what was measured last in README.md and man/crm.7
	@scripts/bench-tables.sh

format:					## lay out all sources as .clang-format says
	@scripts/format.sh

# ---- install -----------------------------------------------------------------------------------

INTO            = $(DESTDIR)$(PREFIX)
COMPLETION_DIR  = $(INTO)/share/bash-completion/completions
MAN_DIR         = $(INTO)/share/man
TABLE_DIR       = $(INTO)/share/crm/segments
CARD_DIR        = $(INTO)/share/crm/cards
SIGN_DIR        = $(INTO)/share/crm/churn

$(BUILD)/completions/%: $(BIN)/%
	@mkdir -p $(@D)
	$< --completion > $@

.PHONY: install uninstall
install: all $(COMPLETIONS)		## copy tools, man pages and completions below PREFIX
	install -d $(INTO)/bin $(COMPLETION_DIR)
	install $(TOOLS:%=$(BIN)/%) $(INTO)/bin
	install -m 644 $(COMPLETIONS) $(COMPLETION_DIR)
	$(foreach page,$(PAGES),install -D -m 644 $(page) \
		$(MAN_DIR)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)) &&) true
	install -d $(TABLE_DIR) $(CARD_DIR)
	install -m 644 $(TABLES) $(TABLE_DIR)
	install -m 644 $(CARDS) $(CARD_DIR)
	install -d $(SIGN_DIR)
	install -m 644 $(SIGNS) $(SIGN_DIR)

uninstall:				## remove what install copied
	rm -f $(TOOLS:%=$(INTO)/bin/%) $(TOOLS:%=$(COMPLETION_DIR)/%)
	rm -f $(foreach page,$(PAGES),\
		$(MAN_DIR)/man$(subst .,,$(suffix $(page)))/$(notdir $(page)))
	rm -f $(TABLES:cmd/segment/tables/%=$(TABLE_DIR)/%)
	rm -f $(CARDS:cmd/score/cards/%=$(CARD_DIR)/%)
	rm -f $(SIGNS:cmd/churn/tables/%=$(SIGN_DIR)/%)

# ---- the rest ----------------------------------------------------------------------------------

.PHONY: clean help
clean:					## remove everything that was built
	rm -rf build bin demo

help:					## this list
	@echo "usage: make [TARGET] [PREFIX=/usr/local] [DESTDIR=]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
