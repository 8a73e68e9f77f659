#pragma once
#include <errno.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <unistd.h>

/* A descriptor that becomes readable when it is written to; -1 if there is none to be had. */
static inline int cpostgres_eventfd(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

/* Makes the descriptor readable. A full counter means that it is readable already. */
static inline void cpostgres_eventfd_raise(int fd) {
    uint64_t one = 1;
    while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {
    }
}

/* Makes the descriptor unreadable again. */
static inline void cpostgres_eventfd_clear(int fd) {
    uint64_t count;
    while (read(fd, &count, sizeof count) < 0 && errno == EINTR) {
    }
}

/* Names the calling thread for ps and debuggers; at most 15 characters count. */
static inline void cpostgres_name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}

/* Takes notices and drops them: their text may quote values, and without this libpq prints it. */
static void cpostgres_drop_notice(void *context, const PGresult *notice) {
    (void)context;
    (void)notice;
}

/* Sets a connection up for pipelined use; 0 if it cannot be. */
static inline int cpostgres_prepare_connection(PGconn *connection) {
    PQsetNoticeReceiver(connection, cpostgres_drop_notice, 0);
    return PQsetnonblocking(connection, 1) == 0 && PQenterPipelineMode(connection) == 1;
}
