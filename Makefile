# docmill - `make help` lists the targets, README.md tells the story.
MODE  ?= release
ROOMS ?= base text han repair norm doc match emit load save script engine batch desk cli
OUT   ?= build/$(MODE)

PREFIX  ?= /usr/local
DESTDIR ?=
VERSION := $(shell sed -n 's/^.define DM_VERSION "\(.*\)"/\1/p' include/docmill.h)
SOVER   := 0

PKGS := lua5.4 libpcre2-8 libxml-2.0 libutf8proc jansson libxxhash libzip md4c sqlite3 libedit
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings \
  -Wpointer-arith -Wformat=2 -Wvla -Wundef -Wswitch-enum \
  -Wimplicit-fallthrough -Werror

CFLAGS_release := -O2 -g -DNDEBUG
CFLAGS_debug   := -O0 -g
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

CPPFLAGS   += -D_GNU_SOURCE -Iinclude -Icore -I$(OUT)/gen
ALL_CFLAGS  = -std=c11 -fPIC -fvisibility=hidden $(WARN) $(CFLAGS_$(MODE)) $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(filter -fsanitize%,$(CFLAGS_$(MODE))) $(LDFLAGS)
LDLIBS     += $(PKG_LIBS) -lm

# `make test ICONV_PREFIX=/usr/local` builds against GNU libiconv there.
ifdef ICONV_PREFIX
CPPFLAGS += -isystem $(ICONV_PREFIX)/include
LDFLAGS  += -L$(ICONV_PREFIX)/lib -Wl,-rpath,$(ICONV_PREFIX)/lib
LDLIBS   += -liconv
OUT      := build/$(MODE)-libiconv
endif

