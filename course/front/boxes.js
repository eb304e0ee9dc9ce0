// Entries that a widget has many of, each saved by itself (saving.js), and boxes for words, which are saved as they are typed.

const PAUSE = 2000; // milliseconds without a key, after which words are saved

/**
 * The entries whose names begin with `prefix`; the rest of a name is the entry's field.
 *
 * `model` is one of inOneGo, `told(field)` the entry as the kernel last told it, `known(field)` whether there is such a field,
 * and `typed()` is called at every key.
 */
function keepers(model, { prefix, told, status, known = () => true, typed: onTyped = () => {} }) {
  const kept = new Map();
  let pause = 0; // the timer that saves words when typing stops

  /** One entry. What was typed and not yet given is its draft. */
  function keeper(field) {
    if (kept.has(field)) return kept.get(field);
    const name = prefix + field;
    const entry = savedEntry(model, { type: "save", name, told: () => told(field), late: notSaved(status) });
    let given = null; // the newest value, while the kernel has not acknowledged it
    let typing = null;
    const made = {
      value: () => (entry.waiting() ? given : told(field)?.value) ?? null,
      text: () => typing ?? made.value() ?? "",
      typing: () => typing !== null,
      waiting: entry.waiting,
      acknowledged: entry.acknowledged,
      hush: entry.hush,
      type(text) {
        typing = text;
        keepDraft(name, text);
      },
      give(value) {
        typing = null;
        keepDraft(name, null);
        if (value === made.value()) return;
        given = value;
        entry.give(value);
      },
      settle: () => typing !== null && made.give(typed(typing)),
      retry: () => entry.waiting() && entry.give(given),
      /** What this tab gave or typed before a restart or a reload is given again. */
      replay() {
        const mine = entry.unsaved();
        if (mine) {
          given = mine.value;
          entry.again(mine);
        }
        typing = draft(name);
        made.settle();
      },
    };
    kept.set(field, made);
    return made;
  }

  const all = () => [...kept.values()];
  const written = () => [...kept.keys()].filter((field) => keeper(field).value() !== null);

  /** Give all that is typed. */
  function settle() {
    clearTimeout(pause);
    for (const one of all()) one.settle();
  }

  /** A box for the words of a field, described by its help and by the element with the id `about`. */
  function box(field, { label, help, short, about }) {
    const one = keeper(field);
    const [id, helped] = [newId(), newId()];
    const node = h("textarea", {
      id, rows: short ? 1 : 3, class: short && "eq-short", dir: "auto", spellcheck: "true", autocomplete: "off",
      "aria-describedby": help ? `${helped} ${about}` : about,
      onchange: () => one.settle(),
      onblur: () => sync(),
      // JupyterLab listens here at every key and forbids new lines in a cell.
      onbeforeinput: (event) => event.inputType === "insertLineBreak" && event.stopImmediatePropagation(),
      oninput: () => {
        onTyped();
        one.type(node.value);
        clearTimeout(pause);
        pause = setTimeout(settle, PAUSE);
        say(status, "Not saved yet. Your words are saved when you pause.");
      },
    });
    const sync = () => !one.typing() && node.value !== String(one.text()) && (node.value = one.text());
    return {
      field, node,
      row: h("div", { class: "eq-words" }, h("label", { for: id }, label), help && h("p", { class: "eq-help", id: helped }, help), node),
      sync: () => node.matches(":focus") || sync(),
    };
  }

  return {
    keeper, box, settle, written,
    fields: () => [...kept.keys()],
    waiting: () => all().some((one) => one.waiting()),
    typing: () => all().some((one) => one.typing()),
    acknowledge: () => all().forEach((one) => one.acknowledged()),
    retry: () => all().forEach((one) => one.retry()),
    /** Begin with these fields, and give again what this browser holds and the kernel has not acknowledged. */
    begin(fields) {
      fields.forEach(keeper);
      for (const [area, kind] of [[lasting, ENTRY], [thisTab, DRAFT]])
        keys(area, kind + prefix).map((key) => key.slice((kind + prefix).length)).filter(known).forEach(keeper);
      all().forEach((one) => one.replay());
    },
    hush: () => all().forEach((one) => one.hush()),
    end() {
      clearTimeout(pause);
      all().forEach((one) => one.hush());
    },
  };
}
