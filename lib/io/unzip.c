/* SPDX-License-Identifier: MIT */
#include "io/unzip.h"

#include <minizip/unzip.h>
#include <stdlib.h>

enum {
	NAME_SIZE = 512,
	ENCRYPTED = 1, /* bit of a part's flags */
	STORED = 0,    /* ways to pack */
	DEFLATED = 8,
	MOST_GROWTH = 300,      /* tables pack to a tenth, seldom to a fiftieth */
	FREE_GROWTH = 64 << 20, /* up to here nobody asks */
};

struct unzip {
	struct slice file;
	uint64_t position;
	unzFile handle;
	char name[NAME_SIZE]; /* of the part that is open */
	uint64_t packed, size, done;
};

/* ---- memory as a file, for minizip ---- */

static void *open_file(void *zip, const void *name, int mode)
{
	(void)name;
	(void)mode;
	return zip;
}

static unsigned long read_file(void *context, void *stream, void *to, unsigned long size)
{
	struct unzip *zip = context;
	uint64_t left = zip->file.length - zip->position;

	(void)stream;
	if (size > left)
		size = (unsigned long)left;
	if (size > 0)
		memcpy(to, zip->file.at + zip->position, size);
	zip->position += size;
	return size;
}

static ZPOS64_T tell_file(void *context, void *stream)
{
	(void)stream;
	return ((struct unzip *)context)->position;
}

static long seek_file(void *context, void *stream, ZPOS64_T offset, int origin)
{
	struct unzip *zip = context;
	uint64_t from = origin == ZLIB_FILEFUNC_SEEK_CUR   ? zip->position
			: origin == ZLIB_FILEFUNC_SEEK_END ? zip->file.length
							   : 0;

	(void)stream;
	if (offset > zip->file.length - from)
		return -1;
	zip->position = from + offset;
	return 0;
}

static int no_fault(void *context, void *stream)
{
	(void)context;
	(void)stream;
	return 0;
}

int unzip_open(struct unzip **result, struct slice file, struct diag *why)
{
	struct unzip *zip = mem_zero(1, sizeof *zip);
	zlib_filefunc64_def functions = {
		.zopen64_file = open_file,
		.zread_file = read_file,
		.ztell64_file = tell_file,
		.zseek64_file = seek_file,
		.zclose_file = no_fault,
		.zerror_file = no_fault,
		.opaque = zip,
	};

	zip->file = file;
	zip->handle = unzOpen2_64("", &functions);
	if (zip->handle != NULL) {
		*result = zip;
		return 0;
	}
	free(zip);
	*result = NULL;
	return diag_fail(why, "damaged or cut short: a ZIP file ends in a list of its parts, and "
			      "this one does not");
}

void unzip_close(struct unzip *zip)
{
	if (zip == NULL)
		return;
	unzClose(zip->handle); /* and the part that is open */
	free(zip);
}

/* ---- parts ---- */

static char plain(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte == '\\' ? '/' : byte;
}

static bool same_name(struct slice a, struct slice b)
{
	if (a.length != b.length)
		return false;
	for (size_t i = 0; i < a.length; i++)
		if (plain(a.at[i]) != plain(b.at[i]))
			return false;
	return true;
}

static int damaged(const struct unzip *zip, struct diag *why)
{
	return diag_fail(why, "the part '%s' of the ZIP file is damaged or cut short", zip->name);
}

static int open_part(struct unzip *zip, const unz_file_info64 *info, struct diag *why)
{
	if (info->flag & ENCRYPTED)
		return diag_fail(why, "encrypted: save it without a password");
	if (info->compression_method != STORED && info->compression_method != DEFLATED)
		return diag_fail(why, "the part '%s' is packed in a way that is not known: %lu",
			zip->name, info->compression_method);
	if (unzOpenCurrentFile(zip->handle) != UNZ_OK)
		return damaged(zip, why);
	zip->packed = info->compressed_size;
	zip->size = info->uncompressed_size;
	zip->done = 0;
	return 1;
}

int unzip_find(struct unzip *zip, struct slice name, struct diag *why)
{
	int status;

	unzCloseCurrentFile(zip->handle);
	for (status = unzGoToFirstFile(zip->handle); status == UNZ_OK;
		status = unzGoToNextFile(zip->handle)) {
		unz_file_info64 info;

		if (unzGetCurrentFileInfo64(
			    zip->handle, &info, zip->name, NAME_SIZE, NULL, 0, NULL, 0) != UNZ_OK)
			break;
		if (info.size_filename < NAME_SIZE &&
			same_name((struct slice){ zip->name, info.size_filename }, name))
			return open_part(zip, &info, why);
	}
	if (status == UNZ_END_OF_LIST_OF_FILE)
		return 0;
	return diag_fail(why, "the list of parts of the ZIP file is damaged");
}

int64_t unzip_read(struct unzip *zip, char *to, size_t room, struct diag *why)
{
	int length = unzReadCurrentFile(zip->handle, to, room < 1 << 20 ? (unsigned)room : 1 << 20);

	if (length < 0)
		return damaged(zip, why);
	zip->done += (uint64_t)length;
	if (zip->done > FREE_GROWTH && zip->done / MOST_GROWTH > zip->packed)
		return diag_fail(why,
			"the part '%s' unpacks to more than %d times its size: it is no honest "
			"table",
			zip->name, MOST_GROWTH);
	if (length == 0 &&
		(zip->done != zip->size || unzCloseCurrentFile(zip->handle) == UNZ_CRCERROR))
		return damaged(zip, why);
	return length;
}
