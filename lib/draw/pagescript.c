/* SPDX-License-Identifier: MIT */
/* Made of pagescript.js by scripts/page-script.sh. */
#include "draw/pagescript.h"

const char pagescript_hash[] = "'sha256-MIQSvpbRczvmocbTksCvfBWxZiBS0eVqMAH75KofjXs='";

/* clang-format off */
static const char *const lines[] = {
	"\"use strict\";\n",
	"(function () {\n",
	"var value = function (row, i) {\n",
	"var cell = row.cells[i];\n",
	"return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;\n",
	"};\n",
	"var compare = function (a, b, numbers) {\n",
	"if (!numbers) return a < b ? -1 : a > b ? 1 : 0;\n",
	"if (a === \"\" || b === \"\") return a === b ? 0 : a === \"\" ? -1 : 1;\n",
	"return Number(a) - Number(b);\n",
	"};\n",
	"var sort = function (table, head, i) {\n",
	"var down = head.getAttribute(\"aria-sort\") === \"descending\" ||\n",
	"(!head.hasAttribute(\"aria-sort\") && !head.classList.contains(\"number\"));\n",
	"var body = table.tBodies[0];\n",
	"var rows = Array.from(body.rows);\n",
	"var numbers = rows.every(function (row) {\n",
	"return value(row, i) === \"\" || isFinite(value(row, i));\n",
	"});\n",
	"rows.sort(function (a, b) {\n",
	"var order = compare(value(a, i), value(b, i), numbers);\n",
	"return down ? order : -order;\n",
	"});\n",
	"rows.forEach(function (row) { body.appendChild(row); });\n",
	"Array.from(table.tHead.rows[0].cells).forEach(function (cell) {\n",
	"cell.removeAttribute(\"aria-sort\");\n",
	"});\n",
	"head.setAttribute(\"aria-sort\", down ? \"ascending\" : \"descending\");\n",
	"};\n",
	"document.querySelectorAll(\"table.sortable\").forEach(function (table) {\n",
	"Array.from(table.tHead.rows[0].cells).forEach(function (head, i) {\n",
	"var button = document.createElement(\"button\");\n",
	"button.type = \"button\";\n",
	"button.textContent = head.textContent;\n",
	"head.textContent = \"\";\n",
	"head.appendChild(button);\n",
	"button.addEventListener(\"click\", function () { sort(table, head, i); });\n",
	"});\n",
	"if (table.dataset.filter === undefined) return;\n",
	"var field = document.createElement(\"input\");\n",
	"field.type = \"search\";\n",
	"field.className = \"filter\";\n",
	"field.placeholder = table.dataset.filter;\n",
	"field.setAttribute(\"aria-label\", table.dataset.filter);\n",
	"field.addEventListener(\"input\", function () {\n",
	"var wanted = field.value.toLowerCase();\n",
	"Array.from(table.tBodies[0].rows).forEach(function (row) {\n",
	"row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;\n",
	"});\n",
	"});\n",
	"table.parentNode.parentNode.insertBefore(field, table.parentNode);\n",
	"});\n",
	"var tip = document.createElement(\"div\");\n",
	"tip.className = \"tip\";\n",
	"tip.hidden = true;\n",
	"tip.setAttribute(\"aria-hidden\", \"true\");\n",
	"document.body.appendChild(tip);\n",
	"document.querySelectorAll(\"svg.chart g > title\").forEach(function (title) {\n",
	"var mark = title.parentNode;\n",
	"mark.dataset.tip = title.textContent;\n",
	"mark.setAttribute(\"role\", \"img\");\n",
	"mark.setAttribute(\"aria-label\", title.textContent);\n",
	"title.remove();\n",
	"});\n",
	"document.addEventListener(\"pointermove\", function (event) {\n",
	"var mark = event.target.closest && event.target.closest(\"g[data-tip]\");\n",
	"tip.hidden = !mark;\n",
	"if (!mark) return;\n",
	"tip.textContent = mark.dataset.tip;\n",
	"tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + \"px\";\n",
	"tip.style.top = Math.max(4, Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)) + \"px\";\n",
	"});\n",
	"})();\n",
};
/* clang-format on */

void pagescript_put(struct buf *out)
{
	buf_text(out, "<script>");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_text(out, lines[i]);
	buf_text(out, "</script>\n");
}
