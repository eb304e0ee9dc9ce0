/** Making elements. */

/** An element with these properties (such as `className`, `textContent`, `ariaLabelledby`) and children. */
export function element(tag, { ariaLabelledby, ariaDescribedby, ...properties } = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  // These two name other elements by id: only their attributes take text.
  if (ariaLabelledby) node.setAttribute('aria-labelledby', ariaLabelledby);
  if (ariaDescribedby) node.setAttribute('aria-describedby', ariaDescribedby);
  node.append(...children);
  return node;
}

export function newId() {
  return `eq-${crypto.getRandomValues(new Uint32Array(2)).join('-')}`;
}
