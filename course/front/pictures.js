// The pictures of an explorer: one small function for each kind in course/explorers/scene.py. They draw at the width there is.

const SVG = "http://www.w3.org/2000/svg";
const EDGE = 2; // keeps the lines at both ends of a scale inside the picture
const [LETTER, LINE] = [8.5, 19]; // a generous mean width of a letter, and the height of a line of words

function s(tag, attributes, text) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  if (text !== undefined) node.append(...[text].flat());
  return node;
}

function frame(width, height, ...nodes) {
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
  svg.append(...nodes.filter(Boolean));
  return svg;
}

/** Turns a value on a scale into a place between ``from`` and ``to``. */
function placed({ start, end, factors }, from, to) {
  const far = factors ? Math.log : Number;
  return (value) => from + ((far(value) - far(start)) / (far(end) - far(start))) * (to - from);
}

function steps({ start, end, step, unit, prefix, factors, names = [] }) {
  const count = factors ? Math.log(end / start) / Math.log(step) : (end - start) / step;
  const values = Array.from({ length: Math.round(count) + 1 }, (_, i) => (factors ? start * step ** i : start + i * step));
  return values.map((value, i) => ({ value, text: names[i] ?? (prefix && !value ? `${prefix}0` : `${prefix}${Number(value.toFixed(6))}${unit}`.replace("-", "−")) }));
}

/** Lines up from a horizontal scale, with their numbers below. */
function ticks(at, scale, top, bottom) {
  return steps(scale).flatMap(({ value, text }, i, all) => [
    s("line", { class: "eq-axis", x1: at(value), x2: at(value), y1: top, y2: bottom }),
    s("text", { x: at(value), y: bottom + 17, "text-anchor": at(value) < 20 ? "start" : i === all.length - 1 ? "end" : "middle" }, text),
  ]);
}

/** Words in two lines of about the same length, where there is more than one word. */
function halves(text) {
  const cuts = [...text.matchAll(/ /g)].map(({ index }) => index);
  if (!cuts.length) return [text];
  const cut = cuts.reduce((best, next) => (Math.abs(next - text.length / 2) < Math.abs(best - text.length / 2) ? next : best));
  return [text.slice(0, cut), text.slice(cut + 1)];
}

/** Labels in two lines where they are too long for one, and how much higher they then stand. */
function wrapped(all, width) {
  const labels = all.map(({ label }) => (label.length * LETTER > width ? halves(label) : [label]));
  return { labels, above: (Math.max(...labels.map(({ length }) => length)) - 1) * LINE };
}

/** A label whose last line stands at ``y``. */
function label(lines, y, name = "") {
  return s("text", { y: y - (lines.length - 1) * LINE, class: `eq-halo ${name}` }, lines.map((text, n) => s("tspan", { x: 4, dy: n ? LINE : 0 }, text)));
}

