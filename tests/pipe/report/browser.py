#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Open pages of crm-report in a headless browser and look at them as a careful reader would.

usage: browser.py CHROMIUM FOLDER PAGE.html ...

On a desk in light and dark, on a telephone, on paper, and without JavaScript: nothing is loaded,
nothing is complained of, labels neither overlap nor leave their frame, text can be read, tables
sort, lists filter, and what is under the pointer is told. Pictures are kept in FOLDER. Prints a line
for each fault, and at the end what was looked at.

The browser is spoken to over a pipe in its DevTools protocol; nothing but Python is needed.
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time

LOOK = r"""
(function () {
  var faults = [];
  var fault = function (text) { if (faults.length < 40) faults.push(text); };
  var shown = function (e) { return e.getClientRects().length > 0; };
  var name = function (svg) {
    var figure = svg.closest("figure");
    return (figure && figure.dataset.name) || "spark";
  };

  /* -- colours ----------------------------------------------------------------------------- */
  var channels = function (css) {
    var m = css.match(/rgba?\(([^)]*)\)/);
    if (!m) {
      m = css.match(/color\(srgb ([^)]*)\)/);
      if (!m) return [0, 0, 0, 0];
      var p = m[1].split(/[ \/]+/).map(Number);
      return [p[0] * 255, p[1] * 255, p[2] * 255, p.length > 3 ? p[3] : 1];
    }
    var n = m[1].split(/[ ,\/]+/).map(Number);
    return [n[0], n[1], n[2], n.length > 3 ? n[3] : 1];
  };
  var over = function (top, below) {
    return [0, 1, 2].map(function (i) { return top[i] * top[3] + below[i] * (1 - top[3]); }).concat(1);
  };
  var light = function (c) {
    var l = [0, 1, 2].map(function (i) {
      var v = c[i] / 255;
      return v <= 0.03928 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    });
    return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2];
  };
  var contrast = function (a, b) {
    var x = light(a), y = light(b);
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  };
  var ground = function (e) {
    var stack = [];
    for (; e; e = e.parentElement) stack.push(channels(getComputedStyle(e).backgroundColor));
    return stack.reverse().reduce(function (below, top) { return over(top, below); },
      [255, 255, 255, 1]);
  };
  var legible = function (what, ink, below) {
    var c = contrast(over(ink, below), below);
    if (c < 4.495) fault("contrast " + c.toFixed(2) + " of " + what);
  };

  /* -- text of the page -------------------------------------------------------------------- */
  var seen = 0;
  var walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    var e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !shown(e) || e.closest("svg,script,style")) continue;
    seen++;
    legible("'" + walker.currentNode.data.trim().slice(0, 30) + "'",
      channels(getComputedStyle(e).color), ground(e));
  }

  /* -- charts ------------------------------------------------------------------------------ */
  var charts = 0, labels = 0;
  document.querySelectorAll("svg.chart").forEach(function (svg) {
    if (!shown(svg) || svg.classList.contains("spark")) return;
    charts++;
    var frame = svg.getBoundingClientRect();
    var marks = svg.querySelectorAll("rect,polygon,polyline,circle,path");
    var texts = Array.from(svg.querySelectorAll("text")).filter(function (t) {
      return t.textContent !== "";
    });
    if (!svg.querySelector(":scope > title") || !svg.querySelector(":scope > desc"))
      fault(name(svg) + ": no title or no description");
    if (marks.length === 0) fault(name(svg) + ": no marks");
    if (texts.length === 0) fault(name(svg) + ": no labels");
    if (!svg.closest("figure").querySelector("table")) fault(name(svg) + ": no table of figures");
    var boxes = texts.map(function (t) { return t.getBoundingClientRect(); });
    labels += texts.length;
    texts.forEach(function (t, i) {
      var b = boxes[i], text = "'" + t.textContent.slice(0, 24) + "'";
      if (b.left < frame.left - 1.5 || b.right > frame.right + 1.5 || b.top < frame.top - 2 ||
          b.bottom > frame.bottom + 2)
        fault(name(svg) + ": " + text + " leaves the frame by " + [frame.left - b.left,
          b.right - frame.right, frame.top - b.top, b.bottom - frame.bottom].map(Math.round));
      for (var k = 0; k < i; k++) {
        var c = boxes[k];
        var w = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        /* Boxes of text reach beyond their letters: leave out a fifth of the height. */
        var h = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top) - 0.2 * b.height;
        if (w > 1 && h > 1)
          fault(name(svg) + ": " + text + " covers '" + texts[k].textContent.slice(0, 24) + "'");
      }
    });
    /* The colour below a label: the marks drawn before it that its middle lies in. */
    var panel = ground(svg);
    texts.forEach(function (t, i) {
      var b = boxes[i], x = (b.left + b.right) / 2, y = (b.top + b.bottom) / 2, below = panel;
      Array.from(svg.querySelectorAll("rect,polygon,text")).some(function (mark) {
        if (mark === t) return true;
        if (mark.tagName === "text") return false;
        var point = svg.createSVGPoint();
        point.x = x;
        point.y = y;
        point = point.matrixTransform(mark.getScreenCTM().inverse());
        if (mark.isPointInFill(point)) {
          var style = getComputedStyle(mark), ink = channels(style.fill);
          below = over([ink[0], ink[1], ink[2], ink[3] * Number(style.fillOpacity)], below);
        }
        return false;
      });
      legible(name(svg) + ": '" + t.textContent.slice(0, 24) + "'",
        channels(getComputedStyle(t).fill), below);
    });
  });
  if (document.scrollingElement.scrollWidth > innerWidth + 1)
    fault("the page is " + document.scrollingElement.scrollWidth + " wide in " + innerWidth);
  return { faults: faults, charts: charts, labels: labels, texts: seen,
    height: document.documentElement.scrollHeight, tables: document.querySelectorAll("table").length };
})()
"""

