/* frame.c - sendmsg and recvmsg, whole messages, checksums. */
#include "batch/frame.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <xxhash.h>

enum { MAGIC = 0x646d3031, STEP = 1 << 16, PATH_STEP = 1 << 9 };

typedef struct task_head {
    uint32_t magic, kind, npath, hasfd;
} task_head;

typedef struct frame_head {
    uint32_t magic, kind;
    uint64_t len, sum;
} frame_head;

/* One piece of a message.  The system's type serves both ways, so it cannot say
** that these bytes are only read. */
static struct iovec piece(const void *bytes, size_t n)
{
    struct iovec v = {.iov_len = n};

    memcpy(&v.iov_base, &bytes, sizeof bytes);
    return v;
}

/* Take the `n` bytes that were sent off the front of a message. */
static void sent_some(struct msghdr *msg, size_t n)
{
    msg->msg_control = NULL; /* the descriptor went with the first byte */
    msg->msg_controllen = 0;
    while (msg->msg_iovlen > 0 && n >= msg->msg_iov->iov_len) {
        n -= msg->msg_iov->iov_len;
        msg->msg_iov++;
        msg->msg_iovlen--;
    }
    if (msg->msg_iovlen == 0)
        return;
    msg->msg_iov->iov_base = (char *)msg->msg_iov->iov_base + n;
    msg->msg_iov->iov_len -= n;
}

/* Send a message whole: mostly in a single call. */
static bool send_whole(int sock, struct msghdr *msg)
{
    while (msg->msg_iovlen > 0) {
        ssize_t n = sendmsg(sock, msg, MSG_NOSIGNAL);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        sent_some(msg, (size_t)n);
    }
    return true;
}

static bool recv_all(int sock, char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t got = recv(sock, bytes, n, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        bytes += got;
        n -= (size_t)got;
    }
    return true;
}

bool dm_task_send(int sock, dm_frame_kind kind, dm_slice path, int fd)
{
    task_head    head = {MAGIC, kind, (uint32_t)path.len, fd >= 0};
    struct iovec iov[] = {piece(&head, sizeof head), piece(path.ptr, path.len)};
    union {
        struct cmsghdr head;
        char           room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};

    if (fd >= 0) {
        msg.msg_control = &control;
        msg.msg_controllen = sizeof control.room;
        CMSG_FIRSTHDR(&msg)->cmsg_level = SOL_SOCKET;
        CMSG_FIRSTHDR(&msg)->cmsg_type = SCM_RIGHTS;
        CMSG_FIRSTHDR(&msg)->cmsg_len = CMSG_LEN(sizeof fd);
        memcpy(CMSG_DATA(CMSG_FIRSTHDR(&msg)), &fd, sizeof fd);
    }
    return send_whole(sock, &msg);
}

static int passed_fd(struct msghdr *msg)
{
    struct cmsghdr *c = CMSG_FIRSTHDR(msg);
    int             fd = -1;

    if (c != NULL && c->cmsg_type == SCM_RIGHTS)
        memcpy(&fd, CMSG_DATA(c), sizeof fd);
    return fd;
}

/* The rest of a path of which `have` bytes are there. */
static bool take_path(int sock, dm_buf *path, size_t have, size_t len)
{
    char *to = NULL;

    if (have > len) /* tasks come one at a time: this is no path */
        return false;
    path->len = have;
    to = dm_buf_reserve(path, len - have + 1);
    if (to == NULL || !recv_all(sock, to, len - have))
        return false;
    path->len = len;
    return true;
}

bool dm_task_recv(int sock, dm_frame_kind *kind, dm_buf *path, int *fd)
{
    task_head    head = {0};
    struct iovec iov[2] = {
        {&head, sizeof head},
        {NULL,  PATH_STEP  }
    };
    union {
        struct cmsghdr head;
        char           room[CMSG_SPACE(sizeof(int))];
    } control = {0};
    struct msghdr msg = {.msg_iov = iov,
                         .msg_iovlen = 2,
                         .msg_control = &control,
                         .msg_controllen = sizeof control.room};
    ssize_t       n = 0;

    dm_buf_clear(path);
    iov[1].iov_base = dm_buf_reserve(path, PATH_STEP);
    if (iov[1].iov_base == NULL)
        return false;
    do
        n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC);
    while (n < 0 && errno == EINTR);
    /* a head this small is never sent in part on a local socket */
    if (n < (ssize_t)sizeof head || head.magic != MAGIC)
        return false;
    *fd = head.hasfd ? passed_fd(&msg) : -1;
    *kind = (dm_frame_kind)head.kind;
    return take_path(sock, path, (size_t)n - sizeof head, head.npath);
}

bool dm_frame_send(int sock, dm_frame_kind kind, dm_slice payload)
{
    frame_head    head = {MAGIC, kind, payload.len,
                          XXH3_64bits(payload.ptr, payload.len)};
    struct iovec  iov[] = {piece(&head, sizeof head),
                           piece(payload.ptr, payload.len)};
    struct msghdr msg = {.msg_iov = iov, .msg_iovlen = 2};

    return send_whole(sock, &msg);
}

/* Judge what has arrived so far. */
static dm_frame_state look(const dm_buf *in, dm_frame_kind *kind,
                           dm_slice *payload)
{
    frame_head head;

    if (in->len < sizeof head)
        return DM_FRAME_NONE;
    memcpy(&head, in->ptr, sizeof head);
    if (head.magic != MAGIC || head.len > in->max - sizeof head)
        return DM_FRAME_WILD;
    if (in->len - sizeof head < head.len)
        return DM_FRAME_NONE;
    *payload = dm_slice_sub(dm_buf_view(in), sizeof head, in->len);
    *kind = (dm_frame_kind)head.kind;
    return payload->len == head.len &&
                   XXH3_64bits(payload->ptr, payload->len) == head.sum
               ? DM_FRAME_WHOLE
               : DM_FRAME_WILD;
}

dm_frame_state dm_frame_recv(int sock, dm_buf *in, dm_frame_kind *kind,
                             dm_slice *payload)
{
    for (;;) {
        char   *to = dm_buf_reserve(in, STEP);
        ssize_t n = 0;

        if (to == NULL)
            return DM_FRAME_WILD;
        n = recv(sock, to, STEP, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return DM_FRAME_NONE;
        if (n <= 0)
            return DM_FRAME_GONE;
        in->len += (size_t)n;
        /* a full read: there is probably more, so look later */
        if (n < STEP || in->len < STEP) {
            dm_frame_state state = look(in, kind, payload);

            if (state != DM_FRAME_NONE)
                return state;
        }
    }
}
