// Brings the figure elements of markup.py to life.  One script for both lives: in a notebook
// it asks the kernel for frames, on a static page the baked chunks.

const SVG = "http://www.w3.org/2000/svg";
const LOST = "The frames of this figure could not be loaded.";
const PAUSES = [250, 750, 1500]; // ms before a file is asked for again
const PATIENCE = 300; // ms without a frame until the figure says that it waits
const REST = 600; // ms without a change until the readout is spoken
const CALLED = 1800; // ms for which a link shows what it changed

// numbers and texts ---------------------------------------------------------------------------

// The inverse of encode() in chunks.py: per state, one fragment a slot.
export function decode(payload) {
  const lines = payload.split("\n");
  let at = 1;
  const columns = Array.from({ length: +lines[0] }, () => {
    const shown = lines[at++].split(",");
    const table = [];
    let last = "";
    for (let n = +lines[at++]; n > 0; n--) {
      const line = lines[at++];
      const i = line.indexOf(","), j = line.indexOf(",", i + 1);
      const end = last.length - line.slice(i + 1, j);
      last = last.slice(0, +line.slice(0, i)) + line.slice(j + 1) + last.slice(end);
      table.push(last);
    }
    let fresh = 0;
    return shown.map((s) => table[s === "" ? fresh++ : +s]);
  });
  return (k) => columns.map((column) => column[k]);
}

// The number of a state, the last control moving fastest.
export const number = (state, sizes) => state.reduce((sum, k, i) => sum * sizes[i] + k, 0);

// The current state first, then the stops around it, those of the moving control farthest; around
// a position of a board, whose rules are given, lie those to which it leads.
export function around(state, sizes, axis, rules = []) {
  const out = [number(state, sizes)];
  const reach = (i, most) => {
    if (rules[i]) {
      const add = (k) => out.push(number(state.map((s, j) => (j === i ? k : s)), sizes));
      return new Set(nearby(rules[i], state[i])).forEach(add);
    }
    for (let d = 1; d <= most; d++)
      for (const k of [state[i] + d, state[i] - d])
        if (k >= 0 && k < sizes[i]) out.push(number(state.map((s, j) => (j === i ? k : s)), sizes));
  };
  reach(axis, 24);
  sizes.forEach((_, i) => i === axis || reach(i, 2));
  return out;
}

// What a position of a board leads to: the replies, or the moves and the replies to them.
export function nearby({ moves, replies }, k) {
  const after = moves[k].filter((_, n) => n % 2);
  return [...after, ...[k, ...after].map((a) => replies[a]).filter((a) => a !== undefined)];
}

// Where the square leads at a position; undefined where it is not to be taken.
export function leads({ moves }, k, square) {
  for (let n = 0; n < moves[k].length; n += 2) if (moves[k][n] === square) return moves[k][n + 1];
}

// Of each position: the first of the games in which it occurs, and what was there before it.
export function lineage({ moves, replies, games }) {
  const game = [], before = [];
  games.forEach((start, g) => {
    const found = game[start] === undefined ? [start] : [];
    game[start] ??= g;
    for (const k of found)
      for (const a of nearby({ moves, replies: { [k]: replies[k] } }, k))
        if (game[a] === undefined) ([game[a], before[a]] = [g, k]), found.push(a);
  });
  return { game, before };
}

export const nearest = (places, v) =>
  places.reduce((best, p, k) => (Math.abs(p - v) < Math.abs(places[best] - v) ? k : best), 0);