const PICTURES = {
  bars({ bars, scale }, width) {
    const { labels, above } = wrapped(bars, width);
    const [row, bar] = [above + (bars.length > 5 ? 48 : 58), bars.length > 5 ? 16 : 26]; // many bars stand closer
    const at = placed(scale, EDGE, width - EDGE);
    const bottom = bars.length * row;
    return frame(width, bottom + 24,
      ...ticks(at, scale, 0, bottom),
      ...bars.flatMap(({ value, of }, i) => {
        const y = i * row + above + 25;
        return [
          label(labels[i], y - 7),
          of !== null && s("rect", { class: "eq-whole", x: at(0), y, width: at(of) - at(0), height: bar }),
          s("rect", { class: `eq-bar-${of === null ? i % 3 : 0}`, x: at(0), y, width: at(value) - at(0), height: bar }),
        ];
      }));
  },

  intervals({ estimates, scale, reference }, width) {
    const { labels, above } = wrapped(estimates, width);
    const [row, below] = estimates.length > 4 ? [above + 48, 20] : [above + 60, 34]; // many rows stand closer
    const at = placed(scale, EDGE, width - EDGE);
    const bottom = estimates.length * row + 16;
    const some = estimates.some(({ chosen }) => !chosen);
    const inside = (value) => Math.min(Math.max(value, scale.start), scale.end);
    const radius = (chosen, end) => Math.max(4, Math.min(chosen ? 9 : 6, end - 4)); // a dot that hides no end of an interval
    return frame(width, bottom + 24,
      ...ticks(at, scale, above + 28, bottom),
      reference !== null && s("line", { class: "eq-zero", x1: at(reference), x2: at(reference), y1: above + 28, y2: bottom }),
      ...estimates.flatMap(({ value, low, high, chosen, more }, i) => {
        const words = i * row + above + 18;
        const y = words + below;
        const [from, to] = low === null ? [-Infinity, Infinity] : [at(inside(low)), at(inside(high))];
        return [
          label(labels[i], words, chosen && some ? "eq-strong" : ""),
          low !== null && s("line", { class: chosen ? "eq-interval" : "eq-interval eq-thin", x1: from, x2: to, y1: y, y2: y }),
          low !== null && low < scale.start && s("path", { class: "eq-more", d: `M ${from + 9} ${y - 8} l -9 8 l 9 8` }),
          low !== null && high > scale.end && s("path", { class: "eq-more", d: `M ${to - 9} ${y - 8} l 9 8 l -9 8` }),
          value !== null && s("circle", { class: chosen ? "eq-estimate" : "eq-estimate eq-hollow", cx: at(value), cy: y, r: radius(chosen, Math.min(at(value) - from, to - at(value))) }),
          more && s("path", { class: "eq-more", d: `M ${at(high ?? value) + 14} ${y} h 20 m -8 -7 l 8 7 l -8 7` }),
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

  ring({ middle, around, behind, outside }, width) {
    const [line, edge, radius] = [19, 8, 46];
    const [wide, box] = [Math.min(190, width - 6 * edge), Math.min(190, (width - 3 * edge) / 2)]; // alone, and side by side
    const [x, y, side] = [width / 2, 238, (box + edge) / 2]; // the middle of the ring, and how far off its boxes stand
    const [tall, pair] = [168, 92];
    const words = ({ lines, chosen }, cx, cy, lit = "eq-lit") =>
      s("text", { "text-anchor": "middle", y: cy + 5 - ((lines.length - 1) * line) / 2, class: chosen ? lit : "" },
        lines.map((text, i) => s("tspan", { x: cx, dy: i ? line : 0 }, text)));
    const shape = ({ chosen }) => (chosen ? "eq-shape eq-lit" : "eq-shape");
    const place = (one, cx, cy, room) => {
      const high = one.lines.length * line + 14;
      return [s("rect", { class: shape(one), x: cx - room / 2, y: cy - high / 2, width: room, height: high, rx: 8 }), words(one, cx, cy)];
    };
    const places = [[x, y - tall], [x + side, y - pair], [x + side, y + pair], [x - side, y + pair], [x - side, y - pair]];
    const foot = y + tall + 48;
    return frame(width, foot + 40,
      s("rect", { class: `eq-frame ${outside.chosen ? "eq-lit" : ""}`, x: 3, y: 3, width: width - 6, height: foot + 34, rx: 16 }),
      words(outside, x, 20, "eq-strong"),
      s("ellipse", { class: "eq-round", cx: x, cy: y, rx: side / Math.sqrt(1 - (pair / tall) ** 2), ry: tall }),
      ...places.map(([cx, cy]) => s("line", { class: "eq-round", x1: x, y1: y, x2: cx, y2: cy })),
      s("line", { class: "eq-reach", x1: x, y1: foot, x2: x, y2: y + tall + 6 }),
      s("path", { class: "eq-more", d: `M ${x - 7} ${y + tall + 13} l 7 -9 l 7 9` }),
      s("circle", { class: shape(middle), cx: x, cy: y, r: radius }),
      words(middle, x, y),
      ...around.flatMap((one, i) => place(one, ...places[i], i ? box : wide)),
      ...place(behind, x, foot, wide));
  },

  chain({ steps, cut }, width) {
    const [line, gap, wide] = [19, 34, Math.min(320, width - 2 * EDGE)];
    const [x, high] = [EDGE + wide / 2, Math.max(...steps.map(({ lines }) => lines.length)) * line + 16];
    const below = cut ?? steps.length; // from here on nothing is reached
    return frame(width, steps.length * (high + gap) - gap + 2 * EDGE,
      ...steps.flatMap(({ lines, chosen }, i) => {
        const [y, missed] = [EDGE + i * (high + gap), i >= below];
        return [
          i > 0 && s("path", missed ? { class: "eq-reach", d: `M ${x} ${y - gap} V ${y}` } : { class: "eq-more", d: `M ${x} ${y - gap} V ${y - 3} m -8 -9 l 8 9 l 8 -9` }),
          i === below && s("path", { class: "eq-more", d: `M ${x - 8} ${y - gap / 2 - 8} l 16 16 m 0 -16 l -16 16` }),
          s("rect", { class: `eq-shape ${chosen ? "eq-lit" : ""} ${missed ? "eq-dashed" : ""}`, x: EDGE, y, width: wide, height: high, rx: 8 }),
          s("text", { "text-anchor": "middle", y: y + high / 2 + 5 - ((lines.length - 1) * line) / 2, class: chosen ? "eq-lit" : "" },
            lines.map((text, n) => s("tspan", { x, dy: n ? line : 0, ...(n || missed ? {} : { class: "eq-strong" }) }, text))),
        ];
      }));
  },

  grid({ rows, columns, marks, row, column }, width) {
    const [letter, line, gap] = [9, 19, 8]; // a generous mean width of a letter, the height of a line of words
    const room = (texts) => Math.max(...texts.map((text) => text.length)) * letter + gap;
    const wraps = room(rows) > width * 0.4;
    const names = rows.map((text) => (wraps ? halves(text) : [text]));
    // Words of columns that do not fit side by side stand like stairs above them: each ends where its column is.
    const flat = room(columns) <= (width - room(names.flat())) / columns.length;
    const stairs = columns.map((text, i) => [room([text]), (i + 0.5) / columns.length]).map(([long, at]) => (long - at * width) / (1 - at));
    const left = Math.ceil(Math.max(room(names.flat()), ...(flat ? [] : stairs)));
    const [cell, high, top] = [(width - EDGE - left) / columns.length, wraps ? 44 : 32, (flat ? 1 : columns.length) * line + gap];
    const [bottom, size] = [top + rows.length * high, Math.min(18, cell - 5)];
    const [x, y] = [(i) => left + (i + 0.5) * cell, (i) => top + (i + 0.5) * high];
    const strong = (chosen) => (chosen ? "eq-strong" : "");
    const head = (text, i) => {
      const name = strong(i === column);
      if (flat) return [s("text", { x: x(i), y: 15, "text-anchor": "middle", class: name }, text)];
      const at = (columns.length - 1 - i) * line + 15;
      return [
        s("text", { x: x(i) - gap, y: at, "text-anchor": "end", class: name }, text),
        s("path", { class: "eq-lead", d: `M ${x(i) - 5} ${at - 5} H ${x(i)} V ${top - 3}` }),
      ];
    };
    const square = (mark, i, j) => mark && s("rect", { class: `eq-${mark}`, x: x(j) - size / 2, y: y(i) - size / 2, width: size, height: size });
    return frame(width, bottom + EDGE,
      ...columns.flatMap(head),
      ...names.flatMap((lines, i) => [
        s("line", { class: "eq-axis", x1: 0, x2: width, y1: top + i * high, y2: top + i * high }),
        s("text", { y: y(i) + 5 - ((lines.length - 1) * line) / 2, class: strong(i === row) }, lines.map((text, n) => s("tspan", { x: 6, dy: n ? line : 0 }, text))),
      ]),
      ...marks.flatMap((all, i) => all.map((mark, j) => square(mark, i, j))),
      row !== null && s("rect", { class: "eq-choice", x: EDGE, y: top + row * high + 2, width: width - 2 * EDGE, height: high - 4 }),
      column !== null && s("rect", { class: "eq-choice", x: x(column) - cell / 2 + 1, y: top + 1, width: cell - 2, height: bottom - top - 2 }));
  },

  levels({ rows, of }, width) {
    const [row, box, gap] = [58, 26, 4];
    const wide = (width - 2 * EDGE - (of - 1) * gap) / of;
    return frame(width, rows.length * row,
      ...rows.flatMap(({ label, level, unsure }, i) => {
        const y = i * row + 25;
        const boxes = Array.from({ length: of }, (_, n) =>
          s("rect", { class: n < level ? "eq-bar-0" : "eq-whole", x: EDGE + n * (wide + gap), y, width: wide, height: box }));
        return [
          s("text", { x: 4, y: i * row + 18, class: "eq-halo" }, label),
          ...(level ? boxes : []),
          unsure && s("rect", { class: "eq-whole eq-dashed", x: EDGE, y, width: width - 2 * EDGE, height: box }),
          unsure && s("text", { x: width / 2, y: y + 18, "text-anchor": "middle" }, "?"),
          !level && !unsure && s("line", { class: "eq-axis", x1: EDGE, x2: width - EDGE, y1: y + box / 2, y2: y + box / 2 }),
        ];
      }));
  },

  tallies({ columns, rows, of }, width) {
    const [row, tall] = [110, 30];
    const slot = (width - 2 * EDGE) / columns.length;
    return frame(width, rows.length * row,
      ...rows.flatMap(({ label, counts }, i) => {
        const foot = i * row + 78;
        return [
          s("text", { x: 4, y: i * row + 18 }, label),
          s("line", { class: "eq-axis", x1: EDGE, x2: width - EDGE, y1: foot, y2: foot }),
          ...counts.flatMap((number, n) => {
            const [x, high] = [EDGE + (n + 0.5) * slot, (number / of) * tall];
            return [
              s("rect", { class: "eq-bar-0", x: x - slot * 0.3, y: foot - high, width: slot * 0.6, height: high }),
              s("text", { x, y: foot - high - 4, "text-anchor": "middle", class: "eq-strong" }, number),
              s("text", { x, y: foot + 17, "text-anchor": "middle" }, columns[n]),
            ];
          }),
        ];
      }));
  },
};

const LONG = 60; // characters in a row, from which its cells stand below one another in a small window

const isLong = (row) => row.some(Array.isArray) || row.join("").length > LONG;

/** A table with a heading in each row. A cell is a text or a list of texts. Cells that stack name their column. */
function table(caption, columns, rows, stacks = rows.some(isLong)) {
  const content = (cell) => (Array.isArray(cell) ? h("ul", {}, ...cell.map((line) => h("li", {}, line))) : cell);
  return h("div", { class: "eq-scroll" },
    h("table", { class: stacks ? "eq-stacks" : "" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map((column) => h("th", { scope: "col" }, column)))),
      h("tbody", {}, ...rows.map(([first, ...rest]) =>
        h("tr", {}, h("th", { scope: "row" }, first), ...rest.map((cell, i) => h("td", { "data-column": columns[i + 1] }, content(cell))))))));
}

/** What a scene shows, as nodes. */
function draw(pictures, width) {
  return pictures.flatMap((picture) => [
    ...(picture.title ? [h("p", { class: "eq-title" }, picture.title)] : []),
    PICTURES[picture.kind](picture, width),
  ]);
}

/** A place for pictures: with the same in words, drawn anew at every width, and hidden while there are none. */
function drawing() {
  const node = h("div", { role: "img", hidden: true });
  let pictures = [];
  const redraw = () => node.replaceChildren(...draw(pictures, Math.max(240, Math.min(640, node.clientWidth || 640))));
  const resized = new ResizeObserver(redraw);
  resized.observe(node);
  return {
    node,
    show({ alt, pictures: fresh }) {
      pictures = fresh;
      node.hidden = !fresh.length;
      node.setAttribute("aria-label", alt);
      redraw();
    },
    end: () => resized.disconnect(),
  };
}
