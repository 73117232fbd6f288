// Brings the figure elements of markup.py to life.  One script for both lives: in a notebook
// it asks the kernel for frames, on a static page the baked chunks.

const SVG = "http://www.w3.org/2000/svg";
const LOST = "The frames of this figure could not be loaded.";
const CHUNKS = (globalThis.mlcourseChunks ??= new Map());

// Chunks are plain scripts that call this, so that they also load from a disk.
globalThis.mlcourseChunk = (key, sum, text) => {
  let a = 1, b = 0;
  for (let i = 0; i < text.length; i++) b = (b + (a = (a + text.charCodeAt(i)) % 65521)) % 65521;
  if (b * 65536 + a === sum) CHUNKS.set(key, text);
};

function load(address, suffix) {
  const url = `${address}.${suffix}.js`;
  const key = url.slice(url.lastIndexOf("/") + 1, -3);
  return new Promise((resolve, reject) => {
    if (CHUNKS.has(key)) return resolve(CHUNKS.get(key));
    const script = document.createElement("script");
    script.charset = "utf-8";
    script.src = url;
    const done = () => {
      script.remove();
      if (CHUNKS.has(key)) resolve(CHUNKS.get(key));
      else reject(new Error(key));
    };
    script.onload = script.onerror = done;
    document.head.append(script);
  });
}

// The inverse of encode() in bake.py: per state, one fragment a slot.
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

// A source answers get(index) at once if it can, calls back when a frame came later,
// and is told where the reader may go next.
function baked(address, spec, arrived, failed) {
  const chunks = new Map();
  const fetch = async (c, quietly) => {
    if (chunks.has(c)) return;
    chunks.set(c, null);
    try {
      chunks.set(c, decode(await load(address, c)));
      arrived();
    } catch {
      chunks.delete(c);
      if (!quietly) failed(LOST);
    }
  };
  return {
    get: (index) => chunks.get(Math.floor(index / spec.per))?.(index % spec.per),
    want: (indices) => fetch(Math.floor(indices[0] / spec.per)),
    async rest() {
      for (let c = 0; c < spec.chunks; c++) await fetch(c, true);
    },
  };
}

function kernel(model, arrived, failed) {
  const frames = new Map();
  const asked = new Map();
  let wanted = [], flights = 0, serial = 0;
  const pump = () => {
    while (flights < 3) {
      const batch = wanted.filter((i) => !frames.has(i) && !asked.has(i)).slice(0, 4);
      if (!batch.length) return;
      const id = ++serial;
      batch.forEach((i) => asked.set(i, id));
      flights++;
      const late = setTimeout(() => {
        batch.forEach((i) => asked.delete(i));
        flights = 0;
        wanted = [];
        failed("No answer from the kernel: the figure stays as it is. If the kernel was " +
          "restarted, run this cell again.");
      }, 8000);
      pending.set(id, () => {
        clearTimeout(late);
        batch.forEach((i) => asked.delete(i));
        flights = Math.max(0, flights - 1);
      });
      model.send({ id, states: batch });
    }
  };
  const pending = new Map();
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
    want: (indices) => ((wanted = indices), pump()),
    rest: () => {},
    stop: () => model.off("msg:custom", answer),
  };
}

// What went wrong, in words, with a way on.
function tell(root, text, again) {
  const message = root.querySelector(".mlc-message");
  message.hidden = false;
  message.textContent = text;
  if (!again) return;
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = "Try again";
  retry.onclick = () => {
    message.hidden = true;
    again();
  };
  message.append(" ", retry);
}

