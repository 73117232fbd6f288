// Small mends for the built pages; the explorers bring their own script.

// Formulas wider than the screen scroll: make those, and only those, reachable by keyboard.
function reachable() {
  for (const box of document.querySelectorAll(".math-scroll")) {
    if (box.scrollWidth > box.clientWidth + 1) {
      box.tabIndex = 0;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "Formula, scrolls sideways");
    } else {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
    }
  }
}
let waiting = 0;
addEventListener("resize", () => {
  clearTimeout(waiting);
  waiting = setTimeout(reachable, 200);
});
document.fonts.ready.then(reachable);

// A page opened from a disk may not fetch its neighbours, so its search shows titles only.
if (location.protocol === "file:" && window.DOCUMENTATION_OPTIONS) {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}

// The excerpts of search: each formula once, and labels that start with a chapter's number, which
// are no CSS selectors as they stand.
if (typeof Search === "object") {
  const plain = Search.htmlToText;
  Search.htmlToText = (html, anchor) =>
    plain(html.replace(/<math.*?<\/math>/gs, ""), anchor && "#" + CSS.escape(decodeURIComponent(anchor.replace(/^#/, ""))));
}
