// The budget simulator: measures to tick, of which Python works out what they come to (pictures.js). A service has two
// plans, each of them one entry: ids with spaces between (saving.js). Only the plan in view is on the page.

/** A question with radio buttons. `options` are [value, words, attributes of the row]. */
function radios(label, options, onChange) {
  const name = newId();
  const all = options.map(([value, words, about = {}]) => {
    const id = newId();
    const radio = h("input", { type: "radio", id, name, value, onchange: () => onChange(value) });
    return { value, radio, row: h("div", { class: "eq-option", ...about }, radio, h("label", { for: id }, words)) };
  });
  return {
    node: h("fieldset", {}, h("legend", {}, h("span", { class: "eq-prompt" }, label)), h("div", { class: "eq-choices" }, ...all.map(({ row }) => row))),
    set: (chosen) => all.forEach(({ value, radio }) => (radio.checked = value === chosen)),
  };
}

const split = (value) => (value ?? "").split(" ").filter(Boolean);
const same = (one, other) => [...one].sort().join(" ") === [...other].sort().join(" ");
const folded = (title, ...content) => h("details", {}, h("summary", {}, title), ...content);
const list = (lines) => (lines.length ? [h("ul", {}, ...lines.map((line) => h("li", {}, line)))] : []);

export default {
  render({ model, el }) {
    const { services, plans, words } = model.get("fixed");
    const memory = "budget/view"; // the service and the plan that this tab shows
    const told = (service) => model.get("state").services?.[service];
    const status = statusLine();
    let failed = false; // something could not be saved when it was last tried
    let done = ""; // what the last change was

    const keepers = Object.fromEntries(services.flatMap((service) => Object.keys(plans).map((plan) => [`${service.id}/${plan}`, keeper(service, plan)])));
    const ticks = Object.fromEntries(services.map(({ id, name, tick }) => [id, planTick(model, tick, status, () => told(id)?.tick, name)]));
    const saved = [...Object.values(keepers), ...Object.values(ticks)];
    let at = start();
    let measures = []; // those of the service in view

    const heading = newId();
    const which = radios(words.service, services.map(({ id, name }) => [id, name, { "data-exercise": id }]), (service) => look({ ...at, service }));
    const plan = radios(words.plan, Object.entries(plans), (plan) => look({ ...at, plan }));
    const about = h("div");
    const leftOut = h("p", { class: "eq-notice", hidden: true });
    const copy = h("button", { type: "button", class: "eq-button eq-quiet", onclick: copyPlan });
    const undo = h("button", { type: "button", class: "eq-button eq-quiet", onclick: takeBack }, "Undo the last change");
    const clear = h("button", { type: "button", class: "eq-button eq-quiet", onclick: clearPlan }, "Clear this plan");
    const measuresHeading = h("h4", { tabindex: "-1" }, words.measures);
    const areas = h("div");
    const resultHeading = h("h4", { tabindex: "-1" });
    const [money, risks] = [drawing(), drawing()];
    const [verdict, sums, riskTable, gains, duties, time, comparison, tick] = Array.from({ length: 8 }, () => h("div"));
    const principles = h("p");
    const touched = h("p");
    const [added, asked] = [folded(words.adds_up, sums), folded(words.asks, duties)];

    el.replaceChildren(
      h("section", { class: "eq eq-explorer eq-budget", "aria-labelledby": heading, "data-exercise": "budget" },
        h("h3", { id: heading }, words.title),
        h("p", {}, words.intro),
        which.node, about, plan.node,
        h("div", { class: "eq-actions" }, undo, copy, clear),
        leftOut, measuresHeading, areas,
        h("div", { class: "eq-strip" }, status,
          h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => resultHeading.focus() }, "Go to the result")),
        resultHeading, verdict, money.node, added, risks.node, riskTable, principles, touched, asked, gains, time,
        h("div", { class: "eq-actions" },
          h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => measuresHeading.focus() }, "Back to the measures")),
        folded(words.compared.title, comparison),
        folded(words.model_title, ...list(words.model), h("p", {}, h("strong", {}, words.leaves_out_title)), ...list(words.leaves_out)),
        tick,
        h("p", { class: "eq-help" }, "Your plans are saved at each change. They stay with your work: they are not handed in.")),
    );

    /** One plan of a service. Ticks show `ids` at once; Python tells them in its own order, without those that it leaves out. */
    function keeper(service, plan) {
      const entry = savedEntry(model, { type: "answer", name: service.entries[plan], told: () => told(service.id)?.entries[plan], late: notSaved(status) });
      const changes = [];
      let ids = [];
      const give = (next) => {
        ids = next;
        entry.give(next.join(" ") || null);
      };
      return {
        ids: () => ids,
        waiting: entry.waiting,
        hush: entry.hush,
        change(next, says) {
          changes.push({ says, before: ids, after: next });
          give(next);
        },
        undoable: () => changes.length > 0,
        undo() {
          const { says, before } = changes.pop();
          give(before);
          return says;
        },
        show() {
          if (!entry.acknowledged()) return;
          ids = told(service.id)?.plans[plan].chosen ?? [];
          if (changes.length && !same(changes.at(-1).after, ids)) changes.length = 0; // changed elsewhere meanwhile
        },
        /** What this tab gave before a restart or a reload is given again. */
        replay() {
          const mine = entry.unsaved();
          if (!mine) return;
          ids = split(mine.value);
          entry.again(mine);
        },
      };
    }

    /** What this tab showed last, else the plan that was changed last, else the first. */
    function start() {
      const [last, now] = [draft(memory), services.flatMap(({ id: service }) =>
        Object.entries(told(service)?.entries ?? {}).map(([plan, { revision }]) => ({ service, plan, revision })))];
      if (keepers[`${last?.service}/${last?.plan}`]) return last;
      const [newest] = now.sort((one, other) => other.revision - one.revision);
      return newest?.revision ? { service: newest.service, plan: newest.plan } : { service: services[0].id, plan: Object.keys(plans)[0] };
    }

    const here = () => keepers[`${at.service}/${at.plan}`];
    const otherPlan = () => Object.keys(plans).find((name) => name !== at.plan);
    const service = () => services.find(({ id }) => id === at.service);

    function look(next) {
      const moved = next.service !== at.service;
      at = next;
      done = "";
      keepDraft(memory, at);
      if (moved) showService();
      show();
    }

    function showService() {
      const { about: says, budget, areas: all } = service();
      about.replaceChildren(h("p", {}, says), h("p", {}, h("strong", {}, budget)));
      measures = [];
      areas.replaceChildren(...all.flatMap(({ title, measures: some }) => [
        h("h5", {}, title),
        h("ul", { class: "eq-measures", role: "list" }, ...some.map((one) => {
          const made = measure(one);
          measures.push(made);
          return made.node;
        })),
      ]));
      tick.replaceChildren(ticks[at.service].node);
    }

    /** A measure to tick, and below it ways to lower its risk, which can be ticked when it is. */
    function measure(one) {
      const facts = newId();
      const box = ticked(one.id, facts, () => toggle(one, box));
      const ways = one.mitigations.map((way) => {
        const helped = newId();
        const tickbox = ticked(way.id, helped, () => change(tickbox.checked, [way.id], way.title));
        return {
          box: tickbox,
          node: h("div", {}, h("div", { class: "eq-option" }, tickbox, h("label", { for: tickbox.id }, way.title)), h("p", { class: "eq-facts-of", id: helped }, way.facts)),
        };
      });
      const first = h("p", { class: "eq-help" }, words.lower_first);
      const lower = h("fieldset", {}, h("legend", {}, h("span", { class: "eq-prompt" }, words.lower)), first, ...ways.map(({ node }) => node));
      const chosen = h("span");
      return {
        node: h("li", {},
          h("div", { class: "eq-option" }, box, h("label", { for: box.id }, h("strong", {}, one.title))),
          h("p", { class: "eq-facts-of", id: facts }, one.facts),
          h("details", {},
            h("summary", {}, ways.length ? "Details and ways to lower the risk" : "Details", chosen, h("span", { class: "eq-spoken" }, `: ${one.title}`)),
            h("p", {}, one.says), ...list(one.effects),
            ...(one.helps.length ? [h("p", {}, words.gains_title), ...list(one.helps)] : []),
            ...one.more.map((line) => h("p", {}, line)),
            ways.length ? lower : null)),
        show(ids) {
          box.checked = ids.includes(one.id);
          lower.disabled = !box.checked;
          first.hidden = box.checked;
          for (const way of ways) way.box.checked = ids.includes(way.box.value);
          const some = ways.filter((way) => way.box.checked).length;
          chosen.textContent = some ? ` (${some} of ${ways.length} chosen)` : "";
        },
      };
    }

    function ticked(value, described, onchange) {
      return h("input", { type: "checkbox", id: newId(), value, "aria-describedby": described, onchange });
    }

    function toggle(one, box) {
      const clash = Object.keys(one.excludes).find((other) => here().ids().includes(other));
      if (box.checked && clash) {
        box.checked = false;
        return say(status, `${one.title} does not go together with ${one.excludes[clash]}. Take that out of ${plans[at.plan]} first.`, "warn");
      }
      const ways = here().ids().filter((id) => id.startsWith(`${one.id}+`));
      change(box.checked, [one.id, ...(box.checked ? [] : ways)], one.title);
    }

    function change(add, ids, title) {
      const rest = here().ids().filter((id) => !ids.includes(id));
      act(here(), add ? [...rest, ...ids] : rest, `${add ? "Added" : "Taken out"}: ${title}.`);
    }

    function act(one, next, says) {
      done = says;
      one.change(next, says);
      showPlan();
    }

    function takeBack() {
      if (!here().undoable()) return say(status, `There is nothing to undo in ${plans[at.plan]}.`);
      done = `Undone: ${here().undo()}`;
      showPlan();
    }

    async function copyPlan() {
      const [from, to] = [here(), keepers[`${at.service}/${otherPlan()}`]];
      const [name, other] = [plans[at.plan], plans[otherPlan()]];
      if (same(from.ids(), to.ids())) return say(status, `${other} is the same as ${name} already.`);
      const lines = [`${other} has something in it. It becomes the same as ${name}.`, "You can undo it there until you leave this page."];
      if (to.ids().length && !(await confirmed(el, `Copy ${name} to ${other}?`, lines, `Copy to ${other}`))) return;
      act(to, from.ids(), `${name} is copied to ${other}.`);
    }

    async function clearPlan() {
      const name = plans[at.plan];
      if (!here().ids().length) return say(status, `${name} is empty already.`);
      const lines = [`This takes everything out of ${name} for this service. ${plans[otherPlan()]} stays as it is.`, "You can undo it until you leave this page."];
      if (await confirmed(el, `Clear ${name}?`, lines, `Clear ${name}`)) act(here(), [], `${name} is cleared.`);
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
        saved.forEach((one) => one.replay());
      }
      saved.forEach((one) => one.show());
      showPlan();
      const { plans: all, compared } = told(at.service) ?? {};
      if (!all) return;
      showResult(all[at.plan]);
      showCompared(compared);
      showStatus(all[at.plan]);
    }

    function showStatus({ says }) {
      if (saved.some((one) => one.waiting())) return;
      const { entries, tick: kept } = told(at.service);
      const anything = [kept, ...Object.values(entries)].some(({ value }) => value !== null);
      say(status, [done, says, anything || done ? "Saved." : ""].filter(Boolean).join(" "));
    }

    /** What is ticked, before Python has answered too. */
    function showPlan() {
      which.set(at.service);
      plan.set(at.plan);
      for (const one of measures) one.show(here().ids());
      undo.setAttribute("aria-disabled", String(!here().undoable())); // not `disabled`, which would take the focus away
      copy.textContent = `Copy ${plans[at.plan]} to ${plans[otherPlan()]}`;
    }

    function showResult(plan) {
      leftOut.textContent = plan.left_out;
      leftOut.hidden = !plan.left_out;
      resultHeading.textContent = words.result.replace("{plan}", plans[at.plan]);
      verdict.replaceChildren(...plan.verdict.map((line) => h("p", {}, h("strong", {}, line))));
      money.show(plan.money);
      risks.show(plan.risks);
      added.hidden = !plan.money_rows.length;
      sums.replaceChildren(table(words.money, words.money_columns, plan.money_rows, true));
      riskTable.replaceChildren(...(plan.risk_rows.length ? [table(words.risks, words.risk_columns, plan.risk_rows, true)] : []));
      principles.textContent = plan.principles;
      touched.textContent = plan.touched;
      asked.hidden = !plan.duties.length;
      duties.replaceChildren(...list(plan.duties), h("p", { class: "eq-help" }, words.duties_note));
      titled(gains, words.gains_title, list(plan.gains));
      titled(time, words.time_title, plan.time ? [h("p", {}, plan.time)] : []);
    }

    function titled(node, title, content) {
      node.replaceChildren(...(content.length ? [h("h5", {}, title), ...content] : []));
    }

    function showCompared({ empty, money: amounts, risks: left, duties: some, only }) {
      const { compared: says } = words;
      const names = Object.values(plans);
      const columns = (first) => [first, ...names];
      comparison.replaceChildren(...(empty ? [h("p", {}, empty)] : [
        table(says.money, columns(says.money), amounts, true),
        ...(left.length ? [table(says.risks, columns(says.group), left, true)] : [h("p", {}, says.no_risks)]),
        ...(some.length ? [table(says.duties, columns(says.duty), some, true)] : []),
        ...only.flatMap((lines, i) => [h("h5", {}, says.only.replace("{plan}", names[i])), ...(lines.length ? list(lines) : [h("p", {}, says.nothing)])]),
      ]));
    }

    function hush() {
      saved.forEach((one) => one.hush());
    }

    model.on("change:state", show);
    showService();
    saved.forEach((one) => one.replay());
    show();
    return () => {
      hush();
      money.end();
      risks.end();
      model.off("change:state", show);
    };
  },
};
