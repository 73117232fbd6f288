// What a cell shows, under the cell: text as it comes, HTML, figures, errors, living explorers.

import { adopt } from "./explorer.js";
import quiz from "./quiz.js";

const make = (tag, className, text = "") =>
  Object.assign(document.createElement(tag), { className, textContent: text });

export class Outputs {
  constructor(box, python) {
    Object.assign(this, { box, python, last: null, endings: [] });
  }

  show(output) {
    this[output.kind]?.(output);
  }

  add(element) {
    this.box.append(element);
    this.last = null;
    return element;
  }

  stream({ text }) {
    this.last ??= this.box.appendChild(make("pre", "python-text"));
    this.last.append(text);
    mlcourseColumns(this.last);
    if (this.last.scrollWidth > this.last.clientWidth) this.last.tabIndex = 0;
  }

  text({ text }) { this.add(make("pre", "python-text", text)); }
  error({ text }) { this.add(make("pre", "python-text python-error", text)); }
  check() {}

  html({ html }) {
    const box = this.add(make("div", "python-html"));
    box.innerHTML = html;
    if (box.querySelector(".mlq")) quiz.render({ model: { get: () => html }, el: box });
  }

  explorer({ view, html, spec }) {
    const box = this.add(make("div", "python-html"));
    box.innerHTML = html;
    this.endings.push(adopt(box.firstElementChild, spec, this.python.model(view)));
  }

  // Python is gone: what was shown stays, and a living figure says why it is still.
  rest(why) {
    for (const end of this.endings.splice(0)) end(why);
  }

  clear() {
    this.rest();
    this.box.replaceChildren();
    this.last = null;
  }
}