WORK = r"""
(function () {
  var faults = [];
  var tables = Array.from(document.querySelectorAll("table.sortable"));
  var sorted = 0, filtered = 0;
  tables.forEach(function (table) {
    var heads = Array.from(table.tHead.rows[0].cells);
    heads.forEach(function (head, i) {
      var before = Array.from(table.tBodies[0].rows);
      var read = function () {
        return Array.from(table.tBodies[0].rows).map(function (row) {
          var c = row.cells[i];
          return c ? (c.dataset.v === undefined ? c.textContent : c.dataset.v) : "";
        });
      };
      if (before.some(function (row) { return row.cells.length !== heads.length; })) return;
      head.querySelector("button").click();
      var down = head.getAttribute("aria-sort") === "descending";
      var values = read();
      var numbers = values.every(function (v) { return v === "" || isFinite(v); });
      for (var k = 1; k < values.length; k++) {
        var a = values[k - 1], b = values[k];
        if (numbers) { a = a === "" ? -Infinity : Number(a); b = b === "" ? -Infinity : Number(b); }
        if (down ? a < b : a > b) { faults.push("not sorted by " + head.textContent + ": " + a + ", " + b); break; }
      }
      sorted++;
    });
  });
  document.querySelectorAll("input.filter").forEach(function (field) {
    var rows = Array.from(field.parentNode.querySelectorAll("tbody tr"));
    var wanted = rows[rows.length - 1].cells[0].textContent;
    field.value = wanted.toUpperCase();
    field.dispatchEvent(new Event("input"));
    var left = rows.filter(function (row) { return !row.hidden; });
    if (left.length === 0 || left.length === rows.length && rows.length > 1 &&
        rows.some(function (row) { return row.textContent.toLowerCase().indexOf(wanted.toLowerCase()) < 0; }))
      faults.push("the filter leaves " + left.length + " of " + rows.length);
    left.forEach(function (row) {
      if (row.textContent.toLowerCase().indexOf(wanted.toLowerCase()) < 0) faults.push("the filter leaves a wrong row");
    });
    field.value = "";
    field.dispatchEvent(new Event("input"));
    filtered++;
  });
  var mark = Array.from(document.querySelectorAll("g[data-tip]")).find(function (g) {
    return g.getClientRects().length > 0;
  });
  if (!mark) faults.push("nothing to point at");
  else {
    (mark.querySelector("rect,circle,polygon") || mark).dispatchEvent(
      new PointerEvent("pointermove", { bubbles: true, clientX: 50, clientY: 50 }));
    var tip = document.querySelector(".tip");
    if (tip.hidden || tip.textContent !== mark.dataset.tip) faults.push("the pointer is not told");
  }
  return { faults: faults, sorted: sorted, filtered: filtered };
})()
"""


