/** Finds the terms of the glossary in words. */

/**
 * @param terms each with `written`, all ways in which it is written. A small first letter stands for a capital as well.
 * @returns a function from a text to `[{ term, start, end }]`. No find lies within another, and the longest form wins.
 */
export function finder(terms) {
  const found = new Map(terms.flatMap(term => term.written.filter(Boolean).map(form => [spaced(form), term])));
  const forms = [...found.keys()].sort((a, b) => b.length - a.length);
  // A hyphen makes one word of two: "non-equity" and "equity-minded" do not hold "equity".
  const pattern = forms.length
    && new RegExp(String.raw`(?<![\p{L}\p{N}]-?)(?:${forms.map(toPattern).join('|')})(?!-?[\p{L}\p{N}])`, 'gu');
  return text => !pattern ? [] : [...text.matchAll(pattern)].map(({ 0: said, index: start }) => ({
    term: found.get(spaced(said)) ?? found.get(small(spaced(said))),
    start,
    end: start + said.length
  }));
}

/** The terms of which the name, another way to write it or the meaning holds `words`. All, where there are none. */
export function search(terms, words) {
  const wanted = spaced(words).toLowerCase();
  return terms.filter(({ written, says }) => [...written, says].some(text => text.toLowerCase().includes(wanted)));
}

function toPattern(form) {
  const escaped = form.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`).replaceAll(' ', String.raw`\s+`);
  const first = form[0];
  return first === first.toUpperCase() ? escaped : `[${first}${first.toUpperCase()}]${escaped.slice(1)}`;
}

const spaced = text => text.trim().replace(/\s+/g, ' ');
const small = text => text[0].toLowerCase() + text.slice(1);
