// What all widgets share. course/widget.py joins this file in front of each widget's own module.

const ENTRY = "equally-outstanding/entry/";
const DRAFT = "equally-outstanding/draft/";
const TAB = "equally-outstanding/tab";

/** An element with properties, attributes and children: h("p", { class: "eq-x", onclick: f }, "text"). */
function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "html") node.innerHTML = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** An id that no other render on this page has. Every widget has its own copy of this module, so a counter will not do. */
function newId() {
  return `eq-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
}

/** Storage of the browser that may be switched off (private windows): then nothing is kept, and nothing breaks. */
function stored(area, key) {
  try {
    return JSON.parse(area().getItem(key));
  } catch {
    return null;
  }
}

function store(area, key, value) {
  try {
    if (value === null) area().removeItem(key);
    else area().setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

function keys(area, prefix) {
  try {
    return Object.keys(area()).filter((key) => key.startsWith(prefix));
  } catch {
    return [];
  }
}

const lasting = () => window.localStorage;
const thisTab = () => window.sessionStorage;

/** A name for this tab that survives a reload, so that it may send again what it could not save. */
function tabId() {
  const known = stored(thisTab, TAB);
  if (known) return known;
  const fresh = newId();
  store(thisTab, TAB, fresh);
  return fresh;
}

/** The browser's copies of entries: name -> {revision, value, unsaved, tab}. They hold no names. */
function browserEntries() {
  return Object.fromEntries(keys(lasting, ENTRY).map((key) => [key.slice(ENTRY.length), stored(lasting, key)]).filter(([, e]) => e));
}

function browserEntry(name) {
  return stored(lasting, ENTRY + name);
}

function keepInBrowser(name, entry) {
  return store(lasting, ENTRY + name, entry);
}

function clearBrowser() {
  for (const key of keys(lasting, ENTRY)) store(lasting, key, null);
  for (const key of keys(thisTab, DRAFT)) store(thisTab, key, null);
}

/** What was typed or chosen but not yet given as an answer. */
function draft(name) {
  return stored(thisTab, DRAFT + name);
}

function keepDraft(name, value) {
  store(thisTab, DRAFT + name, value);
}

/** Give the learner a file. Needs no server. */
function download(name, text, type = "application/json") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

function stamp(date) {
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}-${two(date.getHours())}${two(date.getMinutes())}`;
}

function when(date) {
  return date.toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
}

function count(number, one, many) {
  return `${number} ${number === 1 ? one : many}`;
}

/** A line that a screen reader speaks when it changes. */
function statusLine() {
  return h("p", { class: "eq-status", role: "status" });
}

function say(line, text, tone = "") {
  line.className = `eq-status ${tone ? `eq-${tone}` : ""}`;
  if (line.textContent !== text) line.textContent = text;
}

/** Ask the kernel and wait for the state that answers; a kernel that is gone gives null after some seconds. */
function request(model, message, seconds = 4) {
  const number = Date.now() + Math.random();
  return new Promise((resolve) => {
    const finish = (state) => {
      clearTimeout(timer);
      model.off("change:state", look);
      resolve(state);
    };
    const look = () => model.get("state").request === number && finish(model.get("state"));
    const timer = setTimeout(() => finish(null), seconds * 1000);
    model.on("change:state", look);
    model.send({ ...message, request: number });
  });
}

const NO_ANSWER = "The course does not answer just now. Your answers are kept in this browser. Choose Keep my work, then reload the page.";

/** Ask in a dialog. Focus moves in and comes back; Escape cancels. */
function confirmed(el, title, lines, action) {
  return new Promise((resolve) => {
    const id = newId();
    const closed = () => {
      box.remove();
      resolve(box.returnValue === "yes");
    };
    const box = h("dialog", { class: "eq eq-dialog", "aria-labelledby": id, onclose: closed },
      h("h2", { id }, title),
      ...lines.map((line) => h("p", {}, line)),
      h("div", { class: "eq-actions" },
        h("button", { type: "button", class: "eq-button", onclick: () => box.close("yes") }, action),
        // It has the focus first: an Enter held down a little too long is not to confirm anything.
        h("button", { type: "button", class: "eq-button eq-quiet", autofocus: true, onclick: () => box.close("no") }, "Cancel")));
    el.append(box);
    box.showModal();
  });
}
