/** Keeps a learner's place: while cells are run again and their controls are made anew, and at a click. */

const CONTROLS = 'a[href], button, input, select, textarea, summary, [tabindex]';
const PATIENCE = 2000; // ms for which we wait for the same control to come back

/**
 * Note which control has the focus, and hold every cell at its height.
 *
 * @returns a function, to be called when the cells have run, that lets go and puts the focus back.
 */
export function keepFocus(root) {
  const focused = document.activeElement;
  const cell = root.contains(focused) && focused.closest('.jp-Cell');
  const place = cell && focused !== cell ? [...cell.querySelectorAll(CONTROLS)].indexOf(focused) : -1;
  const cells = [...root.querySelectorAll('.jp-CodeCell')];
  for (const each of cells) each.style.minHeight = `${each.offsetHeight}px`;

  return async () => {
    const end = Date.now() + PATIENCE;
    while (!settled(root) && Date.now() < end) await pause(20);
    for (const each of cells) each.style.minHeight = '';
    if (place < 0 || focused.isConnected) return;
    while (Date.now() < end) {
      const again = cell.querySelectorAll(CONTROLS)[place];
      if (again) {
        if ([document.body, cell].includes(document.activeElement)) again.focus({ preventScroll: true });
        return;
      }
      await pause(20);
    }
  };
}

/**
 * Keep the page where it is at a click.
 *
 * JupyterLab focuses the notebook at the first press of a button, the page scrolls to the notebook's top, and the
 * control is gone from under the pointer before the button is let go. So the notebook is focused first, in its place.
 */
export function keepStill() {
  document.addEventListener('mousedown', ({ target }) => {
    const notebook = target.closest('.eq-course .jp-Notebook');
    if (notebook && !notebook.contains(document.activeElement)) notebook.focus({ preventScroll: true });
  }, true);
}

// A widget's place shows "Loading widget..." until its view has been made; ours then draw into a <div>.
function settled(root) {
  return [...root.querySelectorAll('.jp-OutputArea-output[data-mime-type*="widget-view"]')]
    .every(output => output.querySelector('.lm-Widget > *'));
}

const pause = time => new Promise(resolve => setTimeout(resolve, time));
