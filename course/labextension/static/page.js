/** One notebook of the course, shown as a page to read and answer. */

import { isAllowed, isCourseNotebook, runAll } from './cells.js';
import { keepFocus } from './focus.js';
import { fillWindow, freeWindow } from './frame.js';
import { Glossary } from './glossary.js';
import { followLinks, goTo, mendLinks } from './links.js';
import { dismiss, tell } from './notices.js';
import { mendStructure, unmend } from './structure.js';

const UNSEEN = 2000; // ms for which loading needs no words
const SLOW = 20000; // ms until a learner is told that something may be wrong
const USES_COURSE = /^from course import /;

/**
 * Browser tests read from the panel's node: `data-eq-ready` ("true", or "error" where a cell failed) and
 * `data-eq-runs` (how often the cells have run).
 */
export class CoursePage {
  isCourse = false; // and for good, once the kernel has said no
  #stale = false; // the kernel has lost its memory since the cells were run
  #ranOn = null; // id of the kernel in which they were run
  #running = false;
  #again = false;
  #timers = [];
  #observer;
  #leaveLinks;

  /** @param lab JupyterLab's names that we use, and `onChange`, called when `isCourse` has changed. */
  constructor(panel, lab) {
    this.panel = panel;
    this.lab = lab;
    this.glossary = new Glossary(panel, lab);
  }

  async start() {
    const { context, content, sessionContext } = this.panel;
    await context.ready;
    const sources = content.model.sharedModel.cells.map(cell => cell.getSource());
    if (!sources.some(source => USES_COURSE.test(source))) return;

    // The look comes before the kernel can say whether this is our notebook, or code would flash up first.
    this.#wear();
    this.#expect();
    sessionContext.statusChanged.connect((_, status) => this.#onStatus(status));
    content.model.stateChanged.connect((model, { name, newValue }) => {
      // Only running the cells has changed it, so there is nothing to be asked about on leaving.
      if (name === 'dirty' && newValue && this.isCourse && content.mode !== 'edit') model.dirty = false;
    });
    await sessionContext.ready;
    sessionContext.kernelChanged.connect((_, { newValue }) => {
      // A restart tells this as well, with the same kernel.
      if (newValue && newValue.id !== this.#ranOn) this.run();
    });
    await this.run();
  }

  get kernel() {
    return this.panel.sessionContext.session?.kernel ?? null;
  }

  /** Run the cells; once more at the end if this was asked for meanwhile. */
  async run() {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && this.isCourse && !this.panel.isDisposed) {
        this.#again = false;
        await this.#runOnce();
      }
    } finally {
      this.#running = false;
    }
  }

  async #runOnce() {
    const { node, content, model } = this.panel;
    const { kernel } = this;
    if (!kernel) return;
    this.#ranOn = kernel.id;
    this.#expect();
    let good = false;
    try {
      await kernel.info;
      if (!(await isCourseNotebook(kernel))) return this.#takeOff();
      const cells = content.widgets.filter(
        cell => cell.model.type === 'code' && isAllowed(cell.model.sharedModel.getSource())
      );
      const refocus = keepFocus(content.node);
      good = await runAll(cells, this.panel, this.lab.NotebookActions);
      await this.glossary.load(kernel);
      await refocus();
    } catch (error) {
      if (this.#again || this.#stale || kernel !== this.kernel) return; // this kernel is gone; the next one will run them
      console.error(error);
    }
    this.#settle();
    model.dirty = false;
    const first = !node.dataset.eqRuns;
    node.dataset.eqRuns = Number(node.dataset.eqRuns ?? 0) + 1;
    node.dataset.eqReady = good ? 'true' : 'error';
    if (first && location.hash) goTo(location.hash, content.node);
  }

  #onStatus(status) {
    if (!this.isCourse) return;
    if (status === 'restarting' || status === 'autorestarting') {
      this.#stale = true;
      this.#expect();
    }
    if (status === 'autorestarting') this.#closeRestartDialog();
    if (status === 'dead') {
      this.#settle();
      this.#offerRestart('The questions have stopped working.');
    }
    if (status === 'idle' && this.#stale) {
      this.#stale = false;
      this.run();
    }
  }

  // It was made a moment ago, in the same turn, and is not on the page yet. Its label is.
  #closeRestartDialog() {
    const { Dialog, trans } = this.lab;
    const title = trans.__('Kernel Restarting');
    for (const dialog of Dialog.tracker.filter(({ node }) => node.ariaLabel?.startsWith(title))) dialog.reject();
  }

  /** From here on the page waits for its questions. */
  #expect() {
    this.#settle();
    delete this.panel.node.dataset.eqReady;
    this.#timers = [
      setTimeout(() => tell('questions', 'Loading the questions…'), UNSEEN),
      setTimeout(() => this.#offerRestart('The questions take longer than usual to appear.'), SLOW)
    ];
  }

  #settle() {
    this.#timers.forEach(clearTimeout);
    dismiss('questions');
  }

  #offerRestart(trouble) {
    tell('questions', `${trouble} You can read on, or load the questions again. Saved answers are kept.`, {
      button: 'Load the questions again',
      action: () => this.restart()
    });
  }

  async restart() {
    this.#expect();
    const { sessionContext } = this.panel;
    await (this.kernel ? sessionContext.restartKernel() : sessionContext.changeKernel({ name: 'python3' }));
  }

  #wear() {
    const { node, content, context } = this.panel;
    this.isCourse = true;
    node.classList.add('eq-course');
    for (const cell of content.widgets) {
      cell.toggleClass('eq-put-away', cell.model.getMetadata('tags')?.includes('without-extension') ?? false);
    }
    const mend = () => {
      mendStructure(content.node);
      mendLinks(content.node, context.path, this.lab);
      this.glossary.mark();
    };
    let soon;
    this.#observer = new MutationObserver(() => {
      soon ??= setTimeout(() => { soon = undefined; mend(); }, 30);
    });
    this.#observer.observe(content.node, {
      subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label', 'href', 'tabindex', 'target']
    });
    mend();
    this.#leaveLinks = followLinks(content.node);
    this.lab.onChange();
  }

  #takeOff() {
    this.#settle();
    this.isCourse = false;
    this.#observer.disconnect();
    this.#leaveLinks();
    this.panel.node.classList.remove('eq-course');
    unmend(this.panel.node);
    this.lab.onChange();
    // JupyterLab measured the toolbar while it was put away, and found no room for any button.
    const { toolbar } = this.panel;
    const { offsetWidth: width, offsetHeight: height } = toolbar.node;
    toolbar.processMessage({ type: 'resize', width, height });
  }

  /** @param inView whether this, and no other widget, is in view. */
  show(inView) {
    if (inView && this.isCourse) {
      fillWindow(this.panel, this.lab, { openGlossary: () => this.glossary.open(), restart: () => this.restart() });
    } else freeWindow(this.panel);
  }
}
