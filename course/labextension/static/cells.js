/** Which cells run by themselves, and the running of them. */

import { evaluate } from './kernel.js';

// Any notebook may lie in a learner's folders. Only these lines run without being asked for, and only after
// `isCourseNotebook` has said yes.
const TEXT = String.raw`(?:"[^"\\\n]*"|'[^'\\\n]*')`;
const ALLOWED = [
  /^from course import [a-z_]+(?:, ?[a-z_]+)*$/,
  new RegExp(String.raw`^(?:action_plan|ask|assess|budget|case_studies|certificate|chart|estimate|explore|hand_in|impact_analysis|my_way|my_work|scenario|skills_check)\((?:${TEXT}(?:, ?${TEXT})*)?\)$`)
];

/** Whether `source`, the whole of a code cell, may run by itself. */
export function isAllowed(source) {
  return ALLOWED.some(pattern => pattern.test(source.trim()));
}

// One test for two things: the notebook lies in the course's own notebooks folder, and `course` is not some
// course.py or course/ beside the notebook, which Python would prefer. It looks the package up but imports nothing.
const CHECK = `
from importlib.util import find_spec
from pathlib import Path
here, spec = Path.cwd(), find_spec("course")
package = Path(spec.origin).absolute().parent if spec and spec.origin else here
notebooks = package.parent / "notebooks"
found = not package.is_relative_to(here) and notebooks.is_dir() and any(
    folder.samefile(notebooks) for folder in (here, *here.parents)
)
`;

/** Ask the kernel whether its notebook is one of the course's own. */
export async function isCourseNotebook(kernel) {
  const found = `(lambda space: exec(${JSON.stringify(CHECK)}, space) or space["found"])({})`;
  return (await evaluate(kernel, found).catch(() => ({})))['text/plain'] === 'True';
}

/**
 * Run cells in order, without scrolling.
 *
 * A kernel drops what is queued behind a cell that fails, so those are run again: one broken cell must not
 * take the rest of the page with it.
 *
 * @returns whether every cell ran without an error.
 */
export async function runAll(cells, panel, NotebookActions) {
  const { content, sessionContext } = panel;
  const kernel = sessionContext.session.kernel;
  let good = true;
  let waiting = cells;
  while (waiting.length) {
    for (const cell of waiting) cell.model.executionCount = null;
    if (await NotebookActions.runCells(content, waiting, sessionContext)) break;
    good = false;
    await kernel.requestKernelInfo();
    const dropped = waiting.filter(cell => cell.model.executionCount === null);
    if (dropped.length === waiting.length) break;
    waiting = dropped;
  }
  return good;
}
