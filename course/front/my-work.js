// The learner's work as a whole: keep, bring back, undo, start again, clear.

const SETTLED = 1500; // milliseconds until the exercises of the page have given again what was not saved

export default {
  render({ model, el }) {
    const heading = newId();
    const status = statusLine();
    const summary = h("p", { class: "eq-summary" });
    const notice = h("div", { role: "alert" });
    const offer = h("div", { role: "status" });
    const undo = h("button", { type: "button", class: "eq-button eq-quiet", onclick: takeBack });
    const file = h("input", { type: "file", accept: ".json,application/json", hidden: true, onchange: chosen });
    const place = h("p", { class: "eq-help" });
    let declined = false;

    el.replaceChildren(
      h("section", { class: "eq eq-work eq-mine", "aria-labelledby": heading },
        h("h2", { id: heading }, "Your work"),
        notice, offer, summary,
        h("div", { class: "eq-actions" },
          h("button", { type: "button", class: "eq-button", onclick: keep }, "Keep my work"),
          h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => file.click() }, "Bring my work back"),
          undo, file),
        status,
        h("details", {},
          h("summary", {}, "Start again, or clear this computer"),
          place,
          h("div", { class: "eq-actions" },
            h("button", { type: "button", class: "eq-button eq-quiet", onclick: startAgain }, "Start again"),
            h("button", { type: "button", class: "eq-button eq-quiet", onclick: clear }, "Clear this computer")))),
    );

    function show() {
      const { work, saved = "", file: path = "", undo: label = "", notice: text = "", error = "" } = model.get("state");
      const kept = work ? `Saved: ${saved}.` : "Your saved answers are not loaded yet.";
      summary.textContent = `${kept} Keep a copy as a file before you stop: an online session forgets everything when it ends.`;
      place.textContent = `While the course runs, your answers are in ${path} and a copy is in this browser.`;
      undo.hidden = !label;
      undo.textContent = `Undo ${label}`;
      notice.replaceChildren(...(text || error ? [h("p", { class: "eq-notice" }, error || text)] : []));
    }

    /** All that this browser can vouch for: the kernel's work as last seen, with newer entries of the same work or tab. */
    function everything(work) {
      const entries = { ...work.entries };
      for (const [name, mine] of Object.entries(browserEntries()))
        if ((mine.work_id === work.work_id || mine.tab === tabId()) && mine.revision > (entries[name]?.revision ?? 0))
          entries[name] = { revision: mine.revision, value: mine.value };
      return { ...work, entries };
    }

    async function keep() {
      const fresh = await request(model, { type: "refresh" }, 2);
      const work = (fresh ?? model.get("state")).work;
      if (!work) return say(status, NO_ANSWER, "warn");
      const name = `my-work-${stamp(new Date())}.json`;
      download(name, JSON.stringify(everything(work), null, 1));
      say(status, `Kept: ${name} is in your downloads folder.${fresh ? "" : " The course does not answer just now. Reload the page, or open the course again and bring this file back."}`, "saved");
    }

    async function chosen() {
      const [picked] = file.files;
      if (!picked) return;
      file.value = "";
      if (picked.size > 5e6) return say(status, `${picked.name} is too large to be your work. Nothing was changed.`, "warn");
      await bringBack(await picked.text(), picked.name);
    }

    async function bringBack(text, source) {
      const answer = await request(model, { type: "preview", text });
      if (!answer) return say(status, NO_ANSWER, "warn");
      if (answer.error) return say(status, `${answer.error} Nothing was changed.`, "warn");
      const { says, changes } = answer.preview;
      if (!changes) return say(status, `Nothing to bring back from ${source}. ${says.join(" ")}`, "saved");
      if (await confirmed(el, "Bring your work back?", [`From ${source}:`, ...says], "Bring it back")) await act({ type: "bring-back", text });
    }

    async function act(message) {
      const answer = await request(model, message);
      say(status, answer ? answer.error || answer.done : NO_ANSWER, answer && !answer.error ? "saved" : "warn");
      offerCopy();
      return answer;
    }

    function takeBack() {
      return act({ type: "undo" });
    }

    async function startAgain() {
      const lines = ["This removes all that you have answered and written, on every page of the course.", "You can undo it until you leave this page."];
      if (!(await confirmed(el, "Start again?", lines, "Start again"))) return;
      for (const key of keys(thisTab, DRAFT)) store(thisTab, key, null);
      await act({ type: "start-again" });
    }

    async function clear() {
      const lines = [
        "This removes all that you have answered and written from this browser and from the course's own file.",
        "It cannot be undone. If you want them later, choose Cancel and then Keep my work.",
      ];
      if (!(await confirmed(el, "Clear this computer?", lines, "Clear everything"))) return;
      clearBrowser();
      const answer = await act({ type: "clear" });
      clearBrowser();
      if (!answer) say(status, "Cleared in this browser. The course does not answer, so its own file was not cleared: open the course again and repeat.", "warn");
    }

    /** How much work these entries make up, as course/counting.py says it. */
    function counted(names) {
      const things = [...new Set(names.map((name) => (/^(plan|done)\//.test(name) ? name : name.split("/").slice(0, 2).join("/"))))];
      const says = Object.entries(model.get("fixed").sorts).flatMap(([sort, words]) => {
        const number = things.filter((name) => name.startsWith(`${sort}/`)).length;
        return number ? [count(number, ...words)] : [];
      });
      return [says.slice(0, -1).join(", "), ...says.slice(-1)].filter(Boolean).join(" and ");
    }

    /** Answers in this browser that the work here does not have: perhaps the learner's, perhaps somebody else's. */
    function offerCopy() {
      const work = model.get("state").work;
      if (!work || declined) return offer.replaceChildren();
      const lost = Object.entries(browserEntries()).filter(([name, mine]) => {
        const here = work.entries[name];
        const beingSent = mine.unsaved && mine.tab === tabId() && document.querySelector(`[data-exercise="${CSS.escape(name.split("/")[1])}"]`);
        return mine.value !== null && !beingSent && mine.revision > (here?.revision ?? 0) && mine.value !== here?.value;
      });
      if (!lost.length) return offer.replaceChildren();
      const newest = new Date(Math.max(...lost.map(([, mine]) => mine.revision)));
      const entries = Object.fromEntries(lost.map(([name, { revision, value }]) => [name, { revision, value }]));
      const text = JSON.stringify({ ...work, work_id: lost[0][1].work_id ?? work.work_id, entries });
      offer.replaceChildren(
        h("div", { class: "eq-notice" },
          h("p", {}, `This browser holds ${counted(lost.map(([name]) => name))}, the newest from ${when(newest)}, that your work here does not have. Are they yours?`),
          h("div", { class: "eq-actions" },
            h("button", { type: "button", class: "eq-button", onclick: () => act({ type: "bring-back", text }) }, "Yes, bring them back"),
            h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => ((declined = true), offerCopy()) }, "No, leave them"),
            h("button", { type: "button", class: "eq-button eq-quiet", onclick: clear }, "Clear this computer"))));
    }

    const settled = setTimeout(offerCopy, SETTLED);
    model.on("change:state", show);
    show();
    return () => {
      clearTimeout(settled);
      model.off("change:state", show);
    };
  },
};
