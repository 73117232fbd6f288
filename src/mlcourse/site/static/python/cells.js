// The cells of a page come to life: each gets an editor, buttons and a place for what it shows; one
// Python runs them, one after the other.

import { makeEditor } from "./editor.js";
import { Interpreter } from "./interpreter.js";
import { Outputs } from "./outputs.js";

const LOST = "Python was ended: the figure stays as it is. Run this cell again.";

const make = (tag, className, text = "") =>
  Object.assign(document.createElement(tag), { className, textContent: text });

function makeButton(text, label, act) {
  const button = make("button", "python-button", text);
  button.type = "button";
  button.setAttribute("aria-label", label);
  button.onclick = act;
  return button;
}

class Cell {
  constructor(page, element, index) {
    Object.assign(this, { page, element, number: index + 1, state: "" });
    this.input = element.querySelector(".cell_input");
    const pre = this.input.querySelector("pre");
    this.original = pre.textContent.replace(/\n$/, "");
    this.code = this.original;
    this.still = element.querySelector(".cell_output");
    this.box = make("div", "python-output");
    this.box.hidden = true;
    this.makeBar();
    if (this.still) this.still.after(this.box);
    else this.bar.after(this.box);
  }

  makeBar() {
    const of = `cell ${this.number}`;
    this.bar = make("div", "python-bar");
    this.bar.setAttribute("role", "group");
    this.bar.setAttribute("aria-label", `Cell ${this.number}`);
    this.runner = makeButton("▶ Run", `Run ${of}`, () => this.page.toggle(this));
    this.resetter = makeButton("Reset", `Reset ${of}`, () => this.reset());
    this.resetter.hidden = true;
    this.sign = make("span", "python-sign");
    this.bar.append(this.runner, this.sign, this.resetter);
    if (this.number > 1)
      this.bar.append(makeButton("Run all above", `Run all above ${of}`, () => this.page.runAbove(this)));
    this.input.after(this.bar);
  }

  // The editor takes the place of the code when the reader comes near: a chapter has many cells.
  edit() {
    if (this.editor) return;
    const pre = this.input.firstElementChild;
    const box = make("div", "python-editor");
    this.editor = makeEditor(box, this.code, `Code of cell ${this.number}`, {
      run: () => this.page.run([this]),
      next: () => this.page.runAndGo(this),
      changed: (code) => {
        this.code = code;
        this.resetter.hidden = code === this.original && this.box.hidden;
      },
    });
    pre.hidden = true;
    pre.before(box);
  }

  // The code and what it showed, as they came with the page.
  reset() {
    this.edit();
    this.editor.write(this.original);
    this.outputs?.clear();
    this.box.hidden = true;
    if (this.still) this.still.hidden = false;
    this.resetter.hidden = true;
    this.say("");
    this.editor.focus();
  }

  say(state, sign = "") {
    this.state = state;
    this.element.dataset.python = state;
    this.sign.textContent = sign;
    const busy = state === "running" || state === "waiting";
    this.runner.textContent = busy ? "■ Stop" : "▶ Run";
    this.runner.setAttribute("aria-label", `${busy ? "Stop" : "Run"} cell ${this.number}`);
    this.resetter.disabled = busy; // it would take the Stop away and leave Python running
  }

  begin(python) {
    this.fresh = python;
    this.checks = [];
    this.resetter.hidden = false;
    this.editor?.mark([]);
    this.say("running", "running …");
  }

  // What was shown stays until there is something new: the page does not jump.
  turn() {
    if (!this.fresh) return;
    this.outputs?.clear();
    this.outputs = new Outputs(this.box, this.fresh);
    this.fresh = null;
    this.box.hidden = false;
    if (this.still) this.still.hidden = true;
  }

  hear(output) {
    this.turn();
    if (output.kind === "check") this.checks.push(output.passed);
    if (output.kind === "error") this.page.mark(output.marks);
    this.outputs.show(output);
  }
}

