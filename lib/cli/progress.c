/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { WIDEST_BAR = 30, NARROWEST_BAR = 10 };

static const int64_t second = 1000000000;

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * second + time.tv_nsec;
}

static size_t terminal_columns(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

/* A drawing that cannot be written is no reason to stop: the work goes on without it. */
static void show(const struct buf *text)
{
	ssize_t written = write(STDERR_FILENO, text->at, text->length);

	(void)written;
}

void progress_start(struct progress *bar, const char *name)
{
	*bar = (struct progress){ .name = name, .start = now() };
}

/* Decimal units, as disks and networks count. */
static void put_bytes(struct buf *out, double bytes)
{
	static const char *const units[] = { "kB", "MB", "GB", "TB", "PB" };
	size_t unit = 0;

	for (bytes /= 1000; bytes >= 999.5 && unit < 4; unit++)
		bytes /= 1000;
	buf_printf(out, "%.*f %s", bytes < 9.95 ? 1 : 0, bytes, units[unit]);
}

static void put_seconds(struct buf *out, double seconds)
{
	int64_t whole = seconds < 359999 ? (int64_t)(seconds + 0.5) : 359999;

	if (whole >= 3600)
		buf_printf(out, "%d:%02d:%02d", (int)(whole / 3600), (int)(whole / 60 % 60),
			(int)(whole % 60));
	else
		buf_printf(out, "%d:%02d", (int)(whole / 60), (int)(whole % 60));
}

static void put_bar(struct buf *out, double share, size_t width)
{
	size_t full = (size_t)(share * (double)width);

	buf_text(out, " [");
	for (size_t i = 0; i < width; i++)
		buf_char(out, i < full ? '#' : ' ');
	buf_char(out, ']');
}

void progress_put(struct buf *out, const char *name, uint64_t done, uint64_t total, double seconds,
	size_t columns)
{
	struct buf tail = BUF_EMPTY;
	size_t start = out->length;
	double share = total > 0 && done < total ? (double)done / (double)total : total > 0;
	double rate = seconds > 0 ? (double)done / seconds : 0;

	put_bytes(&tail, (double)done);
	if (total > 0) {
		buf_text(&tail, " of ");
		put_bytes(&tail, (double)(total > done ? total : done));
	}
	buf_text(&tail, ", ");
	put_bytes(&tail, rate);
	buf_text(&tail, "/s, ");
	put_seconds(&tail, total > 0 && share > 0 ? seconds * (1 - share) / share : seconds);
	if (total > 0) {
		size_t bar;

		buf_text(&tail, " left");
		buf_printf(out, "%s  %3d%%", name, (int)(share * 100));
		bar = out->length - start + tail.length + 4;
		if (bar + NARROWEST_BAR <= columns)
			put_bar(out, share,
				columns - bar < WIDEST_BAR ? columns - bar : WIDEST_BAR);
		buf_char(out, ' ');
	} else {
		buf_printf(out, "%s  ", name);
	}
	buf_put(out, buf_slice(&tail));
	if (out->length - start > columns)
		out->length = start + columns;
	buf_release(&tail);
}

void progress_step(struct progress *bar, uint64_t done, uint64_t total)
{
	struct buf text = BUF_EMPTY;
	size_t columns;
	int64_t time;

	if (bar->name == NULL)
		return;
	time = now();
	if (time - bar->start < second || time - bar->drawn < second / 10)
		return;
	buf_char(&text, '\r');
	/* The last column stays free: some terminals go to the next line when it is written. */
	progress_put(&text, bar->name, done, total, (double)(time - bar->start) / (double)second,
		terminal_columns() - 1);
	columns = text.length - 1;
	if (columns < bar->columns)
		buf_printf(&text, "%*s", (int)(bar->columns - columns), "");
	show(&text);
	bar->columns = columns;
	bar->drawn = time;
	buf_release(&text);
}

void progress_wipe(struct progress *bar)
{
	struct buf text = BUF_EMPTY;

	if (bar->columns == 0)
		return;
	buf_printf(&text, "\r%*s\r", (int)bar->columns, "");
	show(&text);
	bar->columns = 0;
	buf_release(&text);
}

void progress_end(struct progress *bar)
{
	progress_wipe(bar);
	bar->name = NULL;
}
