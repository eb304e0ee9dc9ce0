// The action plan: what was kept on other pages, up to three priorities and a look-back, each box an entry that is saved by
// itself (boxes.js), and all of it as a file (document.js).

export default {
  render({ model, el }) {
    const { id, prefix, order: ORDER, ids, most, each, look_back: later, ticks: allTicks, fields, words: says, longest_name } = model.get("fixed");
    const status = statusLine();
    const outbox = inOneGo(model);
    const known = new Set([ORDER, "ask", "start", "review", ...later, ...ids.flatMap((one) => each.map((field) => `${one}/${field}`))]);
    const { keeper, ...plan } = keepers(outbox, {
      prefix, status, told: (field) => model.get("state").entries?.[field], known: (field) => known.has(field),
      typed() {
        if (undoable?.brief) undoable = null;
        done = "";
        drawUndo();
      },
    });
    const { keeper: tick, ...ticks } = keepers(outbox, {
      prefix: "plan/", status, told: (what) => model.get("state").ticks?.[`plan/${what}`], known: (what) => allTicks.includes(`plan/${what}`),
    });
    const controls = new Map(); // by field
    const opened = new Set(); // what is unfolded of the things that were kept
    let drawnOrder = "";
    let drawnKept = "";
    let failed = false; // something could not be saved when it was last tried
    let done = ""; // what was last added, removed or undone
    let undoable = null; // {says, back, brief}: what Undo would take back; if it is brief, until something is written

    const [heading, privacy] = [newId(), newId()];
    const headline = (text) => h("h4", { tabindex: "-1" }, text);
    const button = (words, onclick, ...more) => h("button", { type: "button", class: "eq-button eq-quiet", onclick }, words, ...more);
    const spoken = (words) => h("span", { class: "eq-spoken" }, ` ${words}`);

    const keptTitle = headline(says.kept.title);
    const kept = h("div");
    const could = h("details");
    const none = h("details");
    const prioritiesTitle = headline(says.priorities.title);
    const priorities = h("div");
    const adding = button(says.priorities.add, () => add());
    const suggested = h("div", { class: "eq-actions" });
    const asked = h("div");
    const undo = button("", takeBack);
    const lookBack = h("details", {}, h("summary", {}, says.look_back.later), ...later.map((field) => box(field).row));

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-plan", "aria-labelledby": heading, "data-exercise": id },
        h("h3", { id: heading }, says.title),
        h("p", {}, says.intro),
        keptTitle, kept, could, none,
        prioritiesTitle, h("p", {}, says.priorities.intro), h("p", { class: "eq-help", id: privacy }, says.private), priorities,
        h("div", { class: "eq-actions" }, adding),
        headline(says.ask_title), box("ask").row,
        headline(says.look_back.title), h("p", {}, says.look_back.intro), day("start"), suggested, day("review"), lookBack,
        headline(says.open), asked,
        headline(says.file),
        filePanel(model, { label: says.name, help: says.name_help, longest: longest_name, start: "action-plan", before: plan.settle }),
        h("div", { class: "eq-actions" }, button("Start a new plan", startNew)),
        h("div", { class: "eq-strip" }, status, undo)),
    );

    const order = () => {
      const named = [...new Set(String(keeper(ORDER).text()).split(" "))].filter((one) => ids.includes(one));
      return named.length ? named : [ids[0]];
    };
    const isEmpty = (priority) => each.every((field) => !keeper(`${priority}/${field}`).text());

    function box(field, name = field) {
      const made = plan.box(field, { ...fields[name], about: privacy });
      controls.set(field, made);
      return made;
    }

    function day(field) {
      const [own, helped, wrong] = [newId(), newId(), newId()];
      const { label, help } = fields[field];
      const problem = h("p", { class: "eq-problem", id: wrong });
      const inWords = h("p", { class: "eq-help" }); // a browser may show day and month in either order
      const tell = () => (inWords.textContent = node.value && node.validity.valid ? new Date(`${node.value}T12:00`).toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric" }) : "");
      const node = h("input", {
        type: "date", id: own, min: "2017-01-01", max: "2199-12-31", "aria-describedby": help ? `${helped} ${wrong}` : wrong,
        onchange() {
          if (!node.validity.valid) return;
          problem.textContent = "";
          tell();
          change(field, node.value || null);
        },
        onblur: () => (problem.textContent = node.validity.valid ? "" : "This is not a whole date, or not one from 2017 on. It is not saved."),
      });
      const sync = () => {
        if (node.matches(":focus") || !node.validity.valid) return;
        node.value = keeper(field).text();
        tell();
      };
      controls.set(field, { field, node, sync });
      return h("div", { class: "eq-words" }, h("label", { for: own }, label), help && h("p", { class: "eq-help", id: helped }, help), problem, node, inWords);
    }

    /** A change that a person makes: from now on a new plan has begun, and the earlier one is gone. */
    function change(field, value) {
      if (undoable?.brief) undoable = null;
      done = "";
      keeper(field).give(value);
      drawUndo();
    }

    function give(pairs) {
      for (const [field, value] of pairs) keeper(field).give(value);
    }

    /** Another priority, with these words in it. */
    function add(words = {}) {
      plan.settle();
      const here = order();
      const free = here.find(isEmpty) ?? ids.find((one) => !here.includes(one));
      if (!free || (here.length === most && !isEmpty(free))) return say(status, says.priorities.full.replace("{most}", most), "warn");
      const before = [[ORDER, keeper(ORDER).value()], ...each.map((field) => [`${free}/${field}`, null])];
      if (!here.includes(free)) change(ORDER, [...here, free].join(" "));
      give(Object.entries(words).filter(([, text]) => text).map(([field, text]) => [`${free}/${field}`, text]));
      const name = named(order().indexOf(free));
      undoable = null;
      if (words.what) undoable = { says: `Undo: taken over as ${name.toLowerCase()}`, back: () => give(before) };
      done = words.what ? `Taken over as ${name.toLowerCase()}.` : `${name} is there.`;
      draw();
      controls.get(`${free}/what`).node.focus();
      plan.waiting() || say(status, done);
    }

    function remove(priority) {
      plan.settle();
      const here = order();
      const name = named(here.indexOf(priority));
      const before = [[ORDER, keeper(ORDER).value()], ...each.map((field) => [`${priority}/${field}`, keeper(`${priority}/${field}`).value()])];
      give([[ORDER, here.filter((one) => one !== priority).join(" ") || null], ...each.map((field) => [`${priority}/${field}`, null])]);
      undoable = { says: `Undo: removed ${name.toLowerCase()}`, back: () => give(before) };
      done = `Removed: ${name.toLowerCase()}.`;
      draw();
      prioritiesTitle.focus();
    }

    function move(priority, step) {
      const here = order();
      const from = here.indexOf(priority);
      if (!(from + step in here)) return;
      plan.settle();
      change(ORDER, here.toSpliced(from, 1).toSpliced(from + step, 0, priority).join(" "));
      done = `It is now ${named(from + step).toLowerCase()} of ${here.length}.`;
      draw();
      controls.get(`${priority}/${step < 0 ? "up" : "down"}`).node.focus();
    }

    async function startNew() {
      plan.settle();
      const written = plan.written();
      if (!written.length) return say(status, "It is empty already.");
      const lines = ["This removes all that you have written in this plan. What you kept on other pages stays. Download the plan first if you want to keep it.", "You can undo it until you write something new or leave this page."];
      if (!(await confirmed(el, "Start a new plan?", lines, "Start a new plan"))) return;
      const before = written.map((field) => [field, keeper(field).value()]);
      give(before.map(([field]) => [field, null]));
      undoable = { says: "Undo: bring the earlier plan back", brief: true, back: () => give(before) };
      done = "A new plan has begun.";
      draw();
      prioritiesTitle.focus();
    }

    function takeBack() {
      const { says: words, back, focus = prioritiesTitle } = undoable;
      undoable = null;
      back();
      done = `${words.replace("Undo: ", "Undone: ")}.`;
      draw();
      focus.focus();
    }

    const named = (place) => says.priorities.legend.replace("{number}", place + 1);

    function draw() {
      const here = order();
      drawnOrder = here.join(" ");
      for (const field of [...controls.keys()]) if (field.includes("/")) controls.delete(field);
      priorities.replaceChildren(...here.map((one, i) => thePriority(one, i, here.length)));
      adding.hidden = here.length === most;
      refresh();
    }

    function thePriority(one, i, of) {
      const mover = (step, words) => {
        const node = button(words, () => move(one, step), spoken(named(i).toLowerCase()));
        node.setAttribute("aria-disabled", String(!(i + step in order()))); // not `disabled`, which would take the focus away
        controls.set(`${one}/${words.toLowerCase()}`, { node, sync() {} });
        return node;
      };
      return h("fieldset", { class: "eq-affected" },
        h("legend", {}, h("span", { class: "eq-group" }, named(i))),
        ...each.map((field) => box(`${one}/${field}`, field).row),
        h("div", { class: "eq-moves" },
          ...(of > 1 ? [mover(-1, "Up"), mover(1, "Down")] : []),
          button("Remove", () => remove(one), spoken(named(i).toLowerCase()))));
    }

    /** What was kept, what could be, and what is not there: drawn anew only where it has changed. */
    function drawKept() {
      const { gathered } = model.get("state");
      const fresh = JSON.stringify(gathered ?? null);
      if (!gathered || drawnKept === fresh) return;
      drawnKept = fresh;
      const inside = [kept, could].find((part) => part.contains(document.activeElement));
      kept.replaceChildren(
        h("p", {}, gathered.kept.length ? says.kept.intro : says.kept.nothing),
        ...gathered.kept.flatMap((place) => thePlace(place, (item) => [
          ...item.takes.map((words) => (item.takes.length > 1
            ? button(`${says.kept.take_over}: ${words.what.length > 60 ? `${words.what.slice(0, 59)}…` : words.what}`, () => add(words))
            : button(says.kept.take_over, () => add(words), spoken(words.what)))),
          button(says.kept.take_out, () => setTick(item, null), spoken(item.title)),
        ])));
      const number = gathered.could.reduce((sum, { items }) => sum + items.length, 0);
      could.hidden = !number;
      could.replaceChildren(h("summary", {}, `${says.could.title} (${number})`), h("p", {}, says.could.intro),
        ...gathered.could.flatMap((place) => thePlace(place, (item) => [button(says.could.add, () => setTick(item, "yes"), spoken(item.title))])));
      none.hidden = !gathered.absent.length;
      none.replaceChildren(h("summary", {}, `${says.none} (${gathered.absent.length})`),
        h("ul", {}, ...gathered.absent.map((one) => h("li", {}, `${one.says} `, link(one)))));
      if (inside) keptTitle.focus();
    }

    const link = ({ page, title }) => h("a", { href: `../${page}.ipynb` }, title);

    function thePlace(place, actions) {
      return [
        h("h5", {}, link(place)),
        ...place.items.map((item) => {
          const node = h("details", { class: "eq-sheet", ontoggle: () => (node.open ? opened.add(item.tick) : opened.delete(item.tick)) },
            h("summary", {}, item.title),
            ...item.blocks.flatMap(block),
            h("div", { class: "eq-actions" }, ...actions(item)));
          node.open = opened.has(item.tick);
          return node;
        }),
      ];
    }

    /** A part of a document, as course/plan/document.py has it. */
    function block({ type, text, label, items, caption, columns, rows }) {
      const before = label ? [h("strong", {}, `${label}: `)] : [];
      if (type === "Bullets") return [h("p", {}, ...before), h("ul", {}, ...items.map((item) => h("li", {}, item)))];
      if (type === "Table") return [table(caption, columns, rows, true)];
      return [h("p", {}, ...before, text)];
    }

    function setTick({ tick: name, title }, value) {
      const one = tick(name.slice("plan/".length));
      one.give(value);
      done = `${value ? says.kept.added : says.kept.taken_out}: ${title}`;
      undoable = { says: `Undo: ${done}`, focus: keptTitle, back: () => one.give(value ? null : "yes") };
      done += /[.?!]$/.test(done) ? "" : ".";
      drawUndo();
      showStatus();
      keptTitle.focus();
    }

    function drawAsks() {
      const { asks } = model.get("state");
      if (!asks) return;
      const fresh = asks.map(({ says: words }) => words).join("\n");
      if (asked.dataset.says === fresh) return;
      asked.dataset.says = fresh;
      const at = asked.contains(document.activeElement) ? document.activeElement.dataset.field : null;
      asked.replaceChildren(asks.length
        ? h("ul", {}, ...asks.map(({ field, says: words }) => {
          const [own, of] = [newId(), newId()];
          return h("li", {}, h("span", { id: of }, words), " ", h("button", { type: "button", id: own, class: "eq-button eq-quiet", "data-field": field, "aria-labelledby": `${own} ${of}`, onclick: () => controls.get(field)?.node.focus() }, "Go there"));
        }))
        : h("p", {}, says.nothing_open));
      if (at) (asked.querySelector(`[data-field="${CSS.escape(at)}"]`) ?? asked.querySelector("button"))?.focus();
    }

    function drawSuggested() {
      const { suggested: date } = model.get("state");
      suggested.hidden = !date;
      if (!date || suggested.dataset.value === date.value) return;
      suggested.dataset.value = date.value;
      suggested.replaceChildren(h("p", {}, date.says), button(says.look_back.take, () => {
        const review = controls.get("review");
        change("review", date.value);
        review.sync();
        review.node.focus();
      }));
    }

    function drawUndo() {
      undo.hidden = !undoable;
      undo.textContent = undoable?.says ?? "";
    }

    /** Show what is saved now, without a word for it, and leave the focus where it is. */
    function refresh() {
      if (order().join(" ") !== drawnOrder) return draw(); // changed elsewhere
      for (const one of controls.values()) one.sync();
      drawKept();
      drawAsks();
      drawSuggested();
      drawUndo();
    }

    function show() {
      const { error } = model.get("state");
      if (error) {
        failed = true;
        plan.hush();
        ticks.hush();
        return say(status, error, "warn");
      }
      for (const one of [plan, ticks]) {
        one.acknowledge();
        if (failed) one.retry();
      }
      failed = false;
      refresh();
      showStatus();
    }

    function showStatus() {
      if (plan.waiting() || ticks.waiting()) return say(status, "Saving …");
      if (plan.typing()) return;
      say(status, [done, plan.written().length || done ? "Saved. It stays with your work: it is not handed in." : ""].filter(Boolean).join(" "), "saved");
    }

    /** Another page may have kept something meanwhile. */
    const look = () => document.visibilityState === "visible" && model.send({ type: "refresh" });

    plan.begin(Object.keys(model.get("state").entries ?? {}));
    ticks.begin([]);
    model.on("change:state", show);
    document.addEventListener("visibilitychange", look);
    draw();
    show();
    lookBack.open = later.some((field) => keeper(field).value());
    return () => {
      plan.end();
      ticks.end();
      document.removeEventListener("visibilitychange", look);
      model.off("change:state", show);
    };
  },
};