// root: the figure element; spec: see markup.py.
function bringToLife(root, spec, makeSource) {
  const $ = (selector) => root.querySelector(selector);
  const message = $(".mlc-message"), readout = $(".mlc-readout");
  const sizes = spec.controls.map((c) => c.values.length);
  const index = (state) => state.reduce((sum, k, i) => sum * sizes[i] + k, 0);
  const listeners = [];
  const state = [...spec.start];
  let shown = [], axis = sizes.length - 1, playing = null;

  const stage = $(".mlc-stage");
  const panels = [...root.querySelectorAll(".mlc-panel")];
  const image = document.createElement("div"); // the drawings, until the first frame fills them
  image.innerHTML = spec.panels
    .map(({ box, svg }) => `<svg xmlns="${SVG}" viewBox="${box.join(" ")}" aria-hidden="true">${svg}</svg>`)
    .join("");
  const slots = [];
  for (const slot of image.querySelectorAll("[data-slot]")) slots[slot.dataset.slot] = slot;

  const fail = (text) => (pause(), tell(root, text, go));
  const source = makeSource(paint, fail);

  function paint() {
    const frame = source.get(index(state));
    if (!frame) return false;
    for (let k = 0; k < slots.length; k++)
      if (shown[k] !== frame[k]) slots[k].innerHTML = frame[k];
    const still = $(".mlc-still");
    if (still) {
      stage.setAttribute("role", $(".mlc-handle") ? "group" : "img"); // an image may hold no control
      stage.setAttribute("aria-label", still.alt);
      panels.forEach((panel) => panel.append(image.firstChild));
      still.remove();
      placeHandles();
    }
    const [text, solved] = frame.slice(-2);
    if (readout.textContent !== text) readout.textContent = text;
    const prize = $(".mlc-solved");
    if (prize) {
      const said = solved ? "✓ Solved" : "";
      if (prize.textContent !== said) prize.textContent = said;
      root.classList.toggle("mlc-won", !!solved);
    }
    message.hidden = true;
    root.dataset.state = index(state);
    shown = frame;
    return true;
  }

  // the current state first, then the stops around it, those of the moving control farthest
  function around() {
    const out = [index(state)];
    const reach = (i, most) => {
      for (let d = 1; d <= most; d++)
        for (const k of [state[i] + d, state[i] - d])
          if (k >= 0 && k < sizes[i]) out.push(index(state.with(i, k)));
    };
    reach(axis, 24);
    sizes.forEach((_, i) => i === axis || reach(i, 2));
    return out;
  }

  function go() {
    paint();
    source.want(around());
  }

  function set(changes, by) {
    let moved = false;
    for (const [i, k] of changes) {
      if (k === null || k === undefined || state[i] === k) continue;
      state[i] = k;
      axis = i;
      moved = true;
      listeners.forEach((tell) => tell(i, k, by));
    }
    if (moved) {
      go();
      placeHandles();
    }
  }

  function pause() {
    clearTimeout(playing);
    playing = null;
    readout.setAttribute("aria-live", "polite");
    root.classList.remove("mlc-playing");
    for (const b of root.querySelectorAll(".mlc-play")) {
      b.title = "Play";
      b.ariaLabel = b.ariaLabel.replace("Pause", "Play");
    }
  }
  function play(i, button) {
    root.classList.add("mlc-playing");
    readout.setAttribute("aria-live", "off");
    button.title = "Pause";
    button.ariaLabel = button.ariaLabel.replace("Play", "Pause");
    if (state[i] === sizes[i] - 1) set([[i, 0]]);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const wait = still ? Math.max(1000, spec.controls[i].wait) : spec.controls[i].wait;
    const stride = still ? Math.ceil(sizes[i] / 6) : 1;
    const tick = () => {
      if (!root.isConnected || !playing) return;
      set([[i, Math.min(sizes[i] - 1, state[i] + stride)]]);
      if (state[i] === sizes[i] - 1) pause();
      else playing = setTimeout(tick, wait);
    };
    playing = setTimeout(tick, wait);
  }

  root.querySelectorAll("[data-control]").forEach((row) => {
    const i = spec.controls.findIndex((c) => c.name === row.dataset.control);
    const on = (name, act) => row.querySelector(name)?.addEventListener("click", act);
    on(".mlc-seed", () => set([[i, (state[i] + 1) % sizes[i]]]));
    on(".mlc-back", () => (pause(), set([[i, Math.max(0, state[i] - 1)]])));
    on(".mlc-next", () => (pause(), set([[i, Math.min(sizes[i] - 1, state[i] + 1)]])));
    on(".mlc-play", (e) => (playing ? pause() : play(i, e.currentTarget)));
  });
  root.querySelectorAll(".mlc-preset").forEach((button, p) => {
    button.addEventListener("click", () => {
      pause();
      set(spec.presets[p].map((k, i) => [i, k]));
    });
  });
  $(".mlc-reset").addEventListener("click", () => {
    pause();
    set(spec.start.map((k, i) => [i, k]));
  });

  // pads: a handle over the axes, moved by pointer, touch and arrow keys
  const handles = [...root.querySelectorAll(".mlc-handle")];
  const nearest = (places, v) =>
    places.reduce((best, p, k) => (Math.abs(p - v) < Math.abs(places[best] - v) ? k : best), 0);
  function placeHandles() {
    handles.forEach((handle, h) => {
      const pad = spec.pads[h];
      const [x0, y0, w, tall] = spec.panels[pad.panel].box;
      const k = state[pad.x], j = state[pad.y];
      handle.style.left = `${(100 * (pad.left[k] - x0)) / w}%`;
      handle.style.top = `${(100 * (pad.top[j] - y0)) / tall}%`;
      const [cx, cy] = [spec.controls[pad.x], spec.controls[pad.y]];
      handle.setAttribute("aria-valuemax", sizes[pad.x] - 1);
      handle.setAttribute("aria-valuenow", k);
      handle.setAttribute("aria-valuetext", `${cx.texts[k]}, ${cy.texts[j]}`);
      if (!handle.isConnected || !panels[pad.panel].contains(handle)) panels[pad.panel].append(handle);
    });
  }
  handles.forEach((handle, h) => {
    const pad = spec.pads[h];
    const panel = panels[pad.panel];
    const where = (event) => {
      const [x0, y0, w, tall] = spec.panels[pad.panel].box;
      const at = panel.getBoundingClientRect();
      const x = x0 + ((event.clientX - at.left) / at.width) * w;
      return [x, y0 + ((event.clientY - at.top) / at.height) * tall];
    };
    const follow = (event) => {
      const [x, y] = where(event);
      set([[pad.x, nearest(pad.left, x)], [pad.y, nearest(pad.top, y)]]);
    };
    handle.addEventListener("pointerdown", (event) => {
      handle.setPointerCapture(event.pointerId);
      handle.onpointermove = follow;
    });
    handle.addEventListener("lostpointercapture", () => (handle.onpointermove = null));
    panel.addEventListener("click", (event) => {
      const [x, y] = where(event);
      const [a, b, c, d] = pad.box;
      if (event.target !== handle && x >= a && x <= c && y >= b && y <= d) follow(event);
    });
    handle.addEventListener("keydown", (event) => {
      const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] }[event.key];
      if (!move) return;
      event.preventDefault();
      event.stopPropagation(); // a notebook would move to another cell
      const clip = (i, d) => Math.min(sizes[i] - 1, Math.max(0, state[i] + d));
      set([[pad.x, clip(pad.x, move[0])], [pad.y, clip(pad.y, move[1])]]);
    });
  });

  $(".mlc-live").hidden = false;
  root.classList.add("mlc-alive");
  return { set, state, go, pause, source, listen: (tell) => listeners.push(tell) };
}

