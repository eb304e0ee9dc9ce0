// One exercise: a group with its question, what it is answered with (controls.js), a status line and feedback.

const PAUSE = 2000; // milliseconds without a key, after which words are saved

export default {
  render({ model, el }) {
    const fixed = model.get("fixed");
    const status = statusLine();
    const feedback = h("div", { class: "eq-feedback", role: "status" });
    const reflection = fixed.kind === "reflection";
    const saves = fixed.graded || reflection; // by itself; practice waits until it is to be checked
    const answered = savedEntry(model, { type: "answer", name: fixed.name, told: () => model.get("state"), late: notSaved(status) });
    const plan = reflection && planTick(model, fixed.plan, status);
    let pause = 0; // the timer that saves words when typing stops

    const answer = KINDS[fixed.kind](fixed, {
      change: (value) => (saves ? give(value) : answer.chooses && keepDraft(fixed.name, value)),
      enter: check,
      type: pauseToSave,
    });
    const button = h("button", { type: "button", class: "eq-button", onclick: check }, saves ? "Save my answer" : "Check my answer");
    const title = reflection ? "For you: nobody marks this"
      : fixed.graded ? `Marked question ${fixed.number} of ${fixed.of} (${count(fixed.marks, "mark", "marks")})`
      : `Practice ${fixed.number} of ${fixed.of}`;
    const group = h(
      "fieldset", {},
      h("legend", {}, h("span", { class: `eq-tag ${fixed.graded ? "eq-graded" : ""}` }, title), " ", h("span", { class: "eq-prompt", html: fixed.prompt })),
      ...answer.nodes,
      fixed.graded && answer.chooses ? null : h("div", { class: "eq-actions" }, button),
      plan && plan.node,
    );
    el.replaceChildren(
      h("div", { class: "eq eq-exercise", "data-exercise": fixed.id },
        fixed.context && h("div", { class: "eq-context", html: fixed.context }),
        group,
        fixed.hint && h("details", { class: "eq-hint" }, h("summary", {}, "Show a hint"), h("div", { html: fixed.hint })),
        status, feedback),
    );

    function check() {
      const value = answer.get();
      if (value === null) return say(status, answer.empty, "warn");
      give(value);
    }

    /** Words that nobody has to check are saved without a click, and without a word for every pause. */
    function pauseToSave() {
      if (!saves) return;
      clearTimeout(pause);
      pause = setTimeout(() => give(answer.get(), true), PAUSE);
      say(status, "Not saved yet. Your words are saved when you pause.");
    }

    function noPause() {
      clearTimeout(pause);
      pause = 0;
    }

    function give(value, quietly = false) {
      noPause();
      keepDraft(fixed.name, null);
      if (value === model.get("state").value && !answered.waiting()) return show();
      answered.give(value);
      feedback.replaceChildren();
      if (!quietly) say(status, "Saving …");
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        hush();
        say(status, state.error, "warn");
        return;
      }
      if (plan) plan.show();
      if (!answered.acknowledged()) return;
      if (state.handed_in) noPause();
      answer.set(state.handed_in ? state.value : draft(fixed.name) ?? state.value);
      answer.lock(Boolean(state.handed_in));
      button.disabled = Boolean(state.handed_in);
      showStatus(state);
      showFeedback(state.feedback);
    }

    function showStatus(state) {
      if (state.handed_in) say(status, `Handed in on ${when(new Date(state.handed_in))}. To change it, open the part again below.`, "saved");
      else if (pause || (plan && plan.waiting())) return;
      else if (saves && draft(fixed.name) !== null) say(status, "Typed, but not saved yet. Choose Save my answer.", "warn");
      else if (state.prompt) say(status, `Not an answer yet. ${state.prompt}`, "warn");
      else if (state.value === null || state.value === undefined) say(status, fixed.graded ? "Not answered yet." : state.plan?.value ? "Ticked. What you write here goes into your action plan." : "");
      else if (reflection) say(status, "Saved. It stays with your work: it is not handed in.", "saved");
      else if (fixed.graded && answer.open?.()) say(status, `Saved. ${count(answer.open(), "line is", "lines are")} still open.`, "saved");
      else if (fixed.graded) say(status, "Saved. You can change it until you hand in.", "saved");
      else say(status, "");
    }

    function verdictOn({ share, compare }) {
      if (compare) return ["", "Compare with this"];
      if (share === 1) return ["eq-right", "✓ Right"];
      return ["eq-wrong", share > 0 ? "Partly right" : "✗ Not quite"];
    }

    function showFeedback({ html, ...about } = {}) {
      const [tone, verdict] = verdictOn(about);
      feedback.className = `eq-feedback ${html ? tone : ""}`;
      feedback.replaceChildren(...(html ? [h("p", { class: "eq-verdict" }, verdict), h("div", { html })] : []));
    }

    /** What this tab gave before a restart or a reload and was not acknowledged is given again. */
    function replay() {
      if (plan) plan.replay();
      const mine = answered.unsaved();
      if (!mine) return;
      answer.set(draft(fixed.name) ?? mine.value);
      answered.again(mine);
      say(status, "Saving …");
    }

    function hush() {
      answered.hush();
      if (plan) plan.hush();
    }

    model.on("change:state", show);
    replay();
    show();
    return () => {
      hush();
      noPause();
      model.off("change:state", show);
    };
  },
};
