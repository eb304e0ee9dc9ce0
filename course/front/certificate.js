// What of the course is done, and the certificate as a file (document.js), when it is ready.

export default {
  render({ model, el }) {
    const { words: says, longest_name } = model.get("fixed");
    const heading = newId();
    const needs = h("ul");
    const number = h("p");
    const pages = h("ul");
    const ready = h("p", { role: "status" });
    const file = filePanel(model, { label: says.name, help: says.name_help, longest: longest_name, start: "certificate" });

    el.replaceChildren(
      h("section", { class: "eq eq-explorer", "aria-labelledby": heading },
        h("h3", { id: heading }, says.title),
        h("p", {}, says.intro),
        h("h4", {}, says.needs),
        needs, number,
        h("details", {}, h("summary", {}, says.list), pages),
        ready, file),
    );

    function show() {
      const state = model.get("state");
      if (!state.pages) return (ready.textContent = state.error ?? "");
      needs.replaceChildren(...state.needs.map(({ done, says: words }) => h("li", {}, `${done ? says.yes : says.not_yet}: ${words}`)));
      number.textContent = state.count;
      pages.replaceChildren(...state.pages.map(({ page, says: words }) => h("li", {}, h("a", { href: `../${page}.ipynb` }, words))));
      const line = state.ready ? says.ready : says.not_ready;
      if (ready.textContent !== line) ready.textContent = line;
      file.hidden = !state.ready;
    }

    /** Another page may have answered something meanwhile. */
    const look = () => document.visibilityState === "visible" && model.send({ type: "refresh" });

    model.on("change:state", show);
    document.addEventListener("visibilitychange", look);
    show();
    return () => {
      document.removeEventListener("visibilitychange", look);
      model.off("change:state", show);
    };
  },
};
