/* SPDX-License-Identifier: MIT */
/*
 * shim: a library to be preloaded that makes calls of a program fail.
 *
 *	FAULT=read:3 LD_PRELOAD=…/shim.so crm-profile …     the third read fails
 *	FAULT=read:3- …                                     so do all that follow
 *	FAULT=read:short …                                  all reads give little at a time
 *	FAULT=read:again …                                  every other read is interrupted
 *	FAULT=signal:3:15 …                                 the third call of any kind sends 15
 *	FAULT=files:6 …                                     no file may get the number 6 or above
 *	FAULT=space:8000 …                                  that many kilobytes of addresses are all
 *	FAULT=clock:86400 …                                 it is the second day of 1970
 *	FAULT_COUNTS=FILE …                                 nothing fails; FILE counts the calls
 *	FAULT_NAMED=1 …                                     there are no files without a name
 *
 * Kinds are those of the table below. Calls are counted from main on: what the loader and the start
 * of the C library do is none of the program's business. Messages are not disturbed: writing to
 * standard error does not count. Close closes, then fails.
 *
 * A program that has not ended after 20 seconds is ended by SIGALRM: it hangs.
 *
 * The shim itself calls the kernel without the C library, and takes memory from the C library's
 * inner names, so that it never meets itself.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { HUNG = 20 };

enum kind {
	READ,
	WRITE,
	OPEN,
	RENAME,
	SYNC,
	CLOSE,
	MAP,
	CUT,
	MEMORY,
	THREAD,
	LOCK,
	STAT,
	MODE,
	COPY,
	SEEK,
	SIGNAL, /* any call of those above but memory */
	KINDS,
};

static const struct {
	const char *name;
	int fault;
} kinds[KINDS] = {
	[READ] = { "read", EIO },
	[WRITE] = { "write", ENOSPC },
	[OPEN] = { "open", EMFILE },
	[RENAME] = { "rename", EIO },
	[SYNC] = { "fsync", EIO },
	[CLOSE] = { "close", EIO },
	[MAP] = { "mmap", ENOMEM },
	[CUT] = { "ftruncate", EIO },
	[MEMORY] = { "memory", ENOMEM },
	[THREAD] = { "thread", EAGAIN },
	[LOCK] = { "flock", ENOLCK },
	[STAT] = { "stat", EIO },
	[MODE] = { "chmod", EPERM },
	[COPY] = { "copy", EIO },
	[SEEK] = { "lseek", ESPIPE },
	[SIGNAL] = { "signal", 0 },
};

static struct {
	enum kind kind;
	unsigned long number; /* 0: none */
	bool all_after, in_pieces, interrupted;
	int signal;
	rlim_t files, space; /* 0: as before */
	time_t clock;        /* 0: what it is */
} plan = { .kind = KINDS };

static bool must_be_named;

static atomic_bool armed;
static atomic_ulong counts[KINDS];

/* Is this call to fail? */
static bool hit(enum kind kind)
{
	unsigned long number;

	if (!atomic_load(&armed))
		return false;
	if (kind != MEMORY && atomic_fetch_add(&counts[SIGNAL], 1) + 1 == plan.number &&
		plan.kind == SIGNAL)
		syscall(SYS_kill, getpid(), plan.signal);
	number = atomic_fetch_add(&counts[kind], 1) + 1;
	if (kind != plan.kind || plan.number == 0 || number < plan.number)
		return false;
	if (number > plan.number && !plan.all_after)
		return false;
	errno = kinds[kind].fault;
	return true;
}

/* … or to be interrupted? */
static bool is_interrupted(enum kind kind)
{
	if (kind != plan.kind || !plan.interrupted || atomic_load(&counts[kind]) % 2 == 0)
		return false;
	errno = EINTR;
	return true;
}

static size_t piece(enum kind kind, size_t size)
{
	size_t most = 1 + atomic_load(&counts[kind]) % 1009;

	return kind == plan.kind && plan.in_pieces && size > most ? most : size;
}