// The page's address holds every explorer that was moved: #name?control=value&…;name?…
// Each part says in what its explorer differs from its start; links in the text say the same.
export function readAddress(hash) {
  const parts = new Map();
  const plain = (text) => decodeURIComponent(text.replace(/\+/g, " "));
  try {
    const text = hash.replace(/^#/, "");
    for (const part of (text.includes("?") ? text : plain(text)).split(";")) {
      const [name, query] = part.split("?");
      if (query === undefined) continue;
      const pairs = query.split("&").filter(Boolean);
      parts.set(name, new Map(pairs.map((pair) => pair.split("=").map(plain))));
    }
  } catch { /* a malformed address is no address */ }
  return parts;
}

export function writeAddress(parts) {
  const code = (value) => encodeURIComponent(value).replace(/%20/g, "+");
  return [...parts]
    .filter(([, query]) => query.size)
    .map(([name, query]) => `${name}?${[...query].map((pair) => pair.map(code).join("=")).join("&")}`)
    .join(";");
}

// Numbers are compared as numbers: 0.9 is 0.90.
const same = (value, text) =>
  typeof value === "number"
    ? !!text?.trim() && Math.abs(text - value) <= 1e-9 * Math.abs(value)
    : String(value) === text;

// The stops that a part of an address asks for; null where it asks for what is not there.
export function stopsOf(spec, query) {
  if ([...query.keys()].some((name) => !spec.controls.some((c) => c.name === name))) return null;
  const stops = spec.controls.map((c, i) =>
    query.has(c.name) ? c.values.findIndex((v) => same(v, query.get(c.name))) : spec.start[i]
  );
  return stops.includes(-1) ? null : stops;
}

export const queryOf = (spec, state) =>
  new Map(
    spec.controls
      .map((c, i) => [c.name, String(c.values[state[i]])])
      .filter((_, i) => state[i] !== spec.start[i])
  );

// where frames come from ------------------------------------------------------------------------

// Chunks are plain scripts that call this, so that they also load from a disk.
const CHUNKS = (globalThis.mlcourseChunks ??= new Map());
globalThis.mlcourseChunk = (key, sum, text) => {
  let a = 1, b = 0;
  for (let i = 0; i < text.length; i++) b = (b + (a = (a + text.charCodeAt(i)) % 65521)) % 65521;
  if (b * 65536 + a === sum) CHUNKS.set(key, text);
};

function runScript(src) {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.charset = "utf-8";
    script.src = src;
    script.onload = script.onerror = () => (script.remove(), resolve());
    document.head.append(script);
  });
}

// The text of one file; a file that does not come, or comes spoiled, is asked for again.
async function load(url) {
  const key = url.slice(url.lastIndexOf("/") + 1, -3);
  for (let tries = 0; ; tries++) {
    if (!CHUNKS.has(key)) await runScript(tries ? `${url}?${Date.now()}` : url);
    if (CHUNKS.has(key)) return CHUNKS.get(key);
    if (tries === PAUSES.length) throw new Error(key);
    await new Promise((resolve) => setTimeout(resolve, PAUSES[tries]));
  }
}

// A source answers get(index) at once if it can, calls back when a frame came later,
// and is told where the reader may go next.
function baked(address, spec, arrived, failed) {
  const chunks = new Map();
  let now = -1, resting = false; // now: the chunk of the state that is to be seen
  const fetch = async (c) => {
    if (chunks.has(c)) return;
    chunks.set(c, null);
    try {
      chunks.set(c, decode(await load(`${address}.${c}.js`)));
      if (c === now) arrived();
    } catch {
      chunks.delete(c);
      if (c === now) failed(LOST); // whoever asked for it first
    }
  };
  return {
    get: (index) => chunks.get(Math.floor(index / spec.per))?.(index % spec.per),
    want: (indices) => fetch((now = Math.floor(indices[0] / spec.per))),
    async rest() {
      if (resting) return;
      resting = true;
      for (let c = 0; c < spec.chunks; c++) await fetch(c);
      resting = false;
    },
  };
}

const NO_ANSWER = "No answer from the kernel yet: the figure stays as it is. It may be busy; if it was " +
  "restarted, run this cell again.";

export function kernel(model, arrived, failed, silence = NO_ANSWER) {
  const frames = new Map();
  const asked = new Map();
  const pending = new Map();
  let wanted = [], flights = 0, serial = 0, ended = "";
  const silent = (batch) => {
    batch.forEach((i) => asked.delete(i));
    flights = 0;
    wanted = [];
    failed(silence);
  };
  const ask = (batch) => {
    const id = ++serial;
    batch.forEach((i) => asked.set(i, id));
    flights++;
    const late = setTimeout(() => silent(batch), 8000);
    pending.set(id, () => {
      clearTimeout(late);
      batch.forEach((i) => asked.delete(i));
      flights = Math.max(0, flights - 1);
    });
    model.send({ id, states: batch });
  };
  const pump = () => {
    while (flights < 3) {
      const batch = wanted.filter((i) => !frames.has(i) && !asked.has(i)).slice(0, 4);
      if (!batch.length) return;
      ask(batch);
    }
  };
  const answer = (message) => {
    pending.get(message.id)?.();
    pending.delete(message.id);
    for (const [i, frame] of message.frames) frames.set(i, frame);
    for (const [i, text] of message.errors) {
      if (wanted[0] === i) failed(text);
      wanted = wanted.filter((w) => w !== i);
    }
    arrived();
    pump();
  };
  model.on("msg:custom", answer);
  return {
    get: (index) => frames.get(index),
    want(indices) {
      if (ended) return void (frames.has(indices[0]) || failed(ended));
      wanted = indices;
      pump();
    },
    rest: () => {},
    // Nothing is asked any more, and no silence is told of: what the model's end meant, `why` says.
    stop(why) {
      ended = why || silence;
      for (const settle of pending.values()) settle();
      model.off("msg:custom", answer);
    },
  };
}

// the figure --------------------------------------------------------------------------------------