// on a static page -------------------------------------------------------------------------

// The page's address holds every explorer that was moved: #name?control=value&…;name?…
function addresses() {
  const out = new Map();
  for (const part of decodeURIComponent(location.hash.slice(1)).split(";")) {
    const [name, query] = part.split("?");
    if (query !== undefined) out.set(name, new URLSearchParams(query));
  }
  return out;
}
function readAddress(spec) {
  try {
    const query = addresses().get(spec.name);
    const stops = spec.controls.map((c) => {
      const text = query?.get(c.name);
      return text === null || text === undefined ? null : c.values.findIndex((v) => String(v) === text);
    });
    const known = query && [...query.keys()].every((n) => spec.controls.some((c) => c.name === n));
    return known && !stops.includes(-1) ? stops : null;
  } catch {
    return null; // a malformed address is no address
  }
}
let late;
function writeAddress(spec, state) {
  clearTimeout(late);
  late = setTimeout(() => {
    let all = new Map();
    try { all = addresses(); } catch { /* replaced below */ }
    const query = new URLSearchParams();
    spec.controls.forEach((c, i) => state[i] !== spec.start[i] && query.set(c.name, c.values[state[i]]));
    if (query.size) all.set(spec.name, query);
    else all.delete(spec.name);
    const hash = [...all].map(([name, q]) => `${name}?${q}`).join(";");
    try {
      history.replaceState(history.state, "", hash ? `#${hash}` : location.pathname + location.search);
    } catch { /* browsers limit how often; the next change tries again */ }
  }, 250);
}

