// What folds is folded by a script that looks for its settings here, and not in lines of the page.
var toggleHintShow = "Show",
  toggleHintHide = "Hide",
  toggleOpenOnPrint = "true",
  togglebuttonSelector = ".toggle, .admonition.dropdown";

// What must be known before the first paint.  A file and not a line of the page, so that a host may
// forbid inline scripts.
(() => {
  const root = document.documentElement;

  // Light or dark, so that a dark page never flashes white.
  let mode = "auto";
  try {
    mode = localStorage.getItem("mode") || mode;
  } catch {
    // a private window forgets
  }
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mode = mode;
  root.dataset.theme = mode === "auto" ? (dark ? "dark" : "light") : mode;

  // A reader who comes back is put where they were, a number of pixels down: then no block may wait
  // for its layout, or that place is another one.
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type !== "navigate") root.dataset.whole = "";
})();