const INPUTS = ":is(input, select, button)";
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Markup into an element.  Where a page's policy forbids styles as text, a script may set them.
let strict = false;
function fill(element, markup) {
  if (!strict) return void (element.innerHTML = markup);
  element.innerHTML = markup.replace(/ style="/g, ' data-style="');
  for (const part of element.querySelectorAll("[data-style]")) {
    part.style.cssText = part.dataset.style;
    delete part.dataset.style;
  }
}

// What went wrong, in words, with a way on; the focus stays where it was.
function tell(root, text, again) {
  const message = root.querySelector(".mlc-message");
  const held = message.contains(root.getRootNode().activeElement);
  message.textContent = text;
  message.hidden = false;
  root.classList.add("mlc-failed");
  if (!again) return;
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = "Try again";
  retry.onclick = () => {
    retry.onclick = null;
    retry.textContent = "Trying again …";
    again();
  };
  message.append(" ", retry);
  if (held) retry.focus();
}

function hush(root, row) {
  const message = root.querySelector(".mlc-message");
  if (message.hidden) return;
  const held = message.contains(root.getRootNode().activeElement);
  message.hidden = true;
  root.classList.remove("mlc-failed");
  if (held) (row?.querySelector(INPUTS) ?? root.querySelector(`.mlc-live ${INPUTS}`)).focus();
}

// A sign that the figure waits, if it waits long; the answer ends it.
function wait(root) {
  const late = setTimeout(() => root.classList.add("mlc-waiting"), PATIENCE);
  return () => (clearTimeout(late), root.classList.remove("mlc-waiting"));
}

// root: the figure element; spec: see markup.py.
class Figure {
  constructor(root, spec, makeSource) {
    Object.assign(this, { root, spec, state: [...spec.start], shown: [], listeners: [] });
    this.sizes = spec.controls.map((c) => c.values.length);
    this.axis = this.sizes.length - 1; // the control that moved last
    this.panels = this.all(".mlc-panel");
    this.readout = this.one(".mlc-readout");
    this.said = this.one(".mlc-said");
    this.solved = this.one(".mlc-solved");
    this.keeper = this.one(".mlc-keep");
    this.playing = this.arrival = null;
    strict = !this.panels[0].style.getPropertyValue("--wide"); // the markup gave it one
    this.draw();
    this.source = makeSource(() => this.paint(), (text) => this.fail(text));
    this.reserve();
    this.buttons();
    this.pads = this.all(".mlc-handle").map((handle, h) => pad(this, handle, spec.pads[h]));
    this.rules = spec.controls.map((c) => (c.kind === "board" ? c : undefined));
    this.rules.forEach((rules, i) => rules && this.pads.push(board(this, i, rules)));
    this.one(".mlc-live").hidden = false;
    root.classList.add("mlc-alive");
  }

  one(selector) { return this.root.querySelector(selector); }
  all(selector) { return [...this.root.querySelectorAll(selector)]; }
  row(i) { return this.one(`[data-control="${this.spec.controls[i].name}"]`); }
  handled(h) { return [this.spec.pads[h].x, this.spec.pads[h].y]; }
  listen(listener) { this.listeners.push(listener); }

  // The drawings, beside the page until the first frame fills their slots.
  draw() {
    this.image = document.createElement("div");
    fill(this.image, this.spec.panels
      .map(({ box, svg }) => `<svg xmlns="${SVG}" viewBox="${box.join(" ")}" aria-hidden="true">${svg}</svg>`)
      .join(""));
    this.slots = [];
    for (const slot of this.image.querySelectorAll("[data-slot]")) this.slots[slot.dataset.slot] = slot;
  }

  // The first frame: the drawings take the place of the picture.
  reveal() {
    const stage = this.one(".mlc-stage"), still = this.one(".mlc-still");
    stage.setAttribute("role", this.pads.length ? "group" : "img"); // an image may hold no control
    stage.setAttribute("aria-label", still.alt);
    this.panels.forEach((panel, p) => {
      const { box: [, , wide, tall] } = this.spec.panels[p];
      panel.style.setProperty("--wide", wide); // again, where a policy dropped the attribute
      panel.style.setProperty("--tall", tall);
      panel.append(this.image.firstChild);
    });
    still.remove();
    this.image = null;
    this.pads.forEach((pad) => pad.place());
  }

  paint() {
    const frame = this.source.get(number(this.state, this.sizes));
    if (!frame) return false;
    this.arrival = this.arrival?.() && null;
    this.slots.forEach((slot, k) => this.shown[k] === frame[k] || fill(slot, frame[k]));
    this.report(...frame.slice(-2));
    if (this.image) this.reveal();
    hush(this.root, this.row(this.axis));
    this.root.dataset.state = number(this.state, this.sizes);
    this.shown = frame;
    this.pads.forEach((pad) => pad.read?.());
    return true;
  }

  report(text, solved) {
    const said = solved ? "✓ Solved" : "";
    const changed = this.readout.textContent !== text || (this.solved && this.solved.textContent !== said);
    if (!changed) return;
    this.readout.textContent = text;
    if (this.solved) this.solved.textContent = said;
    this.root.classList.toggle("mlc-won", !!solved);
    if (this.shown.length) this.announce();
  }

  // A screen reader hears the readout once, when things rest.
  announce() {
    clearTimeout(this.speaking);
    if (this.said.textContent) this.said.textContent = "";
    this.speaking = setTimeout(() => {
      if (this.playing) return;
      const parts = [...this.all(".mlc-news"), this.readout, this.solved];
      this.said.textContent = parts.map((e) => e?.textContent).join(" ").trim();
    }, REST);
  }

  // The readout's room only grows, as long as the figure keeps its width: nothing below it moves.
  reserve() {
    const box = this.one(".mlc-read");
    let width = 0, room = 0;
    new ResizeObserver(([{ contentRect: now }]) => {
      if (now.width !== width) {
        [width, room] = [now.width, 0];
        requestAnimationFrame(() => (box.style.minHeight = ""));
      } else if (now.height > room) {
        room = now.height;
        box.style.minHeight = `${room}px`;
      }
    }).observe(box);
  }

  fail(text) {
    this.pause();
    this.arrival = this.arrival?.() && null;
    tell(this.root, text, () => this.go());
  }

  go() {
    if (!this.paint()) this.arrival ??= wait(this.root);
    this.source.want(around(this.state, this.sizes, this.axis, this.rules));
  }

  // changes: pairs of a control and its stop; returns the controls that moved
  set(changes, by) {
    const moved = changes.filter(([i, k]) => k !== null && k !== undefined && this.state[i] !== k);
    for (const [i, k] of moved) {
      this.state[i] = k;
      this.axis = i;
      this.listeners.forEach((listener) => listener(i, k, by));
    }
    if (moved.length) {
      this.go();
      this.pads.forEach((pad) => pad.place());
    }
    return moved.map(([i]) => i);
  }

  step(i, by) {
    this.pause();
    this.set([[i, Math.min(this.sizes[i] - 1, Math.max(0, this.state[i] + by))]]);
  }

  // To a whole state at once: a preset, the start, a link.  A ghost shows the state before.
  jump(stops) {
    this.pause();
    const kept = this.keeper?.getAttribute("aria-pressed") === "true";
    if (kept && stops.some((k, i) => k !== null && k !== this.state[i])) this.keep(true);
    return this.set(stops.map((k, i) => [i, k]));
  }

  // A faint copy of what is drawn now, behind what moves.
  keep(on) {
    this.all(".mlc-trace").forEach((trace) => trace.remove());
    this.keeper.setAttribute("aria-pressed", on);
    this.keeper.title = on ? `Kept: ${this.readout.textContent}` : "";
    if (!on) return;
    for (const slot of this.slots) {
      const trace = document.createElementNS(SVG, "g");
      trace.setAttribute("class", "mlc-trace");
      fill(trace, slot.innerHTML.replace(/( id="|"#|url\("?#)/g, "$1kept-")); // ids of its own
      slot.before(trace);
    }
  }

  pause() {
    if (!this.playing) return;
    clearTimeout(this.playing);
    this.playing = null;
    this.root.classList.remove("mlc-playing");
    this.all(".mlc-play").forEach((button) => name(button, "Pause", "Play"));
    this.announce();
  }

  play(i, button) {
    const last = this.sizes[i] - 1, { wait } = this.spec.controls[i];
    const [pace, stride] = calm() ? [Math.max(1000, wait), Math.ceil(this.sizes[i] / 6)] : [wait, 1];
    this.root.classList.add("mlc-playing");
    name(button, "Play", "Pause");
    if (this.state[i] === last) this.set([[i, 0]]);
    const tick = () => {
      if (!this.root.isConnected) return;
      this.set([[i, Math.min(last, this.state[i] + stride)]]);
      if (this.state[i] === last) this.pause();
      else if (this.playing) this.playing = setTimeout(tick, pace);
    };
    this.playing = setTimeout(tick, pace);
  }

  buttons() {
    this.spec.controls.forEach((_, i) => {
      const on = (selector, act) => this.row(i)?.querySelector(selector)?.addEventListener("click", act);
      on(".mlc-seed", () => this.set([[i, (this.state[i] + 1) % this.sizes[i]]]));
      on(".mlc-back", () => this.step(i, -1));
      on(".mlc-next", () => this.step(i, 1));
      on(".mlc-play", ({ currentTarget }) => (this.playing ? this.pause() : this.play(i, currentTarget)));
    });
    this.all(".mlc-preset").forEach((button, p) => {
      button.addEventListener("click", () => this.jump(this.spec.presets[p]));
    });
    this.one(".mlc-reset").addEventListener("click", () => this.jump(this.spec.start));
    this.keeper?.addEventListener("click", () => this.keep(this.keeper.getAttribute("aria-pressed") !== "true"));
  }
}

function name(button, before, now) {
  button.title = now;
  button.setAttribute("aria-label", button.getAttribute("aria-label").replace(before, now));
}

// A handle over the axes, moved by pointer, touch and keys.
function pad(figure, handle, { x, y, panel: p, left, top, box: [x0, y0, x1, y1] }) {
  const { spec, state, sizes } = figure;
  const panel = figure.panels[p];
  const [start, above, wide, tall] = spec.panels[p].box;
  const where = ({ clientX, clientY }) => {
    const at = panel.getBoundingClientRect();
    const along = (clientX - at.left) / at.width, down = (clientY - at.top) / at.height;
    return [start + along * wide, above + down * tall];
  };
  const follow = (event) => {
    const [a, b] = where(event);
    figure.pause();
    figure.set([[x, nearest(left, a)], [y, nearest(top, b)]]);
  };
  handle.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    handle.setPointerCapture(event.pointerId);
    handle.onpointermove = follow;
  });
  handle.addEventListener("lostpointercapture", () => (handle.onpointermove = null));
  panel.addEventListener("click", (event) => {
    const [a, b] = where(event);
    if (event.target !== handle && a >= x0 && a <= x1 && b >= y0 && b <= y1) follow(event);
  });
  handle.addEventListener("keydown", (event) => {
    const page = Math.ceil(sizes[y] / 5);
    const move = {
      ArrowLeft: [x, -1], ArrowRight: [x, 1], ArrowDown: [y, -1], ArrowUp: [y, 1],
      Home: [x, -sizes[x]], End: [x, sizes[x]], PageDown: [y, -page], PageUp: [y, page],
    }[event.key];
    if (!move || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // a notebook would move to another cell
    figure.step(...move);
  });
  panel.append(handle);
  return {
    place() {
      const [k, j] = [state[x], state[y]];
      handle.style.left = `${(100 * (left[k] - start)) / wide}%`;
      handle.style.top = `${(100 * (top[j] - above)) / tall}%`;
      handle.setAttribute("aria-valuemax", sizes[x] - 1);
      handle.setAttribute("aria-valuenow", k);
      handle.setAttribute("aria-valuetext", `${spec.controls[x].texts[k]}, ${spec.controls[y].texts[j]}`);
    },
  };
}

// A board over the axes: the reader takes squares by pointer and keys, the replies follow.
function board(figure, i, rules) {
  const { spec, state } = figure;
  const { values, replies, games, marks, turns, columns, notes, panel: p, box: [x0, y0, x1, y1] } = rules;
  const panel = figure.panels[p], row = figure.row(i);
  const grid = figure.one(`[data-board="${spec.controls[i].name}"]`), squares = [...grid.children];
  const select = row.querySelector("select"), news = row.querySelector(".mlc-news");
  const [fresh, undo, reply] = ["new", "undo", "reply"].map((n) => row.querySelector(`.mlc-${n}`));
  const { game, before } = lineage(rules);
  const letters = (k) => [...values[k].slice(-squares.length)];
  let past = [], here = state[i], waiting = null;
  const tell = (text) => {
    news.textContent = text;
    figure.announce();
  };
  const rest = () => (clearTimeout(waiting), (waiting = null));
  // To a stop of the game that is played; marks what changed, and says it.
  const go = (k, turn) => {
    rest();
    const old = letters(here), now = letters((here = k));
    const changed = squares.filter((_, s) => now[s] !== old[s]);
    squares.forEach((square) => square.classList.toggle("mlc-fresh", !!turn && changed.includes(square)));
    figure.pause();
    figure.set([[i, k]]);
    return turn ? changed.map((square) => turn.replace("{}", squares.indexOf(square) + 1)).join(" ") : "";
  };
  const answer = () => {
    const said = go(replies[here], turns[1]);
    tell(`${news.textContent} ${said}`.trim());
  };
  const later = () => replies[here] !== undefined && (waiting = setTimeout(answer, rules.wait));
  const begin = (g) => {
    past = [];
    go(games[g]);
    tell("");
    later();
  };
  const take = (s) => {
    if (replies[here] !== undefined) return answer();
    const next = leads(rules, here, s);
    if (next === undefined) return tell(over() ? "The game is over." : `Square ${s + 1} is taken.`);
    past.push(here);
    tell(go(next, turns[0]));
    later();
  };
  const over = () => replies[here] === undefined && !rules.moves[here].length;
  const back = () => {
    let k = past.pop() ?? before[here];
    while (k !== undefined && replies[k] !== undefined) k = before[k];
    if (k === undefined) return tell("Nothing to take back.");
    go(k);
    tell("One move back.");
  };
  const focus = (s) => {
    squares.forEach((square, t) => (square.tabIndex = t === s ? 0 : -1));
    squares[s].focus();
  };
  const keys = (event) => {
    const { key, target, altKey, ctrlKey, metaKey } = event;
    if (altKey || ctrlKey || metaKey || target === select) return;
    const s = squares.indexOf(target), digit = /^[1-9]$/.test(key) ? key - 1 : -1;
    const along = { ArrowLeft: -1, ArrowRight: 1 }[key], down = { ArrowUp: -columns, ArrowDown: columns }[key];
    if (s >= 0 && along) {
      if (Math.floor((s + along) / columns) === Math.floor(s / columns)) focus(s + along);
    } else if (s >= 0 && down) squares[s + down] && focus(s + down);
    else if (digit >= 0 && digit < squares.length) take(digit);
    else if (key.toLowerCase() === "u") back();
    else if (key.toLowerCase() === "n") begin(game[here]);
    else return;
    event.preventDefault();
    event.stopPropagation(); // a notebook would do something else
  };
  grid.addEventListener("keydown", keys);
  row.addEventListener("keydown", keys);
  squares.forEach((square, s) => {
    square.addEventListener("click", () => take(s));
    square.addEventListener("focus", () => squares.forEach((other) => (other.tabIndex = other === square ? 0 : -1)));
  });
  fresh.addEventListener("click", () => begin(game[here]));
  undo.addEventListener("click", back);
  reply.addEventListener("click", () => replies[here] !== undefined && answer());
  select.addEventListener("change", () => begin(select.selectedIndex));
  const [start, above, wide, tall] = spec.panels[p].box;
  const share = (length, whole) => `${(100 * length) / whole}%`;
  Object.assign(grid.style, {
    gridTemplate: `repeat(${squares.length / columns}, 1fr) / repeat(${columns}, 1fr)`,
    left: share(x0 - start, wide), top: share(y0 - above, tall),
    width: share(x1 - x0, wide), height: share(y1 - y0, tall),
  });
  panel.append(grid);
  return {
    place() {
      if (here !== state[i]) { // a preset, a link, Reset
        rest();
        past = [];
        here = state[i];
        news.textContent = "";
        squares.forEach((square) => square.classList.remove("mlc-fresh"));
      }
      select.selectedIndex = game[here];
      undo.setAttribute("aria-disabled", !past.length && before[here] === undefined);
      reply.setAttribute("aria-disabled", replies[here] === undefined);
      this.read();
    },
    read() {
      letters(here).forEach((letter, s) => {
        const note = notes.length ? figure.slots[notes[s]].textContent.trim() : "";
        const open = replies[here] === undefined && leads(rules, here, s) !== undefined;
        const where = `row ${Math.floor(s / columns) + 1}, column ${(s % columns) + 1}`;
        squares[s].setAttribute("aria-label", `${s + 1}: ${where}, ${marks[letter]}${note && `; ${note}`}`);
        squares[s].setAttribute("aria-disabled", !open);
      });
    },
  };
}

// links in the text that move a figure --------------------------------------------------------------

// Calls act(query) when a plain click follows a link to a state of this figure on this page.
function followLinks(figureName, act, root) {
  const heed = (event) => {
    if (root.closest("[hidden]")) return; // a cell that was run again shows another in its place
    const link = event.target.closest?.("a[href*='?']");
    const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
    if (!link || button || altKey || ctrlKey || metaKey || shiftKey || event.defaultPrevented) return;
    const [page, hash] = link.getAttribute("href").split("#");
    const here = !page || link.href.split("#")[0] === location.href.split("#")[0];
    const query = here && hash && readAddress(hash).get(figureName);
    if (!query) return;
    event.preventDefault();
    act(query);
  };
  document.addEventListener("click", heed);
  return () => document.removeEventListener("click", heed);
}

// Into view, unless most of it is there: the sentence with the link should stay in sight.
function bring(root) {
  // what stands fixed at the page's head is room that one does not see into
  const head = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
  const room = innerHeight - head;
  const fits = (element) => element.getBoundingClientRect().height < room;
  const stage = root.querySelector(".mlc-stage");
  const { top, bottom, height } = stage.getBoundingClientRect();
  if (Math.min(bottom, innerHeight) - Math.max(top, head) >= 0.8 * Math.min(height, room)) return;
  const target = fits(root) ? root : stage;
  target.scrollIntoView({ block: fits(target) ? "nearest" : "start", behavior: calm() ? "auto" : "smooth" });
}

// The figure goes where a link says and shows what changed.
function obey(figure, query) {
  const stops = stopsOf(figure.spec, query);
  if (!stops) return tell(figure.root, "The link asks for a state that this figure does not have.");
  const moved = figure.jump(stops);
  const handles = figure.all(".mlc-handle").filter((_, h) => moved.some((i) => figure.handled(h).includes(i)));
  const marked = [figure.root, ...moved.map((i) => figure.row(i)).filter(Boolean), ...handles];
  marked.forEach((element) => element.classList.add("mlc-called"));
  setTimeout(() => marked.forEach((element) => element.classList.remove("mlc-called")), CALLED);
}

// on a static page ------------------------------------------------------------------------------------

// The address with another state of one figure; without a query, that figure is at its start.
function addressWith(figure) {
  const parts = readAddress(location.hash);
  parts.set(figure.spec.name, queryOf(figure.spec, figure.state));
  const hash = writeAddress(parts);
  return hash ? `#${hash}` : location.pathname + location.search;
}

function record(method, state, address) {
  try {
    history[method](state, "", address);
  } catch { /* browsers limit how often; the next change tries again */ }
}

// What the history's entry keeps, with this figure's state: the address alone may name a section.
function noted({ spec, state }) {
  const pairs = [...queryOf(spec, state)];
  return { ...history.state, mlcourse: { ...history.state?.mlcourse, [spec.name]: pairs } };
}

let late; // one for the page: every change writes all of its figure's state
function keepAddress(figure) {
  clearTimeout(late);
  late = setTimeout(() => record("replaceState", noted(figure), addressWith(figure)), 250);
}

// A link makes an entry in the history; the one that it leaves remembers the state and how far the
// page was scrolled, so that "back" brings both back: where the address names a section, too, and
// while the page still rolls to the figure.
function turnPage(figure, scrolled, move) {
  const left = { ...noted(figure), mlcourseScrolled: scrolled };
  move();
  clearTimeout(late);
  const address = addressWith(figure);
  if (address === location.hash) return;
  record("replaceState", left, location.href);
  record("pushState", { mlcourse: noted(figure).mlcourse }, address);
}

function remembered(name, state) {
  const pairs = state?.mlcourse?.[name];
  return readAddress(location.hash).get(name) ?? (pairs && new Map(pairs));
}

// A finger that goes up or down scrolls the page: only a tap or a drag along moves a slider.
function heedSwipes(input, apply, restore) {
  let from = null, away = false;
  const listen = (type, act) => input.addEventListener(type, act, { passive: true });
  listen("touchstart", ({ touches }) => ([from, away] = [touches[0], false]));
  listen("touchmove", ({ touches: [finger] }) => {
    if (!from) return;
    const along = Math.abs(finger.clientX - from.clientX), across = Math.abs(finger.clientY - from.clientY);
    if (Math.max(along, across) < 6) return;
    from = null;
    away = across > along;
    if (away) restore();
    else apply();
  });
  const lift = (act) => () => {
    if (from) act();
    if (away) restore();
    [from, away] = [null, false];
  };
  listen("touchend", lift(apply));
  listen("touchcancel", lift(restore));
  return () => from || away;
}

function wire(figure, i) {
  if (figure.rules[i]) return; // a board looks after its row itself
  const row = figure.row(i), { texts } = figure.spec.controls[i];
  const input = row.querySelector("input, select"), output = row.querySelector("output");
  const field = { checkbox: "checked", range: "value" }[input?.type] ?? "selectedIndex";
  const show = (k) => {
    if (input) input[field] = k;
    if (input?.type === "range") input.setAttribute("aria-valuetext", texts[k]);
    if (output) output.textContent = texts[k];
  };
  figure.listen((j, k) => j === i && show(k));
  show(figure.state[i]); // browsers restore inputs when a page is reloaded
  if (!input) return;
  const apply = () => (figure.pause(), figure.set([[i, +input[field]]]));
  const held = input.type === "range" ? heedSwipes(input, apply, () => show(figure.state[i])) : () => false;
  input.addEventListener("input", () => held() || apply());
}

// Of several figures of one name the first has the address and the history.
async function hydrate(root, first) {
  const { address } = root.dataset;
  const answered = wait(root);
  let spec;
  try {
    spec = JSON.parse(await load(`${address}.base.js`));
  } catch {
    answered();
    await new Promise((again) => tell(root, LOST, again));
    return hydrate(root, first);
  }
  answered();
  const figure = new Figure(root, spec, (arrived, failed) => baked(address, spec, arrived, failed));
  spec.controls.forEach((_, i) => wire(figure, i));
  const enter = (query) => {
    const stops = query && stopsOf(spec, query);
    if (!stops) return false;
    figure.pause();
    return figure.set(stops.map((k, i) => [i, k])).length > 0;
  };
  if (!first || !enter(remembered(spec.name, history.state))) figure.go();
  figure.listen(() => {
    if (first) keepAddress(figure);
    figure.source.rest();
  });
  if (!first) return figure;
  addEventListener("hashchange", () => enter(readAddress(location.hash).get(spec.name)));
  addEventListener("popstate", ({ state }) => enter(remembered(spec.name, state)));
  return figure;
}

export function hydrateAll() {
  const waking = new Map(), firsts = new Map();
  const wake = (root) => {
    if (!waking.has(root)) waking.set(root, hydrate(root, firsts.get(root.dataset.name) === root));
    return waking.get(root);
  };
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) (near.unobserve(target), wake(target));
  }, { rootMargin: "600px" });
  const [named] = readAddress(location.hash).keys();
  for (const root of document.querySelectorAll("figure.mlc[data-address]:not([data-address=''])")) {
    const { name } = root.dataset;
    near.observe(root);
    if (firsts.has(name)) continue; // a link goes to the first of that name
    firsts.set(name, root);
    if (name === named) root.scrollIntoView();
    followLinks(name, async (query) => {
      const scrolled = scrollY;
      bring(root);
      const figure = await wake(root);
      turnPage(figure, scrolled, () => obey(figure, query));
    }, root);
  }
  addEventListener("popstate", ({ state }) => {
    const { mlcourseScrolled: top, ...rest } = state ?? {};
    if (top === undefined) return;
    record("replaceState", rest, location.href); // from here on the browser knows better
    requestAnimationFrame(() => scrollTo({ top, behavior: "instant" })); // after its own try
  });
}

