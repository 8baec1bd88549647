// What was typed into the panels of a brief stays in this browser until it was sent: whoever follows
// a link and comes back finds it there again.

const PREFIX = "newsdesk.typed.";

const forms = () => document.querySelectorAll("#actions .panel:not(.machine) > form");
const fieldsOf = (form) => [...form.querySelectorAll("textarea, [type=text]")];
const keyOf = (form) => PREFIX + form.getAttribute("action");

// Storage may be off or full: then nothing is kept.
function storage(act) {
  try {
    return act(localStorage);
  } catch {
    return null;
  }
}

const read = (key) => storage((it) => JSON.parse(it.getItem(key)));
const write = (key, kept) => storage((it) => it.setItem(key, JSON.stringify(kept)));
const forget = (key) => storage((it) => it.removeItem(key));

function keep(form, isSent) {
  const texts = fieldsOf(form).map(({ name, value }) => [name, value.trim() && value]);
  if (texts.some(([, text]) => text)) write(keyOf(form), { isSent, texts: Object.fromEntries(texts) });
  else forget(keyOf(form));
}

function putBack(form) {
  const kept = read(keyOf(form));
  if (!kept) return;
  write(keyOf(form), { ...kept, isSent: false });
  // What the server or the browser itself put back is not touched.
  const fields = fieldsOf(form).filter(({ name, value }) => !value && kept.texts[name]);
  if (!fields.length) return;
  for (const field of fields) {
    field.value = kept.texts[field.name];
    field.closest(".more")?.setAttribute("open", "");
  }
  const note = document.querySelector("[data-typed]").content.firstChild.cloneNode(true);
  note.querySelector("button").addEventListener("click", () => {
    for (const field of fields) field.value = "";
    keep(form);
    note.remove();
    fields[0].focus();
  });
  form.prepend(note);
}

function arrive({ persisted }) {
  const isDone = !persisted && document.querySelector("main > .note.good");
  const keys = isDone ? storage(Object.keys) ?? [] : [];
  // What was sent is the newsroom's now.
  for (const key of keys) {
    if (key.startsWith(PREFIX + location.pathname) && read(key)?.isSent) forget(key);
  }
  forms().forEach(putBack);
}

export function keepPanels() {
  for (const form of forms()) {
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => keep(form, true));
  }
  window.addEventListener("pageshow", arrive);
}
