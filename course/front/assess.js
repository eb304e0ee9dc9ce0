// A self-assessment: one factor at a time, each choice and text saved by itself (controls.js, saving.js); below it what
// they come to, and what several people's files come to together, which Python works out (pictures.js).

const PAUSE = 2000; // milliseconds without a key, after which words are saved
const LARGEST = 1e6; // bytes of a file that can be kept work, and of all files together five times as many

export default {
  render({ model, el }) {
    const fixed = model.get("fixed");
    const place = `assessment/${fixed.id}/place`; // which factor this tab shows
    const told = (name) => () => model.get("state").entries?.[name];
    const status = statusLine();
    const kept = statusLine(); // of the ticks for the plan
    let failed = false; // something could not be saved when it was last tried
    let at = Math.max(0, fixed.factors.findIndex(({ id }) => id === draft(place)));

    const factors = fixed.factors.map(factor);
    const profile = drawing();
    const heading = newId();
    const profileHeading = h("h4", { tabindex: "-1" }, fixed.profile.title);
    const done = h("p");
    const numbers = h("div");
    const strengths = h("div");
    const next = h("div");
    const ownPlan = planTick(model, fixed.plan, kept, told(fixed.plan), fixed.profile.title);
    const ticks = [ownPlan, ...factors.map(({ plan }) => plan)];
    const fields = factors.flatMap(({ level, evidence }) => [level, evidence]);
    const result = h("div", { hidden: true }, profile.node, numbers, ownPlan.node,
      h("h4", {}, fixed.strengths.title), strengths,
      h("h4", {}, fixed.steps.title), next);
    const steps = h("ul", { class: "eq-steps", role: "list", hidden: true }, ...factors.map(({ step }) => step));
    const back = h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => at > 0 && go(at - 1) }, "Back");
    const forward = h("button", { type: "button", class: "eq-button", onclick: () => (at < factors.length - 1 ? go(at + 1) : profileHeading.focus()) });
    const team = together();

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-assess", "aria-labelledby": heading, "data-exercise": fixed.id },
        h("h3", { id: heading }, fixed.title),
        h("p", {}, fixed.intro),
        h("h4", {}, fixed.list),
        h("ol", { class: "eq-places", role: "list" }, ...factors.map(({ jump }) => h("li", {}, jump))),
        ...factors.map(({ node }) => node),
        status,
        h("div", { class: "eq-actions" }, back, forward),
        profileHeading, done, result, steps, kept,
        h("p", { class: "eq-help" }, fixed.source),
        team.node),
    );

    /** One factor: what it is, a level, evidence, and its next step, which stands in the list of steps. */
    function factor({ id, name, heading: title, entry, evidence: evidenceEntry, plan: planEntry, options, ...says }, i) {
      const top = h("h4", { tabindex: "-1" }, title);
      const stands = h("span");
      const step = h("p");
      const level = field(entry, (on) => choices("radio", { options }, on));
      const evidence = field(evidenceEntry, (on) => text({ name: evidenceEntry, rows: 4, label: fixed.evidence, help: fixed.evidence_help }, on));
      const plan = planTick(model, planEntry, kept, told(planEntry), name);
      const [first] = level.control.nodes.at(-1).querySelectorAll("input");
      const clear = h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => {
        level.give(null);
        level.control.set(null);
        first.focus(); // the button goes
      } }, fixed.clear);
      const jump = h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => go(i) }, `${i + 1}. ${name}`, stands);
      const item = h("li", {}, h("p", {}, h("strong", {}, name)), step, plan.node);
      return {
        id, top, jump, level, evidence, plan, step: item,
        node: h("div", {},
          top,
          h("p", {}, says.meaning),
          h("dl", { class: "eq-signs" }, ...Object.entries(fixed.signs).flatMap(([sign, words]) => [h("dt", {}, words), h("dd", {}, says[sign])])),
          h("fieldset", {},
            h("legend", {}, h("span", { class: "eq-prompt" }, fixed.prompt)),
            ...level.control.nodes,
            h("div", { class: "eq-actions" }, clear)),
          ...evidence.control.nodes),
        show({ stands: all, steps: some }) {
          stands.textContent = all[id];
          clear.hidden = !level.control.get();
          step.textContent = some[id] ?? step.textContent;
          item.hidden = !some[id] && !item.contains(document.activeElement); // a tick that is taken away keeps the focus
        },
      };
    }

    /** A control whose value is the entry `name`. */
    function field(name, make) {
      const entry = savedEntry(model, { type: "answer", name, told: told(name), late: notSaved(status) });
      let pause = 0; // the timer that saves words when typing stops
      let typed = false; // and not given yet
      const control = make({
        change: give,
        type: () => {
          typed = true;
          clearTimeout(pause);
          pause = setTimeout(() => give(control.get(), true), PAUSE);
          say(status, "Not saved yet. Your words are saved when you pause.");
        },
      });
      const value = () => {
        const known = told(name)()?.value;
        return typeof known === "string" ? known : null;
      };

      function give(fresh, quietly = false) {
        hush();
        typed = false;
        keepDraft(name, null);
        if (fresh === value() && !entry.waiting()) return show();
        entry.give(fresh);
        if (!quietly) say(status, "Saving …");
      }

      function hush() {
        clearTimeout(pause);
        pause = 0;
      }

      return {
        control, entry, give, value,
        typing: () => typed,
        show: () => entry.acknowledged() && !typed && control.set(value()),
        /** What was given or typed before a restart or a reload is given again. */
        replay() {
          const mine = entry.unsaved();
          if (!typed) control.set(draft(name) ?? (mine ? mine.value : value()));
          if (mine) entry.again(mine);
          if (typed || draft(name) !== null) give(control.get());
        },
        hush() {
          hush();
          entry.hush();
        },
      };
    }

    /** Several people's files, which the page holds only while it shows them. */
    function together() {
      const { team: words } = fixed;
      const answer = statusLine();
      const picture = drawing();
      const problems = h("ul");
      const found = h("div", { hidden: true });
      const says = h("div");
      const numbers = h("div");
      const about = newId();
      const agree = newId();
      const file = h("input", { type: "file", accept: ".json,application/json", multiple: true, hidden: true, onchange: chosen });
      const agreed = h("input", { type: "checkbox", id: agree, onchange: () => files.length && ask() });
      const choose = h("button", { type: "button", class: "eq-button", "aria-describedby": about, onclick: () => file.click() }, words.choose);
      const forget = h("button", { type: "button", class: "eq-button eq-quiet", hidden: true, onclick: () => {
        files = [];
        show({ says: "", problems: [] });
        choose.focus();
      } }, words.forget);
      let files = [];
      found.append(h("h4", {}, words.result), says, picture.node, numbers);

      async function chosen() {
        const picked = [...file.files];
        file.value = ""; // so that the same files can be chosen again
        if (!picked.length) return;
        files = await Promise.all(picked.map(async (one) => {
          const large = one.size > LARGEST;
          return { name: one.name, too_large: large, text: large ? null : await one.text().catch(() => null) };
        }));
        await ask();
      }

      async function ask() {
        if (files.reduce((sum, { text: content }) => sum + (content?.length ?? 0), 0) > 5 * LARGEST) {
          files = [];
          return show({ says: words.too_many, problems: [] });
        }
        const state = await request(model, { type: "team", files, agreed: agreed.checked }, 10);
        if (state?.team) show(state.team);
        else show({ says: state?.error || NO_ANSWER, problems: [] });
      }

      function show({ says: line, problems: lines, result }) {
        say(answer, line, result ? "saved" : "warn");
        problems.replaceChildren(...lines.map((problem) => h("li", {}, problem)));
        problems.hidden = !lines.length;
        forget.hidden = !line;
        found.hidden = !result;
        picture.show({ alt: result?.alt ?? "", pictures: result?.pictures ?? [] });
        says.replaceChildren(...(result ? [
          h("p", {}, result.differ),
          ...(result.most.length ? [h("ul", {}, ...result.most.map((one) => h("li", {}, one)))] : []),
          h("p", {}, words.talk),
          h("p", {}, result.says),
        ] : []));
        numbers.replaceChildren(...(result ? [table(result.caption, result.columns, result.rows, true)] : []));
      }

      problems.hidden = true;
      return {
        node: h("details", {},
          h("summary", {}, words.title),
          h("p", {}, words.intro),
          h("p", { id: about }, words.privacy),
          h("p", {}, words.rule),
          h("div", { class: "eq-option" }, agreed, h("label", { for: agree }, words.agree)),
          h("div", { class: "eq-actions" }, choose, forget, file),
          answer, problems, found),
        end: picture.end,
      };
    }

    /** Show a factor, and begin at its heading. */
    function go(i) {
      at = i;
      keepDraft(place, factors[at].id);
      turn();
      factors[at].top.focus();
    }

    function turn() {
      factors.forEach(({ node, jump }, i) => {
        node.hidden = i !== at;
        if (i === at) jump.setAttribute("aria-current", "true");
        else jump.removeAttribute("aria-current");
      });
      back.setAttribute("aria-disabled", String(at === 0)); // not `disabled`, which would take the focus away
      forward.textContent = at < factors.length - 1 ? "Next" : fixed.profile.title;
    }

    function show() {
      const state = model.get("state");
      if (state.error) {
        failed = true;
        hush();
        if (ticks.some((tick) => tick.waiting())) say(kept, state.error, "warn");
        return say(status, state.error, "warn");
      }
      if (failed) {
        failed = false;
        for (const one of [...fields, ...ticks]) one.replay();
      }
      for (const one of [...fields, ...ticks]) one.show();
      showStatus();
      if (state.shown) showProfile(state.shown);
    }

    function showStatus() {
      const saved = "Saved. It stays with your work: it is not handed in.";
      const ticked = [fixed.plan, ...fixed.factors.map(({ plan }) => plan)].some((name) => told(name)()?.value);
      if (ticks.some((tick) => tick.waiting())) say(kept, "Saving …");
      else say(kept, ticked ? saved : "", "saved");
      if (fields.some(({ entry }) => entry.waiting())) return say(status, "Saving …");
      if (fields.some(({ typing }) => typing())) return;
      say(status, fields.some(({ value }) => value() !== null) ? saved : "", "saved");
    }

    function showProfile({ says, alt, pictures, rows, strength, strengths: strong, unproved, next: before, ...of }) {
      done.textContent = says;
      result.hidden = !pictures.length;
      profile.show({ alt, pictures });
      numbers.replaceChildren(...(rows.length ? [table(fixed.profile.table, fixed.profile.columns, rows, true)] : []));
      const list = (lines) => (lines.length ? [h("ul", {}, ...lines.map((line) => h("li", {}, line)))] : []);
      strengths.replaceChildren(
        h("p", {}, strength), ...list(strong),
        ...(unproved.length ? [h("p", {}, fixed.strengths.unproved), ...list(unproved)] : []));
      next.replaceChildren(...before.map((line) => h("p", {}, line)));
      for (const one of factors) one.show(of);
      steps.hidden = factors.every(({ step }) => step.hidden);
    }

    function hush() {
      for (const one of [...fields, ...ticks]) one.hush();
    }

    model.on("change:state", show);
    for (const one of [...fields, ...ticks]) one.replay();
    turn();
    show();
    return () => {
      hush();
      profile.end();
      team.end();
      model.off("change:state", show);
    };
  },
};
