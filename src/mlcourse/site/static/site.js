// What the theme's two scripts do for this book, and no more: light and dark, search, the two
// side columns, and a keyboard stop at whatever scrolls sideways.  Explorers and quizzes bring
// their own scripts; the page reads, prints and folds without any.

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const one = (selector) => document.querySelector(selector);
const root = document.documentElement;

// Light, dark, or as the system says; the page's head has set it before the first paint.
const systemDark = matchMedia("(prefers-color-scheme: dark)");
function setMode(mode) {
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (systemDark.matches ? "dark" : "light") : mode;
  try {
    localStorage.setItem("mode", mode);
  } catch {
    // a private window forgets
  }
}
systemDark.addEventListener("change", () => root.dataset.mode === "auto" && setMode("auto"));
for (const button of all(".theme-switch-button")) {
  button.onclick = () => {
    // After "auto" the first press must be seen to do something.
    const order = systemDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    setMode(order[(order.indexOf(root.dataset.mode) + 1) % 3]);
  };
}

// Search: a dialog, or the field of the search page itself.
function closable(dialog) {
  // Sphinx's own script takes Escape to end the highlighting of a search.
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    dialog.close();
  });
  dialog.addEventListener("click", (event) => {
    const box = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    const outside = x < box.left || x > box.right || y < box.top || y > box.bottom;
    if (event.target === dialog && outside) dialog.close();
  });
}
const search = one("#pst-search-dialog");
function openSearch() {
  const field = one(".bd-search-container input");
  if (field) {
    field.focus();
    field.select();
  } else if (search.open) search.close();
  else search.showModal();
}
closable(search);
for (const button of all(".search-button__button")) button.onclick = openSearch;
const mac = /^(Mac|iP)/.test(navigator.platform);
if (mac) for (const key of all("kbd.kbd-shortcut__modifier")) key.textContent = "⌘";
addEventListener("keydown", (event) => {
  const held = mac ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (held && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openSearch();
  }
});

// The side columns: on a narrow screen their contents move into a dialog and back.
function column(button, bar, dialog, folds) {
  if (!button || !bar || !dialog) return;
  const move = (from, to) => {
    to.append(...from.childNodes);
    to.classList.add(...from.classList);
    from.classList.remove(...from.classList);
  };
  button.onclick = () => {
    if (folds && matchMedia("(min-width: 992px)").matches) {
      bar.classList.toggle("pst-sidebar-hidden");
    } else {
      move(bar, dialog);
      dialog.showModal();
    }
  };
  dialog.addEventListener("close", () => move(dialog, bar));
  dialog.addEventListener("click", (event) => event.target.closest("a[href*='#']") && dialog.close());
  closable(dialog);
}
column(one(".primary-toggle"), one("#pst-primary-sidebar"), one("#pst-primary-sidebar-modal"), true);
column(one(".secondary-toggle"), one("#pst-secondary-sidebar"), one("#pst-secondary-sidebar-modal"));

// The contents at the right show where the reader is.
const entries = new Map(
  all("#pst-page-toc-nav a[href^='#']").map((link) => [
    document.getElementById(decodeURIComponent(link.hash.slice(1))),
    link,
  ]),
);
const inView = new Set();
const watcher = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes)
      inView[isIntersecting ? "add" : "delete"](target);
    const here = [...entries.keys()].findLast((section) => inView.has(section));
    for (const [section, link] of entries) {
      link.classList.toggle("active", section === here);
      if (section === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-5% 0px -70% 0px" },
);
for (const section of entries.keys()) if (section) watcher.observe(section);

// Sentences that a cell prints wrap; columns stay columns and scroll.  Python on the page asks, too.
globalThis.mlcourseColumns = (pre) => pre.classList.toggle("columns", /\S {2,}\S.*\n.*\S {2,}\S/.test(pre.textContent));
all(".cell_output pre", one("main")).forEach(mlcourseColumns);

// What scrolls sideways can be reached by keyboard, and nothing else is in the way.  What may scroll
// is a stop until it is laid out and measured: measuring before would force the layout put off.
const SCROLLS = ".math-scroll, pre, .cell_output .output, .pst-scrollable-table-container, table";
const boxes = all(SCROLLS, one("main"));
for (const box of boxes) box.tabIndex = 0;
const laidOut = new IntersectionObserver(
  (changes) => {
    const shown = changes.filter((change) => change.isIntersecting).map(({ target }) => target);
    const wide = shown.map((box) => box.scrollWidth > box.clientWidth + 1);
    shown.forEach((box, k) => {
      laidOut.unobserve(box);
      if (wide[k] && getComputedStyle(box).overflowX !== "visible") {
        box.tabIndex = 0;
        if (box.matches(".math-scroll")) {
          box.setAttribute("role", "group");
          box.setAttribute("aria-label", "Formula, scrolls sideways");
        }
      } else for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    });
  },
  { rootMargin: "1000000px" },
);
const measure = () => boxes.forEach((box) => laidOut.observe(box));
let resized = 0;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(measure, 200);
});
// To ask for the fonts lays the page out: not before it is loaded.
addEventListener("load", () => document.fonts.ready.then(measure));

