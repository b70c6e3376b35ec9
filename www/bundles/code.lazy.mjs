// The editor of a program: CodeMirror, told by Rust (src/analytics/code.rs) what words, faults and completions are.
//
// It lives in a shadow root, since its styles are constructed sheets there, which the page's policy allows, and style elements in the
// document, which it does not. Only the colours of the page reach into it, as custom properties. The Tab key is not taken: it leaves the
// editor, as it leaves any other field.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap, snippet } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyField, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, highlightActiveLine, highlightActiveLineGutter, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";

/** What `on.ask` is asked; the same numbers stand in Rust. */
const COMPLETE = 0;
const HOVER = 1;
const FORMAT = 2;
/** What is kept of an editor beside its text and its selection. */
const KEPT = { history: historyField };
const PATIENCE = 2000; // ms until an answer is no longer waited for

/** Classes of coloured words, by the number that Rust gives them. */
const CLASSES = ["", "t-keyword", "t-name", "t-string", "t-number", "t-comment", "t-error"];
/** What is likelier stands first among completions that fit equally well. */
const BOOST = { pattern: 4, column: 3, stream: 3, type: 2, function: 1, keyword: 0 };

/**
 * Opens an editor with `text` in `place`; what `close()` gave of the one before is where it begins. `texts` are its name, its keys, the name
 * of what mends a fault, and in pairs CodeMirror's own texts and what stands for them. `words(text)` gives first and last place and class of each coloured word, three numbers each;
 * `ask(question, text, at, answer)` calls `answer` with a text; `changed(text)`, `moved(line, column)` and `apply()` are told.
 */
export function openEditor(place, text, left, texts, words, ask, changed, moved, apply) {
  return new Code(place, text, left, texts, { words, ask, changed, moved, apply });
}

class Code {
  constructor(place, text, left, [label, help, mend, ...phrases], on) {
    this.on = on;
    this.mend = mend;
    const root = place.shadowRoot ?? place.attachShadow({ mode: "open" });
    const hint = document.createElement("p");
    hint.id = "help";
    hint.textContent = help;
    hint.hidden = true;
    root.replaceChildren(hint);
    const config = { extensions: this.extensions(label, phrases) };
    const state = left ? EditorState.fromJSON(left, config, KEPT) : EditorState.create({ doc: text, ...config });
    this.view = new EditorView({ root, parent: root, state });
    // As a text field has it.
    Object.defineProperty(place, "value", { configurable: true, get: () => this.text(), set: (value) => this.setText(value) });
    this.tellPlace();
  }

  /** Goes away; what it gives opens another where this one was. */
  close() {
    const left = this.view.state.toJSON(KEPT);
    this.view.destroy();
    return left;
  }

  text() {
    return this.view.state.doc.toString();
  }