SRC   := $(sort $(foreach r,$(ROOMS),$(wildcard core/$(r)/*.c)))
OBJ   := $(SRC:%.c=$(OUT)/%.o)
LIB   := $(OUT)/libdocmill.a
DSO   := $(OUT)/libdocmill.so.$(SOVER)
BIN   := $(OUT)/docmill
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort $(foreach r,$(ROOMS),$(wildcard tests/unit/$(r)/*.c))))
BENCH := $(patsubst tests/bench/%.c,$(OUT)/bench/%,$(sort $(wildcard tests/bench/*.c)))
GEN   := $(OUT)/gen/scripts.inc $(OUT)/gen/help.inc $(OUT)/gen/stubs.inc $(OUT)/gen/page.inc $(OUT)/gen/project.inc

Q   := $(if $(V),,@)
say  = $(if $(V),,@printf '  %-4s %s\n' $(1) $@;)

all: build/docmill $(LIB) $(OUT)/libdocmill.so $(OUT)/docmill.1 $(OUT)/docmill-api.7 $(OUT)/docmill.pc ## build the program, the libraries and the man pages

demo: ## set everything up, build, and turn the samples into records
	$(Q)sh tests/setup.sh build
	$(Q)$(MAKE) --no-print-directory build/docmill
	$(Q)sh samples/demo.sh build/docmill

test: ## set everything up, build, and run every test; T=pattern picks some
	$(Q)sh tests/setup.sh build test
	$(Q)$(MAKE) --no-print-directory all units
	$(Q)OUT=$(OUT) CC='$(CC)' sh tests/run.sh '$(T)'

check: ## format, lint, floors: what a reviewer's machine can say
	$(Q)sh tests/setup.sh build test check
	$(Q)$(MAKE) --no-print-directory $(GEN)
	$(Q)OUT=$(OUT) sh tests/lint/check.sh

asan: ## every test again with the address and undefined behaviour sanitizers
	$(Q)$(MAKE) --no-print-directory test MODE=asan

bench: ## throughput beside Python and Perl, start-up, memory: figures, no verdict
	$(Q)sh tests/setup.sh build bench
	$(Q)$(MAKE) --no-print-directory build/docmill $(BENCH)
	$(Q)OUT=$(OUT) sh tests/bench/run.sh

bench-charset: ## which charset: by group and length beside other detectors, and the speed
	$(Q)$(MAKE) --no-print-directory $(OUT)/bench/bench_charset
	$(Q)$(OUT)/bench/bench_charset

bench-repair: ## damaged text made whole: lines, certainty, clean text, the gold
	$(Q)$(MAKE) --no-print-directory build/docmill $(OUT)/bench/repair_rates
	$(Q)python3 tests/bench/repair/rates.py $(OUT)/bench/repair_rates --count 200
	$(Q)python3 tests/bench/repair/bench_repair.py build/docmill

bench-han: ## Simplified and Traditional: OpenCC's pairs, and the speed of each step
	$(Q)$(MAKE) --no-print-directory build/docmill $(OUT)/bench/bench_han
	$(Q)OUT=$(OUT) sh tests/bench/han.sh

bench-norm: ## normalization beside utf8proc alone, and Unicode's own test
	$(Q)$(MAKE) --no-print-directory $(OUT)/bench/bench_norm
	$(Q)$(OUT)/bench/bench_norm

bench-render: ## documents into md, html, text and pandoc: milliseconds for 10 MB
	$(Q)$(MAKE) --no-print-directory $(OUT)/bench/bench_render
	$(Q)$(OUT)/bench/bench_render

bench-desk: ## explain, stats and watch: what they cost beside a scan or a run
	$(Q)$(MAKE) --no-print-directory build/docmill $(OUT)/bench/bench_near
	$(Q)$(OUT)/bench/bench_near
	$(Q)python3 tests/bench/explain.py build/docmill
	$(Q)OUT=$(OUT) sh tests/bench/stats.sh
	$(Q)python3 tests/bench/watch_latency.py build/docmill 50

tables: ## make the generated tables anew (core/tables.sh says from what)
	$(Q)sh core/tables.sh

docs: $(OUT)/api.md $(OUT)/docmill.1 $(OUT)/docmill-api.7 ## the API manual in Markdown, and the man pages

update: all ## rewrite the expected output of samples and golden tests
	$(Q)OUT=$(OUT) sh tests/golden.sh update

install: all docs ## install into $(DESTDIR)$(PREFIX)
	$(Q)install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig \
	  $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/man/man1 \
	  $(DESTDIR)$(PREFIX)/share/docmill/schema
	$(Q)install -m 755 $(BIN) $(DESTDIR)$(PREFIX)/bin/docmill
	$(Q)install -m 644 $(LIB) $(DESTDIR)$(PREFIX)/lib/libdocmill.a
	$(Q)install -m 755 $(DSO) $(DESTDIR)$(PREFIX)/lib/libdocmill.so.$(SOVER)
	$(Q)ln -sf libdocmill.so.$(SOVER) $(DESTDIR)$(PREFIX)/lib/libdocmill.so
	$(Q)install -m 644 $(OUT)/docmill.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/docmill.pc
	$(Q)install -m 644 include/docmill.h $(DESTDIR)$(PREFIX)/include/docmill.h
	$(Q)install -m 644 $(OUT)/docmill.1 $(DESTDIR)$(PREFIX)/share/man/man1/docmill.1
	$(Q)install -d $(DESTDIR)$(PREFIX)/share/man/man7 $(DESTDIR)$(PREFIX)/share/doc/docmill
	$(Q)install -m 644 $(OUT)/docmill-api.7 $(DESTDIR)$(PREFIX)/share/man/man7/docmill-api.7
	$(Q)install -m 644 $(OUT)/api.md $(DESTDIR)$(PREFIX)/share/doc/docmill/api.md
	$(Q)install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	  $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(Q)$(BIN) help --completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/docmill
	$(Q)$(BIN) help --completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/vendor-completions/_docmill
	$(Q)$(BIN) help --completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/docmill.fish
	$(Q)cp -R $(wildcard scripts/std scripts/rules scripts/meta) $(DESTDIR)$(PREFIX)/share/docmill/
	$(Q)install -m 644 scripts/schema/*.json $(DESTDIR)$(PREFIX)/share/docmill/schema/

units: $(UNITS)
unit: $(UNITS) ## run the unit tests alone; T=pattern picks some
	$(Q)for t in $(foreach t,$(UNITS),$(if $(T),$(if $(findstring $(T),$(t)),$(t)),$(t))) ; do $$t || exit 1; done
golden: all ## run the samples and golden tests alone
	$(Q)OUT=$(OUT) sh tests/golden.sh
help: ## this list
	@awk -F': .*## ' '/^[a-z-]+:.*## /{sub(/:.*/,"",$$1); printf "  %-14s %s\n",$$1,$$2}' Makefile
clean: ## remove build/
	$(Q)rm -rf build

build/docmill: $(BIN)
	$(Q)mkdir -p build && cp $(BIN) $@
$(BIN): $(OUT)/core/cli/main.o $(LIB)
	$(call say,LD) $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)
