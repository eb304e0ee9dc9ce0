/** The glossary of a page: all terms in a dialog, and terms in the text that open what they mean. */

import { element, newId } from './elements.js';
import { evaluate } from './kernel.js';
import { moveTo, rootOf, viewUrl } from './links.js';
import { markTerms, onMark } from './marks.js';
import { explain } from './meaning.js';
import { finder, search } from './terms.js';

const TERMS = '__import__("course.glossary", fromlist=["for_the_page"]).for_the_page()';
const PAUSE = 300; // ms without a key until the list follows what was typed, and its count is spoken
const LOADING = 'The glossary is being loaded…';
const FAILED = 'The glossary cannot be shown just now. Close it, choose “Load the questions again”, and open it once more.';

export class Glossary {
  #terms = null;
  #find;
  #failed = false;
  #fill = () => {}; // shows the terms in the dialog, while that is open

  /** @param panel of a notebook, `lab` JupyterLab's names that we use. */
  constructor(panel, lab) {
    this.panel = panel;
    this.lab = lab;
    onMark(panel.content.node, mark => {
      const term = this.#terms.find(({ term }) => term === mark.dataset.eqTerm);
      const openAll = () => this.open();
      explain(mark, { title: titled(term), says: term.says, link: this.#place(term), openAll });
    });
  }

  /** Bring the terms, once. A page without them goes on. */
  async load(kernel) {
    if (this.#terms) return;
    try {
      this.#terms = (await evaluate(kernel, TERMS))['application/json'];
      // The page that explains a term says what it means.
      this.#find = finder(this.#terms.map(term => ({ ...term, mark: term.mark && !this.#explains(term) })));
      this.mark();
    } catch (error) {
      this.#failed = true;
      console.error('The glossary could not be read.', error);
    }
    this.#fill();
  }

  /** Mark the terms in the text, as far as they are there. */
  mark() {
    if (this.#find) markTerms(this.panel.content.node, this.#find);
  }

  /** Show all terms. */
  open() {
    const heading = element('h2', { id: newId(), textContent: 'Glossary' });
    const close = element('button', { type: 'button', textContent: 'Close' });
    const box = element('input', { type: 'text', id: newId(), autocomplete: 'off', enterKeyHint: 'search' });
    const label = element('label', { htmlFor: box.id, textContent: 'Find a word' });
    const status = element('p', { role: 'status' });
    const list = element('div');
    const dialog = element('dialog', { className: 'eq-glossary', ariaLabelledby: heading.id },
      element('div', { className: 'eq-glossary-top' }, heading, close), label, box, status, list);

    this.#fill = () => {
      if (!this.#terms) {
        status.textContent = this.#failed ? FAILED : LOADING;
        return;
      }
      const words = box.value.trim();
      const some = search(this.#terms, words);
      list.replaceChildren(...byLetter(some).map(([letter, terms]) => element('section', {},
        element('h3', { textContent: letter }),
        element('dl', {}, ...terms.flatMap(term => this.#entry(term, dialog))))));
      const said = counted(some.length, this.#terms.length, words);
      if (status.textContent !== said) status.textContent = said;
    };
    let pause;
    box.addEventListener('input', () => {
      clearTimeout(pause);
      pause = setTimeout(this.#fill, PAUSE);
    });
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('click', event => isBeside(event, dialog) && dialog.close());
    dialog.addEventListener('close', () => {
      clearTimeout(pause);
      this.#fill = () => {};
      dialog.remove();
    });
    this.#fill();
    document.body.append(dialog);
    dialog.showModal();
    box.focus();
  }

  #entry(term, dialog) {
    const place = this.#place(term);
    place.addEventListener('click', () => dialog.close(), true);
    return [
      element('dt', { textContent: titled(term) }),
      element('dd', {}, element('p', { textContent: term.says }), element('p', {}, place))
    ];
  }

  #explains({ path }) {
    return this.panel.context.path === rootOf(this.panel) + path;
  }

  /** A link to where the course explains a term: another page, or a place of this one. */
  #place({ term, path, page, section }) {
    const isHere = this.#explains({ path });
    const hash = section && `#${encodeURIComponent(section.replaceAll(' ', '-'))}`;
    const where = isHere ? `Explained on this page: ${section || page}` : `Explained in: ${page}`;
    const link = element('a', {
      href: isHere ? hash || '#' : viewUrl(rootOf(this.panel) + path, this.lab) + hash,
      textContent: where,
      ariaLabel: `${where}, ${term}`
    });
    if (isHere) {
      link.addEventListener('click', event => {
        event.preventDefault();
        moveTo(hash, this.panel.content.node);
      });
    }
    return link;
  }
}

const titled = ({ term, short }) => (short ? `${term} (${short})` : term);

function counted(some, all, words) {
  if (!words) return `${all} terms`;
  return some ? `${some} of ${all} terms` : `No term has “${words}” in it. Try a part of the word.`;
}

function byLetter(terms) {
  const letters = new Map();
  for (const term of terms) {
    const letter = term.term[0].toUpperCase();
    letters.set(letter, [...letters.get(letter) ?? [], term]);
  }
  return [...letters];
}

// A click on the backdrop goes to the dialog itself.
function isBeside({ target, clientX, clientY }, dialog) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (clientX < left || clientX > right || clientY < top || clientY > bottom);
}
