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
  for (const table of root.querySelectorAll('.jp-RenderedHTMLCommon table')) letScroll(table);
}

const widths = new ResizeObserver(entries => {
  for (const { target } of entries) {
    // Only a table that does scroll is a stop for the Tab key.
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
      target.setAttribute('role', 'region');
      target.setAttribute('aria-label', target.querySelector('caption')?.textContent.trim() || 'Table');
    } else {
      for (const name of ['tabindex', 'role', 'aria-label']) target.removeAttribute(name);
    }
  }
});

function letScroll(table) {
  if (table.parentElement.matches('.eq-wide')) return;
  const box = document.createElement('div');
  box.className = 'eq-wide';
  table.replaceWith(box);
  box.append(table);
  widths.observe(box);
}
