// The page's Python: Pyodide in a worker, so that the page never waits and a loop without end can
// be ended.  A plain worker and no module: Pyodide loads itself with importScripts.
//
// The page says {do: "start" | "run" | "frames", ...}; the answers are {on: "progress" | "ready" |
// "failed" | "alive" | "output" | "done" | "frames" | "dead", ...}.

"use strict";

const fetchPlain = self.fetch.bind(self);
const held = new Map(); // by address: bytes that were fetched and found whole
let root, manifest, pyodide, cells;
const tell = (on, more = {}) => postMessage({ on, ...more });

// fetching ------------------------------------------------------------------------------------------

class Broken extends Error {}

async function digest(bytes) {
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const addressOf = (file) => new URL(file, root).href;

// The bytes of one file, as the manifest says that they are; else a sentence that names the file.
async function whole({ file, bytes: size, sha256 }, came, cache) {
  // Without https a page has no crypto of its own, but fetch can check a sum.
  const own = self.crypto?.subtle;
  const sum = btoa(sha256.match(/../g).map((pair) => String.fromCharCode(parseInt(pair, 16))).join(""));
  let answer;
  try {
    answer = await fetchPlain(addressOf(file), own ? { cache } : { cache, integrity: `sha256-${sum}` });
  } catch {
    throw new Broken(own ? `${file} did not come: the connection failed.` : `${file} did not come, or its checksum is wrong.`);
  }
  if (!answer.ok) throw new Broken(`${file} is missing on this site (${answer.status}).`);
  const parts = [];
  let got = 0;
  try {
    for (const reader = answer.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      got += value.length;
      came(value.length);
    }
  } catch {
    throw new Broken(`${file} broke off after ${got} of ${size} bytes.`);
  }
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  if (got !== size) throw new Broken(`${file} is cut short: ${got} of ${size} bytes came.`);
  if (own && (await digest(bytes)) !== sha256)
    throw new Broken(`${file} is not what it should be: its checksum is wrong.`);
  held.set(addressOf(file), bytes);
}

async function all(files, what) {
  const missing = files.filter(({ file }) => !held.has(addressOf(file)));
  const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0, failed = false;
  await Promise.all(missing.map(async (entry) => {
    let got = 0;
    const came = (n) => {
      got += n;
      done += n;
      if (!failed) tell("progress", { what, done, total });
    };
    try {
      await whole(entry, came, "default");
    } catch {
      // The browser may have kept the file of an earlier publication under this name.
      came(-got);
      await whole(entry, came, "reload");
    }
  })).catch((error) => {
    failed = true; // and nobody waits for the others
    throw error;
  });
}

// What was found whole is what Pyodide gets.
self.fetch = async (asked, options) => {
  const address = new URL(asked.url ?? asked, self.location.href).href;
  const bytes = held.get(address);
  if (!bytes) return fetchPlain(asked, options);
  held.delete(address);
  if (!address.endsWith(".wasm")) return new Response(bytes);
  // What it compiled a browser keeps with its own answer only: it gets that one again if it was in
  // the cache, which no more than a line or two over the wire tell.
  const sent = performance.getEntriesByName(address).at(-1)?.transferSize ?? Infinity;
  if (sent < 1000) return fetchPlain(address, { cache: "force-cache" });
  return new Response(bytes, { headers: { "Content-Type": "application/wasm" } });
};

// packages --------------------------------------------------------------------------------------------

const loaded = new Set();
function withDependencies(name, found = new Set()) {
  for (const other of manifest.packages[name].depends) withDependencies(other, found);
  return found.add(name);
}

async function load(names) {
  const wanted = [...new Set(names.flatMap((name) => [...withDependencies(name)]))].filter((n) => !loaded.has(n));
  if (!wanted.length) return;
  await all(wanted.map((name) => manifest.packages[name]), names.join(", "));
  const quiet = { messageCallback: () => {}, errorCallback: (text) => { throw new Error(text); } };
  await pyodide.loadPackage(wanted, quiet);
  wanted.forEach((name) => loaded.add(name));
}

// The package that has a module; undefined for one that this site does not have.
const packageOf = (module) =>
  Object.keys(manifest.packages).find((name) => manifest.packages[name].imports.includes(module));

// what cells print ---------------------------------------------------------------------------------------

// A loop that prints without end must not drown the page: a hundred messages may go at once, then
// fifty a second with all that came in between, and no more text than anyone reads.
const BURST = 100, PACE = 20, MOST = 200_000;
const printed = { text: "", kept: 0, tokens: BURST, last: 0, decoder: null };

function flush() {
  if (printed.text) tell("output", { run: current, output: { kind: "stream", text: printed.text } });
  printed.text = "";
}

function write(bytes) {
  const room = MOST - printed.kept;
  if (room > 0) {
    const text = printed.decoder.decode(bytes, { stream: true }).slice(0, room);
    printed.text += text;
    printed.kept += text.length;
    if (printed.kept >= MOST) printed.text += "\n… more was printed than is shown here.\n";
    const now = performance.now();
    printed.tokens = Math.min(BURST, printed.tokens + (now - printed.last) / PACE);
    printed.last = now;
    if (printed.tokens >= 1) {
      printed.tokens -= 1;
      flush();
    }
  }
  return bytes.length;
}

// starting ----------------------------------------------------------------------------------------------

async function start(message) {
  root = message.root;
  manifest = message.manifest;
  // Only pages over https, and those of this machine, have locks: elsewhere Stop has to do.
  navigator.locks?.request(message.lock, () => (tell("alive"), new Promise(() => {})));
  try {
    new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); // the least there is
  } catch {
    throw new Broken("This browser, or the policy of this site (script-src 'wasm-unsafe-eval'), does not let Python run.");
  }
  const first = [...withDependencies("mlcourse")];
  await all([...manifest.core, ...first.map((name) => manifest.packages[name])], "Python");
  tell("progress", { what: "starting", done: 1, total: 1 });
  const indexURL = new URL("pyodide/", root).href;
  importScripts(`${indexURL}pyodide.js`);
  pyodide = await loadPyodide({ indexURL, env: { MPLBACKEND: "module://mlcourse.cells.backend", MLCOURSE_BAKE: "1", HOME: "/home/pyodide" } });
  await load(first);
  pyodide.setStdout({ write });
  pyodide.setStderr({ write });
  pyodide.setStdin({ error: true });
  const python = pyodide.pyimport("mlcourse.cells.worker");
  cells = python.start();
  tell("ready");
}

// running -----------------------------------------------------------------------------------------------

let current = 0;
async function run({ run: id, cell, code }) {
  current = id;
  Object.assign(printed, { text: "", kept: 0, tokens: BURST, decoder: new TextDecoder() });
  for (let missing; (missing = cells.lacks(code)); ) {
    const name = packageOf(missing);
    if (!name || loaded.has(name)) break; // the cell will say what it lacks
    await load([name]);
    cells.loaded(name);
  }
  const ok = cells.run(cell, code, (output) => {
    flush();
    tell("output", { run: id, output: JSON.parse(output) });
  });
  flush();
  tell("done", { run: id, ok });
}

function frames({ view, states, id }) {
  tell("frames", { view, id, ...JSON.parse(cells.answer(view, states)) });
}

// One thing after the other, in the order of asking.
let queue = Promise.resolve();
onmessage = ({ data }) => {
  queue = queue.then(() => ({ start, run, frames })[data.do](data)).catch((error) => {
    if (error instanceof Broken) tell("failed", { text: error.message, run: data.run });
    else tell("dead", { text: String(error?.message ?? error).slice(0, 300) });
  });
};
