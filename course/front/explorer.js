// An explorer: choices, then the scene that belongs to them, drawn at the width there is.

const SVG = "http://www.w3.org/2000/svg";
const BAR = 26;

function s(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

/** Ticks with their numbers below a scale. ``at`` turns a value into a place. */
function ticks(at, values, unit, top, bottom) {
  const last = values.length - 1;
  return values.flatMap((value, i) => [
    s("line", { class: "eq-axis", x1: at(value), x2: at(value), y1: top, y2: bottom }),
    s("text", { x: at(value), y: bottom + 17, "text-anchor": i === 0 ? "start" : i === last ? "end" : "middle" }, `${value}${unit}`.replace("-", "−")),
  ]);
}

function drawBars(bars, width) {
  const at = (percent) => 2 + (percent / 100) * (width - 4);
  const bottom = bars.length * (BAR + 32);
  const svg = s("svg", { viewBox: `0 0 ${width} ${bottom + 24}`, "aria-hidden": "true" });
  svg.append(...ticks(at, [0, 25, 50, 75, 100], "%", 0, bottom));
  bars.forEach(({ label, percent }, i) => {
    const y = i * (BAR + 32);
    svg.append(
      s("text", { x: 4, y: y + 18, class: "eq-halo" }, label),
      s("rect", { class: `eq-bar-${i}`, x: at(0), y: y + 25, width: at(percent) - at(0), height: BAR }),
    );
  });
  return svg;
}

function drawRange({ label, estimate, low, high, start, end, step }, width) {
  const at = (value) => 2 + ((value - start) / (end - start)) * (width - 4);
  const values = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
  const svg = s("svg", { viewBox: `0 0 ${width} 100`, "aria-hidden": "true" });
  svg.append(
    ...ticks(at, values, "", 28, 76),
    s("line", { class: "eq-zero", x1: at(0), x2: at(0), y1: 28, y2: 76 }),
    s("text", { x: 4, y: 18 }, label),
    s("line", { class: "eq-interval", x1: at(low), x2: at(high), y1: 52, y2: 52 }),
    s("circle", { class: "eq-estimate", cx: at(estimate), cy: 52, r: 9 }),
  );
  return svg;
}

function table(columns, rows) {
  return h("div", { class: "eq-scroll" },
    h("table", {},
      h("caption", {}, "The numbers for this choice"),
      h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", {}, ...rows.map(([first, ...rest]) =>
        h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell) => h("td", {}, cell)))))));
}

export default {
  render({ model, el }) {
    const { id, title, intro, note, controls, scenes } = model.get("fixed");
    const heading = newId();
    const picture = h("div", { role: "img" });
    const says = h("p", { class: "eq-says", role: "status" });
    const numbers = h("div");

    const groups = Object.entries(controls).map(([name, { label, options }]) => {
      const group = newId();
      const memory = `explorer/${id}/${name}`;
      const first = draft(memory) in options ? draft(memory) : Object.keys(options)[0];
      const radios = Object.entries(options).map(([value, words]) => {
        const own = newId();
        const radio = h("input", { type: "radio", id: own, name: group, value, checked: value === first,
          onchange: () => (keepDraft(memory, value), show()) });
        return { radio, row: h("div", { class: "eq-option" }, radio, h("label", { for: own }, words)) };
      });
      return {
        chosen: () => radios.find(({ radio }) => radio.checked).radio.value,
        node: h("fieldset", {}, h("legend", {}, h("span", { class: "eq-prompt" }, label)), h("div", { class: "eq-choices" }, ...radios.map(({ row }) => row))),
      };
    });

    el.replaceChildren(
      h("section", { class: "eq eq-explorer", "aria-labelledby": heading },
        h("h3", { id: heading }, title),
        h("p", {}, intro),
        ...groups.map(({ node }) => node),
        picture, says, numbers,
        h("p", { class: "eq-help" }, note)),
    );

    const scene = () => scenes[groups.map(({ chosen }) => chosen()).join("/")];

    function draw() {
      const width = Math.max(240, Math.min(640, Math.round(picture.clientWidth) || 640));
      picture.replaceChildren(drawBars(scene().bars, width), drawRange(scene().range, width));
    }

    function show() {
      const { alt, says: words, columns, numbers: rows } = scene();
      picture.setAttribute("aria-label", alt);
      says.textContent = words;
      numbers.replaceChildren(table(columns, rows));
      draw();
    }

    const resized = new ResizeObserver(draw);
    resized.observe(picture);
    show();
    return () => resized.disconnect();
  },
};
