// An equality impact analysis: seven steps with boxes, each an entry that is saved by itself (boxes.js). All of it on one
// page comes from Python; drawn here, it is shown, copied and downloaded.

const GROUP = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The analysis on one page, under headings of this level. */
function drawn({ blocks }, level) {
  return blocks.flatMap(({ title, lines, table: of }) => [
    h(level, {}, title),
    ...(of ? [table(of.caption, of.columns, of.rows.map(([first, ...cells]) => [first, ...cells.map((cell) => (cell.length > 1 ? cell : cell[0]))]), true)] : []),
    ...lines.map(({ label, text }) => h("p", {}, h("strong", {}, `${label}: `), text)),
  ]);
}

/** The same as plain text. */
function asText({ title, blocks, open }, heading) {
  const rows = ({ columns, rows }) => rows.flatMap(([first, ...cells]) =>
    [first, ...cells.flatMap((cell, i) => [`  ${columns[i + 1]}:`, ...cell.map((text) => `  - ${text}`)]), ""]);
  return [
    title.toUpperCase(), "",
    ...blocks.flatMap(({ title, lines, table: of }) => [title.toUpperCase(), ...(of ? rows(of) : []), ...lines.map(({ label, text }) => `${label}: ${text}`), ""]),
    ...(open.length ? [heading.toUpperCase(), ...open.map(({ asks }) => `- ${asks}`)] : []),
  ].join("\n");
}

/** The same as a page of its own, which any browser opens. What was typed is in it as text, never as HTML. */
function asPage(sheet, heading, duty, style) {
  const { title, open } = sheet;
  const page = h("html", { lang: "en-GB" },
    h("head", {}, h("meta", { charset: "utf-8" }), h("meta", { name: "viewport", content: "width=device-width" }), h("title", {}, title), h("style", {}, style)),
    h("body", {}, h("main", {},
      h("h1", {}, title),
      h("p", {}, `Made on ${new Date().toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })}.`),
      ...drawn(sheet, "h2"),
      ...(open.length ? [h("h2", {}, heading), h("ul", {}, ...open.map(({ asks }) => h("li", {}, asks)))] : []),
      h("p", {}, duty))));
  return `<!doctype html>\n${page.outerHTML}\n`;
}