# Where the keyboard stands: what it is, and whether that can be seen.
FOCUS = r"""
(function () {
  var e = document.activeElement, style = getComputedStyle(e), been = e.hasAttribute("data-been");
  if (e !== document.body) e.setAttribute("data-been", "");
  return {
    tag: e.tagName,
    been: been,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0,
    open: e.tagName === "SUMMARY" && e.parentElement.open,
    sort: e.closest("th") ? e.closest("th").getAttribute("aria-sort") : null
  };
})()
"""


class Browser:
    """A browser, and one page in it."""

    def __init__(self, program, folder):
        to_browser, self.write_end = os.pipe()
        self.read_end, from_browser = os.pipe()
        os.set_inheritable(to_browser, True)
        os.set_inheritable(from_browser, True)
        # The browser reads from 3 and writes to 4.
        self.process = subprocess.Popen(
            ["sh", "-c", f'exec "$@" 3<&{to_browser} 4>&{from_browser}', "sh", program,
             "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--disable-extensions",
             "--disable-dev-shm-usage", "--no-first-run", "--hide-scrollbars",
             f"--user-data-dir={folder}", "--remote-debugging-pipe", "about:blank"],
            close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(to_browser)
        os.close(from_browser)
        self.rest = b""
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        self.session = None
        self.session = self.call("Target.attachToTarget",
                                 {"targetId": target, "flatten": True})["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")

    def receive(self):
        while b"\0" not in self.rest:
            piece = os.read(self.read_end, 1 << 20)
            if not piece:
                raise RuntimeError("the browser has gone")
            self.rest += piece
        message, self.rest = self.rest.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, params=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params or {}}
        if getattr(self, "session", None):
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.write_end, data):]
        while True:
            answer = self.receive()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, path):
        self.events = []
        self.call("Page.navigate", {"url": "file://" + path})
        while not any(e.get("method") == "Page.loadEventFired" for e in self.events):
            self.events.append(self.receive())

    def run(self, script):
        result = self.call("Runtime.evaluate", {"expression": script, "returnByValue": True})
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"])[:600])
        return result["result"].get("value")

    def complaints(self, path):
        """What the console says, and what was asked of the network."""
        self.run("0")
        for event in self.events:
            method, params = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                yield "exception: " + params["exceptionDetails"].get("text", "")
            elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning"):
                yield "console: " + json.dumps(params["args"])[:200]
            elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
                yield "log: " + params["entry"]["text"][:200]
            elif (method == "Network.requestWillBeSent"
                  and params["request"]["url"] != "file://" + path):
                yield "request: " + params["request"]["url"][:100]

    def press(self, key, code):
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", {
                "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code,
                "text": "\r" if key == "Enter" and kind == "keyDown" else ""})

    def picture(self, path, width, height):
        data = self.call("Page.captureScreenshot", {
            "format": "png", "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": min(height, 12000), "scale": 1}})
        with open(path, "wb") as file:
            file.write(base64.b64decode(data["data"]))

    def close(self):
        try:
            self.session = None
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def walk(browser, say):
    """Go through the page by keyboard alone: all that can be done can be reached, seen and done."""
    wanted = browser.run("""
        ["nav a", "summary", "th button", "input.filter"].map(function (s) {
          return Array.from(document.querySelectorAll(s)).filter(function (e) {
            return e.checkVisibility();
          }).length;
        })""")
    reached = {"A": 0, "SUMMARY": 0, "BUTTON": 0, "INPUT": 0}
    browser.run("document.activeElement.blur(); scrollTo(0, 0)")
    opened = sorted_ = False
    for _ in range(sum(wanted) * 2 + 50):
        browser.press("Tab", 9)
        at = browser.run(FOCUS)
        if at["tag"] == "BODY" or at["been"]:
            break
        if at["tag"] in reached:
            reached[at["tag"]] += 1
        if not at["seen"]:
            say(f"the focus on {at['tag']} cannot be seen")
            break
        # What is folded away is told by its button; once is enough, as tables have many more.
        if at["tag"] == "SUMMARY" and not opened:
            opened = True
            browser.press("Enter", 13)
            if not browser.run(FOCUS)["open"]:
                say("Enter does not open the figures")
            browser.press("Enter", 13)
        if at["tag"] == "BUTTON" and not sorted_:
            sorted_ = True
            browser.press("Enter", 13)
            if browser.run(FOCUS)["sort"] is None:
                say("Enter does not sort")
    if list(reached.values()) != wanted:
        say(f"the keyboard reaches {list(reached.values())} of {wanted} links, figures, columns and "
            "filters")


