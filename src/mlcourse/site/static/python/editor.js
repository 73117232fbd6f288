// The editor of a cell: CodeMirror with what Python needs, and a way out by keyboard.

import * as cm from "./codemirror/codemirror.js";

const setMark = cm.StateEffect.define();
const marks = cm.StateField.define({
  create: () => cm.Decoration.none,
  update(shown, transaction) {
    if (transaction.docChanged) shown = cm.Decoration.none;
    for (const effect of transaction.effects) {
      if (!effect.is(setMark)) continue;
      const { doc } = transaction.state;
      const lines = effect.value.filter((line) => line >= 1 && line <= doc.lines);
      const mark = cm.Decoration.line({ class: "python-marked" });
      shown = cm.Decoration.set(lines.map((line) => mark.range(doc.line(line).from)));
    }
    return shown;
  },
  provide: (field) => cm.EditorView.decorations.from(field),
});

// act: {run(), next(), changed(code)}
export function makeEditor(parent, code, label, act) {
  const does = (action) => () => (action(), true);
  const view = new cm.EditorView({
    parent,
    doc: code,
    extensions: [
      cm.keymap.of([
        { key: "Mod-Enter", run: does(act.run) },
        { key: "Ctrl-Enter", run: does(act.run) },
        { key: "Shift-Enter", run: does(act.next) },
        // Tab indents; after Escape it leaves, as everywhere else.
        { key: "Escape", run: cm.temporarilySetTabFocusMode },
        { key: "Tab", run: cm.indentMore, shift: cm.indentLess },
        ...cm.historyKeymap,
        ...cm.defaultKeymap,
      ]),
      cm.history(),
      cm.indentUnit.of("    "),
      cm.EditorState.tabSize.of(4),
      cm.pythonLanguage,
      cm.indentOnInput(),
      cm.bracketMatching(),
      cm.syntaxHighlighting(cm.classHighlighter),
      marks,
      cm.EditorView.contentAttributes.of({
        "aria-label": label,
        "aria-describedby": "python-keys",
        tabindex: "0",
        spellcheck: "false",
        autocapitalize: "off",
        autocorrect: "off",
      }),
      cm.EditorView.updateListener.of((update) => update.docChanged && act.changed(view.state.doc.toString())),
    ],
  });
  return {
    focus: () => view.focus(),
    mark: (lines) => view.dispatch({ effects: setMark.of(lines) }),
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
  };
}
