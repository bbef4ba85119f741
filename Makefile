# docmill - `make help` lists the targets.
MODE  ?= release
ROOMS ?= base text doc match emit load script engine batch cli
OUT   ?= build/$(MODE)

PKGS := lua5.4 libpcre2-8 libxml-2.0 libutf8proc uchardet jansson libxxhash
PKG_CFLAGS := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags $(PKGS) 2>/dev/null))
PKG_LIBS   := $(shell pkg-config --libs $(PKGS) 2>/dev/null)

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion \
  -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings \
  -Wpointer-arith -Wformat=2 -Wvla -Wundef -Wswitch-enum \
  -Wimplicit-fallthrough -Werror

CFLAGS_release := -O2 -g -DNDEBUG
CFLAGS_debug   := -O0 -g
CFLAGS_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

CPPFLAGS += -D_GNU_SOURCE -Iinclude -Icore -I$(OUT)/gen
ALL_CFLAGS = -std=c11 -fPIC -fvisibility=hidden $(WARN) $(CFLAGS_$(MODE)) $(PKG_CFLAGS) $(CFLAGS)
ALL_LDFLAGS = $(filter -fsanitize%,$(CFLAGS_$(MODE))) $(LDFLAGS)
LDLIBS += $(PKG_LIBS) -lm

SRC   := $(sort $(foreach r,$(ROOMS),$(wildcard core/$(r)/*.c)))
OBJ   := $(SRC:%.c=$(OUT)/%.o)
LIB   := $(OUT)/libdocmill.a
UNITS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(sort $(foreach r,$(ROOMS),$(wildcard tests/unit/$(r)/*.c))))

Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-4s %s\n' $(1) $@;)

all: $(LIB) ## build the program and the library
units: $(UNITS)
unit: $(UNITS) ## run the unit tests; T=pattern picks some
	$(Q)for t in $(foreach t,$(UNITS),$(if $(findstring $(T),$(t)),$(t))) ; do $$t || exit 1; done

$(LIB): $(filter-out %/cli/main.o,$(OBJ))
	$(call say,AR) rm -f $@ && $(AR) rcs $@ $^
$(OUT)/unit/%: $(OUT)/tests/unit/%.o $(LIB)
	$(call say,LD) mkdir -p $(@D) && $(CC) $(ALL_LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka
$(OUT)/%.o: %.c Makefile
	$(call say,CC) mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

help: ## this list
	@awk -F': .*## ' '/^[a-z-]+:.*## /{printf "  %-8s %s\n",$$1,$$2}' Makefile
clean: ## remove build/
	$(Q)rm -rf build
.PHONY: all unit units help clean
.SECONDARY:
-include $(OBJ:.o=.d) $(wildcard $(OUT)/tests/unit/*/*.d)