// The style sheet puts off the layout of what is far from the view.  As soon as the reader moves, it
// is made up for, a few blocks at a time in idle moments, so that the page soon has its real length.
const later = all(
  "section > :is(p, ul, ol, dl, .math, .admonition, .pst-scrollable-table-container), .cell_input, .output",
  one("main"),
);
const idle = window.requestIdleCallback || ((task) => setTimeout(task, 50));
function layOut() {
  for (const block of later.splice(0, 2)) block.style.contentVisibility = "visible";
  if (later.length) idle(layOut, { timeout: 100 });
}
const moves = ["scroll", "pointermove", "pointerdown", "keydown"];
const begin = () => {
  for (const move of moves) removeEventListener(move, begin);
  idle(layOut);
};
for (const move of moves) addEventListener(move, begin, { passive: true });

// A jump ends at its heading: what stands above it may be laid out only then, and be taller than its
// room.  For two seconds, or until the reader moves on.
let aim = null;
const jump = (hash) => {
  const heading = document.getElementById(hash.slice(1));
  aim = heading;
  setTimeout(() => aim === heading && (aim = null), 2000);
};
new ResizeObserver(() => aim?.scrollIntoView()).observe(one("main"));
for (const move of ["wheel", "touchmove", "pointerdown", "keydown"])
  addEventListener(move, () => (aim = null), { passive: true });
globalThis.navigation?.addEventListener("navigate", ({ navigationType, destination }) =>
  jump(navigationType === "traverse" ? "" : new URL(destination.url).hash),
);
if (!("whole" in document.documentElement.dataset)) jump(location.hash);

// A term of the glossary says what it means while the pointer is on it, or when the keyboard has
// reached it (WCAG 2.2, success criterion 1.4.13); a finger follows the link.  The meanings are a
// script of their own, loaded when the first is asked for, so that it works from a disk too.
const preview = Object.assign(document.createElement("div"), { id: "term-preview", hidden: true });
preview.setAttribute("role", "tooltip");
let meanings, asked, waiting;
const load = () =>
  (meanings ??= new Promise((resolve, reject) => {
    window.mlcourseTerms = resolve;
    const src = `${root.dataset.content_root}_static/glossary.js`;
    document.head.append(Object.assign(document.createElement("script"), { src, onerror: reject }));
  }));
function hidePreview() {
  clearTimeout(waiting);
  asked?.removeAttribute("aria-describedby");
  asked = undefined;
  preview.hidden = true;
}
async function showPreview(link, x) {
  if (asked === link) return;
  hidePreview();
  asked = link;
  try {
    preview.innerHTML = (await load())[decodeURIComponent(link.hash.slice(1))] ?? "";
  } catch {
    meanings = undefined; // the link is still there, and the next one tries again
    return;
  }
  if (asked !== link || !preview.innerHTML) return;
  one("main").append(preview);
  preview.hidden = false;
  link.setAttribute("aria-describedby", preview.id);
  // Below the line on which it was asked for, or above where there is no room.
  const lines = [...link.getClientRects()];
  const line = lines.find((box) => x >= box.left && x <= box.right) ?? lines[0];
  const base = preview.offsetParent.getBoundingClientRect();
  const below = line.bottom + preview.offsetHeight < innerHeight || line.top < preview.offsetHeight;
  const right = root.clientWidth - preview.offsetWidth - 8;
  preview.style.left = `${Math.max(8, Math.min(line.left, right)) - base.left}px`;
  preview.style.top = `${(below ? line.bottom : line.top - preview.offsetHeight) - base.top}px`;
}
const soon = (task) => {
  clearTimeout(waiting);
  waiting = setTimeout(task, 150); // time to pass over, and to move onto what is shown
};
const leave = () => soon(() => document.activeElement !== asked && hidePreview());
for (const link of all(".std-term", one("main")).map((term) => term.closest("a"))) {
  link?.addEventListener("pointerenter", ({ pointerType, clientX }) => {
    if (pointerType !== "touch") soon(() => showPreview(link, clientX));
  });
  link?.addEventListener("pointerleave", leave);
  link?.addEventListener("focus", () => link.matches(":focus-visible") && showPreview(link));
  link?.addEventListener("blur", hidePreview);
}
preview.addEventListener("pointerenter", () => clearTimeout(waiting));
preview.addEventListener("pointerleave", leave);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || preview.hidden) return;
  event.stopPropagation(); // Sphinx would also end the highlighting of a search
  hidePreview();
}, true);

// On paper: dark ink on white, and every solution open.
let before;
addEventListener("beforeprint", () => {
  before = { theme: root.dataset.theme, folded: all("details.hide:not([open])") };
  root.dataset.theme = "light";
  for (const fold of before.folded) fold.open = true;
});
addEventListener("afterprint", () => {
  root.dataset.theme = before.theme;
  for (const fold of before.folded) fold.open = false;
});

// A page opened from a disk may not fetch its neighbours, so its search shows titles only.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

// The excerpts of search: from the text alone, each formula once, and labels that start with a
// chapter's number, which are no CSS selectors as they stand.  A theorem or an exercise gets the
// name that it has on its page: the index does not know its number.
if (typeof Search === "object") {
  Search.htmlToText = (html, anchor) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    const box = anchor ? page.getElementById(decodeURIComponent(anchor.slice(1))) : null;
    const text = box || page.querySelector("article") || page.body;
    for (const part of all(".headerlink, .katex-mathml, script, style, summary", text)) part.remove();
    const name = box?.querySelector(":scope > .admonition-title:has(.caption-number)");
    if (name)
      for (const link of all(`#search-results a[href$="${anchor}"]`))
        link.textContent = link.textContent.replace(/[^>]*$/, ` ${name.textContent}`);
    return text.textContent;
  };
}
one(".bd-search-container input")?.focus();
