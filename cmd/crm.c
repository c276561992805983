/* SPDX-License-Identifier: MIT */
/*
 * crm: the front door. Lists the tools by group; "crm segment …" runs crm-segment.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/app.h"
#include "cli/suggest.h"

struct tool {
	const char *group; /* NULL: the same as above */
	const char *name;  /* without "crm-" */
	const char *summary;
};

/* tests/every holds this against the programs that there are, and against what they say. */
static const struct tool tools[] = {
	{ "Sources", "sample", "write the ledger of an invented shop whose truth is known" },
	{ NULL, "import", "make a checked, typed stream of a CSV or TSV file" },
	{ NULL, "log", "append a checked fact, or a stream of them, to a ledger, once only" },
	{ "Ledgers to profiles", "profile",
		"make one row per customer of a ledger of transactions" },
	{ "Segments and value", "segment", "add ABC, RFM, pyramid and life cycle to profiles" },
	{ NULL, "score", "add lifetime value, value in the books, or points to profiles" },
	{ "Leaving and staying", "churn", "say who is leaving, and why" },
	{ "Reports", "report", "turn profiles and ledgers into a page that a manager reads" },
};

enum { TOOL_COUNT = sizeof tools / sizeof *tools };

static void put_tools(struct buf *out)
{
	for (size_t i = 0; i < TOOL_COUNT; i++) {
		if (tools[i].group != NULL)
			buf_printf(out, "%s%s:\n", i > 0 ? "\n" : "", tools[i].group);
		buf_printf(out, "  %-8s  %s\n", tools[i].name, tools[i].summary);
	}
	buf_text(out,
		"\n'crm segment …' runs crm-segment; 'crm help segment' shows its manual page, "
		"or its --help where there is no terminal.\n");
}

/* The first word is a tool or "help"; behind a known tool, its own completion takes over. */
static void put_completion(struct buf *out)
{
	buf_text(out, "# bash completion for crm\n"
		      "_crm()\n"
		      "{\n"
		      "\tlocal word=${COMP_WORDS[COMP_CWORD]} tool=${COMP_WORDS[1]}\n"
		      "\tlocal words='--help --version --completion' tools='");
	for (size_t i = 0; i < TOOL_COUNT; i++)
		buf_printf(out, "%s%s", i > 0 ? " " : "", tools[i].name);
	buf_text(out, "'\n"
		      "\tif ((COMP_CWORD == 1)); then\n"
		      "\t\t[[ $word == -* ]] || words=\"$tools help\"\n"
		      "\telif [[ $tool == help ]]; then\n"
		      "\t\twords=$tools\n"
		      "\telif [[ \" $tools \" == *\" $tool \"* ]]; then\n"
		      "\t\tdeclare -F \"_crm_$tool\" > /dev/null ||\n"
		      "\t\t\teval \"$(\"crm-$tool\" --completion 2> /dev/null)\"\n"
		      "\t\t\"_crm_$tool\"\n"
		      "\t\treturn\n"
		      "\telse\n"
		      "\t\twords=''\n"
		      "\tfi\n"
		      "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
		      "}\n"
		      "complete -F _crm crm\n");
}

static bool is_known(const char *name)
{
	for (size_t i = 0; i < TOOL_COUNT; i++)
		if (strcmp(tools[i].name, name) == 0)
			return true;
	return false;
}

static int unknown_tool(const char *name, struct diag *why)
{
	const char *bare = strncmp(name, "crm-", 4) == 0 ? name + 4 : name;
	struct suggest best = { NULL, 0 };

	for (size_t i = 0; i < TOOL_COUNT; i++)
		suggest_weigh(&best, bare, tools[i].name);
	suggest_weigh(&best, bare, "help");
	if (best.name != NULL)
		return diag_usage(why, "unknown tool '%s'; did you mean '%s'?", name, best.name);
	return diag_usage(why, "unknown tool '%s'", name);
}

/* Append where `program` would be if it stood beside the program that is running. */
static void put_neighbour(struct buf *out, const char *program)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self);

	while (length > 0 && self[length - 1] != '/')
		length--;
	if (length > 0)
		buf_put(out, (struct slice){ self, (size_t)length });
	buf_text(out, program);
}

/* Become crm-`name`, found beside crm or on PATH; returns only if there is none. */
static int become(const char *name, char *const *arguments, size_t count, struct diag *why)
{
	char **line = mem_zero(count + 2, sizeof *line);
	struct buf program = BUF_EMPTY, path = BUF_EMPTY;
	int fault;

	buf_printf(&program, "crm-%s", name);
	put_neighbour(&path, buf_string(&program));
	line[0] = mem_text(program.at, program.length);
	for (size_t i = 0; i < count; i++)
		line[i + 1] = arguments[i];
	execv(buf_string(&path), line);
	fault = errno;
	if (fault == ENOENT) {
		execvp(line[0], line);
		fault = errno;
	}
	buf_release(&path);
	buf_release(&program);
	free(line[0]);
	free(line);
	errno = fault;
	if (fault != ENOENT)
		return diag_errno(why, "cannot run 'crm-%s'", name);
	if (is_known(name))
		return diag_fail(why, "cannot find 'crm-%s' beside crm or on PATH", name);
	return unknown_tool(name, why);
}

extern char **environ;

/* Whether man has the page: asked beforehand, because nothing can be done after an exec. */
static bool has_page(char *page)
{
	char *line[] = { "man", "-w", page, NULL };
	posix_spawn_file_actions_t files;
	pid_t child;
	int status = -1;
	int result;

	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	result = posix_spawnp(&child, line[0], &files, NULL, line, environ);
	posix_spawn_file_actions_destroy(&files);
	while (result == 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		continue;
	return result == 0 && status == 0;
}

static int help(const char *name, struct diag *why)
{
	char *arguments[] = { "--help", NULL };
	struct buf page = BUF_EMPTY;

	if (!is_known(name))
		return unknown_tool(name, why);
	buf_printf(&page, "crm-%s", name);
	buf_char(&page, '\0');
	if (isatty(STDOUT_FILENO) && has_page(page.at)) {
		char *line[] = { "man", page.at, NULL };

		execvp(line[0], line);
	}
	buf_release(&page);
	return become(name, arguments, 1, why);
}

static int run(char *const *words, size_t count, struct diag *why)
{
	if (count == 0)
		return diag_usage(why, "expected the name of a tool");
	if (strcmp(words[0], "help") != 0) {
		if (words[0][0] == '\0' || strchr(words[0], '/') != NULL)
			return unknown_tool(words[0], why);
		return become(words[0], words + 1, count - 1, why);
	}
	if (count > 2)
		return diag_usage(why, "unexpected operand '%s'", words[2]);
	return help(words[1], why);
}

int main(int argc, char **argv)
{
	struct buf details = BUF_EMPTY;
	struct app app = {
		.name = "crm",
		.summary = "customer analytics as Unix filters",
		.usage = "TOOL [ARGUMENT …]\nhelp [TOOL]",
		.without = APP_NO_COMMON,
		.run = run,
		.completion = put_completion,
	};
	char **line = mem_zero((size_t)argc + 3, sizeof *line);
	int count = 0;
	int status;

	put_tools(&details);
	app.details = buf_string(&details);
	line[count++] = "crm";
	if (argc < 2 || (argc == 2 && strcmp(argv[1], "help") == 0))
		line[count++] = "--help";
	else if (argv[1][0] != '-')
		line[count++] = "--"; /* what follows is for the tool, options too */
	for (int i = 1; i < argc; i++)
		line[count++] = argv[i];
	status = app_main(&app, count, line);
	free(line);
	buf_release(&details);
	return status;
}
