/** One notebook of the course, shown as a page. */

import { isAllowed, isCourseNotebook, runAll } from './cells.js';
import { followAnchors, goTo, mendLinks, viewUrl } from './links.js';
import { mendStructure } from './structure.js';
import { dismiss, prepareNotices, tell } from './notices.js';

const COURSE = 'Equally Outstanding';
const SLOW = 20000; // ms

/**
 * Browser tests read from the panel's node: `data-eq-ready` ("true", or "error" where a cell failed) and
 * `data-eq-runs` (how often the cells have run).
 */
export class CoursePage {
  constructor(panel, lab) {
    this.panel = panel;
    this.lab = lab;
    this.isCourse = false;
    this.runs = 0;
  }

  async start() {
    const { panel } = this;
    const { sessionContext } = panel;
    await panel.context.ready;
    // The look comes before the kernel's answer, so that no code flashes up. It is taken back on a no.
    if (!panel.content.widgets.some(isCodeThat(/^from course import /))) return;
    this.setLook(true);
    this.slow = setTimeout(() => this.offerRestart(), SLOW);

    sessionContext.statusChanged.connect((_, status) => this.onStatus(status));
    sessionContext.kernelChanged.connect((_, { newValue }) => newValue && this.run());
    await sessionContext.ready;
    if (!this.runs && !this.running) await this.run();
  }

  setLook(on) {
    this.isCourse = on;
    this.panel.node.classList.toggle('eq-course', on);
    if (on) {
      prepareNotices();
      followAnchors(this.panel.content.node);
      this.mend();
      this.observer = new MutationObserver(() => this.mend());
      this.observer.observe(this.panel.content.node, {
        subtree: true, childList: true, attributes: true, attributeFilter: ['href', 'aria-label', 'tabindex']
      });
    } else {
      this.observer?.disconnect();
      clearTimeout(this.slow);
    }
    this.lab.onChange();
  }
}
