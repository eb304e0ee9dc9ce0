// The pictures of an explorer: one small function for each kind in course/explorers/scene.py. They draw at the width there is.

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 2; // keeps the lines at both ends of a scale inside the picture

function s(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function frame(width, height, ...nodes) {
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  svg.append(...nodes.filter(Boolean));
  return svg;
}

/** Turns a value on a scale into a place between ``from`` and ``to``. */
function placed({ start, end }, from, to) {
  return (value) => from + ((value - start) / (end - start)) * (to - from);
}

function steps({ start, end, step, unit }) {
  const values = Array.from({ length: Math.round((end - start) / step) + 1 }, (_, i) => start + i * step);
  return values.map((value) => ({ value, text: `${Number(value.toFixed(6))}${unit}`.replace("-", "−") }));
}

/** Lines up from a horizontal scale, with their numbers below. */
function ticks(at, scale, top, bottom) {
  return steps(scale).flatMap(({ value, text }, i, all) => [
    s("line", { class: "eq-axis", x1: at(value), x2: at(value), y1: top, y2: bottom }),
    s("text", { x: at(value), y: bottom + 17, "text-anchor": at(value) < 20 ? "start" : i === all.length - 1 ? "end" : "middle" }, text),
  ]);
}

const PICTURES = {
  bars({ bars, scale }, width) {
    const [row, bar] = [58, 26];
    const at = placed(scale, EDGE, width - EDGE);
    const bottom = bars.length * row;
    return frame(width, bottom + 24,
      ...ticks(at, scale, 0, bottom),
      ...bars.flatMap(({ label, value }, i) => [
        s("text", { x: 4, y: i * row + 18, class: "eq-halo" }, label),
        s("rect", { class: `eq-bar-${i % 3}`, x: at(0), y: i * row + 25, width: at(value) - at(0), height: bar }),
      ]));
  },

  intervals({ estimates, scale, reference }, width) {
    const row = estimates.length > 4 ? 48 : 60; // many rows stand closer
    const at = placed(scale, EDGE, width - EDGE);
    const bottom = estimates.length * row + 16;
    const some = estimates.some(({ chosen }) => !chosen);
    return frame(width, bottom + 24,
      ...ticks(at, scale, 28, bottom),
      reference !== null && s("line", { class: "eq-zero", x1: at(reference), x2: at(reference), y1: 28, y2: bottom }),
      ...estimates.flatMap(({ label, value, low, high, chosen }, i) => {
        const y = i * row + (row > 50 ? 52 : 38);
        return [
          s("text", { x: 4, y: i * row + 18, class: `eq-halo ${chosen && some ? "eq-strong" : ""}` }, label),
          low !== null && s("line", { class: chosen ? "eq-interval" : "eq-interval eq-thin", x1: at(low), x2: at(high), y1: y, y2: y }),
          s("circle", { class: chosen ? "eq-estimate" : "eq-estimate eq-hollow", cx: at(value), cy: y, r: chosen ? 9 : 6 }),
        ];
      }));
  },

  columns({ columns, scale, heights, marked, label }, width) {
    const [top, bottom, left] = [34, 190, 44];
    const at = placed(scale, left, width - EDGE);
    const up = placed(heights, bottom, top);
    const column = (name, { low, high }, height) =>
      s("rect", { class: name, x: at(low), y: up(height), width: Math.max(1, at(high) - at(low)), height: bottom - up(height) });
    return frame(width, bottom + 28,
      ...steps(heights).flatMap(({ value, text }) => [
        s("line", { class: "eq-axis", x1: left, x2: width, y1: up(value), y2: up(value) }),
        s("text", { x: left - 6, y: up(value) + 5, "text-anchor": "end" }, text),
      ]),
      ...ticks(at, scale, bottom, bottom + 4),
      ...columns.flatMap((one) => [column("eq-column", one, one.height), column("eq-far", one, one.far)]),
      s("text", { x: 4, y: 16, class: "eq-halo" }, label),
      s("path", { class: "eq-mark", d: `M ${at(marked)} ${top} l -7 -11 h 14 z` }),
      s("line", { class: "eq-mark", x1: at(marked), x2: at(marked), y1: top, y2: bottom }));
  },
};

/** What a scene shows, as nodes. */
function draw(pictures, width) {
  return pictures.flatMap((picture) => [
    ...(picture.title ? [h("p", { class: "eq-title" }, picture.title)] : []),
    PICTURES[picture.kind](picture, width),
  ]);
}