  extensions(label, phrases) {
    const pairs = Array.from({ length: phrases.length / 2 }, (_, at) => phrases.slice(at * 2, at * 2 + 2));
    const apply = () => {
      this.on.apply();
      return true;
    };
    const format = () => {
      this.format();
      return true;
    };
    return [
      keymap.of([
        { key: "Mod-Enter", run: apply },
        { key: "Shift-Alt-f", run: format },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...lintKeymap,
        ...historyKeymap,
        ...defaultKeymap,
      ]),
      lineNumbers(),
      lintGutter(),
      history(),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      search({ top: true }),
      autocompletion({ override: [(context) => this.complete(context)], icons: false, addToOptions: [{ render: chip, position: 20 }] }),
      hoverTooltip((view, at) => this.hover(view, at)),
      coloured(this.on.words),
      indentUnit.of("    "),
      EditorState.tabSize.of(4),
      EditorState.readOnly.of(document.documentElement.hasAttribute("data-readonly")),
      EditorState.phrases.of(Object.fromEntries(pairs)),
      EditorState.languageData.of(() => [
        { commentTokens: { line: "--", block: { open: "/*", close: "*/" } }, closeBrackets: { brackets: ["(", "'", '"'] } },
      ]),
      EditorView.contentAttributes.of({ "aria-label": label, "aria-describedby": "help", spellcheck: "false", autocapitalize: "off", tabindex: "0" }),
      EditorView.domEventHandlers({ beforeinput: replaceSelected }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) this.on.changed(this.text());
        if (update.docChanged || update.selectionSet) this.tellPlace();
      }),
      look,
    ];
  }

  tellPlace() {
    const at = this.view.state.selection.main.head;
    const line = this.view.state.doc.lineAt(at);
    this.on.moved(line.number, at - line.from + 1);
  }

  /** Asks Rust, which asks the engine; nothing when it does not answer. */
  ask(question, at) {
    return new Promise((resolve) => {
      setTimeout(resolve, PATIENCE, "");
      this.on.ask(question, this.text(), at, resolve);
    });
  }

  async complete(context) {
    const { state, pos } = context;
    const before = state.sliceDoc(Math.max(0, pos - 1), pos);
    if (!context.explicit && !/[\w$".]/.test(before)) return null;
    const answer = await this.ask(COMPLETE, pos);
    if (!answer || context.aborted) return null;
    const { from, to, options } = JSON.parse(answer);
    if (options.length === 0) return null;
    // A name in quotes is found with and without the first of them.
    const quoted = state.sliceDoc(from, from + 1) === '"';
    return {
      from,
      to,
      options: options.map(({ insert, label, info, ...option }) => ({
        ...option,
        ...(info && { info: () => Object.assign(element("div", "option-info", info), { lang: "en" }) }), // the engine's
        label: quoted ? label : label.replaceAll('"', ""),
        displayLabel: label,
        boost: BOOST[option.type],
        apply: insert === undefined ? label : snippet(insert),
      })),
      validFor: /^"?[\w$]*$/,
    };
  }

  async hover(view, at) {
    const text = this.text();
    const answer = await this.ask(HOVER, at);
    if (!answer || text !== this.text()) return null;
    const [pos, end, title, detail, lines] = JSON.parse(answer);
    const create = () => {
      const dom = element("div", "hover");
      dom.lang = "en"; // the engine's
      dom.append(element("code", "hover-title", title), element("p", "hover-text", detail));
      if (lines.length > 0) dom.append(element("pre", "hover-lines", lines.join("\n")));
      return { dom };
    };
    return { pos, end, above: true, create };
  }

  /** Lays the program out; what cannot be laid out stays as it is. */
  async format() {
    if (this.view.state.readOnly) return;
    const text = this.text();
    const laidOut = await this.ask(FORMAT, 0);
    if (!laidOut || laidOut === text || text !== this.text()) return;
    // The cursor stays at the character that it stood before: only white space has changed.
    const solid = (text) => text.replace(/\s/g, "").length;
    let left = solid(text.slice(0, this.view.state.selection.main.head));
    let at = 0;
    while (left > 0 && at < laidOut.length) {
      if (!/\s/.test(laidOut[at])) left -= 1;
      at += 1;
    }
    this.setText(laidOut, at);
  }

  /** Replaces the text where it differs, so that it can be undone in one step. */
  setText(text, cursor) {
    const old = this.text();
    if (old === text) return;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from += 1;
    let tail = 0;
    while (tail < Math.min(old.length, text.length) - from && old.at(-1 - tail) === text.at(-1 - tail)) tail += 1;
    this.view.dispatch({
      changes: { from, to: old.length - tail, insert: text.slice(from, text.length - tail) },
      selection: cursor === undefined ? undefined : { anchor: cursor },
      scrollIntoView: cursor !== undefined,
      userEvent: "input.replace",
    });
  }

  /** Puts a text in at the end, on lines of its own, and goes there. */
  append(text) {
    const { doc } = this.view.state;
    const kept = doc.toString().trimEnd();
    const insert = (kept ? "\n\n" : "") + text;
    this.view.dispatch({
      changes: { from: kept.length, to: doc.length, insert },
      selection: { anchor: kept.length + insert.length - text.length },
      userEvent: "input",
    });
    this.reveal();
  }

  /** Replaces a stretch and goes there. */
  replace(from, to, insert) {
    this.view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length }, userEvent: "input" });
    this.reveal();
  }

  select(anchor, head) {
    const length = this.view.state.doc.length;
    this.view.dispatch({ selection: { anchor: Math.min(anchor, length), head: Math.min(head, length) } });
    this.reveal();
  }

  reveal() {
    this.view.dispatch({ effects: EditorView.scrollIntoView(this.view.state.selection.main, { y: "center" }) });
    this.view.focus();
  }

  /** Marks the faults: from, to, whether it is an error, code, message, hint, and from, to and text of what mends it, nine values each. */
  mark(flat) {
    const length = this.view.state.doc.length;
    const diagnostics = [];
    for (let at = 0; at < flat.length; at += 9) {
      const [from, to, isError, code, message, hint, fixFrom, fixTo, fix] = flat.slice(at, at + 9);
      diagnostics.push({
        from: Math.min(from, length),
        to: Math.min(to, length),
        severity: isError ? "error" : "warning",
        message,
        renderMessage: () => {
          const dom = element("span", "fault");
          dom.lang = "en"; // the engine's
          dom.append(element("code", "fault-code", code), ` ${message}`);
          if (hint) dom.append(element("span", "fault-hint", hint));
          return dom;
        },
        actions: fix === undefined ? [] : [{ name: this.mend, apply: () => this.replace(fixFrom, fixTo, fix) }],
      });
    }
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
  }
}

