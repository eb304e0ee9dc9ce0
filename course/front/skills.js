// A skills check: six questions, each saved at once (controls.js, saving.js). Finished, it is locked, and shows what
// Python has made of it (pictures.js).

export default {
  render({ model, el }) {
    const fixed = model.get("fixed");
    const of = fixed.questions.length;
    const told = (name) => () => model.get("state").entries?.[name];
    const heading = newId();
    const help = newId();
    const status = statusLine(); // of the end of the check
    const kept = statusLine(); // of the tick
    const picture = drawing();
    let failed = false; // something could not be saved when it was last tried
    let pressed = false; // a button has ended or opened the check, and focus is to follow when it is saved

    const questions = fixed.questions.map(({ entry, prompt, context, options }, i) => {
      const own = statusLine();
      const one = field(entry, own, (on) => choices("radio", { options }, on));
      return {
        ...one,
        own,
        node: h("div", { class: "eq-asked" },
          h("div", { class: "eq-context", html: context }),
          h("fieldset", {},
            h("legend", {}, h("span", { class: "eq-tag" }, `Question ${i + 1} of ${of}`), " ", h("span", { class: "eq-prompt", html: prompt })),
            ...one.control.nodes),
          own),
      };
    });
    const share = field(fixed.shared, kept, (on) => choices("checkbox", { options: { yes: fixed.share } }, on));
    share.control.nodes.at(-1).querySelector("input").setAttribute("aria-describedby", help);
    const end = savedEntry(model, { type: "answer", name: fixed.finished, told: told(fixed.finished), late: notSaved(status) });

    const progress = h("p", { class: "eq-summary" });
    const finish = h("button", { type: "button", class: "eq-button", onclick: finishNow }, "Finish");
    const again = h("button", { type: "button", class: "eq-button eq-quiet", onclick: changeAnswers }, "Change my answers");
    const top = h("h4", { tabindex: "-1" }, "What came of it");
    const says = h("div");
    const numbers = h("div");
    const review = h("div");
    const result = h("div", { hidden: true }, top, says, picture.node, numbers, review);

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-skills", "aria-labelledby": heading, "data-exercise": `skills-${fixed.when}` },
        h("h3", { id: heading }, fixed.title),
        h("div", { html: fixed.intro }),
        ...questions.map(({ node }) => node),
        progress,
        h("div", { class: "eq-actions" }, finish, again),
        status,
        result,
        h("div", {}, ...share.control.nodes, h("div", { class: "eq-help", id: help, html: fixed.share_help })),
        kept,
        h("p", { class: "eq-help" }, fixed.source)),
    );
    const fields = [...questions, share];

    /** A control whose value is the entry `name`, and which says so in `line`. */
    function field(name, line, make) {
      const entry = savedEntry(model, { type: "answer", name, told: told(name), late: notSaved(line) });
      const control = make({ change: (value) => {
        entry.give(value);
        say(line, "Saving …");
      } });
      return {
        control, entry,
        show: () => entry.acknowledged() && control.set(told(name)()?.value),
        /** What this tab gave before a restart or a reload and was not acknowledged is given again. */
        replay() {
          const mine = entry.unsaved();
          if (!mine) return;
          control.set(mine.value);
          entry.again(mine);
          say(line, "Saving …");
        },
      };
    }

    const answered = () => questions.filter(({ control }) => control.get()).length;
    const isFinished = () => told(fixed.finished)()?.value === "yes";

    async function finishNow() {
      const open = of - answered();
      if (open === of) return say(status, "Answer a question first, or leave the check out: nothing depends on it.", "warn");
      const lines = [`${count(open, "question has", "questions have")} no answer.`, "That is fine. You can also go back to them first."];
      if (open && !(await confirmed(el, "Finish now?", lines, "Finish as it is"))) return;
      turn("yes");
    }

    async function changeAnswers() {
      if (!(await confirmed(el, "Change your answers?", [model.get("state").change], "Change my answers"))) return;
      turn(null);
    }

    function turn(value) {
      pressed = true;
      end.give(value);
      say(status, "Saving …");
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        failed = true;
        hush();
        for (const { entry, own } of questions) if (entry.waiting()) say(own, state.error, "warn");
        if (share.entry.waiting()) say(kept, state.error, "warn");
        return say(status, state.error, "warn");
      }
      if (failed) {
        failed = false;
        replay();
      }
      for (const one of fields) one.show();
      if (!end.acknowledged()) return;
      const done = isFinished();
      for (const { control } of questions) control.lock(done);
      progress.textContent = `${answered()} of ${of} answered`;
      finish.hidden = done;
      again.hidden = !done;
      for (const { control, entry, own } of questions) {
        if (!entry.waiting()) say(own, control.get() && !done ? `Saved. ${answered()} of ${of} answered.` : "", "saved");
      }
      if (!share.entry.waiting()) {
        const along = done ? "Ticked. Your answers go along with the next part that you hand in." : "Ticked. Your answers go along with the next part that you hand in, once you have finished.";
        say(kept, share.control.get() ? along : "", "saved");
      }
      say(status, done ? "Finished and saved. Nobody marks it." : "", "saved");
      showResult(state.result);
      if (pressed) (done ? top : questions[0].node.querySelector("input")).focus();
      pressed = false;
    }

    function showResult(found) {
      result.hidden = !found;
      if (!found) return;
      says.replaceChildren(...found.says.map((line) => h("p", {}, line)));
      picture.show({ alt: found.alt ?? "", pictures: found.pictures ?? [] });
      const place = ({ href, title, section }) => h("span", {}, h("a", { href }, title), `, section “${section}”`);
      numbers.replaceChildren(table("Skill by skill", found.columns, found.rows.map((row) => [row.skill, ...row.cells, place(row)]), true));
      review.replaceChildren(...(found.review ? [h("h4", {}, "What speaks for and against each option"), ...found.review.map(reviewed)] : []));
    }

    function reviewed({ skill, questions: asked }) {
      return h("details", {},
        h("summary", {}, skill),
        ...asked.flatMap(({ when, context, prompt, chosen, verdict, why_chosen, right, why }) => [
          h("h5", {}, when),
          h("div", { class: "eq-context", html: context }),
          h("p", { class: "eq-prompt", html: prompt }),
          verdict === "none" ? h("p", {}, "You gave no answer.") : h("p", { html: `You chose: <strong>${chosen}</strong> (${verdict === "right" ? "right" : "another option is right"})` }),
          why_chosen && h("div", { html: why_chosen }),
          verdict !== "right" && h("p", { html: `Right: <strong>${right}</strong>` }),
          h("div", { html: why }),
        ].filter(Boolean)));
    }

    function replay() {
      for (const one of fields) one.replay();
      const mine = end.unsaved();
      if (!mine) return;
      end.again(mine);
      say(status, "Saving …");
    }

    function hush() {
      for (const { entry } of fields) entry.hush();
      end.hush();
    }

    model.on("change:state", show);
    replay();
    show();
    return () => {
      hush();
      picture.end();
      model.off("change:state", show);
    };
  },
};
