/** Links between the course's notebooks, and places within one. */

/**
 * Make links to notebooks real links: a full page load in the present view.
 *
 * JupyterLab opens a second notebook within the page; the address then goes its own way on Back, and the first
 * notebook's kernel lives on unseen.
 */
export function mendLinks(root, notebookPath, { PageConfig, URLExt }) {
  for (const link of root.querySelectorAll('a[href]')) {
    // JupyterLab sets a link's address and target some time after it has drawn it, and not in one step.
    const target = notebookTarget(link, notebookPath, PageConfig.getBaseUrl());
    if (target) {
      link.href = viewUrl(target.path, { PageConfig, URLExt }) + target.hash;
      link.dataset.eqNotebook = 'true';
      delete link.dataset.commandlinkerCommand;
      delete link.dataset.commandlinkerArgs;
    }
    if (link.dataset.eqNotebook) link.removeAttribute('target');
  }
}

/** The address of a notebook in the kind of view in which this page is shown. */
export function viewUrl(path, { PageConfig, URLExt }) {
  return URLExt.join(PageConfig.getBaseUrl(), currentView(PageConfig), URLExt.encodeParts(path));
}

/** The folder of the course, as the first part of a notebook's path: "" or "some/folder/". */
export function rootOf(panel) {
  const [, root = ''] = panel.context.path.match(/^(.*\/)?notebooks\/[^/]+\/[^/]+$/) ?? [];
  return root;
}

/** The kind of view in which this page is shown: the part of its address before the notebook's path. */
export function currentView(PageConfig) {
  const within = location.href.slice(PageConfig.getBaseUrl().length);
  if (within.startsWith('notebooks/')) return 'notebooks';
  return within.startsWith('doc') ? 'doc/tree' : 'lab/tree';
}

// A link in Markdown may have been turned by JupyterLab into a command, or into the download of a file. One that a
// widget made stands as written.
function notebookTarget(link, notebookPath, baseUrl) {
  const { commandlinkerArgs } = link.dataset;
  if (commandlinkerArgs) {
    const { path, id } = JSON.parse(commandlinkerArgs);
    return path?.endsWith('.ipynb') ? { path, hash: id ?? '' } : null;
  }
  const files = new URL('files/', baseUrl).href;
  const written = link.getAttribute('href');
  const url = link.href.startsWith(files)
    ? new URL(link.href.slice(files.length), 'http://root/')
    : /^(?:[a-z][a-z\d+.-]*:|\/|#)/i.test(written) ? null
    : new URL(written, `http://root/${notebookPath.split('/').map(encodeURIComponent).join('/')}`);
  return url?.pathname.endsWith('.ipynb') ? { path: decodeURIComponent(url.pathname.slice(1)), hash: url.hash } : null;
}

/** Move to the heading or other element that `hash` names. @returns whether there is one. */
export function goTo(hash, root) {
  const id = CSS.escape(decodeURIComponent(hash.slice(1)));
  const place = id && root.querySelector(`[data-jupyter-id="${id}"], [id="${id}"]`);
  if (!place) return false;
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView();
  return true;
}

/** Move to what `hash` names, as a link to it does. */
export function moveTo(hash, root) {
  // Before the move: the browser notes with the old address how far the page was scrolled.
  if (location.hash !== hash) history.pushState(null, '', hash);
  goTo(hash, root);
}

/**
 * Let the browser follow links to notebooks, and let links to places within the page move the focus as well.
 *
 * @returns a function that ends this.
 */
export function followLinks(root) {
  const follow = event => {
    const link = event.target.closest('a[href]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // JupyterLab's own listener on the link would prevent what the browser does.
    if (link.dataset.eqNotebook) event.stopPropagation();
    const hash = link.getAttribute('href');
    if (!hash.startsWith('#')) return;
    event.stopPropagation();
    event.preventDefault();
    moveTo(hash, root);
  };
  const goBack = () => goTo(location.hash, root);
  root.addEventListener('click', follow, true);
  window.addEventListener('popstate', goBack);
  return () => {
    root.removeEventListener('click', follow, true);
    window.removeEventListener('popstate', goBack);
  };
}

/**
 * Let the browser's history hold the pages that a learner opened, and no more.
 *
 * On opening one notebook, JupyterLab adds addresses to it: the notebook's without the place in it, and its folder's,
 * in either order. Back then seems to do nothing, and Reload may show the folder.
 */
export function keepHistory(router) {
  const navigate = router.navigate.bind(router);
  const isNotebook = pathname => pathname.endsWith('.ipynb');
  router.navigate = (path, options = {}) => {
    if (!options.skipRouting || options.hard) return navigate(path, options);
    const { pathname, search } = new URL(path, location.href);
    const here = decodeURI(location.pathname) + location.search;
    if (decodeURI(pathname) + search === here || (isNotebook(location.pathname) && !isNotebook(pathname))) return;
    history.replaceState(null, '', pathname + search);
  };
}