function hydrate(root) {
  const address = root.dataset.address;
  load(address, "base").then(
    (text) => {
      const spec = JSON.parse(text);
      const inputs = [...root.querySelectorAll("[data-control]")].map((row) => ({
        input: row.querySelector("input, select"),
        output: row.querySelector("output"),
      }));
      const life = bringToLife(root, spec, (arrived, failed) => baked(address, spec, arrived, failed));
      const sync = (i, k) => {
        const { input, output } = inputs[i];
        const text = spec.controls[i].texts[k];
        if (input?.type === "checkbox") input.checked = !!k;
        else if (input?.type === "range") input.value = k;
        else if (input) input.selectedIndex = k;
        if (input?.type === "range") input.setAttribute("aria-valuetext", text);
        if (output) output.textContent = text;
      };
      life.listen((i, k) => {
        sync(i, k);
        writeAddress(spec, life.state);
        life.source.rest();
      });
      inputs.forEach(({ input }, i) => {
        sync(i, spec.start[i]); // browsers restore inputs when a page is reloaded
        input?.addEventListener("input", () => {
          life.pause();
          life.set([[i, input.type === "checkbox" ? +input.checked : input.type === "range" ? +input.value : input.selectedIndex]]);
        });
      });
      const enter = () => {
        const stops = readAddress(spec);
        if (stops) life.set(stops.map((k, i) => [i, k]));
        return stops;
      };
      addEventListener("hashchange", enter);
      if (!enter()) life.go();
    },
    () => tell(root, LOST, () => hydrate(root))
  );
}

export function hydrateAll() {
  const named = location.hash.includes("?") ? decodeURI(location.hash) : "";
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) { near.unobserve(target); hydrate(target); }
  }, { rootMargin: "600px" });
  for (const root of document.querySelectorAll("figure.mlc[data-address]")) {
    near.observe(root);
    if (named.startsWith(`#${root.dataset.name}?`)) root.scrollIntoView();
  }
}

// in a notebook: anywidget's contract --------------------------------------------------------

async function render({ model, el }) {
  el.innerHTML = model.get("html");
  // arrow keys belong to the slider that has the focus, not to the notebook
  new ResizeObserver((_, observer) => {
    const box = el.closest(".widget-vbox"); // there once the figure is in the page
    if (!box) return;
    box.addEventListener("focusin", ({ target }) => {
      target.dataset.lmSuppressShortcuts = "true";
    });
    observer.disconnect();
  }).observe(el);
  const root = el.firstElementChild;
  const spec = model.get("spec");
  const life = bringToLife(root, spec, (arrived, failed) => kernel(model, arrived, failed));
  const controls = await Promise.all(
    model.get("controls").map((id) => model.widget_manager.get_model(id.slice("IPY_MODEL_".length)))
  );
  const field = (i) => (spec.controls[i].kind === "toggle" ? "value" : "index");
  const read = (i) => +controls[i].get(field(i));
  life.listen((i, k, by) => {
    if (by === "control") return;
    controls[i].set(field(i), field(i) === "value" ? !!k : k);
    controls[i].save_changes();
  });
  const stops = controls.map((control, i) => {
    const changed = () => life.set([[i, read(i)]], "control");
    control.on(`change:${field(i)}`, changed);
    return () => control.off(`change:${field(i)}`, changed);
  });
  const alive = () => {
    if (!controls[0].comm_live)
      tell(root, "Disconnected from the kernel: the figure stays as it is. Run this cell again.");
  };
  controls[0].on("comm_live_update", alive);
  life.set(controls.map((_, i) => [i, read(i)]), "control");
  life.go();
  return () => {
    life.pause();
    life.source.stop();
    stops.forEach((stop) => stop());
    controls[0].off("comm_live_update", alive);
  };
}

export default { render };
