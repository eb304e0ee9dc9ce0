// Saving of one entry: kept in the browser at once, sent to the kernel, and sent again where the kernel did not acknowledge it.

const SILENCE = 2000; // milliseconds without an acknowledgement, after which the page says so

/** Words as they were typed, spaces and all, or null for none. A lone half of a character cannot be saved. */
function typed(text) {
  return text.trim() ? (text.toWellFormed?.() ?? text) : null;
}

/**
 * The entry `name`, which Python saves at a message of this `type`.
 *
 * `told()` is the entry {revision, value} as the kernel last told it. `late(kept)` is called when the kernel stays
 * silent; `kept` says whether the browser could keep the value.
 */
function savedEntry(model, { type, name, told, late }) {
  let sent = 0; // the revision of the newest value, while the kernel has not acknowledged it
  let timer = 0;

  const revision = () => told()?.revision ?? 0;
  const mirror = (entry, unsaved) =>
    keepInBrowser(name, { ...entry, unsaved, tab: tabId(), work_id: model.get("state").work_id });

  function send(entry) {
    sent = entry.revision;
    const kept = mirror(entry, true);
    clearTimeout(timer);
    timer = setTimeout(() => late(kept), SILENCE);
    model.send({ type, name, ...entry });
  }

  return {
    waiting: () => sent > 0,
    give: (value) => send({ revision: Math.max(Date.now(), revision() + 1, (browserEntry(name)?.revision ?? 0) + 1, sent + 1), value }),
    /** Whether the kernel has told all that was given; then what it told is in the browser too. */
    acknowledged() {
      if (revision() < sent) return false;
      sent = 0;
      clearTimeout(timer);
      if (revision() && !(browserEntry(name)?.revision > revision())) mirror({ revision: revision(), value: told().value }, false);
      return true;
    },
    /** What this tab gave before a restart or a reload and was not acknowledged, or null. */
    unsaved() {
      const mine = browserEntry(name);
      return mine?.unsaved && mine.tab === tabId() && mine.revision > revision() ? mine : null;
    },
    again: ({ revision, value }) => send({ revision, value }),
    hush: () => clearTimeout(timer),
  };
}

/** A model for entries of which what is given in one go is sent, and saved, in one go: {type: "save", entries: [...]}. */
function inOneGo(model) {
  const waiting = [];
  return {
    get: (name) => model.get(name),
    send(message) {
      if (!waiting.length) queueMicrotask(() => model.send({ type: "save", entries: waiting.splice(0) }));
      waiting.push(message);
    },
  };
}

/** For `late`: says so in the status line. */
function notSaved(status) {
  return (kept) => say(status, kept ? "Not saved yet, kept in this browser." : "Not saved yet. Choose Keep my work before you leave this page.", "warn");
}

/** The tick that keeps something (`what`, where a page has several) for the action plan. Its entry is "yes", or null. */
function planTick(model, name, status, told = () => model.get("state").plan, what = "") {
  const id = newId();
  const entry = savedEntry(model, { type: "plan", name, told, late: notSaved(status) });
  const box = h("input", { type: "checkbox", id, onchange: () => {
    entry.give(box.checked ? "yes" : null);
    say(status, "Saving …");
  } });
  const set = (value) => (box.checked = value === "yes");
  return {
    node: h("div", { class: "eq-option" }, box, h("label", { for: id }, "Keep this for my action plan", what && h("span", { class: "eq-spoken" }, ` (${what})`))),
    waiting: entry.waiting,
    hush: entry.hush,
    show: () => entry.acknowledged() && set(told()?.value),
    replay() {
      const mine = entry.unsaved();
      if (!mine) return;
      set(mine.value);
      entry.again(mine);
      say(status, "Saving …");
    },
  };
}
