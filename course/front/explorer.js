// An explorer: choices, then the scene that belongs to them (pictures.js).

const QUIET = 400; // milliseconds without a change, after which the new words are shown and spoken

/** A question with radio buttons. */
function choices({ label, options }, first, onChange) {
  const group = newId();
  const radios = options.map(([value, words]) => {
    const id = newId();
    const radio = h("input", { type: "radio", id, name: group, value, checked: value === first, onchange: () => onChange(value) });
    return { radio, row: h("div", { class: "eq-option" }, radio, h("label", { for: id }, words)) };
  });
  return {
    chosen: () => radios.find(({ radio }) => radio.checked).radio.value,
    node: h("fieldset", {}, h("legend", {}, h("span", { class: "eq-prompt" }, label)), h("div", { class: "eq-choices" }, ...radios.map(({ row }) => row))),
  };
}

/** A slider over the options, which says the words of the one that is chosen. */
function slider({ label, options }, first, onChange) {
  const id = newId();
  const words = h("span", { class: "eq-chosen", "aria-hidden": "true" }); // the slider itself says them to a screen reader
  const range = h("input", { type: "range", id, min: 0, max: options.length - 1, step: 1, oninput: () => (tell(), onChange(chosen())) });
  const chosen = () => options[range.value][0];
  const tell = () => {
    words.textContent = options[range.value][1];
    range.setAttribute("aria-valuetext", words.textContent);
  };
  range.value = options.findIndex(([value]) => value === first);
  tell();
  return {
    chosen,
    node: h("div", { class: "eq-slider" }, h("label", { for: id, class: "eq-prompt" }, label), words, range),
  };
}

/** A question with a menu of many choices, which leaves out those that do not go with the controls before it. */
function menu({ label, options }, first, onChange) {
  const id = newId();
  const select = h("select", { id, onchange: () => onChange(select.value) });
  const offer = (goes, chosen = select.value) => {
    const offered = options.filter(([value]) => goes(value));
    if (offered.join() === [...select.options].map(({ value, text }) => [value, text]).join()) return;
    select.replaceChildren(...offered.map(([value, words]) => h("option", { value, selected: value === chosen }, words)));
  };
  offer(() => true, first);
  return {
    chosen: () => select.value,
    offer,
    node: h("div", { class: "eq-pair eq-wide" }, h("label", { for: id }, label), select),
  };
}

const KINDS = { choices, slider, menu };

export default {
  render({ model, el }) {
    const { id, title, intro, note, columns, caption, controls, scenes } = model.get("fixed");
    const heading = newId();
    const picture = drawing();
    const says = h("p", { class: "eq-says", role: "status" });
    const numbers = h("div");
    let timer = 0;

    const asked = controls.map((control) => {
      const memory = `explorer/${id}/${control.name}`;
      const known = control.options.map(([value]) => value);
      const first = [draft(memory), control.start].find((value) => known.includes(value)) ?? known[0];
      return KINDS[control.kind](control, first, (value) => {
        keepDraft(memory, value);
        show();
        clearTimeout(timer);
        timer = setTimeout(speak, QUIET);
      });
    });

    const stacks = Object.values(scenes).some(({ numbers }) => numbers.some(isLong)); // all tables of an explorer, or none
    const settings = Object.keys(scenes).map((setting) => `${setting}/`);
    const scene = () => scenes[asked.map(({ chosen }) => chosen()).join("/")];
    const fit = () => asked.forEach(({ offer }, i) => {
      const before = asked.slice(0, i).map(({ chosen }) => `${chosen()}/`).join("");
      offer?.((value) => settings.some((setting) => setting.startsWith(`${before}${value}/`)));
    });
    const speak = () => (says.textContent = scene().says);

    fit();
    speak(); // before it is on the page: nothing has changed yet that is to be read out
    el.replaceChildren(
      h("section", { class: "eq eq-explorer", "aria-labelledby": heading },
        h("h3", { id: heading }, title),
        h("p", {}, intro),
        ...asked.map(({ node }) => node),
        picture.node, says, numbers,
        h("p", { class: "eq-help" }, note)),
    );

    function show() {
      fit();
      picture.show(scene());
      numbers.replaceChildren(table(caption, columns.slice(0, scene().numbers[0].length), scene().numbers, stacks));
    }

    show();
    return () => {
      picture.end();
      clearTimeout(timer);
    };
  },
};
