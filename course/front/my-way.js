// My way through: who the learner is, the pages in their order, and a tick for each that is done. Python works out what to
// suggest, how far the learner has come, and all minutes. A page is moved here, and the new order is one entry (saving.js).

const AGAIN = 300; // milliseconds for which changes elsewhere are gathered before the file is read again

export default {
  render({ model, el }) {
    const { intro, chosen, audiences, pages, parts: listed } = model.get("fixed");
    const here = decodeURIComponent(location.pathname).split("/").slice(-2).join("/").replace(/\.ipynb$/, "");
    const views = { open: "my-way/open", core: "my-way/core", change: "my-way/change" }; // drafts: what this tab shows
    const outbox = inOneGo(model);
    const status = statusLine(); // what was done
    const saving = statusLine();
    const [who, marked, order] = [chosen.audience, chosen.marked, chosen.order].map(kept);
    const lines = Object.fromEntries(Object.keys(pages).map((name) => [name, line(name)]));
    const parts = listed.map(part);
    const entries = [who, marked, order, ...Object.values(lines).map(({ tick }) => tick)];
    const undoable = []; // {says, values}: the entries as they were before each step
    let failed = false; // something could not be saved when it was last tried
    let soon = 0; // the timer that reads the file again

    const [heading, whoId, markedId, helpId] = [newId(), newId(), newId(), newId()];
    const select = h("select", { id: whoId, onchange: () => {
      const putAside = order.value() !== null;
      step("choosing who you are", [[who, select.value || null], [order, null]]);
      say(status, `${select.value ? `You chose: ${select.selectedOptions[0].text}. This way is suggested to you.` : "Nobody is chosen."}${putAside ? " Your own order is put aside: Undo brings it back." : ""}`);
    } }, h("option", { value: "" }, "Choose …"), ...Object.entries(audiences).map(([value, words]) => h("option", { value }, words)));
    const handsIn = h("input", { type: "checkbox", id: markedId, "aria-describedby": helpId, onchange: () => {
      const putAside = order.value() !== null;
      step("choosing whether you hand in", [[marked, handsIn.checked ? "yes" : null], [order, null]]);
      say(status, `${handsIn.checked ? "The parts now come in the order in which they are handed in." : "The parts now come in the order that suits you."}${putAside ? " Your own order is put aside: Undo brings it back." : ""}`);
    } });
    const next = h("p", { class: "eq-next" });
    const sums = h("ul", { class: "eq-sums" });
    const undo = h("button", { type: "button", class: "eq-button eq-quiet", onclick: takeBack });
    const reset = h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => {
      step("going back to the suggested way", [[order, null]]);
      say(status, "This is the suggested way again.");
      if (reset.hidden) undo.focus();
    } }, "Back to the suggested way");
    const summary = h("summary");
    const later = h("p");
    const coreOnly = view("core", "Show only the core");
    const change = view("change", "Show buttons to move pages and leave them out");
    const list = h("ol", { class: "eq-map" });
    const out = h("ul", { class: "eq-map" });
    const outHeading = h("h4", {}, "Left out");
    const map = h("details", { ontoggle: () => keepDraft(views.open, map.open || null) },
      summary, later, coreOnly.node, change.node, list, outHeading, out,
      h("h4", {}, "The parts, and each in short"),
      h("p", {}, "In short means a page of short sentences: to read before the part, or in place of it, or to give to somebody."),
      h("ul", {}, ...parts.map(({ node }) => node)));
    map.open = Boolean(draft(views.open));

    el.replaceChildren(
      h("section", { class: "eq eq-work", "aria-labelledby": heading, "data-exercise": "my-way" },
        h("h3", { id: heading }, "My way through"),
        h("p", {}, intro),
        h("div", { class: "eq-pair eq-wide" }, h("label", { for: whoId }, "Who are you?"), select),
        h("div", { class: "eq-option" }, handsIn,
          h("div", {}, h("label", { for: markedId }, "I hand in marked work"),
            h("p", { class: "eq-help", id: helpId }, "Then the part on evidence comes second, before the parts that build on it."))),
        next, sums, status, saving,
        h("div", { class: "eq-actions" }, undo, reset),
        map),
    );

    /** One entry; its newest value counts, told by the kernel or not yet. */
    function kept(name) {
      const told = () => model.get("state").entries?.[name];
      const entry = savedEntry(outbox, { type: "save", name, told, late: notSaved(saving) });
      let given = null;
      return {
        ...entry,
        value: () => (entry.waiting() ? given : told()?.value) ?? null,
        give(value) {
          given = value;
          entry.give(value);
          say(saving, "");
        },
        /** What this tab gave before a restart or a reload and was not acknowledged is given again. */
        replay() {
          const mine = entry.unsaved();
          if (!mine) return;
          given = mine.value;
          entry.again(mine);
        },
      };
    }

    /** A checkbox about what this tab shows. */
    function view(what, words) {
      const id = newId();
      const box = h("input", { type: "checkbox", id, onchange: () => {
        keepDraft(views[what], box.checked || null);
        draw();
      } });
      box.checked = Boolean(draft(views[what]));
      return { box, node: h("div", { class: "eq-option" }, box, h("label", { for: id }, words)) };
    }

    function pageLink(name, title) {
      return name === here ? h("span", {}, `${title} (this page)`) : h("a", { href: `../${name}.ipynb` }, title);
    }

    /** One page of the map. */
    function line(name) {
      const { title, part, takes, do: what, tick: entryName } = pages[name];
      const [titleId, tickId] = [newId(), newId()];
      const tick = kept(entryName);
      const time = h("p", { class: "eq-help" });
      const because = h("p");
      const bar = h("span");
      const says = h("span");
      const box = h("input", { type: "checkbox", id: tickId, onchange: () => {
        tick.give(box.checked ? "yes" : null);
        say(status, "");
      } });
      const button = (words, act) => {
        const id = newId();
        return h("button", { type: "button", class: "eq-button eq-quiet", id, "aria-labelledby": `${id} ${titleId}`, onclick: act }, words);
      };
      const [up, down] = [button("Up", () => move(name, -1)), button("Down", () => move(name, 1))];
      const leave = button("Leave out", () => leaveOut(name));
      const back = button("Bring back", () => bringBack(name));
      const moves = h("div", { class: "eq-moves" }, up, down, leave, back);
      const head = h("p", { class: "eq-title" }, pageLink(name, title));
      head.firstElementChild.id = titleId;
      const node = h("li", {}, head, time, because,
        h("p", { class: "eq-come" }, h("span", { class: "eq-meter", "aria-hidden": "true" }, bar), says),
        h("div", { class: "eq-option" }, box, h("label", { for: tickId }, "I am done with this page", h("span", { class: "eq-spoken" }, ` (${title})`))),
        moves);
      return {
        tick, node, up, down, leave, back,
        focus: () => head.firstElementChild.focus?.(),
        show({ about, isOut, changing, first, last }) {
          box.checked = tick.value() === "yes";
          const core = h("span", { html: `${about.core === takes ? "Core" : `Core, ${about.core}`}: ${what}` });
          time.replaceChildren(`${part}, ${takes}. `, ...(about.core ? [core] : ["For depth: not in the core."]));
          because.textContent = about.because;
          because.hidden = !about.because;
          bar.style.width = `${about.share * 100}%`;
          says.textContent = about.says;
          moves.hidden = !changing && !isOut;
          up.hidden = down.hidden = leave.hidden = isOut;
          back.hidden = !isOut;
          up.setAttribute("aria-disabled", String(first)); // not `disabled`, which would take the focus away
          down.setAttribute("aria-disabled", String(last));
        },
      };
    }

    /** One part: how many of its pages are done, and its page in short. */
    function part({ title, pages: names, short }) {
      const done = h("span");
      const node = h("li", {}, h("strong", {}, title), done, ...(short ? [pageLink(short.page, short.title), `, ${short.takes}.`] : []));
      return {
        node,
        show: (about) => (done.textContent = `: ${names.filter((name) => about[name].finished).length} of ${count(names.length, "page", "pages")} done. `),
      };
    }

    /** The order as it stands: names, with "-" before those that are left out. */
    function words() {
      const state = model.get("state");
      if (!order.waiting()) return state.order;
      return order.value()?.split(" ").filter((word) => word.replace(/^-/, "") in pages) ?? state.suggested;
    }

    const isOut = (word) => word.startsWith("-");
    const shown = () => words().filter((word) => !isOut(word) && (!coreOnly.box.checked || model.get("state").about[word].core));

    /** Give new values, so that Undo can take them back. */
    function step(says, values) {
      undoable.push({ says, values: values.map(([entry]) => [entry, entry.value()]) });
      give(values);
    }

    function give(values) {
      for (const [entry, value] of values) if (entry.value() !== value) entry.give(value);
      draw();
    }

    function takeBack() {
      const { says, values } = undoable.pop();
      give(values);
      say(status, `Undone: ${says}.`);
      if (undo.hidden) select.focus();
    }

    function move(name, by) {
      const seen = shown();
      const other = seen[seen.indexOf(name) + by];
      if (!other) return;
      const fresh = words().filter((word) => word !== name);
      step(`moving ${pages[name].title}`, [[order, fresh.toSpliced(fresh.indexOf(other) + (by > 0), 0, name).join(" ")]]);
      say(status, `${pages[name].title} is now page ${seen.indexOf(other) + 1} of ${seen.length}.`);
    }

    function leaveOut(name) {
      const seen = shown();
      const neighbour = seen[seen.indexOf(name) + 1] ?? seen[seen.indexOf(name) - 1];
      step(`leaving out ${pages[name].title}`, [[order, words().map((word) => (word === name ? `-${name}` : word)).join(" ")]]);
      say(status, `Left out: ${pages[name].title}. It stands below the map.`);
      (neighbour ? lines[neighbour].leave : undo).focus();
    }

    function bringBack(name) {
      step(`bringing back ${pages[name].title}`, [[order, words().map((word) => (word === `-${name}` ? name : word)).join(" ")]]);
      say(status, `Brought back: ${pages[name].title}.`);
      const seen = shown();
      if (!seen.includes(name)) undo.focus();
      else if (change.box.checked) lines[name].leave.focus();
      else lines[name].focus();
    }

    function draw() {
      const { about, sums: minutes, later: wait } = model.get("state");
      const focused = document.activeElement;
      const seen = shown();
      const gone = words().filter(isOut).map((word) => word.slice(1));
      select.value = who.value() in audiences ? who.value() : "";
      handsIn.checked = marked.value() === "yes";
      seen.forEach((name, i) =>
        lines[name].show({ about: about[name], changing: change.box.checked, first: i === 0, last: i === seen.length - 1 }));
      for (const name of gone) lines[name].show({ about: about[name], isOut: true });
      fill(list, seen);
      fill(out, gone);
      out.hidden = outHeading.hidden = !gone.length;
      if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
      summary.textContent = `The map: ${count(words().length - gone.length, "page", "pages")}, ${finished(about)} done`;
      for (const one of parts) one.show(about);
      later.textContent = wait;
      later.hidden = !wait;
      sums.replaceChildren(...minutes.map((one) => h("li", {}, one)));
      drawNext(seen.find((name) => name !== here && !about[name].finished && lines[name].tick.value() !== "yes"), about);
      const last = undoable.at(-1);
      undo.hidden = !last;
      undo.textContent = last ? `Undo: ${last.says}` : "";
      reset.hidden = order.value() === null;
    }

    const finished = (about) => words().filter((word) => !isOut(word) && about[word].finished).length;

    function drawNext(name, about) {
      if (!name) return next.replaceChildren("You have been through all pages on your way.");
      const { title, takes, do: what } = pages[name];
      const { core, because } = about[name];
      const shorter = core && core !== takes;
      next.replaceChildren(h("strong", {}, "Next on your way: ", pageLink(name, title)),
        shorter ? `, ${core} for its core, ${takes} in all.` : `, ${takes}.`, because && ` ${because}`,
        shorter ? toHeadings(name, h("span", { html: ` For the core: ${what}` })) : "", " Afterwards, tick it in the map below.");
    }

    /** The headings that are named in `says`, as links to them. */
    function toHeadings(name, says) {
      for (const one of says.querySelectorAll("em"))
        one.replaceChildren(h("a", { href: `../${name}.ipynb#${encodeURIComponent(one.textContent.replaceAll(" ", "-"))}` }, one.textContent));
      return says;
    }

    function fill(box, names) {
      if (names.length !== box.children.length || names.some((name, i) => box.children[i] !== lines[name].node))
        box.replaceChildren(...names.map((name) => lines[name].node));
    }

    function show() {
      const { error } = model.get("state");
      if (error) {
        failed = true;
        for (const one of entries) one.hush();
        say(saving, error, "warn");
      } else {
        if (failed) {
          failed = false;
          say(saving, "");
          for (const one of entries) one.replay();
        }
        const asked = entries.filter((one) => one.waiting());
        for (const one of entries) one.acknowledged();
        if (asked.length && !asked.some((one) => one.waiting())) say(saving, "Saved. It stays with your work: it is not handed in.", "saved");
      }
      draw();
    }

    /** Another page may have saved meanwhile: what the learner looks at is to be as the file is. */
    function look() {
      clearTimeout(soon);
      soon = setTimeout(() => document.visibilityState === "visible" && model.send({ type: "refresh" }), AGAIN);
    }

    const heard = ({ key }) => key?.startsWith(ENTRY) && look();
    document.addEventListener("visibilitychange", look);
    window.addEventListener("focus", look);
    window.addEventListener("storage", heard);
    model.on("change:state", show);
    for (const one of entries) one.replay();
    show();
    return () => {
      clearTimeout(soon);
      for (const one of entries) one.hush();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("storage", heard);
      model.off("change:state", show);
    };
  },
};
