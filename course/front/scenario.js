// A scenario: a story that is played step by step, without the kernel. The way and all that was seen are saved.

const ROOM = 44; // pixels from one place of the map to the next
const PICK = "Choose one of these first.";

export default {
  render({ model, el }) {
    const { id, entries, title, level, note, intro, source, rows, start, nodes, endings, map } = model.get("fixed");
    const heading = newId();
    const unread = `${entries.way}/unread`; // the draft that says of which way the last consequence is being read
    const status = statusLine();
    const notice = h("p", { class: "eq-notice" });
    const opening = h("div");
    const step = h("div", { class: "eq-step" });
    const summary = h("summary");
    const compared = h("div");
    const found = h("details", {}, summary, compared);
    const sofar = h("div");
    let way = []; // the ids of the choices that were made
    let seen = new Set(); // every place that was ever seen, and "place/choice" of every choice that was ever made
    let taken = {}; // the entries as they were last given or told
    let reading = false; // what comes of the last choice is shown, and not yet the next step
    let failed = false; // something could not be saved when it was last tried

    const told = (what) => model.get("state").entries?.[what];
    const saved = Object.fromEntries(Object.entries(entries).map(([what, name]) =>
      [what, savedEntry(model, { type: "save", name, told: () => told(what), late: (kept) => failed || notSaved(status)(kept) })]));

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-scenario", "aria-labelledby": heading, "data-exercise": id },
        h("p", { class: "eq-tag" }, level === "provider" ? "A story to play: one service decides" : "A story to play: decisions for a whole area"),
        h("h3", { id: heading }, title),
        note && h("div", { class: "eq-notice", html: note }),
        opening, notice, step, status, found, sofar,
        h("p", { class: "eq-help" }, "The people and the place are made up. There is no one right way, and nothing here is marked. What the story builds on: ", h("span", { html: source }))),
    );

    /** Where these choices lead: the steps that fit the story, and the place behind them. */
    function follow(names) {
      const steps = [];
      let place = start;
      for (const name of names) {
        const choice = nodes[place]?.choices.find((one) => one.id === name);
        if (!choice) break;
        steps.push({ place, choice });
        place = choice.next;
      }
      return { steps, place };
    }

    const ending = (place) => endings.find((one) => one.id === place);
    const named = (place) => (nodes[place] ?? ending(place)).title;
    const isTried = (place, choice) => seen.has(`${place}/${choice.id}`);
    const button = (words, onclick, quiet = true) => h("button", { type: "button", class: `eq-button ${quiet ? "eq-quiet" : ""}`, onclick }, words);
    const headline = (text) => h("h4", { tabindex: -1 }, text);

    function give(what, value) {
      if (value === taken[what]) return;
      taken[what] = value;
      saved[what].give(value);
      if (!failed) say(status, "Saving …"); // else the page goes on to say why: the same error is told only once
    }

    /** Go to the end of this way, or first to what comes of its last choice. The focus follows. */
    function go(names, { read = false } = {}) {
      way = names;
      reading = read;
      remark("");
      if (status.textContent === PICK) say(status, "");
      keepDraft(unread, reading ? way.join(" ") : null);
      if (!reading) seen.add(follow(way).place);
      give("way", way.join(" ") || null);
      give("seen", [...seen].join(" ") || null);
      draw();
      step.querySelector("h4").focus();
    }

    function choose(event) {
      event.preventDefault();
      const picked = step.querySelector("input:checked");
      if (!picked) return say(status, PICK, "warn");
      seen.add(follow(way).place).add(`${follow(way).place}/${picked.value}`);
      go([...way, picked.value], { read: true });
    }

    function remark(text) {
      notice.hidden = !text;
      notice.textContent = text;
    }

    /** Back to the last step with a choice that leads elsewhere: one that was not tried, if there is any. */
    function tryAnother() {
      const turns = follow(way).steps.map(({ place, choice }, number) =>
        ({ number, place, others: nodes[place].choices.filter((one) => one.next !== choice.next) }));
      const open = turns.filter(({ place, others }) => others.some((one) => !isTried(place, one)));
      const [turn] = (open.length ? open : turns.filter(({ others }) => others.length)).slice(-1);
      go(way.slice(0, turn?.number ?? 0));
    }

    function draw() {
      const { steps, place } = follow(way);
      const end = reading ? undefined : ending(place);
      step.replaceChildren(...(reading ? consequence(steps) : end ? theEnd(end) : question(steps.length, place)));
      opening.replaceChildren(...(steps.length
        ? [h("details", {}, h("summary", {}, "How the story begins"), h("div", { html: intro }))]
        : [h("div", { html: intro })]));
      drawFound(end);
      drawWay(steps, reading ? steps.at(-1).place : place);
    }

    function question(number, place) {
      const group = newId();
      const { title: named, says, choices } = nodes[place];
      return [
        headline(`Step ${number + 1}: ${named}`),
        h("div", { html: says }),
        h("form", { onsubmit: choose },
          h("fieldset", {},
            h("legend", {}, h("span", { class: "eq-prompt" }, "What do you do?")),
            ...choices.map((choice) => {
              const name = newId();
              return h("div", { class: "eq-option" },
                h("input", { type: "radio", id: name, name: group, value: choice.id }),
                h("label", { for: name }, h("span", { html: choice.text }), isTried(place, choice) && h("span", { class: "eq-tag" }, "You chose this before.")));
            })),
          h("div", { class: "eq-actions" },
            h("button", { type: "submit", class: "eq-button" }, "Choose"),
            number > 0 && button("Step back", () => go(way.slice(0, -1))))),
      ];
    }

    function consequence(steps) {
      const { choice } = steps.at(-1);
      return [
        headline(`Step ${steps.length}: what comes of it`),
        h("p", {}, h("span", { class: "eq-prompt" }, "You chose: "), h("span", { html: choice.text })),
        h("div", { html: choice.does }),
        h("h5", {}, "What there is to learn"),
        h("div", { html: choice.feedback }),
        h("div", { class: "eq-actions" },
          button("Go on", () => go(way), false),
          button("Step back", () => go(way.slice(0, -1)))),
      ];
    }

    function theEnd({ title: named, says, learn }) {
      return [
        headline(`An ending: ${named}`),
        h("div", { html: says }),
        h("h5", {}, "What to take from it"),
        h("div", { html: learn }),
        h("div", { class: "eq-actions" },
          button("Try another way", tryAnother, false),
          button("Step back", () => go(way.slice(0, -1)))),
      ];
    }

    /** The endings found, side by side. They are open at an ending. */
    function drawFound(end) {
      const columns = endings.filter((one) => seen.has(one.id));
      found.hidden = !columns.length;
      found.open = Boolean(end);
      summary.textContent = `${columns.length} of ${count(endings.length, "ending", "endings")} found: compare`;
      compared.replaceChildren(
        h("p", {}, "There is no need to find them all."),
        table("The endings that you have found, side by side",
          ["What became of", ...columns.map((one) => (one === end ? `${one.title} (where you are)` : one.title))],
          rows.map((row, i) => [row, ...columns.map((one) => one.cells[i])]), true));
    }

    /** The way so far: a map without words for what was not seen, the same as a list, and the way back to any step. */
    function drawWay(steps, place) {
      sofar.hidden = !steps.length;
      sofar.replaceChildren(
        h("h4", {}, "Your way so far"),
        h("ol", { class: "eq-path" }, ...steps.map(({ place: at, choice }, i) =>
          h("li", {},
            h("p", {}, h("strong", {}, named(at)), ". You chose: ", h("span", { html: choice.text })),
            h("details", {}, h("summary", {}, "What came of it", h("span", { class: "eq-spoken" }, ` in step ${i + 1}`)), h("div", { html: choice.does }), h("div", { html: choice.feedback })),
            h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => go(way.slice(0, i)) }, `Go back to step ${i + 1}`)))),
        ...drawMap(steps, place),
        h("div", { class: "eq-actions" }, button("Start the story again", () => go([]))));
    }

    function drawMap(steps, here) {
      const path = [...steps.map(({ place }) => place), here].filter((place, i, all) => place !== all[i - 1]);
      const known = (place) => seen.has(place) || path.includes(place);
      const [width, height] = [map.width * ROOM, map.height * ROOM];
      const at = ([x, y]) => [width / 2 + x * ROOM, (y + 0.5) * ROOM];
      const went = (a, b) => path.some((place, i) => place === a && path[i + 1] === b);
      const passed = (a, b) => nodes[a].choices.some((one) => one.next === b && isTried(a, one));
      const line = ([a, b, points]) => s("polyline", {
        class: went(a, b) ? "eq-gone" : passed(a, b) ? "eq-passed" : "eq-open", points: points.map((point) => at(point).join()).join(" ") });
      const spot = ([place, ...point]) => {
        const [x, y] = at(point);
        const number = path.indexOf(place) + 1;
        const name = number ? "eq-shape eq-lit" : known(place) ? "eq-shape" : "eq-shape eq-unseen";
        const shape = (grow, name) => (ending(place)
          ? s("rect", { class: name, x: x - 11 - grow, y: y - 11 - grow, width: 22 + 2 * grow, height: 22 + 2 * grow })
          : s("circle", { class: name, cx: x, cy: y, r: 13 + grow }));
        return [
          ...(place === here ? [shape(4, "eq-here")] : []),
          shape(0, name),
          ...(number ? [s("text", { class: "eq-lit", x, y: y + 5, "text-anchor": "middle" }, String(number))] : []),
        ];
      };
      const svg = frame(width, height, ...map.lines.map(line), ...map.places.flatMap(spot));
      svg.style.maxWidth = `${width}px`;
      const before = map.places.map(([place]) => place).filter((place) => known(place) && !path.includes(place));
      const others = [
        before.length && `Seen before: ${before.map(named).join(", ")}.`,
        `Not yet seen: ${count(map.places.length - path.length - before.length, "place", "places")}.`,
      ].filter(Boolean).join(" ");
      return [
        h("div", { role: "img", "aria-label": `Map of the story. Your way: ${path.map((place, i) => `${i + 1} ${named(place)}`).join(", ")}. ${others}` }, svg),
        h("p", { class: "eq-help" }, `Circles are steps and squares are endings. Your way is filled and has numbers, with a ring where you are. A broken line stands around what you have not seen. ${others}`),
      ];
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
        for (const [what, entry] of Object.entries(saved)) if (entry.waiting()) entry.give(taken[what]);
      }
      const all = Object.values(saved).map((entry) => entry.acknowledged()); // each of them is to be asked
      if (all.includes(false)) return;
      const fresh = { way: told("way")?.value ?? null, seen: told("seen")?.value ?? null };
      if (fresh.way !== taken.way || fresh.seen !== taken.seen) take(fresh);
      if (status.textContent !== PICK) say(status, fresh.way || fresh.seen ? "Saved. It stays with your work: it is not handed in." : "", "saved");
    }

    /** Show what was saved. A way that no longer fits the story ends where it fits, and the page says so. */
    function take(fresh) {
      taken = fresh;
      const names = (fresh.way ?? "").split(" ").filter(Boolean);
      seen = new Set((fresh.seen ?? "").split(" ").filter(Boolean));
      way = names.slice(0, follow(names).steps.length);
      reading = way.length > 0 && draft(unread) === way.join(" ");
      if (way.length < names.length) remark("The story has changed since you played it. You go on from the last step that still fits.");
      else remark(way.length ? "You are back where you stopped." : "");
      draw();
    }

    /** What this tab gave before a restart or a reload and was not acknowledged is given again. */
    function replay() {
      for (const entry of Object.values(saved)) {
        const mine = entry.unsaved();
        if (mine) entry.again(mine);
      }
    }

    function hush() {
      for (const entry of Object.values(saved)) entry.hush();
    }

    const newest = (what) => (saved[what].unsaved() ?? told(what))?.value ?? null;
    take({ way: newest("way"), seen: newest("seen") });
    model.on("change:state", show);
    replay();
    show();
    return () => {
      hush();
      model.off("change:state", show);
    };
  },
};
