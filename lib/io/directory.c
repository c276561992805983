/* SPDX-License-Identifier: MIT */
#include "io/directory.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/mem.h"

static void add(struct directory *files, const char *path)
{
	files->path =
		mem_grow(files->path, &files->capacity, files->count + 2, sizeof *files->path);
	files->path[files->count++] = mem_text(path, strlen(path));
	files->path[files->count] = NULL;
}

static bool is_directory(const char *path)
{
	struct stat info;

	return strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static bool is_taken(const char *name, const char *path)
{
	struct stat info;

	if (name[0] == '.' || (name[0] == '~' && name[1] == '$'))
		return false;
	/* One that cannot be looked at is a matter for whoever opens it. */
	return stat(path, &info) != 0 || S_ISREG(info.st_mode);
}

static int compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_entry(struct directory *files, const char *folder, const char *name)
{
	size_t length = strlen(folder);
	struct buf path = BUF_EMPTY;

	buf_text(&path, folder);
	if (length > 0 && folder[length - 1] != '/')
		buf_char(&path, '/');
	buf_text(&path, name);
	if (is_taken(name, buf_string(&path)))
		add(files, buf_string(&path));
	buf_release(&path);
}

static int add_files(struct directory *files, const char *folder, struct diag *why)
{
	size_t before = files->count;
	DIR *dir = opendir(folder);
	const struct dirent *entry;

	if (dir == NULL)
		return diag_errno(why, "%s", folder);
	errno = 0;
	while ((entry = readdir(dir)) != NULL) {
		add_entry(files, folder, entry->d_name);
		errno = 0;
	}
	if (errno != 0) {
		diag_errno(why, "%s", folder);
		closedir(dir);
		return -1;
	}
	closedir(dir);
	if (files->count == before) {
		diag_fail(why, "a directory without files");
		return diag_line(why, folder, 0);
	}
	qsort(files->path + before, files->count - before, sizeof *files->path, compare_paths);
	files->expanded++;
	return 0;
}

int directory_expand(struct directory *files, char *const *paths, size_t count, struct diag *why)
{
	for (size_t i = 0; i < count; i++) {
		if (!is_directory(paths[i]))
			add(files, paths[i]);
		else if (add_files(files, paths[i], why) < 0)
			return -1;
	}
	return 0;
}

void directory_release(struct directory *files)
{
	for (size_t i = 0; i < files->count; i++)
		free(files->path[i]);
	free(files->path);
	*files = (struct directory)DIRECTORY_EMPTY;
}
