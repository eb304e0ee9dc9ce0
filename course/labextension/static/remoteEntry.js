/*
 * The door between JupyterLab and our modules, written by hand where others have a bundler write it.
 *
 * JupyterLab loads this file as a classic script and asks it for "./extension". `init` hands over the
 * share scope: JupyterLab's own copies of its packages, from which we take those that we use.
 */
(() => {
  const here = document.currentScript.src;
  let scope;

  async function take(name) {
    const copies = Object.values(scope[name]);
    const factory = await (copies.find(copy => copy.loaded) ?? copies[0]).get();
    return factory();
  }

  window._JUPYTERLAB ??= {};
  window._JUPYTERLAB['equally-outstanding'] = {
    init(shared) {
      scope = shared;
    },
    async get() {
      const names = ['application', 'apputils', 'coreutils', 'notebook', 'translation'];
      const [{ plugins }, ...packages] = await Promise.all([
        import(new URL('./plugins.js', here).href),
        ...names.map(name => take(`@jupyterlab/${name}`))
      ]);
      const lab = Object.assign({}, ...packages);
      return () => ({ __esModule: true, default: plugins(lab) });
    }
  };
})();