// On a page with a Python of its own: the page's inputs, frames from that Python.  The model sends
// and hears messages as a kernel's does; the function that is given back ends it, with a word why.
export function adopt(root, spec, model) {
  const busy = "No answer from Python yet: the figure stays as it is. Another cell may be running.";
  const figure = new Figure(root, spec, (arrived, failed) => kernel(model, arrived, failed, busy));
  spec.controls.forEach((_, i) => wire(figure, i));
  figure.go();
  const unfollow = followLinks(spec.name, (query) => {
    bring(root);
    obey(figure, query);
  }, root);
  return (why) => {
    figure.pause();
    figure.source.stop(why);
    unfollow();
    if (why) tell(root, why);
  };
}

// in a notebook: anywidget's contract --------------------------------------------------------------

// Arrow keys belong to the slider that has the focus, not to the notebook.
function keepKeys(el) {
  new ResizeObserver((_, observer) => {
    const box = el.closest(".mlc-widget"); // there once the figure is in the page
    if (!box) return;
    box.addEventListener("focusin", ({ target }) => {
      target.dataset.lmSuppressShortcuts = "true";
    });
    observer.disconnect();
  }).observe(el);
}

// The widgets and the figure follow each other; returns what unties them.
function tie(figure, controls) {
  const field = (i) => (figure.spec.controls[i].kind === "toggle" ? "value" : "index");
  const read = (i) => +controls[i].get(field(i));
  figure.listen((i, k, by) => {
    if (by === "control") return;
    controls[i].set(field(i), field(i) === "value" ? !!k : k);
    controls[i].save_changes();
  });
  const ties = controls.map((control, i) => {
    const changed = () => figure.set([[i, read(i)]], "control");
    control.on(`change:${field(i)}`, changed);
    return () => control.off(`change:${field(i)}`, changed);
  });
  figure.set(controls.map((_, i) => [i, read(i)]), "control");
  return () => ties.forEach((untie) => untie());
}

async function render({ model, el }) {
  el.innerHTML = model.get("html");
  keepKeys(el);
  const root = el.firstElementChild;
  const spec = model.get("spec");
  const figure = new Figure(root, spec, (arrived, failed) => kernel(model, arrived, failed));
  const controls = await Promise.all(
    model.get("controls").map((id) => model.widget_manager.get_model(id.slice("IPY_MODEL_".length)))
  );
  const untie = tie(figure, controls);
  figure.go();
  const alive = () => {
    if (!controls[0].comm_live)
      tell(root, "Disconnected from the kernel: the figure stays as it is. Run this cell again.");
  };
  controls[0].on("comm_live_update", alive);
  const unfollow = followLinks(spec.name, (query) => {
    bring(root);
    obey(figure, query);
  }, root);
  return () => {
    figure.pause();
    figure.source.stop();
    untie();
    unfollow();
    controls[0].off("comm_live_update", alive);
  };
}

export default { render };