/* ---- life ---------------------------------------------------------------------------------------
 */

static void read_plan(const char *text)
{
	const char *colon = text != NULL ? strchr(text, ':') : NULL;
	char *end;

	if (colon == NULL)
		return;
	for (int i = 0; i < KINDS; i++)
		if (strlen(kinds[i].name) == (size_t)(colon - text) &&
			strncmp(kinds[i].name, text, (size_t)(colon - text)) == 0)
			plan.kind = (enum kind)i;
	plan.in_pieces = strcmp(colon, ":short") == 0;
	plan.interrupted = strcmp(colon, ":again") == 0;
	plan.number = strtoul(colon + 1, &end, 10);
	plan.all_after = *end == '-';
	if (*end == ':')
		plan.signal = (int)strtol(end + 1, NULL, 10);
	if (strncmp(text, "files:", 6) == 0)
		plan.files = plan.number;
	else if (strncmp(text, "space:", 6) == 0)
		plan.space = plan.number * 1024;
	else if (strncmp(text, "clock:", 6) == 0)
		plan.clock = (time_t)plan.number;
}

static void write_counts(void)
{
	const char *name = getenv("FAULT_COUNTS");
	char text[64];
	long fd;

	if (name == NULL)
		return;
	fd = syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	for (int i = 0; i < KINDS; i++) {
		int length = snprintf(
			text, sizeof text, "%s %lu\n", kinds[i].name, atomic_load(&counts[i]));

		syscall(SYS_write, fd, text, length);
	}
	syscall(SYS_close, fd);
}

/* The next definition of a function: what would be called without the shim. */
static void find(const char *name, void *function)
{
	void *found = dlsym(RTLD_NEXT, name);

	memcpy(function, &found, sizeof found);
}

/* From here on: what the loader needs is its own business. */
static void set_limits(void)
{
	const struct rlimit files = { plan.files, plan.files }, space = { plan.space, plan.space };

	if (plan.files > 0)
		setrlimit(RLIMIT_NOFILE, &files);
	if (plan.space > 0)
		setrlimit(RLIMIT_AS, &space);
}

static int (*program)(int, char **, char **);

static int begin(int argc, char **argv, char **environment)
{
	int status;

	alarm(HUNG);
	set_limits();
	unsetenv("LD_PRELOAD"); /* what this program starts is another */
	atomic_store(&armed, true);
	status = program(argc, argv, environment);
	atomic_store(&armed, false);
	write_counts();
	return status;
}

typedef int (*start_main)(int (*)(int, char **, char **), int, char **, void (*)(void),
	void (*)(void), void (*)(void), void *);

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
	void (*fini)(void), void (*loader_fini)(void), void *stack);

int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv, void (*init)(void),
	void (*fini)(void), void (*loader_fini)(void), void *stack)
{
	start_main next;

	find("__libc_start_main", &next);
	read_plan(getenv("FAULT"));
	must_be_named = getenv("FAULT_NAMED") != NULL;
	program = main;
	return next(begin, argc, argv, init, fini, loader_fini, stack);
}

/* ---- files --------------------------------------------------------------------------------------
 */

static ssize_t move(enum kind kind, long call, int fd, uintptr_t bytes, size_t size, off_t offset)
{
	if (hit(kind) || is_interrupted(kind))
		return -1;
	return syscall(call, fd, bytes, piece(kind, size), offset);
}

ssize_t read(int fd, void *to, size_t size)
{
	return move(READ, SYS_read, fd, (uintptr_t)to, size, 0);
}

ssize_t pread(int fd, void *to, size_t size, off_t offset)
{
	return move(READ, SYS_pread64, fd, (uintptr_t)to, size, offset);
}

ssize_t write(int fd, const void *from, size_t size)
{
	if (fd == STDERR_FILENO)
		return syscall(SYS_write, fd, from, size);
	return move(WRITE, SYS_write, fd, (uintptr_t)from, size, 0);
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t offset)
{
	return move(WRITE, SYS_pwrite64, fd, (uintptr_t)from, size, offset);
}