/**
 * Text over a selection. Browsers that edit several lines at once keep their look in style attributes, which the page's policy forbids;
 * so the editor does it itself.
 */
function replaceSelected(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (event.inputType !== "insertText" || event.data === null || empty || view.composing) return false;
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  const handled = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data, insert));
  if (!handled) view.dispatch(insert());
  event.preventDefault();
  return true;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** What a completion is, as one letter before it. */
function chip(completion) {
  const made = element("span", `chip chip-${completion.type}`, { stream: "S", column: "C", function: "ƒ", keyword: "K", type: "T", pattern: "…" }[completion.type]);
  made.setAttribute("aria-hidden", "true");
  return made;
}

/** Colours words, those on the screen only. */
function coloured(words) {
  const classes = CLASSES.map((name) => (name ? Decoration.mark({ class: name }) : undefined));
  return ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.read(view);
      }
      update(update) {
        if (update.docChanged) this.read(update.view);
        else if (update.viewportChanged) this.decorations = this.build(update.view);
      }
      read(view) {
        this.words = words(view.state.doc.toString());
        this.decorations = this.build(view);
      }
      build(view) {
        const built = new RangeSetBuilder();
        for (const { from, to } of view.visibleRanges) {
          // The first word that ends behind the range's beginning.
          let low = 0;
          let high = this.words.length / 3;
          while (low < high) {
            const middle = (low + high) >> 1;
            if (this.words[middle * 3 + 1] <= from) low = middle + 1;
            else high = middle;
          }
          for (let at = low * 3; at < this.words.length && this.words[at] < to; at += 3) {
            built.add(Math.max(this.words[at], from), Math.min(this.words[at + 1], to), classes[this.words[at + 2]]);
          }
        }
        return built.finish();
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const raised = { border: "1px solid var(--line)", borderRadius: "var(--radius)", backgroundColor: "var(--raised)", color: "var(--ink)", boxShadow: "var(--shadow)" };

const look = EditorView.theme({
  "&": { height: "100%", color: "var(--ink)", backgroundColor: "transparent", fontSize: "var(--text-s)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", fontVariantLigatures: "none", lineHeight: "1.5", overflow: "auto" },
  ".cm-content": { padding: "var(--space-2) 0", caretColor: "var(--ink)" },
  ".cm-line": { padding: "0 var(--space-3) 0 var(--space-2)" },
  ".cm-content ::selection, .cm-content::selection": { backgroundColor: "color-mix(in srgb, var(--accent) 30%, transparent)" },
  ".cm-gutters": { border: "0", borderRight: "1px solid var(--line)", backgroundColor: "var(--sunken)", color: "var(--ink-faint)" },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 var(--space-1) 0 var(--space-2)", minWidth: "2.25rem" },
  ".cm-gutter-lint": { width: "1rem" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.2rem 0" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--accent) 7%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 12%, transparent)", color: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-soft)", outline: "1px solid var(--accent)", color: "inherit" },
  "&.cm-focused .cm-nonmatchingBracket": { backgroundColor: "var(--bad-soft)" },
  ".cm-selectionMatch, .cm-searchMatch": { backgroundColor: "color-mix(in srgb, var(--warn) 24%, transparent)" },
  ".cm-searchMatch-selected": { backgroundColor: "color-mix(in srgb, var(--warn) 50%, transparent)" },
  ".t-keyword": { color: "var(--keyword)" },
  ".t-name": { color: "var(--value)" },
  ".t-string": { color: "var(--string)" },
  ".t-number": { color: "var(--number)" },
  ".t-comment": { color: "var(--ink-faint)" },
  ".t-error": { color: "var(--bad)" },
  ".cm-lintRange-error, .cm-lintRange-warning, .cm-lintRange": { backgroundImage: "none", paddingBottom: "0", textDecoration: "underline wavy var(--bad) 1px", textUnderlineOffset: "0.2em", textDecorationSkipInk: "none" },
  ".cm-lintRange-error": { backgroundColor: "var(--bad-soft)" },
  ".cm-lintRange-warning": { textDecorationColor: "var(--warn)" },
  ".cm-lintRange-active": { backgroundColor: "color-mix(in srgb, var(--bad) 22%, transparent)" },
  ".cm-lint-marker": { width: "0.7rem", height: "0.7rem", margin: "0 auto", borderRadius: "50%", content: '""' },
  ".cm-lint-marker-error": { backgroundColor: "var(--bad)" },
  ".cm-lint-marker-warning": { backgroundColor: "var(--warn)", borderRadius: "0.15rem" },
  ".cm-tooltip": { ...raised, fontFamily: "var(--font)", fontSize: "var(--text-s)", zIndex: "30" },
  ".cm-tooltip-lint": { padding: "var(--space-1)", maxWidth: "min(34rem, 90vw)" },
  ".cm-diagnostic": { padding: "var(--space-2)", border: "0", whiteSpace: "normal" },
  ".cm-diagnosticAction": { padding: "0 var(--space-2)", margin: "var(--space-1) 0 0", border: "1px solid var(--accent)", borderRadius: "var(--radius)", backgroundColor: "var(--accent-soft)", color: "var(--accent)", font: "inherit", cursor: "pointer" },
  ".fault-code": { fontFamily: "var(--mono)", fontSize: "var(--text-xs)", color: "var(--ink-soft)" },
  ".fault-hint": { display: "block", marginTop: "var(--space-1)", color: "var(--ink-soft)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "var(--text-s)", maxHeight: "15rem", maxWidth: "min(40rem, 92vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { display: "flex", gap: "var(--space-2)", alignItems: "baseline", padding: "0.15rem var(--space-2)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "700", color: "var(--accent)" },
  ".cm-completionDetail": { marginLeft: "auto", paddingLeft: "var(--space-4)", fontStyle: "normal", fontSize: "var(--text-xs)", color: "var(--ink-soft)", overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-tooltip.cm-completionInfo": { padding: "var(--space-2) var(--space-3)", maxWidth: "min(22rem, 80vw)", lineHeight: "1.45" },
  ".chip": { flex: "none", width: "1.25rem", borderRadius: "0.25rem", backgroundColor: "var(--sunken)", color: "var(--ink-soft)", fontSize: "var(--text-xs)", fontWeight: "700", textAlign: "center" },
  ".chip-stream": { backgroundColor: "var(--accent-soft)", color: "var(--accent)" },
  ".chip-column": { backgroundColor: "var(--value-soft)", color: "var(--value)" },
  ".chip-function": { backgroundColor: "var(--score-soft)", color: "var(--score)" },
  ".hover": { padding: "var(--space-2) var(--space-3)", maxWidth: "min(34rem, 90vw)", lineHeight: "1.45" },
  ".hover-title": { fontFamily: "var(--mono)", fontWeight: "600" },
  ".hover-text": { margin: "var(--space-1) 0 0", color: "var(--ink-soft)" },
  ".hover-lines": { margin: "var(--space-1) 0 0", maxHeight: "12rem", overflow: "auto", fontFamily: "var(--mono)", fontSize: "var(--text-xs)" },
  ".cm-panels": { backgroundColor: "var(--sunken)", color: "var(--ink)" },
  ".cm-panels-top": { borderBottom: "1px solid var(--line)" },
  ".cm-panel.cm-search": { padding: "var(--space-2)", fontSize: "var(--text-s)" },
  ".cm-panel label": { fontSize: "var(--text-xs)" },
  ".cm-textfield": { padding: "0.1rem var(--space-2)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)", backgroundColor: "var(--surface)", color: "var(--ink)", font: "inherit" },
  ".cm-button": { padding: "0.1rem var(--space-2)", border: "1px solid var(--line-strong)", borderRadius: "var(--radius)", backgroundImage: "none", backgroundColor: "var(--raised)", color: "var(--ink)", font: "inherit" },
  ".cm-panel.cm-panel-lint ul [aria-selected]": { backgroundColor: "var(--accent-soft)", color: "var(--ink)" },
  ".cm-panel button[name=close]": { color: "var(--ink)" },
  ".cm-snippetField": { backgroundColor: "color-mix(in srgb, var(--accent) 14%, transparent)" },
});

