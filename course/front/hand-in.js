// Hand in one part: what is missing, the learner's id, one file. It is downloaded, or Python writes it into a folder
// (fixed.folder) for nbgrader's exchange, which knows the learner (fixed.learner).

/** "marked question 3", "marked questions 1 to 4", "marked questions 1, 4 and 5" */
function numbered(numbers) {
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (numbers.length === 1) return `marked question ${first}`;
  if (numbers.length > 2 && last - first === numbers.length - 1) return `marked questions ${first} to ${last}`;
  return `marked questions ${numbers.slice(0, -1).join(", ")} and ${last}`;
}

export default {
  render({ model, el }) {
    const { title, of, folder, learner: known } = model.get("fixed");
    const here = decodeURIComponent(location.pathname).split("/").at(-1);
    const heading = newId();
    const id = newId();
    const help = newId();
    const wrong = newId();
    const status = statusLine();
    const progress = h("p", { class: "eq-summary" });
    const along = h("p");
    const reasons = h("ul");
    const problem = h("p", { class: "eq-problem", id: wrong });
    const learner = h("input", {
      type: "text", id, class: "eq-text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", "aria-describedby": `${help} ${wrong}`,
      onkeydown: (event) => event.key === "Enter" && (event.preventDefault(), handIn()),
    });
    const button = h("button", { type: "button", class: "eq-button", onclick: handIn });
    const again = h("button", { type: "button", class: "eq-button eq-quiet", onclick: openAgain }, "Open again to change answers");

    function explained() {
      if (known) return `You hand in as ${known}. Your answers go into a file in the folder ${folder}. You then submit the assignment yourself.`;
      const then = folder ? "You then submit the assignment yourself." : "You then send the file yourself.";
      return `Type the id that your trainer gave you. It goes into the file and nowhere else. ${then}`;
    }

    el.replaceChildren(
      h("section", { class: "eq eq-work", "aria-labelledby": heading },
        h("h3", { id: heading }, `Hand in: ${title}`),
        progress, reasons, along,
        h("p", { class: "eq-help", id: help }, explained()),
        problem,
        known ? null : h("div", { class: "eq-field" }, h("label", { for: id }, "Your id"), learner),
        h("div", { class: "eq-actions" }, button, again),
        status),
    );

    function show() {
      const { unanswered = 0, pages = [], skills = [], handed_in, changed_since = 0, id_error = "", error = "" } = model.get("state");
      const done = of - unanswered;
      const since = changed_since ? ` Since then you changed ${count(changed_since, "answer", "answers")}: hand in again.` : "";
      progress.textContent = handed_in
        ? `You handed in this part on ${when(new Date(handed_in))}.${since}`
        : `You have answered ${done} of ${of} marked questions.`;
      reasons.replaceChildren(...pages.map(({ page, title, missing, unclear, partly }) =>
        h("li", {},
          pageName(`${page}.ipynb`, title),
          missing.length ? `: ${numbered(missing)} not answered.` : ":",
          ...unclear.map(({ number, why }) => ` Marked question ${number} cannot be marked yet. ${why}`),
          ...partly.map(({ number, open }) => ` Marked question ${number} has ${count(open, "line", "lines")} still open.`))));
      reasons.hidden = !pages.length;
      const checks = skills.map((when) => (when === "before" ? "at the start" : "at the end")).join(" and ");
      along.textContent = checks && `Your next file also holds your answers to the skills check ${checks}, because you ticked there that your trainer may see them. Nobody marks them.`;
      along.hidden = !checks;
      again.hidden = !handed_in;
      button.textContent = handed_in ? "Hand in again" : "Hand in";
      problem.textContent = id_error ? `Error: ${id_error}` : "";
      learner.setAttribute("aria-invalid", String(Boolean(id_error)));
      if (error) say(status, error, "warn");
    }

    /** A link, but not to the page itself, nor from a sheet that lies elsewhere than the pages. */
    function pageName(file, title) {
      if (file === here) return `${title} (this page)`;
      return folder ? title : h("a", { href: file }, title);
    }

    async function handIn() {
      const fresh = await request(model, { type: "refresh" });
      if (!fresh) return say(status, NO_ANSWER, "warn");
      const missing = fresh.unanswered;
      const lines = [`${count(missing, "marked question has", "marked questions have")} no answer that can be marked.`, "No answer gets no marks."];
      if (missing && (known || learner.value.trim()) && !(await confirmed(el, "Hand in now?", lines, "Hand in as it is"))) return;
      const answer = await request(model, { type: "hand-in", learner: learner.value, at: new Date().toISOString() });
      if (!answer) return say(status, NO_ANSWER, "warn");
      if (answer.id_error) return learner.focus();
      if (answer.error) return;
      if (answer.written) {
        return say(status, `${answer.written} lies in the folder ${folder}. Now submit the assignment. Your answers stay here, locked until you open them again.`, "saved");
      }
      download(answer.file.name, answer.file.text);
      say(status, `${answer.file.name} is in your downloads folder. Send it to your trainer. Your answers stay here, locked until you open them again.`, "saved");
    }

    async function openAgain() {
      const answer = await request(model, { type: "open-again" });
      say(status, answer ? "Open again. Change your answers, then hand in once more: your newest file counts." : NO_ANSWER, answer ? "saved" : "warn");
    }

    model.on("change:state", show);
    show();
    return () => model.off("change:state", show);
  },
};
