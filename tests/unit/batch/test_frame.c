/* test_frame.c - answers cross whole or are known to be broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "batch/frame.h"
#include "batch/job.h"

static void pair(int fds[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
}

static void tasks_carry_a_descriptor(void **state)
{
    int           fds[2], fd = -1;
    int           null = open("/dev/null", O_RDONLY);
    dm_frame_kind kind = DM_TASK_FINISH;
    dm_buf        path;

    (void)state;
    pair(fds);
    dm_buf_init(&path, 1000);
    assert_true(dm_task_send(fds[0], DM_TASK_DOCUMENT, DM_S("a/b"), null));
    assert_true(dm_task_recv(fds[1], &kind, &path, &fd));
    assert_int_equal(kind, DM_TASK_DOCUMENT);
    assert_true(dm_slice_eq(dm_buf_view(&path), DM_S("a/b")));
    assert_true(fd >= 0 && fd != null && fcntl(fd, F_GETFD) == FD_CLOEXEC);
    close(fd);
    assert_true(dm_task_send(fds[0], DM_TASK_FINISH, DM_S(""), -1));
    assert_true(dm_task_recv(fds[1], &kind, &path, &fd));
    assert_int_equal(kind, DM_TASK_FINISH);
    assert_int_equal(fd, -1);
    close(fds[0]);
    assert_false(dm_task_recv(fds[1], &kind, &path, &fd));
    assert_false(dm_task_send(fds[1], DM_TASK_FINISH, DM_S(""), -1));
    close(fds[1]);
    close(null);
    dm_buf_fini(&path);
}

/* A path longer than the first read, with a descriptor, through a socket too
** small for it; and a frame of many pieces. */
static void long_ones_come_whole(void **state)
{
    static char    path[60000], payload[3 << 20];
    int            fds[2], small = 4096, fd = -1;
    dm_buf         in;
    dm_frame_kind  kind = DM_TASK_FINISH;
    dm_slice       got = DM_LIT("");
    dm_frame_state frame = DM_FRAME_NONE;

    (void)state;
    memset(path, 'p', sizeof path);
    memset(payload, 'q', sizeof payload);
    pair(fds);
    setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    dm_buf_init(&in, 8 << 20);
    if (fork() == 0) {
        bool ok = dm_task_send(fds[0], DM_TASK_DOCUMENT,
                               (dm_slice){path, sizeof path}, fds[0]) &&
                  dm_frame_send(fds[0], DM_FRAME_LAST,
                                (dm_slice){payload, sizeof payload});

        _exit(!ok);
    }
    close(fds[0]);
    assert_true(dm_task_recv(fds[1], &kind, &in, &fd));
    assert_int_equal(in.len, sizeof path);
    assert_memory_equal(in.ptr, path, sizeof path);
    assert_true(fd >= 0);
    close(fd);
    dm_buf_clear(&in);
    while (frame == DM_FRAME_NONE)
        frame = dm_frame_recv(fds[1], &in, &kind, &got);
    assert_int_equal(frame, DM_FRAME_WHOLE);
    assert_int_equal(kind, DM_FRAME_LAST);
    assert_int_equal(got.len, sizeof payload);
    assert_memory_equal(got.ptr, payload, sizeof payload);
    close(fds[1]);
    dm_buf_fini(&in);
}

/* Frames written byte by byte: whole only at the last one; one bit changed
** anywhere: wild, or never whole. */
static void frames_are_whole_or_wild(void **state)
{
    char           bytes[256];
    ssize_t        n = 0;
    int            fds[2];
    dm_buf         in;
    dm_frame_kind  kind = DM_TASK_FINISH;
    dm_slice       payload = DM_LIT("");
    dm_frame_state got = DM_FRAME_NONE;

    (void)state;
    pair(fds);
    dm_buf_init(&in, 1 << 20);
    assert_true(dm_frame_send(fds[0], DM_FRAME_ANSWER, DM_S("payload")));
    n = recv(fds[1], bytes, sizeof bytes, 0);
    assert_true(n > 7);
    for (ssize_t i = 0; i < n; i++) {
        assert_int_equal(dm_frame_recv(fds[1], &in, &kind, &payload),
                         DM_FRAME_NONE);
        assert_int_equal(send(fds[0], bytes + i, 1, 0), 1);
    }
    assert_int_equal(dm_frame_recv(fds[1], &in, &kind, &payload),
                     DM_FRAME_WHOLE);
    assert_int_equal(kind, DM_FRAME_ANSWER);
    assert_true(dm_slice_eq(payload, DM_S("payload")));
    for (ssize_t i = 0; i < n; i++) {
        if (i >= 4 && i < 8)
            continue; /* the kind: any value is a kind */
        dm_buf_clear(&in);
        bytes[i] ^= 1;
        assert_int_equal(send(fds[0], bytes, (size_t)n, 0), n);
        bytes[i] ^= 1;
        got = dm_frame_recv(fds[1], &in, &kind, &payload);
        assert_true(got == DM_FRAME_WILD || got == DM_FRAME_NONE);
    }
    close(fds[0]);
    assert_int_equal(dm_frame_recv(fds[1], &in, &kind, &payload),
                     DM_FRAME_GONE);
    close(fds[1]);
    dm_buf_fini(&in);
}

static void answers_survive_the_way(void **state)
{
    dm_answer a, b;
    dm_buf    bytes;
    dm_err    err;

    (void)state;
    dm_answer_init(&a);
    dm_answer_init(&b);
    dm_buf_init(&bytes, 1 << 24);
    dm_fail(&err, DM_E_DECODE, "remark");
    for (int i = 0; i < DM_NOTES_MAX + 5; i++)
        dm_answer_remark(&a, DM_REMARK_PRINT, &err);
    dm_buf_str(&a.data, "record\n");
    dm_buf_str(&a.reduced, "[]");
    a.nrecords = 1;
    a.yes = true;
    dm_answer_pack(&a, &bytes);
    assert_true(dm_answer_unpack(&b, dm_buf_view(&bytes)));
    assert_int_equal(dm_answer_nremarks(&b), DM_NOTES_MAX);
    assert_int_equal(b.dropped, 5);
    assert_string_equal(dm_answer_remark_at(&b, 999)->text.msg, "remark");
    assert_int_equal(dm_answer_remark_at(&b, 999)->kind, DM_REMARK_PRINT);
    assert_true(dm_slice_eq(dm_buf_view(&b.data), DM_S("record\n")));
    assert_true(dm_slice_eq(dm_buf_view(&b.reduced), DM_S("[]")));
    assert_true(b.yes && b.nrecords == 1);
    for (size_t n = 0; n < bytes.len; n += 997) /* cut anywhere: refused */
        assert_false(
            dm_answer_unpack(&b, dm_slice_sub(dm_buf_view(&bytes), 0, n)));
    assert_int_equal(b.err.code, DM_E_INTERNAL);
    dm_fail(&err, DM_E_SCRIPT, "boom");
    dm_answer_fail(&a, DM_PHASE_SCRIPT, &err);
    assert_int_equal(a.data.len, 0);
    dm_buf_clear(&bytes);
    dm_answer_pack(&a, &bytes);
    assert_true(dm_answer_unpack(&b, dm_buf_view(&bytes)));
    assert_string_equal(b.err.msg, "boom");
    dm_answer_fini(&a);
    dm_answer_fini(&b);
    dm_buf_fini(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tasks_carry_a_descriptor),
        cmocka_unit_test(long_ones_come_whole),
        cmocka_unit_test(frames_are_whole_or_wild),
        cmocka_unit_test(answers_survive_the_way),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
