/** The two plugins that JupyterLab starts. */

import { Connection } from './connection.js';
import { CoursePage } from './page.js';
import { quietKeys } from './keys.js';

/**
 * @param lab JupyterLab's names that we use: NotebookActions, INotebookTracker, Dialog and so on.
 * @returns the plugins, for JupyterLab's plugin registry.
 */
export function plugins(lab) {
  const connection = new Connection(lab);

  const pages = {
    id: 'equally-outstanding:pages',
    description: "Runs, styles and mends the course's own notebooks.",
    autoStart: true,
    requires: [lab.INotebookTracker],
    optional: [lab.ITranslator],
    activate(app, tracker, translator) {
      addStyles();
      quietKeys();
      const trans = (translator ?? lab.nullTranslator).load('jupyterlab');
      const follow = panel => {
        const page = new CoursePage(panel, { ...lab, app, trans, connection });
        page.changed = showCurrent;
        void page.start();
        pagesByPanel.set(panel, page);
      };
      const pagesByPanel = new Map();
      const showCurrent = () => {
        for (const [panel, page] of pagesByPanel) {
          if (panel.isDisposed) {
            pagesByPanel.delete(panel);
          } else {
            page.show(panel === app.shell.currentWidget);
          }
        }
        const current = pagesByPanel.get(app.shell.currentWidget);
        document.documentElement.classList.toggle('eq-page', Boolean(current?.fillsWindow));
      };
      tracker.forEach(follow);
      tracker.widgetAdded.connect((_, panel) => follow(panel));
      app.shell.currentChanged?.connect(showCurrent);
      connection.watch(app, () => [...pagesByPanel.values()]);
    }
  };

  // Takes the place of JupyterLab's own provider, which page_config.json switches off: its modal
  // dialog would stand between a learner and "Keep my work".
  const connectionLost = {
    id: 'equally-outstanding:connection-lost',
    description: 'Says without blocking the page that the server cannot be reached.',
    autoStart: true,
    provides: lab.IConnectionLost,
    activate: () => (...details) => connection.lost(...details)
  };

  return [pages, connectionLost];
}

function addStyles() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./page.css', import.meta.url).href;
  document.head.append(link);
}
