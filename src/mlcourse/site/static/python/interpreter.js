// The page's side of the worker: one Python, started, asked and ended.

export class Interpreter {
  // hear: {progress(what, done, total), ended(why)}; `ended` comes when this Python is gone for good.
  constructor(root, manifest, hear) {
    // The worker holds a lock of this name as long as it lives, whatever it dies of.
    this.lock = `mlcourse-python-${Math.random()}`;
    Object.assign(this, { hear, serial: 0, runs: new Map(), views: new Map() });
    this.worker = new Worker(new URL("worker.js", import.meta.url));
    this.worker.onmessage = ({ data }) => {
      this.began = true;
      this[`on_${data.on}`](data);
    };
    this.worker.onerror = (event) => {
      event.preventDefault();
      this.end(this.began
        ? "The browser ended Python, perhaps for want of memory."
        : "The script that runs Python, worker.js, did not load. The page works as before; Restart tries again.");
    };
    this.ready = new Promise((resolve, reject) => Object.assign(this, { resolve, reject }));
    this.worker.postMessage({ do: "start", root: root.href, manifest, lock: this.lock });
  }

  // Runs a cell: show(output) hears what it shows; true when it ended well.
  run(cell, code, show) {
    const run = ++this.serial;
    this.worker.postMessage({ do: "run", run, cell, code });
    return new Promise((resolve) => this.runs.set(run, { show, resolve }));
  }

  // What an explorer's front end calls a model: it sends questions and hears answers.
  model(view) {
    return {
      send: ({ id, states }) => this.worker.postMessage({ do: "frames", view, id, states }),
      on: (_, answer) => this.views.set(view, answer),
      off: () => this.views.delete(view),
    };
  }

  end(why) {
    if (!this.worker) return;
    this.worker.terminate();
    this.worker = null;
    this.reject(new Error(why));
    for (const { resolve } of this.runs.values()) resolve(false);
    this.runs.clear();
    this.hear.ended(why);
  }

  on_progress({ what, done, total }) { this.hear.progress(what, done, total); }
  on_ready() { this.resolve(); }
  on_alive() {
    navigator.locks.request(this.lock, () => this.end("Python no longer answers; the browser has ended it."));
  }
  on_output({ run, output }) { this.runs.get(run)?.show(output); }
  on_frames({ view, ...answer }) { this.views.get(view)?.(answer); }
  on_dead({ text }) { this.end(`Python broke down and was ended: ${text}`); }
  on_done({ run, ok }) {
    this.runs.get(run)?.resolve(ok);
    this.runs.delete(run);
  }
  // A file that is missing or spoiled: before the start it ends this Python, later only the cell.
  on_failed({ run, text }) {
    const asked = this.runs.get(run);
    if (!asked) return this.end(`${text} The page works as before; Restart tries again.`);
    asked.show({ kind: "error", text: `A package could not be loaded: ${text}\nRun the cell again to try once more.`, marks: [] });
    this.on_done({ run, ok: false });
  }
}
