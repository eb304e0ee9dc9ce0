// One exercise: a group with its question, what it is answered with (controls.js), a status line and feedback.

const SILENCE = 2000; // milliseconds without an acknowledgement, after which the page says so
const PAUSE = 2000; // milliseconds without a key, after which words are saved

export default {
  render({ model, el }) {
    const fixed = model.get("fixed");
    const status = statusLine();
    const feedback = h("div", { class: "eq-feedback", role: "status" });
    let sent = 0; // the revision of the newest answer, while the kernel has not acknowledged it
    let timer = 0;
    let pause = 0; // the timer that saves words when typing stops

    const answer = KINDS[fixed.kind](fixed, {
      change: (value) => (fixed.graded ? give(value) : answer.chooses && keepDraft(fixed.name, value)),
      enter: check,
      type: pauseToSave,
    });
    const button = h("button", { type: "button", class: "eq-button", onclick: check }, fixed.graded ? "Save my answer" : "Check my answer");
    const title = fixed.graded
      ? `Marked question ${fixed.number} of ${fixed.of} (${count(fixed.marks, "mark", "marks")})`
      : `Practice ${fixed.number} of ${fixed.of}`;
    const group = h(
      "fieldset", {},
      h("legend", {}, h("span", { class: `eq-tag ${fixed.graded ? "eq-graded" : ""}` }, title), " ", h("span", { class: "eq-prompt", html: fixed.prompt })),
      ...answer.nodes,
      fixed.graded && answer.chooses ? null : h("div", { class: "eq-actions" }, button),
    );
    el.replaceChildren(
      h("div", { class: "eq eq-exercise", "data-exercise": fixed.id },
        fixed.context && h("div", { class: "eq-context", html: fixed.context }),
        group,
        fixed.hint && h("details", { class: "eq-hint" }, h("summary", {}, "Show a hint"), h("div", { html: fixed.hint })),
        status, feedback),
    );

    function known() {
      const mine = browserEntry(fixed.name);
      return Math.max(model.get("state").revision ?? 0, mine?.revision ?? 0, sent);
    }

    function mirror(revision, value, unsaved) {
      return keepInBrowser(fixed.name, { revision, value, unsaved, tab: tabId(), work_id: model.get("state").work_id });
    }

    function check() {
      const value = answer.get();
      if (value === null) return say(status, answer.empty, "warn");
      give(value);
    }

    /** Words of a marked question are saved without a click, and without a word for every pause. */
    function pauseToSave() {
      if (!fixed.graded) return;
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
      const state = model.get("state");
      if (value === state.value && !sent) {
        keepDraft(fixed.name, null);
        return show();
      }
      keepDraft(fixed.name, null);
      send({ revision: Math.max(Date.now(), known() + 1), value }, quietly);
    }

    function send({ revision, value }, quietly) {
      sent = revision;
      const kept = mirror(revision, value, true);
      feedback.replaceChildren();
      if (!quietly) say(status, "Saving …");
      clearTimeout(timer);
      timer = setTimeout(
        () => say(status, kept ? "Not saved yet, kept in this browser." : "Not saved yet. Choose Keep my work before you leave this page.", "warn"),
        SILENCE,
      );
      model.send({ type: "answer", revision, value });
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        clearTimeout(timer);
        say(status, state.error, "warn");
        return;
      }
      if (state.revision < sent) return;
      sent = 0;
      clearTimeout(timer);
      if (state.revision && !(browserEntry(fixed.name)?.revision > state.revision)) mirror(state.revision, state.value, false);
      if (state.handed_in) noPause();
      answer.set(state.handed_in ? state.value : draft(fixed.name) ?? state.value);
      answer.lock(Boolean(state.handed_in));
      button.disabled = Boolean(state.handed_in);
      showStatus(state);
      showFeedback(state.feedback);
    }

    function showStatus(state) {
      if (state.handed_in) say(status, `Handed in on ${when(new Date(state.handed_in))}. To change it, open the part again below.`, "saved");
      else if (pause) return;
      else if (fixed.graded && draft(fixed.name) !== null) say(status, "Typed, but not saved yet. Choose Save my answer.", "warn");
      else if (state.prompt) say(status, `Not an answer yet. ${state.prompt}`, "warn");
      else if (state.value === null || state.value === undefined) say(status, fixed.graded ? "Not answered yet." : "");
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
      const mine = browserEntry(fixed.name);
      const state = model.get("state");
      if (mine?.unsaved && mine.tab === tabId() && mine.revision > (state.revision ?? 0)) {
        answer.set(draft(fixed.name) ?? mine.value);
        send(mine);
        return true;
      }
      return false;
    }

    model.on("change:state", show);
    if (!replay()) show();
    return () => {
      clearTimeout(timer);
      noPause();
      model.off("change:state", show);
    };
  },
};
