/** What a term means, in a small box beside it. */

import { element, newId } from './elements.js';

const GAP = 8; // px between a term and the box, and between that and the edge of the window

/**
 * Open the box.
 *
 * @param mark the term in the text, which gets the focus back.
 * @param parts its `title`, `says` and `link`, and `openAll`, which opens the whole glossary.
 */
export function explain(mark, { title, says, link, openAll }) {
  const name = element('p', { id: newId(), className: 'eq-meaning-term', textContent: title });
  const meaning = element('p', { id: newId(), textContent: says });
  const close = element('button', { type: 'button', textContent: 'Close' });
  const all = element('button', { type: 'button', textContent: 'Open the glossary' });
  const box = element('div', {
    className: 'eq-meaning',
    popover: 'auto',
    role: 'dialog',
    tabIndex: -1,
    ariaLabelledby: name.id,
    ariaDescribedby: meaning.id
  }, name, meaning, element('p', {}, link), element('div', { className: 'eq-meaning-actions' }, close, all));

  const leave = () => {
    box.hidePopover();
    mark.focus({ preventScroll: true });
  };
  close.addEventListener('click', leave);
  link.addEventListener('click', leave, true);
  all.addEventListener('click', () => {
    leave();
    openAll();
  });
  box.addEventListener('keydown', event => {
    // The box stands at the end of the document. With the Tab key, its place is behind its term.
    if (event.key !== 'Tab' || document.activeElement !== (event.shiftKey ? box : all)) return;
    if (event.shiftKey) event.preventDefault();
    leave();
  });
  box.addEventListener('beforetoggle', ({ newState }) => { mark.ariaExpanded = String(newState === 'open'); });
  box.addEventListener('toggle', ({ newState }) => newState === 'closed' && box.remove());

  document.body.append(box);
  mark.focus({ preventScroll: true });
  box.showPopover();
  place(box, mark);
  box.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'nearest' });
}

// Below the term, or above it where there is room only there. The box moves with the page.
function place(box, mark) {
  const [line] = mark.getClientRects();
  const { offsetWidth: width, offsetHeight: height } = box;
  const { clientWidth, clientHeight } = document.documentElement;
  const isAbove = line.bottom + GAP + height > clientHeight && line.top - GAP - height >= 0;
  const top = isAbove ? line.top - GAP - height : line.bottom + GAP;
  const left = Math.max(GAP, Math.min(line.left, clientWidth - width - GAP));
  box.style.top = `${top + scrollY}px`;
  box.style.left = `${left + scrollX}px`;
}