export default {
  render({ model, el }) {
    const { id, prefix, plan: planName, steps: all, fields, choices: options, groups: sections, words: says, sheet: sheetWords, progress, example, style } = model.get("fixed");
    const view = `${id}/view`; // the draft that says which step this tab shows
    const listed = Object.assign({}, ...sections.map(({ groups }) => groups));
    const told = (field) => model.get("state").entries?.[field];
    const status = statusLine();
    let at = Math.min(all.length, Number(draft(view)) || 0); // the number of the step; behind the last comes the sheet
    let shown = []; // the controls of the step that is shown
    let drawnGroups = ""; // the groups for which it is drawn
    let drawnSheet = ""; // what is on the sheet
    let failed = false; // something could not be saved when it was last tried
    let done = ""; // what was last added, removed or undone
    let undoable = null; // {says, back, brief}: what Undo would take back; if it is brief, until something is written

    const outbox = inOneGo(model);
    const plan = planTick(outbox, planName, status);
    const { keeper, settle, written, fields: begun, ...kept } = keepers(outbox, { prefix, told, status, typed: () => {
      if (undoable?.brief) undoable = null;
      done = "";
      drawUndo();
    } });

    const [heading, privacy] = [newId(), newId()];
    const summary = h("summary");
    const jumps = all.map(({ title }, i) => h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => go(i) }, title));
    const toSheet = h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => go(all.length) }, "All of it on one page");
    const step = h("div", { class: "eq-step" });
    const sheet = h("div", { class: "eq-sheet" });
    const undo = h("button", { type: "button", class: "eq-button eq-quiet", onclick: takeBack });

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-impact", "aria-labelledby": heading, "data-exercise": id },
        h("h3", { id: heading }, says.title),
        h("p", {}, says.intro),
        h("details", {}, h("summary", {}, says.duty_title), h("p", {}, says.duty)),
        h("details", {}, h("summary", {}, "Read a finished example"), h("p", {}, h("strong", {}, example.note)), h("div", { class: "eq-sheet" }, ...drawn(example, "h4"))),
        h("details", {}, summary,
          h("ol", { class: "eq-jumps" }, ...jumps.map((jump) => h("li", {}, jump))),
          h("div", { class: "eq-actions" }, toSheet)),
        step, status,
        h("div", { class: "eq-actions" }, undo),
        plan.node,
        h("div", { class: "eq-actions" }, h("button", { type: "button", class: "eq-button eq-quiet", onclick: startNew }, "Start a new one"))),
    );

    const groups = () => [...new Set(keeper("groups").text().split(" "))].filter((group) => GROUP.test(group));
    const titleOf = (group) => listed[group]?.title ?? says.another;
    const nameOf = (group) => [titleOf(group), keeper(`${group}/who`).text().trim()].filter(Boolean).join(": ");

    /** A change that a person makes: from now on a new analysis has begun, and the earlier one is gone. */
    function change(field, value) {
      if (undoable?.brief) undoable = null;
      done = "";
      keeper(field).give(value);
      drawUndo();
    }

    function go(next) {
      settle();
      at = next;
      done = "";
      keepDraft(view, at);
      draw();
      step.querySelector("h4").focus();
    }

    function addGroup(select) {
      if (!select.value) return say(status, "Choose a group first.", "warn");
      const owns = begun().map((field) => Number(/^own-([0-9]+)\//.exec(field)?.[1] ?? 0)); // of removed ones too
      const group = select.value === "own" ? `own-${Math.max(0, ...owns) + 1}` : select.value;
      if (undoable?.group === group) undoable = null;
      change("groups", [...groups(), group].join(" "));
      done = `Added: ${titleOf(group)}.`;
      draw();
      shown.find(({ field }) => field === `${group}/who`).node.focus();
    }

    function removeGroup(group) {
      settle();
      const place = groups().indexOf(group);
      const name = nameOf(group);
      const before = written().filter((field) => field.startsWith(`${group}/`)).map((field) => [field, keeper(field).value()]);
      change("groups", groups().filter((one) => one !== group).join(" ") || null);
      for (const [field] of before) keeper(field).give(null);
      undoable = {
        says: `Undo: removed ${name}`, group,
        back: () => give([...before, ["groups", groups().toSpliced(place, 0, group).join(" ")]]),
      };
      done = `Removed: ${name}.`;
      draw();
      step.querySelector("h4").focus();
    }

    async function startNew() {
      settle();
      if (!written().length) return say(status, "It is empty already.");
      const lines = ["This removes all that you have written in this analysis. Download it first if you want to keep it.", "You can undo it until you write something new or leave this page."];
      if (!(await confirmed(el, "Start a new one?", lines, "Start a new one"))) return;
      const before = written().map((field) => [field, keeper(field).value()]);
      give(before.map(([field]) => [field, null]));
      undoable = { says: "Undo: bring the earlier analysis back", brief: true, back: () => give(before) };
      go(0);
      done = "A new analysis has begun.";
    }

    function give(pairs) {
      for (const [field, value] of pairs) keeper(field).give(value);
    }

    function takeBack() {
      const { says, back } = undoable;
      undoable = null;
      back();
      done = `${says.replace("Undo: ", "Undone: ")}.`;
      draw();
      step.querySelector("h4").focus();
    }

    function draw() {
      shown = [];
      drawnGroups = groups().join(" ");
      step.replaceChildren(...(at < all.length ? theStep(all[at]) : theSheet()));
      refresh();
    }

    const headline = (text) => h("h4", { tabindex: "-1" }, text);
    const button = (words, onclick, quiet = true) => h("button", { type: "button", class: `eq-button ${quiet ? "eq-quiet" : ""}`, onclick }, words);

    function theStep({ id, title, says: about, once, each }) {
      const last = at + 1 === all.length;
      const open = id !== "groups" && each.length > 0 && !groups().length;
      return [
        headline(`Step ${at + 1} of ${all.length}: ${title}`),
        h("p", {}, about),
        h("p", { class: "eq-help", id: privacy }, says.private),
        ...(open ? [h("p", {}, says.none_yet), h("div", { class: "eq-actions" }, button("Go to step 2", () => go(1)))] : []),
        ...(each.length ? groups().map((group) => theGroup(group, id, each)) : []),
        ...(id === "groups" ? [adding()] : []),
        ...once.map((field) => control(field, field)),
        h("div", { class: "eq-actions" },
          button(last ? "See it on one page" : "Next", () => go(at + 1), false),
          at > 0 && button("Back", () => go(at - 1))),
      ];
    }

    /** The boxes of one group, in a box with its name. */
    function theGroup(group, id, each) {
      const name = h("span", { class: "eq-group" }, id === "groups" ? titleOf(group) : nameOf(group));
      const [impact, how] = [options.impact[keeper(`${group}/impact`).value()], keeper(`${group}/how`).text()];
      return h("fieldset", { class: "eq-affected" },
        h("legend", {}, name),
        id === "mitigation" && (impact || how) && h("p", { class: "eq-help" }, [impact && `${impact}.`, how].filter(Boolean).join(" ")),
        ...each.map((field) => control(field, `${group}/${field}`, id === "groups" ? whoIs(group) : {})),
        id === "groups" && h("div", { class: "eq-actions" },
          h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => removeGroup(group) }, "Remove", h("span", { class: "eq-spoken" }, ` ${titleOf(group)}`))));
    }

    function whoIs(group) {
      if (!listed[group]) return { label: says.another_label, help: says.another_help };
      return { help: `${fields.who.help} For example: ${listed[group].like}.` };
    }

    function adding() {
      const id = newId();
      const here = groups();
      const select = h("select", { id },
        h("option", { value: "" }, "Choose …"),
        ...sections.map(({ title, groups: some }) =>
          h("optgroup", { label: title }, ...Object.entries(some).filter(([group]) => !here.includes(group)).map(([group, { name }]) => h("option", { value: group }, name)))),
        h("option", { value: "own" }, says.another));
      return h("div", {},
        h("div", { class: "eq-pair" }, h("label", { for: id }, h("strong", {}, says.choose)), select),
        h("div", { class: "eq-actions" }, button("Add", () => addGroup(select))));
    }

    /** What a field is answered with: radio buttons, checkboxes or a box for words. */
    function control(name, field, { label = fields[name].label, help = fields[name].help } = {}) {
      if (!options[name]) return box(field, label, help, fields[name].short);
      const made = choices(name === "principles" ? "checkbox" : "radio", { options: options[name], help }, { change: (value) => change(field, value) });
      shown.push({ field, sync: () => made.set(keeper(field).value()) });
      return h("fieldset", {}, h("legend", {}, h("span", { class: "eq-prompt" }, label)), ...made.nodes.filter(Boolean));
    }

    function box(field, label, help, short) {
      const made = kept.box(field, { label, help, short, about: privacy });
      shown.push(made);
      return made.row;
    }

    function theSheet() {
      drawSheet();
      return [
        headline("Your analysis on one page"),
        sheet,
        h("div", { class: "eq-actions" },
          button("Download as a page", takeFile, false),
          button("Copy as text", copyText),
          button("Back", () => go(all.length - 1))),
      ];
    }

    function drawSheet() {
      const now = model.get("state").sheet;
      if (!now) return;
      const fresh = JSON.stringify(now);
      if (drawnSheet === fresh) return;
      drawnSheet = fresh;
      const asked = now.open.map(({ step: of, asks }) => {
        const number = all.findIndex(({ id }) => id === of);
        return h("li", {}, asks, " ", h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => go(number) }, `Go to step ${number + 1}`));
      });
      sheet.replaceChildren(
        ...(asked.length ? [h("h5", {}, sheetWords.open), h("ul", {}, ...asked)] : [h("p", {}, sheetWords.nothing_open)]),
        ...drawn(now, "h5"));
    }

    function takeFile() {
      const name = `impact-analysis-${stamp(new Date())}.html`;
      download(name, asPage(model.get("state").sheet, sheetWords.open, says.duty, style), "text/html");
      say(status, `${name} is in your downloads folder.`, "saved");
    }

    async function copyText() {
      const text = asText(model.get("state").sheet, sheetWords.open);
      try {
        await navigator.clipboard.writeText(text);
        say(status, "Copied. Paste it where you want it.", "saved");
      } catch {
        const copy = h("textarea", { readonly: true, "aria-label": "Your analysis as text" }, text);
        sheet.append(copy);
        copy.select();
        copy.focus();
        say(status, "This browser does not let the page copy. The text is selected: copy it with Ctrl and C.", "warn");
      }
    }

    function drawUndo() {
      undo.hidden = !undoable;
      undo.textContent = undoable?.says ?? "";
    }

    /** Show what is saved now, without a word for it, and leave the focus where it is. */
    function refresh() {
      if (groups().join(" ") !== drawnGroups) return draw(); // changed elsewhere
      for (const one of shown) one.sync();
      if (at === all.length) drawSheet();
      drawUndo();
      const far = model.get("state").progress ?? {};
      const number = Object.values(far).filter((one) => one === "done").length;
      summary.textContent = `All steps: ${number} of ${all.length} done`;
      all.forEach(({ id, title }, i) => {
        jumps[i].textContent = `${title}: ${i === at ? "you are here, " : ""}${progress[far[id] ?? "empty"]}`;
        if (i === at) jumps[i].setAttribute("aria-current", "step");
        else jumps[i].removeAttribute("aria-current");
      });
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        failed = true;
        hush();
        return say(status, state.error, "warn");
      }
      Object.keys(state.entries ?? {}).forEach(keeper);
      kept.acknowledge();
      plan.show();
      if (failed) {
        failed = false;
        kept.retry();
        plan.replay();
      }
      refresh();
      showStatus(state);
    }

    function showStatus({ plan: ticked }) {
      if (plan.waiting() || kept.waiting()) return say(status, "Saving …");
      if (kept.typing()) return;
      const anything = ticked?.value || written().length;
      say(status, [done, anything ? "Saved. It stays with your work: it is not handed in." : ""].filter(Boolean).join(" "), "saved");
    }

    function hush() {
      plan.hush();
      kept.hush();
    }

    kept.begin(Object.keys(model.get("state").entries ?? {}));
    plan.replay();
    model.on("change:state", show);
    draw();
    show();
    return () => {
      kept.end();
      plan.hush();
      model.off("change:state", show);
    };
  },
};
