// The case studies: cards with filters, the page of one case in place of the cards, and two cases side by side.

const BASIS = { stated: "stated by the source", inferred: "our reading" };

/** What ties a case to the value of a filter; nothing if it does not match. */
const TIES = {
  sector: (one, id) => one.sector === id && {},
  factor: (one, id) => one.factors[id],
  group: (one, id) => one.groups.includes(id) && {},
  principle: (one, id) => one.principles[id] && { basis: one.principles[id] },
};

/** "Courage (our reading): they tried it first on one ward" */
function tieText(words, { basis, why }) {
  return words + (basis ? ` (${BASIS[basis]})` : "") + (why ? `: ${why}` : "");
}

/** "a, b and c" */
function inWords(list) {
  return list.length < 2 ? list.join("") : `${list.slice(0, -1).join(", ")} and ${list.at(-1)}`;
}

function bullets(lines) {
  return h("ul", {}, ...lines.map((line) => h("li", {}, line)));
}

/** Names and values, each pair in a line of its own. */
function facts(pairs) {
  return h("dl", { class: "eq-facts" }, ...pairs.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

const factsOf = (one) => [["Setting", one.setting], ["Place", one.place], ["Size", one.size], ["Rating", one.rating]];

/** A list to choose from, kept in this tab. `first` says what it means to choose nothing. */
function chooser(name, label, first, options, onChange) {
  const id = newId();
  const memory = `explorer/case-studies/${name}`;
  const box = h("select", { id, onchange: () => (keepDraft(memory, box.value), onChange()) },
    h("option", { value: "" }, first),
    ...options.map(([value, words]) => h("option", { value }, words)));
  const known = draft(memory);
  if (options.some(([value]) => value === known)) box.value = known;
  return {
    name, label, options,
    chosen: () => box.value,
    clear: () => keepDraft(memory, (box.value = "")),
    node: h("div", { class: "eq-pair eq-wide" }, h("label", { for: id }, label), box),
  };
}

export default {
  render({ model, el }) {
    const { filters: given, cases } = model.get("fixed");
    const title = newId();
    const found = statusLine();
    const compared = statusLine();
    const comparison = h("div");
    const article = h("article");
    const OPEN = "explorer/case-studies/open"; // the case whose page is open, kept in this tab

    const filters = given.map(({ name, label, options }) => chooser(name, label, "Any", options, filter));
    const cards = new Map(cases.map((one) => [one, card(one)]));
    const list = h("div", {},
      ...filters.map(({ node }) => node),
      h("div", { class: "eq-actions" }, h("button", { type: "button", class: "eq-button eq-quiet", onclick: showAll }, "Show all")),
      found,
      h("ul", { class: "eq-cards", role: "list" }, ...[...cards.values()].map(({ node }) => node)));
    const pairs = ["First case study", "Second case study"].map((label, i) =>
      chooser(`compare-${i}`, label, "Choose …", cases.map(({ id, name }) => [id, name]), compare));

    filter(); // before it is on the page: nothing has changed yet that is to be read out
    compare();
    el.replaceChildren(
      h("section", { class: "eq eq-explorer", "aria-labelledby": title },
        h("h3", { id: title }, "The case studies"),
        h("p", {}, "Ratings are of the month that is given, and may have changed since. A link to a success factor or a principle is either stated by the source, or our reading of what the source tells."),
        list, article,
        h("h4", {}, "Compare two case studies"),
        ...pairs.map(({ node }) => node),
        compared, comparison),
    );

    /** The chosen filters that the case matches, each with what ties it; null if one does not match. */
    function matches(one, chosen = filters.filter((each) => each.chosen())) {
      const ties = chosen.map((each) => [each, TIES[each.name](one, each.chosen())]);
      return ties.every(([, tie]) => tie) ? ties : null;
    }

    function matching() {
      return cases.filter((one) => matches(one));
    }

    /** Everything of one kind that a case is tied to, as lines. `shown` picks what of a tie is said. */
    function tied(one, name, shown = (tie) => tie) {
      const { options } = filters.find((each) => each.name === name);
      return options.filter(([id]) => TIES[name](one, id)).map(([id, words]) => tieText(words, shown(TIES[name](one, id))));
    }

    function card(one) {
      const [heading, read] = [newId(), newId()];
      const why = h("div");
      const button = h("button", { type: "button", class: "eq-button", id: read, "aria-labelledby": `${read} ${heading}`, onclick: () => open(one) }, "Read this case study");
      return {
        why, button,
        node: h("li", {},
          h("h4", { id: heading }, one.name),
          facts(factsOf(one)),
          h("p", {}, one.in_short),
          facts([["For", one.groups.join("; ")]]),
          why,
          h("div", { class: "eq-actions" }, button)),
      };
    }

    function filter() {
      for (const [one, { node, why }] of cards) {
        const ties = matches(one);
        node.hidden = !ties;
        why.replaceChildren(...(ties?.length
          ? [h("p", { class: "eq-title" }, "Why it matches"), bullets(ties.map(([each, tie]) => tieText(each.options.find(([id]) => id === each.chosen())[1], tie)))]
          : []));
      }
      say(found, result());
    }

    function result() {
      const chosen = filters.filter((each) => each.chosen());
      const here = matching();
      const share = `${here.length} of ${cases.length} case studies`;
      if (!chosen.length) return `All ${cases.length} case studies.`;
      if (here.length) {
        const ours = (one) => matches(one).some(([, { basis }]) => basis === "inferred");
        return `${share}: ${inWords(here.map((one) => one.short + (ours(one) ? " (our reading)" : "")))}.`;
      }
      const helps = chosen
        .map((each) => [each.label, cases.filter((one) => matches(one, chosen.filter((other) => other !== each))).length])
        .filter(([, number]) => number);
      return `${share}: nothing matches all your choices together. ${helps.length
        ? `To see some, set one of these to Any: ${helps.map(([label, number]) => `${label} (then ${number})`).join(", ")}.`
        : "Set more than one of them to Any, or choose Show all."}`;
    }

    function showAll() {
      filters.forEach((each) => each.clear());
      filter();
    }

    /** Show the page of a case in place of the cards, or the cards if there is none. */
    function show(one) {
      keepDraft(OPEN, one?.id ?? null);
      list.hidden = Boolean(one);
      article.hidden = !one;
      article.replaceChildren(...(one ? pageOf(one) : []));
    }

    function open(one) {
      show(one);
      article.querySelector("h4").focus();
    }

    function back(one) {
      show(null);
      cards.get(one).button.focus();
    }

    function pageOf(one) {
      const heading = newId();
      const next = matching()[matching().indexOf(one) + 1];
      const goBack = () => h("button", { type: "button", class: "eq-button eq-quiet", onclick: () => back(one) }, "Back to the case studies");
      article.setAttribute("aria-labelledby", heading);
      return [
        h("div", { class: "eq-actions" }, goBack()),
        h("p", { class: "eq-tag" }, `Case study ${cases.indexOf(one) + 1} of ${cases.length}`),
        h("h4", { id: heading, tabindex: -1 }, one.name),
        facts(factsOf(one)),
        h("p", {}, one.in_short),
        h("h5", {}, "What they did"),
        h("ul", {}, ...one.practices.map(({ title, says }) => h("li", {}, h("strong", {}, title), h("br"), says))),
        h("h5", {}, "For whom"),
        bullets(one.groups),
        h("h5", {}, "Principles (FREDA)"),
        bullets(tied(one, "principle")),
        h("h5", {}, "Success factors"),
        bullets(tied(one, "factor")),
        h("h5", {}, "Figures"),
        one.figures.length
          ? table("What the figures show", ["Figure", "What it shows", "What it does not show"], one.figures.map((each) => [each.figure, each.shows, each.does_not_show]))
          : h("p", {}, "The source gives no figure for this case."),
        one.careful && h("h5", {}, "What a careful reader adds"),
        one.careful && h("p", {}, one.careful),
        h("p", { class: "eq-help" }, `Source: ${one.source}`),
        h("div", { class: "eq-actions" },
          next && h("button", { type: "button", class: "eq-button", onclick: () => open(next) }, `Next: ${next.short}`),
          goBack()),
      ].filter(Boolean);
    }

    function compare() {
      const both = pairs.map((each) => cases.find(({ id }) => id === each.chosen()));
      const [a, b] = both;
      const ready = a && b && a !== b;
      comparison.replaceChildren(...(ready ? [sideBySide(both)] : []));
      if (!ready) return say(compared, a && a === b ? "Choose two different case studies." : "", "warn");
      say(compared, `${a.short} beside ${b.short}: ${count(inBoth(both).length, "success factor", "success factors")} in both.`);
    }

    function inBoth([a, b]) {
      return Object.keys(a.factors).filter((id) => id in b.factors);
    }

    function sideBySide(both) {
      const common = inBoth(both);
      const basis = (tie) => ({ basis: tie.basis });
      const only = (one, keep) => ({ ...one, factors: Object.fromEntries(Object.entries(one.factors).filter(([id]) => keep(id))) });
      const row = (name, cell) => [name, ...both.map(cell)];
      const lines = (all, none = "None") => (all.length ? all : none);
      return table(`${both[0].name} and ${both[1].name}`, ["What", ...both.map(({ short }) => short)], [
        ...factsOf(both[0]).map(([name, value], i) => [name, value, factsOf(both[1])[i][1]]),
        row("For whom", (one) => one.groups),
        row("Principles", (one) => lines(tied(one, "principle"))),
        row("Success factors in both", (one) => lines(tied(only(one, (id) => common.includes(id)), "factor", basis))),
        row("Success factors in one only", (one) => lines(tied(only(one, (id) => !common.includes(id)), "factor", basis))),
        row("Figures", (one) => lines(one.figures.map(({ figure }) => figure), "The source gives none")),
      ]);
    }

    show(cases.find(({ id }) => id === draft(OPEN)) ?? null);
  },
};
