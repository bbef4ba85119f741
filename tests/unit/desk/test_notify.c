/* test_notify.c - which names pass for a moment, and what a folder tells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above */
#include <cmocka.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "desk/notify.h"

static const struct {
    const char *name;
    bool        passing;
} names[] = {
    {"a.txt",      false},
    {"a.txt~",     true },
    {".a.swp",     true },
    {".hidden",    true },
    {"#a#",        true },
    {"4913",       true },
    {"4914",       false},
    {"a.tmp",      true },
    {"a.part",     true },
    {"sedAb3dEf",  true },
    {"sedan.txt",  false},
    {"sediment",   false},
    {"sedimenta",  true }, /* nine letters: the price of it */
    {"文书.txt", false},
};

/* In memory just as long as they are. */
static const struct {
    const char *name;
    bool        passing;
} shorts[] = {
    {"",    false},
    {"a",   false},
    {"a~",  true },
    {"s",   false},
    {"sed", false},
};

static void passing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (dm_notify_passing(names[i].name) != names[i].passing)
            fail_msg("%s", names[i].name);
    /* nothing behind the end of a short name is looked at */
    for (size_t i = 0; i < sizeof shorts / sizeof *shorts; i++) {
        size_t n = strlen(shorts[i].name) + 1;
        char  *exact = malloc(n);

        assert_non_null(exact);
        memcpy(exact, shorts[i].name, n);
        assert_int_equal(dm_notify_passing(exact), shorts[i].passing);
        free(exact);
    }
}

static char folder[] = "/tmp/docmill-notify-XXXXXX";

static void heard(void *ud, const dm_notice *notice)
{
    dm_buf_printf(ud, "%u%s%s %s;", notice->role, notice->folder ? "d" : "",
                  notice->gone ? "-" : "", notice->path);
}

/* What is told after `command` was done in the folder. */
static bool after(dm_notify *n, const char *command, dm_buf *out)
{
    struct pollfd fd = {.fd = dm_notify_fd(n), .events = POLLIN};
    bool          whole;

    dm_buf_clear(out);
    assert_int_equal(system(command), 0);
    (void)poll(&fd, 1, 200);
    whole = dm_notify_read(n, heard, out);
    dm_buf_char(out, '\0');
    return whole;
}

static void tells(void **state)
{
    static const struct {
        const char *command, *told;
    } rows[] = {
        {"echo 1 > a",        "1 ./a;2 a;"              },
        {"echo 2 >> a",       "1 ./a;2 a;"              },
        {"touch b",           "1 ./b;2 b;"              },
        {"mv b a",            "1- ./b;2- b;1 ./a;2 a;"  },
        {"ln a c",            "1 ./c;2 c;"              },
        {"ln -s a l",         "1 ./l;2 l;"              },
        {"cat a > /dev/null", ""                        },
        {"rm c l",            "1- ./c;2- c;1- ./l;2- l;"},
        {"mkdir d",           "1d ./d;2d d;"            },
        {"rmdir d",           "1d- ./d;2d- d;"          },
    };
    dm_err     err;
    dm_notify *n = dm_notify_open(&err);
    dm_buf     out;

    (void)state;
    assert_non_null(n);
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    dm_buf_init(&out, 1 << 12);
    assert_true(dm_notify_folder(n, "./", 1, &err));
    assert_true(dm_notify_beside(n, "a", 2, &err));
    assert_true(dm_notify_beside(n, "other", 2, &err)); /* the same one */
    assert_false(dm_notify_folder(n, "nowhere/", 1, &err));
    assert_int_equal(err.code, DM_E_NOT_FOUND);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(after(n, rows[i].command, &out));
        if (strcmp(out.ptr, rows[i].told) != 0)
            fail_msg("%s: %s", rows[i].command, out.ptr);
    }
    /* a folder that goes away is not lost in silence */
    assert_int_equal(mkdir("e", 0700), 0);
    assert_true(dm_notify_folder(n, "e/", 4, &err));
    assert_false(after(n, "rmdir e", &out));
    dm_buf_fini(&out);
    dm_notify_close(n);
    assert_int_equal(unlink("a"), 0);
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(passing),
        cmocka_unit_test(tells),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