$(LIB): $(filter-out %/cli/main.o,$(OBJ))
	$(call say,AR) rm -f $@ && $(AR) rcs $@ $^
$(DSO): $(filter-out %/cli/main.o,$(OBJ))
	$(call say,LD) $(CC) -shared -Wl,-soname,libdocmill.so.$(SOVER) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)
$(OUT)/libdocmill.so: $(DSO)
	$(Q)ln -sf $(notdir $(DSO)) $@
$(OUT)/docmill.1: $(BIN)
	$(call say,MAN) ./$(BIN) help --man > $@.tmp && mv $@.tmp $@
$(OUT)/docmill-api.7: $(BIN)
	$(call say,MAN) ./$(BIN) help --man-api > $@.tmp && mv $@.tmp $@
$(OUT)/api.md: core/cli/help/manual.awk $(sort $(wildcard scripts/meta/*.lua))
	$(call say,GEN) mkdir -p $(@D) && LC_ALL=C awk -f $^ > $@.tmp && mv $@.tmp $@
$(OUT)/docmill.pc: Makefile include/docmill.h FORCE
	$(call say,PC) mkdir -p $(@D) && printf '%s\n' 'prefix=$(PREFIX)' 'Name: docmill' \
	  'Description: script-extensible document processor' 'Version: $(VERSION)' \
	  'Requires.private: $(PKGS)' 'Libs: -L$${prefix}/lib -ldocmill' \
	  'Cflags: -I$${prefix}/include' > $@
$(OUT)/gen/scripts.inc: core/engine/embed.sh $(sort $(wildcard scripts/std/*.lua scripts/std/*/*.lua scripts/rules/*.lua))
	$(call say,GEN) mkdir -p $(@D) && sh core/engine/embed.sh scripts > $@.tmp && mv $@.tmp $@
$(OUT)/gen/help.inc: core/cli/help/embed.sh $(sort $(wildcard core/cli/help/*.txt))
	$(call say,GEN) mkdir -p $(@D) && sh core/cli/help/embed.sh core/cli/help > $@.tmp && mv $@.tmp $@
$(OUT)/gen/stubs.inc: core/cli/help/embed.sh core/cli/help/stubs.awk $(sort $(wildcard scripts/meta/*.lua))
	$(call say,GEN) mkdir -p $(@D) && sh core/cli/help/embed.sh core/cli/help scripts/meta > $@.tmp && mv $@.tmp $@
$(OUT)/gen/project.inc: core/desk/embed.sh $(shell find scripts/new -type f) $(sort $(wildcard scripts/meta/*.lua))
	$(call say,GEN) mkdir -p $(@D) && sh core/desk/embed.sh scripts/new scripts/meta > $@.tmp && mv $@.tmp $@
$(OUT)/gen/page.inc: $(sort $(wildcard core/emit/page/*))
	$(call say,GEN) mkdir -p $(@D) && sh core/emit/page/embed.sh core/emit/page > $@.tmp && mv $@.tmp $@
$(OUT)/unit/%: $(OUT)/tests/unit/%.o $(LIB)
	$(call say,LD) mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka
$(OUT)/bench/%: $(OUT)/tests/bench/%.o $(LIB)
	$(call say,LD) mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS)
$(filter $(OUT)/core/engine/%,$(OBJ)): | $(OUT)/gen/scripts.inc
$(filter $(OUT)/core/desk/%,$(OBJ)): | $(OUT)/gen/project.inc
$(filter $(OUT)/core/emit/%,$(OBJ)): | $(OUT)/gen/page.inc
$(filter $(OUT)/core/cli/%,$(OBJ)): | $(OUT)/gen/help.inc $(OUT)/gen/stubs.inc
$(OUT)/%.o: %.c Makefile
	$(call say,CC) mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

FORCE:
.PHONY: FORCE all docs demo test check asan bench bench-charset bench-repair bench-han bench-norm bench-desk tables update install units unit golden help clean
.SECONDARY:
-include $(OBJ:.o=.d) $(wildcard $(OUT)/tests/*/*.d $(OUT)/tests/*/*/*.d)
