// Documents to take away, which Python makes: asked for, and given to the learner as a file.

/** Ask for the document as "docx" or "html", and download it under a name that begins with `start`. */
async function takeDocument(model, status, { as, name, start }) {
  say(status, `Making your ${as === "docx" ? "Word file" : "web page"} …`);
  const state = await request(model, { type: "file", as, name, at: localTime(new Date()) }, 30);
  if (!state?.file) return say(status, state?.error || "The course does not answer, so no file was made. Your words are kept in this browser. Reload the page, then choose this again.", "warn");
  const file = `${start}-${stamp(new Date())}.${as}`;
  download(file, Uint8Array.from(atob(state.file.base64), (character) => character.charCodeAt(0)), state.file.type);
  say(status, `${file} is in your downloads folder.`, "saved");
}

/** Date and time where the learner is, without a zone: "2026-11-22T09:05:00". */
function localTime(date) {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

/** The box for a name that is nowhere saved, two buttons for a file, and how far that is. */
function filePanel(model, { label, help, longest, start, before = () => {} }) {
  const [id, helped] = [newId(), newId()];
  const status = statusLine();
  const name = h("input", { type: "text", class: "eq-text", id, maxlength: longest, autocomplete: "off", spellcheck: "false", dir: "auto", "aria-describedby": helped });
  const take = (as, words, quiet) => h("button", { type: "button", class: `eq-button ${quiet ? "eq-quiet" : ""}`, onclick: async () => {
    await before(); // what is typed is sent first
    takeDocument(model, status, { as, name: name.value, start });
  } }, words);
  return h("div", {},
    h("div", { class: "eq-words" }, h("label", { for: id }, label), h("p", { class: "eq-help", id: helped }, help), name),
    h("div", { class: "eq-actions" }, take("docx", "Download for Word"), take("html", "Download as a web page", true)),
    status);
}
