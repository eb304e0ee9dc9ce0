/** Mends what JupyterLab tells a screen reader and a keyboard about a notebook, so that it reads as a page. */

export function mendStructure(root) {
  // A feed of unnamed cells, each a stop for the Tab key and each with a label such as "Markdown Cell Content".
  for (const feed of root.querySelectorAll('.jp-WindowedPanel-viewport[role]')) {
    feed.removeAttribute('role');
    feed.removeAttribute('aria-label');
  }
  for (const cell of root.querySelectorAll('.jp-Cell')) {
    cell.removeAttribute('aria-label');
    if (cell.tabIndex !== -1) cell.tabIndex = -1;
  }
  root.removeAttribute('role');
  root.removeAttribute('aria-label');
  for (const cell of root.querySelectorAll('.jp-Cell:has(.jp-OutputArea-child)')) cell.classList.add('eq-shown');
  for (const table of root.querySelectorAll(':is(.jp-RenderedHTMLCommon, .jp-OutputArea) table')) letScroll(table);
  for (const error of root.querySelectorAll('[data-mime-type="application/vnd.jupyter.stderr"]')) fold(error);
}

/** Give a notebook that is not the course's its keys back. */
export function unmend(root) {
  for (const node of root.querySelectorAll('[data-lm-suppress-shortcuts]')) delete node.dataset.lmSuppressShortcuts;
  for (const cell of root.querySelectorAll('.jp-Cell')) cell.tabIndex = 0;
}

// What Python says to a programmer is put behind what it means to a reader.
function fold(error) {
  if (error.querySelector('details')) return;
  const details = document.createElement('details');
  const summary = document.createElement('summary');
  summary.textContent = 'This part of the page reported a problem. Details for the course team';
  details.append(summary, ...error.childNodes);
  error.append(details);
}

// A table is the one thing that may be wider than a narrow window. It scrolls in a box of its own.
function letScroll(table) {
  let box = table.closest('.eq-scroll');
  if (!box) {
    box = document.createElement('div');
    box.className = 'eq-scroll';
    table.replaceWith(box);
    box.append(table);
  }
  fit(box);
  widths.observe(box);
}

const widths = new ResizeObserver(entries => entries.forEach(({ target }) => fit(target)));

// Only a box that does scroll is a stop for the Tab key.
function fit(box) {
  const scrolls = box.scrollWidth > box.clientWidth;
  if (scrolls === box.hasAttribute('tabindex')) return;
  if (scrolls) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.querySelector('caption')?.textContent.trim() || 'Table');
  } else {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}