int openat(int folder, const char *path, int how, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, how);
	mode = (how & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
	va_end(more);
	if (must_be_named && (how & __O_TMPFILE) != 0) {
		errno = EOPNOTSUPP;
		return -1;
	}
	return hit(OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, how, mode);
}

int open(const char *path, int how, ...)
{
	va_list more;
	mode_t mode;

	va_start(more, how);
	mode = (how & (O_CREAT | __O_TMPFILE)) != 0 ? va_arg(more, mode_t) : 0;
	va_end(more);
	return openat(AT_FDCWD, path, how, mode);
}

int __open_2(const char *path, int how);

int __open_2(const char *path, int how)
{
	return openat(AT_FDCWD, path, how);
}

int mkostemp(char *template, int how)
{
	static int (*next)(char *, int);

	if (next == NULL)
		find("mkostemp", &next);
	return hit(OPEN) ? -1 : next(template, how);
}

int close(int fd)
{
	int result = (int)syscall(SYS_close, fd);

	return hit(CLOSE) ? -1 : result;
}

int rename(const char *from, const char *to)
{
	return hit(RENAME) ? -1 : (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
}

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned how)
{
	return hit(RENAME) ? -1
			   : (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, how);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int how)
{
	return hit(RENAME) ? -1 : (int)syscall(SYS_linkat, from_folder, from, to_folder, to, how);
}

int fsync(int fd)
{
	return hit(SYNC) ? -1 : (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
	return hit(SYNC) ? -1 : (int)syscall(SYS_fdatasync, fd);
}

int ftruncate(int fd, off_t length)
{
	return hit(CUT) ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int flock(int fd, int how)
{
	return hit(LOCK) || is_interrupted(LOCK) ? -1 : (int)syscall(SYS_flock, fd, how);
}

int stat(const char *path, struct stat *info)
{
	return hit(STAT) ? -1 : (int)syscall(SYS_newfstatat, AT_FDCWD, path, info, 0);
}

int fstat(int fd, struct stat *info)
{
	return hit(STAT) ? -1 : (int)syscall(SYS_newfstatat, fd, "", info, AT_EMPTY_PATH);
}

int fchmod(int fd, mode_t mode)
{
	return hit(MODE) ? -1 : (int)syscall(SYS_fchmod, fd, mode);
}

int fchown(int fd, uid_t owner, gid_t group)
{
	return hit(MODE) ? -1 : (int)syscall(SYS_fchown, fd, owner, group);
}

off_t lseek(int fd, off_t offset, int origin)
{
	return hit(SEEK) ? -1 : (off_t)syscall(SYS_lseek, fd, offset, origin);
}

ssize_t copy_file_range(
	int from, off_t *from_offset, int to, off_t *to_offset, size_t size, unsigned how)
{
	if (hit(COPY))
		return -1;
	return syscall(
		SYS_copy_file_range, from, from_offset, to, to_offset, piece(COPY, size), how);
}

time_t time(time_t *to)
{
	struct timespec now = { plan.clock, 0 };

	if (plan.clock == 0)
		syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
	if (to != NULL)
		*to = now.tv_sec;
	return now.tv_sec;
}

/* ---- memory and threads -------------------------------------------------------------------------
 */

void *mmap(void *at, size_t size, int protection, int how, int fd, off_t offset)
{
	if (hit(MAP))
		return MAP_FAILED;
	return (void *)syscall(SYS_mmap, at, size, protection, how, fd, offset);
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
	return hit(MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return hit(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return hit(MEMORY) ? NULL : __libc_realloc(old, size);
}

int posix_memalign(void **result, size_t alignment, size_t size)
{
	if (hit(MEMORY))
		return ENOMEM;
	*result = __libc_memalign(alignment, size);
	return *result != NULL ? 0 : ENOMEM;
}

int pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *), void *argument)
{
	static int (*next)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

	if (next == NULL)
		find("pthread_create", &next);
	return hit(THREAD) ? EAGAIN : next(thread, attributes, start, argument);
}
