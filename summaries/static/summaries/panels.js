// What was typed into the panels of a brief stays in this browser until it was sent: whoever follows
// a link and comes back finds it there again.

const PREFIX = "newsdesk.typed.";

const forms = () => document.querySelectorAll("#actions details.panel:not(.machine) > form");
const fieldsOf = (form) => [...form.querySelectorAll("textarea, input[type=text]")];
const keyOf = (form) => PREFIX + form.getAttribute("action");

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, kept) {
  try {
    if (kept) localStorage.setItem(key, JSON.stringify(kept));
    else localStorage.removeItem(key);
  } catch { /* Storage may be off or full: then nothing is kept. */ }
}

function keep(form, isSent = false) {
  const typed = fieldsOf(form).filter(({ value }) => value.trim());
  const texts = Object.fromEntries(typed.map(({ name, value }) => [name, value]));
  write(keyOf(form), typed.length ? { texts, isSent } : null);
}

// The page says that it was done: what was sent is the newsroom's now.
function forgetSent() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX + location.pathname) && read(key)?.isSent) write(key, null);
  }
}

function putBack(form) {
  const kept = read(keyOf(form));
  if (!kept) return;
  write(keyOf(form), { ...kept, isSent: false });
  // What the server or the browser itself put back is not touched.
  const fields = fieldsOf(form).filter(({ name, value }) => !value && kept.texts[name]);
  for (const field of fields) {
    field.value = kept.texts[field.name];
    field.closest("details.more")?.setAttribute("open", "");
  }
  if (fields.length) sayWhence(form, fields);
}

function sayWhence(form, fields) {
  const note = document.querySelector("[data-typed]").content.firstElementChild.cloneNode(true);
  note.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    keep(form);
    note.remove();
    fields[0].focus();
  });
  form.prepend(note);
}

function arrive({ persisted }) {
  if (!persisted && document.querySelector("main > .note.good")) forgetSent();
  forms().forEach(putBack);
}

export function keepPanels() {
  for (const form of forms()) {
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => keep(form, true));
  }
  window.addEventListener("pageshow", arrive);
}
