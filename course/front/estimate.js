// An estimate: boxes for numbers, each saved by itself, and below them what Python has worked out (pictures.js).

const PAUSE = 2000; // milliseconds without a key, after which numbers are saved

export default {
  render({ model, el }) {
    const fixed = model.get("fixed");
    const heading = newId();
    const status = statusLine();
    const picture = drawing();
    const says = h("p", { class: "eq-says", role: "status" });
    const numbers = h("div");
    const worked = h("div");
    let pause = 0; // the timer that saves numbers when typing stops
    let failed = false; // something could not be saved when it was last tried

    const groups = fixed.groups.map((group) => ({ ...group, fields: group.fields.map(field) }));
    const fields = groups.flatMap((group) => group.fields);
    const plan = planTick(model, fixed.plan, status);

    el.replaceChildren(
      h("section", { class: "eq eq-explorer", "aria-labelledby": heading, "data-exercise": fixed.id },
        h("h3", { id: heading }, fixed.title),
        h("p", {}, fixed.intro),
        ...groups.map(({ title, intro, fields }) =>
          h("fieldset", {},
            h("legend", {}, h("span", { class: "eq-group" }, title)),
            intro && h("p", {}, intro),
            ...fields.map(({ node }) => node))),
        status,
        h("h4", {}, fixed.result),
        picture.node, says, numbers, worked,
        h("h4", {}, fixed.assumes_title),
        h("ul", {}, ...fixed.assumes.map((line) => h("li", {}, line))),
        h("p", {}, h("strong", {}, fixed.note)),
        plan.node),
    );

    /** One box. What it holds is its draft, else what is saved, else what it starts with. */
    function field({ name, entry: saved, label, help, unit, start }) {
      const [id, helped, wrong] = [newId(), newId(), newId()];
      const told = () => model.get("state").entries?.[name];
      const entry = savedEntry(model, { type: "answer", name: saved, told, late: notSaved(status) });
      const problem = h("p", { class: "eq-problem", id: wrong });
      let typed = false; // and not given yet
      const box = h("input", {
        type: "text", id, inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-describedby": help ? `${helped} ${wrong}` : wrong,
        onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), give()),
        onchange: give,
        onblur: settle,
        oninput: () => {
          typed = true;
          keepDraft(saved, box.value);
          clearTimeout(pause);
          pause = setTimeout(() => fields.forEach((one) => one.give()), PAUSE);
          say(status, "Not saved yet. Your numbers are saved when you pause.");
        },
      });

      function give() {
        if (!typed) return;
        typed = false;
        const value = box.value.trim() || null;
        keepDraft(saved, null);
        if (value === (told()?.value ?? null) && !entry.waiting()) return show();
        entry.give(value);
      }

      function settle() {
        const value = told()?.value ?? start;
        if (!typed && !entry.waiting() && box.value !== value) box.value = value;
      }

      return {
        name, label, entry, give,
        typing: () => typed,
        node: h("div", { class: "eq-words" },
          h("label", { for: id }, label),
          help && h("p", { class: "eq-help", id: helped }, help),
          h("div", { class: "eq-field" }, box, h("span", { class: "eq-unit", "aria-hidden": "true" }, unit)),
          problem),
        show() {
          if (!entry.acknowledged()) return;
          if (!box.matches(":focus")) settle();
          problem.textContent = model.get("state").prompts?.[name] ?? "";
          box.setAttribute("aria-invalid", String(problem.textContent !== ""));
        },
        /** What was typed before a restart or a reload is given again. */
        replay() {
          const mine = entry.unsaved();
          if (!typed) {
            typed = draft(saved) !== null;
            box.value = draft(saved) ?? mine?.value ?? told()?.value ?? start;
          }
          if (mine) entry.again(mine);
          give();
        },
      };
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        failed = true;
        hush();
        return say(status, state.error, "warn");
      }
      if (failed) {
        failed = false;
        for (const one of [...fields, plan]) one.replay();
      }
      fields.forEach((one) => one.show());
      plan.show();
      showStatus(state);
      showResult(state.shown);
    }

    function showStatus({ entries = {}, plan: ticked, prompts = {} }) {
      if (fields.some(({ entry }) => entry.waiting()) || plan.waiting()) return say(status, "Saving …");
      if (fields.some(({ typing }) => typing())) return;
      const unclear = fields.filter(({ name }) => prompts[name]).map(({ label }) => label);
      const anything = ticked?.value || Object.values(entries).some(({ value }) => value !== null);
      if (unclear.length) say(status, `Kept as you typed it, but not clear yet: ${unclear.join(" ")}`, "warn");
      else say(status, anything ? "Saved. It stays with your work: it is not handed in." : "", "saved");
    }

    function hush() {
      for (const one of [plan, ...fields.map(({ entry }) => entry)]) one.hush();
    }

    function showResult({ alt = "", pictures = [], says: words, rows, worked: lines } = {}) {
      if (says.textContent !== words) says.textContent = words ?? "";
      picture.show({ alt, pictures });
      numbers.replaceChildren(...(rows?.length ? [table(fixed.table, fixed.columns, rows)] : []));
      worked.replaceChildren(...(lines?.length ? [h("h4", {}, fixed.worked_title), h("ul", {}, ...lines.map((line) => h("li", {}, line)))] : []));
    }

    model.on("change:state", show);
    fields.forEach((one) => one.replay());
    plan.replay();
    show();
    return () => {
      picture.end();
      clearTimeout(pause);
      hush();
      model.off("change:state", show);
    };
  },
};
