/** Terms in the running text of a page, underlined as things that open what they mean. */

import { element } from './elements.js';

const TEXT = '.jp-MarkdownCell:not(.eq-put-away) .jp-RenderedMarkdown';
const UNMARKED = 'h1, h2, h3, h4, h5, h6, th, a, button, summary, code, pre, em, .eq-term';
const done = new WeakSet(); // first elements of texts that were gone through: a text that is drawn anew gets a new one

/**
 * Mark each term where the running text first has it. What is marked already stays.
 *
 * @param find from a text to `[{ term, start, end }]`.
 */
export function markTerms(root, find) {
  const texts = [...root.querySelectorAll(TEXT)].filter(text => text.firstElementChild);
  if (texts.every(text => done.has(text.firstElementChild))) return;
  const met = new Set([...root.querySelectorAll('.eq-term')].map(mark => mark.dataset.eqTerm));
  for (const text of texts) {
    done.add(text.firstElementChild);
    for (const node of textNodes(text)) {
      const first = find(node.data).filter(({ term }) => term.mark && !met.has(term.term) && met.add(term.term));
      for (const found of first.reverse()) wrap(node, found);
    }
  }
}

/** Call `open` with a mark that is clicked, or on which Enter or Space is pressed. */
export function onMark(root, open) {
  let selected = '';
  let wasOpen = false; // the browser closes a box at a press outside it, before the click on its mark
  root.addEventListener('mousedown', ({ target }) => {
    selected = String(getSelection());
    wasOpen = target.closest('.eq-term')?.ariaExpanded === 'true';
  }, true);
  root.addEventListener('click', ({ target }) => {
    const mark = target.closest('.eq-term');
    const isSelecting = !['', selected].includes(String(getSelection())); // words to be copied, with this very press
    if (mark && !wasOpen && !isSelecting) open(mark);
    wasOpen = false;
  });
  root.addEventListener('keydown', event => {
    if (!['Enter', ' '].includes(event.key) || !event.target.matches('.eq-term')) return;
    event.preventDefault();
    event.stopPropagation(); // JupyterLab takes the focus back at every key that reaches the notebook
    open(event.target);
  }, true);
}

function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, node =>
    node.parentElement.closest(UNMARKED) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

// No <button>: that is one box which breaks no lines, and would move the text around it.
function wrap(node, { term, start, end }) {
  const words = node.splitText(start);
  words.splitText(end - start);
  const mark = element('span', {
    className: 'eq-term',
    role: 'button',
    tabIndex: 0,
    ariaLabel: `${words.data}, definition`,
    ariaHasPopup: 'dialog',
    ariaExpanded: 'false'
  });
  mark.dataset.eqTerm = term.term;
  words.replaceWith(mark);
  mark.append(words);
}
