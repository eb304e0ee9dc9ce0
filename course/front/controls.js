// What a learner answers with, for each kind of exercise: KINDS[kind](fixed, on) gives the nodes, and get, set and lock.
// `on.change(value)` is told at a choice or when a box is left, `on.type()` at a key, `on.enter()` at Enter.
// `chooses`: a choice is an answer as soon as it is made. A value is one text, as course/scoring.py says, or null for none.

function words(text) {
  return text.split(/\s+/).filter(Boolean).length;
}

function text(fixed, on) {
  const [id, helped] = [newId(), newId()];
  const label = h("label", { for: id }, fixed.label ?? "Your answer");
  const help = h("p", { class: "eq-help", id: helped }, fixed.help);
  // Not a status: a count that is spoken at every key would drown what is typed.
  const counted = h("p", { class: "eq-help eq-counted" });
  const box = h("textarea", {
    id, rows: fixed.rows, dir: "auto", spellcheck: "true", autocomplete: "off", "aria-describedby": helped,
    onchange: () => on.change(typed(box.value)),
    // JupyterLab listens here at every key and forbids new lines in a cell.
    onbeforeinput: (event) => event.inputType === "insertLineBreak" && event.stopImmediatePropagation(),
    oninput: () => {
      keepDraft(fixed.name, box.value);
      recount();
      on.type();
    },
  });
  const recount = () => (counted.textContent = `${count(words(box.value), "word", "words")} so far`);
  recount();
  return {
    nodes: fixed.label
      ? [h("div", { class: "eq-words" }, label, help, box, counted)]
      : [help, h("div", { class: "eq-words" }, label, box, counted)],
    get: () => typed(box.value),
    set: (value) => {
      if (box.value !== (value ?? "")) box.value = value ?? "";
      recount();
    },
    lock: (locked) => (box.readOnly = locked),
    empty: "Write your answer first.",
  };
}

function number(fixed, on) {
  const id = newId();
  const help = newId();
  const box = h("input", {
    type: "text", id, class: "eq-number", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-describedby": help,
    onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), on.enter()),
    onchange: () => on.change(box.value.trim() || null),
    oninput: () => keepDraft(fixed.name, box.value),
  });
  return {
    nodes: [
      h("p", { class: "eq-help", id: help }, fixed.help),
      h("div", { class: "eq-field" }, h("label", { for: id }, "Your answer"), box, h("span", { class: "eq-unit", "aria-hidden": "true" }, fixed.unit)),
    ],
    get: () => box.value.trim() || null,
    set: (value) => box.value !== (value ?? "") && (box.value = value ?? ""),
    lock: (locked) => (box.readOnly = locked),
    empty: "Type a number first.",
  };
}

/** Radio buttons for one option, checkboxes for all that apply. */
function choices(type, fixed, on) {
  const group = newId();
  const boxes = Object.entries(fixed.options).map(([value, html]) => {
    const id = newId();
    const box = h("input", { type, name: group, id, value, onchange: () => on.change(get()) });
    return { box, row: h("div", { class: "eq-option" }, box, h("label", { for: id, html })) };
  });
  const get = () => boxes.filter(({ box }) => box.checked).map(({ box }) => box.value).join(" ") || null;
  return {
    nodes: [fixed.help && h("p", { class: "eq-help" }, fixed.help), h("div", { class: "eq-options" }, ...boxes.map(({ row }) => row))],
    get,
    set: (value) => boxes.forEach(({ box }) => (box.checked = (value ?? "").split(" ").includes(box.value))),
    lock: (locked) => boxes.forEach(({ box }) => (box.disabled = locked)),
    empty: "Choose an answer first.",
    chooses: true,
  };
}

/** A list with a button up and a button down in every line. */
function order(fixed, on) {
  const first = Object.keys(fixed.items);
  let now = first;
  let locked = false;
  let moved = false; // until something is moved there is no answer
  const spoken = h("p", { class: "eq-spoken", role: "status" });
  const lines = Object.fromEntries(
    Object.entries(fixed.items).map(([name, html]) => {
      const id = newId();
      const button = (step, says) => {
        const own = newId();
        return h("button", { type: "button", class: "eq-button eq-quiet", id: own, "aria-labelledby": `${own} ${id}`, onclick: () => move(name, step) }, says);
      };
      const [up, down] = [button(-1, "Up"), button(1, "Down")];
      return [name, { up, down, node: h("li", {}, h("span", { id, html }), h("span", { class: "eq-moves" }, up, down)) }];
    }),
  );
  const list = h("ol", { class: "eq-order" });

  function move(name, step) {
    const from = now.indexOf(name);
    const to = from + step;
    if (locked || !(to in now)) return;
    now = now.toSpliced(from, 1).toSpliced(to, 0, name);
    moved = true;
    draw();
    lines[name][step < 0 ? "up" : "down"].focus(); // a line that is moved loses it
    spoken.textContent = `Now in place ${to + 1} of ${now.length}.`;
    on.change(now.join(" "));
  }

  function draw() {
    if (now.some((name, i) => list.children[i] !== lines[name].node)) list.replaceChildren(...now.map((name) => lines[name].node));
    // Not `disabled`, which would take the focus away at the end of the way.
    now.forEach((name, i) => {
      lines[name].up.setAttribute("aria-disabled", String(locked || i === 0));
      lines[name].down.setAttribute("aria-disabled", String(locked || i === now.length - 1));
    });
  }

  draw();
  return {
    nodes: [h("p", { class: "eq-help" }, fixed.help), list, spoken],
    get: () => (moved ? now.join(" ") : null),
    set: (value) => {
      const names = (value ?? "").split(" ");
      moved = names.length === first.length && first.every((name) => names.includes(name)); // the items may have changed since
      now = moved ? names : first;
      draw();
    },
    lock: (value) => {
      locked = value;
      draw();
    },
    empty: "Move a line first.",
    chooses: true,
  };
}

/** A list to choose from beside every row. */
function match(fixed, on) {
  const selects = Object.entries(fixed.rows).map(([name, html]) => {
    const id = newId();
    const select = h("select", { id, onchange: () => on.change(get()) },
      h("option", { value: "" }, "Choose …"),
      ...Object.entries(fixed.options).map(([value, words]) => h("option", { value }, words)));
    return { name, select, row: h("div", { class: "eq-pair" }, h("label", { for: id, html }), select) };
  });
  const chosen = () => selects.filter(({ select }) => select.value);
  const get = () => chosen().map(({ name, select }) => `${name}=${select.value}`).join(" ") || null;
  return {
    nodes: [h("p", { class: "eq-help" }, fixed.help), ...selects.map(({ row }) => row)],
    get,
    set: (value) => {
      const pairs = Object.fromEntries((value ?? "").split(" ").map((pair) => pair.split("=")));
      for (const { name, select } of selects) select.value = pairs[name] ?? "";
    },
    lock: (locked) => selects.forEach(({ select }) => (select.disabled = locked)),
    open: () => selects.length - chosen().length,
    empty: "Choose an answer first.",
    chooses: true,
  };
}

const KINDS = {
  text,
  reflection: text,
  number,
  single: (fixed, on) => choices("radio", fixed, on),
  multi: (fixed, on) => choices("checkbox", fixed, on),
  order,
  match,
};