def look(browser, path, folder, say):
    """Look at one page in all ways."""
    name = os.path.basename(path)[:-len(".html")]
    found = None
    for mode, width, dark in (("light", 1200, False), ("dark", 1200, True),
                              ("telephone", 360, False), ("tablet", 800, False)):
        browser.call("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
        browser.call("Emulation.setEmulatedMedia", {"media": "screen", "features": [
            {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        browser.open(path)
        result = browser.run(LOOK)
        for text in result["faults"]:
            say(f"{name}, {mode}: {text}")
        for text in browser.complaints(path):
            say(f"{name}, {mode}: {text}")
        browser.picture(f"{folder}/{name}-{mode}.png", width, result["height"])
        if mode == "light":
            found = result
            work = browser.run(WORK)
            for text in work["faults"]:
                say(f"{name}: {text}")
            found.update(sorted=work["sorted"], filtered=work["filtered"])
            walk(browser, lambda text: say(f"{name}, keyboard: {text}"))
    # Without JavaScript nothing is missing.
    browser.call("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.open(path)
    browser.call("Emulation.setScriptExecutionDisabled", {"value": False})
    plain = browser.run("[document.querySelectorAll('table').length,"
                        "document.querySelectorAll('input').length,"
                        "document.querySelectorAll('svg g > title').length]")
    if plain[0] != found["tables"] or plain[1] != 0 or (found["charts"] and plain[2] == 0):
        say(f"{name}: without JavaScript there are {plain}")
    browser.call("Emulation.setEmulatedMedia", {"media": ""})
    pdf = base64.b64decode(browser.call("Page.printToPDF", {
        "preferCSSPageSize": True, "printBackground": True})["data"])
    if b"/MediaBox [0 0 594.95996 841.91998]" not in pdf and b"/MediaBox [0 0 595" not in pdf:
        say(f"{name}: not printed on A4")
    with open(f"{folder}/{name}.pdf", "wb") as file:
        file.write(pdf)
    return found


def main():
    program, folder, *pages = sys.argv[1:]
    faults = []
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(program, profile)
        try:
            total = {}
            for page in pages:
                found = look(browser, os.path.abspath(page), folder, faults.append)
                for key in ("charts", "labels", "texts", "sorted", "filtered"):
                    total[key] = total.get(key, 0) + found[key]
        finally:
            browser.close()
            time.sleep(0.2)
    for text in faults:
        print(text)
    if faults:
        print(f"{len(faults)} faults")
        return 1
    print("{} pages, {charts} charts with {labels} labels, {texts} texts, {sorted} columns sorted, "
          "{filtered} lists filtered".format(len(pages), **total))
    return 0


sys.exit(main())
