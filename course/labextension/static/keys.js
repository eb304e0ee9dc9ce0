/** Keep JupyterLab's notebook shortcuts away from learners: an arrow key in a question is not "next cell". */

export function quietKeys() {
  // The attribute must stand on the focused element itself: JupyterLab has shortcuts for whatever has focus.
  document.addEventListener('focusin', ({ target }) => {
    if (target.closest('.eq-course .jp-Notebook') && !target.closest('.cm-editor')) {
      target.dataset.lmSuppressShortcuts = 'true';
    }
  }, true);
}
