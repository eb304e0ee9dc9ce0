/** The two plugins that JupyterLab starts. */

import { Connection } from './connection.js';
import { keepStill } from './focus.js';
import { quietKeys } from './keys.js';
import { keepHistory } from './links.js';
import { prepareNotices } from './notices.js';
import { CoursePage } from './page.js';

/**
 * @param lab JupyterLab's names that we use: NotebookActions, INotebookTracker, Dialog and so on.
 * @returns the plugins, for JupyterLab's registry.
 */
export function plugins(lab) {
  const connection = new Connection();

  const pages = {
    id: 'equally-outstanding:pages',
    description: "Runs, styles and mends the course's own notebooks.",
    autoStart: true,
    requires: [lab.INotebookTracker],
    optional: [lab.IRouter, lab.ITranslator],
    activate(app, tracker, router, translator) {
      if (router) keepHistory(router);
      addStyles();
      quietKeys();
      keepStill();
      prepareNotices();
      const trans = (translator ?? lab.nullTranslator).load('jupyterlab');
      const pages = new Map();
      const showCurrent = () => {
        for (const [panel, page] of pages) page.show(panel === app.shell.currentWidget);
      };
      const follow = panel => {
        const page = new CoursePage(panel, { ...lab, trans, onChange: showCurrent });
        pages.set(panel, page);
        panel.disposed.connect(() => pages.delete(panel));
        connection.watch(panel.sessionContext, page);
        page.start().catch(console.error);
      };
      connection.start(app.serviceManager, pages);
      tracker.forEach(follow);
      tracker.widgetAdded.connect((_, panel) => follow(panel));
      app.shell.currentChanged.connect(showCurrent);
    }
  };

  // Takes the place of JupyterLab's own provider, which page_config.json switches off: its modal
  // dialog would stand between a learner and "Keep my work".
  const connectionLost = {
    id: 'equally-outstanding:connection-lost',
    description: 'Says that the server cannot be reached, without blocking the page.',
    autoStart: true,
    provides: lab.IConnectionLost,
    activate: () => (...details) => connection.hasCoursePage() ? connection.lose() : lab.ConnectionLost(...details)
  };

  return [pages, connectionLost];
}

function addStyles() {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL('./page.css', import.meta.url).href;
  document.head.append(link);
}
