// Stands between SQLite and the kernel, to see what reaches the disk and when, and to make it fail.
//
// It is preloaded (LD_PRELOAD) into a process that keeps a trail in one folder, named by SHIM_FOLDER. What the process does to
// the files there is written, in its order, to the end of the file named by SHIM_RECORD. Each operation is a line, and the
// bytes that it is about:
//
//     KIND NAME OFFSET LENGTH\n  and LENGTH bytes
//
//     C  the file NAME was made             W  bytes were written at OFFSET    T  its length was set to OFFSET
//     S  the file was synced                D  the folder was synced           U  the file was removed
//     F  an operation failed because SHIM_FAIL says so; the one byte is its kind
//
// SHIM_FAIL is "KINDS N ERRNO TIMES": of the operations of these kinds, the N-th and those after it fail with ERRNO, TIMES of
// them. A write that fails has put half of its bytes into the file, as disks do.
//
// The -shm file is left out: it is memory that processes share, is made anew when the last of them has gone, and nothing in it
// need survive. So is what goes around these functions; SQLite uses no others to change a file, and the test that reads the
// record compares the files that it explains with those that are there.

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#if __SIZEOF_LONG__ < 8
#error "offsets are handed to system calls as they are: this needs 64 bits"
#endif

static pthread_mutex_t threads = PTHREAD_MUTEX_INITIALIZER;
static int record = -1; // where operations are written; -1: nothing is watched
static const char *folder;

static char fail_kinds[16]; // "": nothing fails
static long fail_from, fail_times, met;
static int fail_errno;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("SHIM_RECORD"), *fail = getenv("SHIM_FAIL");
    folder = getenv("SHIM_FOLDER");
    if (!path || !folder) return;
    record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644);
    if (record < 0) abort();
    if (fail && *fail && sscanf(fail, "%15s %ld %d %ld", fail_kinds, &fail_from, &fail_errno, &fail_times) != 4) abort();
}

// enter lets one operation happen and be recorded at a time, among threads and among processes.
static void enter(void) {
    pthread_mutex_lock(&threads);
    flock(record, LOCK_EX);
}

static long leave(long result) {
    int kept = errno;
    flock(record, LOCK_UN);
    pthread_mutex_unlock(&threads);
    errno = kept;
    return result;
}

// watched gives the name of a file in the folder, "." for the folder, and NULL for everything else.
static const char *watched(const char *path) {
    if (record < 0) return NULL;
    size_t n = strlen(folder), length = strlen(path);
    if (strncmp(path, folder, n) != 0) return NULL;
    if (path[n] == 0) return ".";
    if (path[n] != '/' || strchr(path + n + 1, '/')) return NULL;
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
    return path + n + 1;
}

// open_as is the same for an open file. One that was removed meanwhile has " (deleted)" behind its path: it is not watched.
static const char *open_as(int fd, char path[PATH_MAX]) {
    char link[64];
    if (record < 0) return NULL;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, PATH_MAX - 1);
    if (n < 0) return NULL;
    path[n] = 0;
    return strstr(path, " (deleted)") ? NULL : watched(path);
}

static void note(char kind, const char *name, long offset, const void *data, size_t length) {
    char line[PATH_MAX + 64];
    int n = snprintf(line, sizeof line, "%c %s %ld %zu\n", kind, name, offset, length);
    struct iovec parts[2] = {{line, n}, {(void *)data, length}};
    if (writev(record, parts, 2) != (ssize_t)(n + length)) abort(); // a record with holes would prove nothing
}

// fails says whether this operation is one that has to fail.
static int fails(char kind, const char *name) {
    if (!strchr(fail_kinds, kind) || ++met < fail_from || met >= fail_from + fail_times) return 0;
    note('F', name, 0, &kind, 1);
    errno = fail_errno;
    return 1;
}

static ssize_t put(int fd, const void *data, size_t length, long offset) {
    char path[PATH_MAX];
    const char *name = open_as(fd, path);
    if (!name) return syscall(SYS_pwrite64, fd, data, length, offset);
    enter();
    int failed = fails('W', name), kept = errno;
    ssize_t n = syscall(SYS_pwrite64, fd, data, failed ? length / 2 : length, offset);
    if (n > 0) note('W', name, offset, data, n);
    if (failed) errno = kept;
    return leave(failed ? -1 : n);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return put(fd, data, length, offset); }
ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) { return put(fd, data, length, offset); }

ssize_t write(int fd, const void *data, size_t length) {
    char path[PATH_MAX];
    if (!open_as(fd, path)) return syscall(SYS_write, fd, data, length);
    ssize_t n = put(fd, data, length, lseek(fd, 0, SEEK_CUR));
    if (n > 0) lseek(fd, n, SEEK_CUR);
    return n;
}

static int resize(int fd, long length) {
    char path[PATH_MAX];
    const char *name = open_as(fd, path);
    if (!name) return syscall(SYS_ftruncate, fd, length);
    enter();
    int result = fails('T', name) ? -1 : syscall(SYS_ftruncate, fd, length);
    if (result == 0) note('T', name, length, "", 0);
    return leave(result);
}

int ftruncate(int fd, off_t length) { return resize(fd, length); }
int ftruncate64(int fd, off_t length) { return resize(fd, length); }

static int sync_now(int fd, long call) {
    char path[PATH_MAX];
    const char *name = open_as(fd, path);
    if (!name) return syscall(call, fd);
    char kind = strcmp(name, ".") == 0 ? 'D' : 'S';
    enter();
    int result = fails(kind, name) ? -1 : syscall(call, fd);
    if (result == 0) note(kind, name, 0, "", 0);
    return leave(result);
}

int fsync(int fd) { return sync_now(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_now(fd, SYS_fdatasync); }

static int open_at(const char *path, int flags, int mode) {
    const char *name = watched(path);
    if (!name || !(flags & (O_CREAT | O_TRUNC))) return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    enter();
    int is_new = syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
    int fd = is_new && fails('C', name) ? -1 : syscall(SYS_openat, AT_FDCWD, path, flags, mode);
    if (fd >= 0 && is_new) note('C', name, 0, "", 0);
    if (fd >= 0 && !is_new && (flags & O_TRUNC)) note('T', name, 0, "", 0);
    return leave(fd);
}

static int mode_of(int flags, va_list rest) { return flags & O_CREAT ? va_arg(rest, int) : 0; }

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    int mode = mode_of(flags, rest);
    va_end(rest);
    return open_at(path, flags, mode);
}

int unlink(const char *path) {
    const char *name = watched(path);
    if (!name) return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    enter();
    int result = fails('U', name) ? -1 : syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    if (result == 0) note('U', name, 0, "", 0);
    return leave(result);
}
