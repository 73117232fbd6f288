// The button "Run Python here" of a chapter's page, and what was solved on this device.  It loads
// nothing until it is pressed; what it loads then lies in ``python/`` of the site.
(() => {
  const PYTHON = null; // `make python` writes here what it weighs

  const panel = document.querySelector(".python-here");
  if (!panel) return;
  const button = panel.querySelector("button");
  const note = panel.querySelector(".python-note");
  const root = new URL(document.documentElement.dataset.content_root || "./", location.href);
  const fromDisk = location.protocol === "file:";

  // The exercises of this page that were solved here before; the key is the call of its check.
  const page = location.pathname.split("/").pop().replace(/\.html$/, "");
  const CHECK = /\bcheck_\w+/;
  const cells = [...document.querySelectorAll("main .cell")].filter((cell) => cell.querySelector(".cell_input pre"));
  const code = (cell) => cell.querySelector(".cell_input pre").textContent;
  const isSolution = (cell) => !!cell.querySelector("details.hide .cell_input");
  const memory = {
    read() {
      try {
        return new Set(JSON.parse(localStorage.getItem(`mlcourse-solved:${page}`)) || []);
      } catch {
        return new Set(); // a private window forgets
      }
    },
    write(solved) {
      try {
        localStorage.setItem(`mlcourse-solved:${page}`, JSON.stringify([...solved]));
      } catch { /* it is solved all the same */ }
    },
  };
  const exerciseOf = (cell) => (isSolution(cell) ? undefined : code(cell).match(CHECK)?.[0]);
  function mark(cell) {
    if (cell.querySelector(".python-solved")) return;
    const tick = document.createElement("p");
    tick.className = "python-solved";
    tick.textContent = "✓ Solved on this device";
    cell.append(tick);
  }
  const solved = memory.read();
  for (const cell of solved.size ? cells : []) if (solved.has(exerciseOf(cell))) mark(cell);
  const remember = (cell) => {
    const exercise = exerciseOf(cell);
    if (!exercise) return;
    mark(cell);
    memory.write(memory.read().add(exercise));
  };

  // What the panel says before the button is pressed, and after it where there is nothing to load.
  const launch = [...document.querySelectorAll(".article-header-buttons a.launch[rel]")];
  function elsewhere() {
    note.replaceChildren("This copy of the book comes without Python. The code of this page runs on ");
    for (const link of launch) {
      const { href, textContent } = link;
      note.append(Object.assign(document.createElement("a"), { href, textContent, rel: "noopener" }), ", ");
    }
    const how = Object.assign(document.createElement("a"), {
      href: new URL("book/how_to_use.html#on-your-own-machine", root).href,
      textContent: "your own machine",
    });
    note.append("or on ", how, ".");
  }
  function serveIt() {
    // file:///home/…, but file:///C:/… and file://computer/… in Windows, whose quotes are others
    const path = decodeURIComponent(root.pathname);
    const windows = root.host ? `//${root.host}${path}` : path.match(/^\/([A-Z]:.*)/i)?.[1];
    const folder = windows ? `"${windows}"` : `'${path.replaceAll("'", "'\\''")}'`;
    const command = Object.assign(document.createElement("code"), {
      textContent: `python3 -m http.server --directory ${folder}`,
    });
    note.replaceChildren(
      "Browsers do not let a page that was opened from a disk start Python. In a terminal: ",
      command,
      " — then open http://localhost:8000.",
    );
  }
  function offer() {
    note.textContent = `Edit and run the code of this page. Loads ${PYTHON.first} MB, once; ${PYTHON.later} MB more when code first draws or needs SciPy.`;
  }
  const say = !PYTHON ? elsewhere : fromDisk ? serveIt : offer;
  say();

  button.onclick = async () => {
    note.setAttribute("role", "status");
    if (say !== offer) return say();
    button.disabled = true;
    try {
      const { open } = await import(new URL("_static/python/cells.js", root).href);
      await open({ panel, button, note, root, cells, remember, isSolution });
    } catch (error) {
      button.disabled = false;
      note.textContent = `Python could not be loaded: ${error.message}. The page works as before; press again to try once more.`;
    }
  };
  button.disabled = false; // until here it would have been pressed for nothing
})();
