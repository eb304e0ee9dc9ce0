/** Shows a course notebook alone in the window, as an ordinary web page that scrolls as a whole. */

import { element } from './elements.js';
import { currentView, rootOf, viewUrl } from './links.js';

const COURSE = 'Equally Outstanding';
const WELCOME = 'notebooks/0-start/welcome.ipynb';
const MY_WAY = '#Start-here'; // the heading above the course map
let shown;

/**
 * Put away everything of JupyterLab but `panel`; in the full JupyterLab (/lab) only name the page.
 *
 * @param actions what the buttons of the page's header do: `openGlossary` and `restart`.
 */
export function fillWindow(panel, lab, actions) {
  if (shown === panel) return;
  freeWindow(shown);
  shown = panel;
  nameWindow();
  titles.observe(document.querySelector('title'), { childList: true });
  if (currentView(lab.PageConfig) === 'lab/tree') return;
  for (let node = panel.node.parentElement; node !== document.body; node = node.parentElement) {
    node.classList.add('eq-way');
  }
  panel.node.removeAttribute('role'); // a tab panel, whose tab is put away
  panel.node.removeAttribute('aria-labelledby');
  document.body.prepend(header(panel, lab, actions));
  document.documentElement.classList.add('eq-page');
}

/** Bring back what was put away for `panel`, if anything was. */
export function freeWindow(panel) {
  if (!panel || shown !== panel) return;
  shown = undefined;
  titles.disconnect();
  document.documentElement.classList.remove('eq-page');
  document.querySelector('.eq-header')?.remove();
  for (const node of document.querySelectorAll('.eq-way')) node.classList.remove('eq-way');
}

function header(panel, lab, { openGlossary, restart }) {
  const welcome = viewUrl(rootOf(panel) + WELCOME, lab);
  const home = element('a', { textContent: COURSE, href: welcome });
  const way = element('a', { textContent: 'My way', href: welcome + MY_WAY });
  const glossary = button('Glossary', openGlossary);
  glossary.ariaHasPopup = 'dialog';
  return element('header', { className: 'eq-header' }, home, way, glossary, button('Load the questions again', restart));
}

function button(textContent, action) {
  const node = element('button', { type: 'button', textContent });
  node.addEventListener('click', action);
  return node;
}

// JupyterLab sets the title to the file's name, and sets it again whenever anything changes.
const titles = new MutationObserver(nameWindow);

function nameWindow() {
  const heading = shown.node.querySelector('.jp-RenderedMarkdown :is(h1, h2)')?.cloneNode(true);
  if (!heading) {
    setTimeout(() => shown && nameWindow(), 100);
    return;
  }
  heading.querySelector('.jp-InternalAnchorLink')?.remove();
  const title = `${heading.textContent.trim()} - ${COURSE}`;
  if (document.title !== title) document.title = title;
}
