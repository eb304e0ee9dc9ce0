/** Says that the server is out of reach, and puts the page right when it is back. */

import { dismiss, tell } from './notices.js';

const LOST =
  'The connection to the course has been lost. Choose “Keep my work” on this page to download a copy of your ' +
  'answers. This page keeps trying to connect. If this message stays, open the course again and bring your work back.';
const RETRY = 3000; // ms between two tries
const PATIENCE = 2000; // ms for which a broken line may mend itself before we say anything

export class Connection {
  start(services, pages) {
    this.services = services;
    this.pages = pages;
  }

  hasCoursePage() {
    return [...this.pages?.values() ?? []].some(page => page.isCourse);
  }

  /** JupyterLab looks at its server every ten seconds or more; the kernel's own line tells sooner. */
  watch(sessionContext, page) {
    let waiting;
    sessionContext.connectionStatusChanged.connect((_, status) => {
      clearTimeout(waiting);
      if (status !== 'connected' && page.isCourse) {
        waiting = setTimeout(async () => {
          if (!(await this.isUp())) this.lose();
        }, PATIENCE);
      }
    });
  }

  lose() {
    if (this.retry) return;
    tell('connection', LOST, { urgent: true });
    this.retry = setInterval(async () => {
      if (this.busy || !(await this.isUp())) return;
      this.busy = true;
      try {
        await this.recover();
        clearInterval(this.retry);
        this.retry = undefined;
        dismiss('connection');
      } catch (error) {
        console.warn('The server is back, but not yet its kernels.', error);
      } finally {
        this.busy = false;
      }
    }, RETRY);
  }

  async isUp() {
    const { baseUrl } = this.services.serverSettings;
    try {
      const answer = await fetch(`${baseUrl}api/status`, { cache: 'no-store' });
      return answer.ok && 'kernels' in (await answer.json());
    } catch {
      return false;
    }
  }

  async recover() {
    await this.services.kernels.refreshRunning();
    const alive = new Set([...this.services.kernels.running()].map(model => model.id));
    await this.services.sessions.refreshRunning();
    for (const page of this.pages.values()) {
      const { sessionContext } = page.panel;
      const kernel = sessionContext.session?.kernel;
      if (kernel && alive.has(kernel.id)) {
        if (kernel.connectionStatus !== 'connected') await kernel.reconnect();
      } else if (page.isCourse) {
        await sessionContext.changeKernel({ name: 'python3' });
      }
    }
  }
}
