// SPDX-License-Identifier: MIT
// The script of a page: sorting, filtering, and what is under the pointer. After a change, run
// scripts/page-script.sh.
"use strict";
(function () {
  var value = function (row, i) {
    var cell = row.cells[i];
    return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v;
  };
  var compare = function (a, b, numbers) {
    if (!numbers) return a < b ? -1 : a > b ? 1 : 0;
    if (a === "" || b === "") return a === b ? 0 : a === "" ? -1 : 1;
    return Number(a) - Number(b);
  };
  var sort = function (table, head, i) {
    var down = head.getAttribute("aria-sort") === "descending" ||
      (!head.hasAttribute("aria-sort") && !head.classList.contains("number"));
    var body = table.tBodies[0];
    var rows = Array.from(body.rows);
    var numbers = rows.every(function (row) {
      return value(row, i) === "" || isFinite(value(row, i));
    });
    rows.sort(function (a, b) {
      var order = compare(value(a, i), value(b, i), numbers);
      return down ? order : -order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
    Array.from(table.tHead.rows[0].cells).forEach(function (cell) {
      cell.removeAttribute("aria-sort");
    });
    head.setAttribute("aria-sort", down ? "ascending" : "descending");
  };
  document.querySelectorAll("table.sortable").forEach(function (table) {
    Array.from(table.tHead.rows[0].cells).forEach(function (head, i) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () { sort(table, head, i); });
    });
    if (table.dataset.filter === undefined) return;
    var field = document.createElement("input");
    field.type = "search";
    field.className = "filter";
    field.placeholder = table.dataset.filter;
    field.setAttribute("aria-label", table.dataset.filter);
    field.addEventListener("input", function () {
      var wanted = field.value.toLowerCase();
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = row.textContent.toLowerCase().indexOf(wanted) < 0;
      });
    });
    table.parentNode.parentNode.insertBefore(field, table.parentNode);
  });
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("aria-hidden", "true");
  document.body.appendChild(tip);
  document.querySelectorAll("svg.chart g > title").forEach(function (title) {
    var mark = title.parentNode;
    mark.dataset.tip = title.textContent;
    mark.setAttribute("role", "img");
    mark.setAttribute("aria-label", title.textContent);
    title.remove();
  });
  document.addEventListener("pointermove", function (event) {
    var mark = event.target.closest && event.target.closest("g[data-tip]");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.dataset.tip;
    tip.style.left = Math.max(4, Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8)) + "px";
    tip.style.top = Math.max(4, Math.min(event.clientY + 16, innerHeight - tip.offsetHeight - 8)) + "px";
  });
})();