class PythonPage {
  constructor({ panel, button, note, root, cells, remember }, manifest) {
    Object.assign(this, { panel, button, note, root, remember, manifest, queue: [], current: null });
    this.cells = cells.map((element, index) => new Cell(this, element, index));
    this.loading = make("span", "python-loading");
    this.bar = document.createElement("progress");
    this.bar.setAttribute("aria-label", "Loading Python");
    this.amount = make("span"); // not in the note, which is read aloud
    this.loading.append(this.bar, this.amount);
    this.stopper = makeButton("Restart", "Restart Python", () => this.restart());
    this.all = makeButton("Run all", "Run all cells", () => this.run(this.cells));
    const keys = make("p", "python-keys", "Ctrl+Enter runs a cell, Shift+Enter runs it and goes to the next. Tab indents; Escape, then Tab, leaves the editor.");
    keys.id = "python-keys";
    panel.append(this.loading, this.all, this.stopper, keys);
    this.near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        this.near.unobserve(target);
        this.cells.find((cell) => cell.input === target).edit();
      }
    }, { rootMargin: "600px" });
    for (const cell of this.cells) this.near.observe(cell.input);
  }

  // The note is read aloud whenever it is written.
  say(text) {
    if (this.note.textContent !== text) this.note.textContent = text;
  }

  start() {
    this.loading.hidden = false;
    this.python = new Interpreter(this.root, this.manifest, {
      progress: (what, done, total) => this.progress(what, done, total),
      ended: (why) => this.ended(why),
    });
    return this.python.ready.then(() => {
      this.loading.hidden = true;
      this.panel.dataset.python = "ready";
      this.say(this.afterwards ?? "Python is ready: edit and run any cell.");
      this.afterwards = null;
    });
  }

  progress(what, done, total) {
    const mb = (n) => (n / 1e6).toFixed(n < 1e7 ? 1 : 0);
    const whole = done >= total;
    this.loading.hidden = !!this.current && whole;
    this.bar.max = total;
    if (whole) this.bar.removeAttribute("value");
    else this.bar.value = done;
    this.amount.textContent = whole ? "" : `${mb(done)} of ${mb(total)} MB`;
    this.say(whole ? (this.current ? `Running cell ${this.current.number} …` : "Starting Python …") : `Loading ${what} …`);
  }

  // Python is gone: by Stop, by Restart, or by itself.
  ended(why) {
    this.panel.dataset.python = "ended";
    this.loading.hidden = true;
    const stopped = this.current;
    for (const cell of this.queue.splice(0)) cell.say("");
    for (const cell of this.cells) {
      cell.outputs?.rest(LOST);
      if (cell.state === "done") cell.say("", "ran before the restart");
    }
    if (stopped) {
      stopped.say("failed", "stopped");
      stopped.hear({ kind: "error", text: why, marks: [] });
    }
    this.python = null;
    this.say(why);
  }

  async restart(why = "Python starts again.") {
    const lost = `${why} The names that cells had made are gone: run all above the cell you need.`;
    this.python?.end(lost);
    this.afterwards = lost;
    await this.start().catch(() => {});
  }

  toggle(cell) {
    if (cell.state === "waiting") {
      this.queue = this.queue.filter((other) => other !== cell);
      cell.say("");
    } else if (cell.state === "running") this.restart("Stopped.");
    else this.run([cell]);
  }

  runAbove(cell) {
    this.run(this.cells.slice(0, cell.number - 1));
  }

  runAndGo(cell) {
    const next = this.cells[cell.number];
    this.run([cell]);
    if (!next) return;
    next.input.closest("details")?.setAttribute("open", "");
    next.edit();
    next.editor.focus();
  }

  mark(marks) {
    for (const [number, line] of marks) {
      const cell = this.cells[number - 1];
      cell?.edit();
      cell?.editor.mark([line]);
    }
  }

  async run(cells) {
    for (const cell of cells) {
      if (cell.state === "running" || cell.state === "waiting") continue;
      cell.say("waiting", "waiting …");
      this.queue.push(cell);
    }
    if (this.working) return;
    this.working = true;
    try {
      while (this.queue.length) {
        // A cell waits in the queue until Python is there: `ended` empties it, Stop takes one out.
        await (this.python?.ready ?? this.start()).catch(() => {});
        if (this.queue.length) await this.runOne(this.queue.shift());
      }
    } finally {
      this.working = false;
    }
  }

  async runOne(cell) {
    const { python } = this;
    this.current = cell;
    cell.begin(python);
    this.say(`Running cell ${cell.number} …`);
    const began = performance.now();
    const ok = await python.run(cell.number, cell.code, (output) => cell.hear(output));
    this.current = null;
    cell.turn();
    if (python !== this.python) return; // it was ended on the way, and has said so
    this.loading.hidden = true; // also when a package did not come
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const right = cell.checks.every(Boolean); // a tick beside a hint would confuse
    cell.say(ok ? "done" : "failed", ok ? `${right ? "✓ " : ""}${seconds} s` : "✗ error");
    if (ok && cell.checks.length && right) this.remember(cell.element);
    if (!ok) for (const other of this.queue.splice(0)) other.say("");
    this.say(ok ? `Cell ${cell.number} is done.` : `Cell ${cell.number} ended with an error.`);
  }
}

// Called by python_here.js when the button is pressed.
export async function open(parts) {
  const sheet = Object.assign(document.createElement("link"), {
    rel: "stylesheet",
    href: new URL("python.css", import.meta.url).href,
  });
  const dressed = new Promise((resolve) => (sheet.onload = sheet.onerror = resolve));
  document.head.append(sheet);
  const root = new URL("python/", parts.root);
  const answer = await fetch(new URL("manifest.json", root), { cache: "no-cache" });
  if (!answer.ok) throw new Error(`its list of files is missing (${answer.status})`);
  const manifest = await answer.json();
  await dressed;
  const page = new PythonPage({ ...parts, root }, manifest);
  parts.button.hidden = true;
  await page.start().catch(() => {}); // it has said why, and Restart tries again
}
