// What was done and not saved stays in this browser: a closed tab loses nothing.

const INTRODUCTION = ["intro_en", "intro_ar"];
// As the server keeps it: no empty line, no sign that shows nothing.
const plain = (text) => text.normalize().replace(/[\s\p{C}]+/gu, " ").trim();

export function keeping(form, { arrange, changed }) {
  const key = `newsdesk.edition.${form.dataset.edition}`;
  const told = form.querySelector("[data-state]");
  const panel = form.querySelector("[data-kept]");
  let isUnsaved = "unsaved" in form.dataset;
  let isLeaving = false;

  const text = (name) => form.elements[name]?.value ?? "";
  const has = (brief) => form.querySelector(`li[data-brief="${CSS.escape(brief)}"]`);

  // The time only where somebody chose one: the one proposed moves on by itself.
  const now = () => ({
    version: form.dataset.version,
    base: form.dataset.base,
    briefs: [...form.querySelectorAll("#places > li")].map((item) => item.dataset.brief),
    send_at: text("send_at") === text("initial-send_at") ? "" : text("send_at"),
    ...Object.fromEntries(INTRODUCTION.map((name) => [name, text(name)])),
  });

  function read() {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function forget() {
    try {
      localStorage.removeItem(key);
    } catch { /* Storage may be switched off: then nothing was kept. */ }
  }

  function keep() {
    isUnsaved = true;
    if (told) told.textContent = told.dataset.unsavedWords;
    try {
      localStorage.setItem(key, JSON.stringify(now()));
    } catch { /* Storage may be off or full: the question on leaving is left. */ }
  }

  // Say whether the page has all that was kept. One that is out has no order and no time to choose.
  function isHere(kept) {
    const isSame = INTRODUCTION.every((name) => plain(kept[name]) === plain(text(name)));
    if (!isSame || !form.dataset.wanting) return isSame;
    const isTime = !kept.send_at || kept.send_at === text("send_at");
    return isTime && kept.briefs.filter(has).join() === now().briefs.join();
  }

  function restore(kept, isOlder) {
    if (form.dataset.wanting) arrange(kept.briefs);
    for (const name of INTRODUCTION) form.elements[name].value = kept[name];
    if (kept.send_at && form.elements.send_at) form.elements.send_at.value = kept.send_at;
    if (isOlder) {
      // Saving an older version shows both, and writes over nothing.
      form.elements.version.value = form.dataset.version = kept.version;
      form.dataset.base = kept.base;
    }
    changed();
  }

  function offer() {
    const kept = read();
    if (!kept || !panel) return;
    if (isHere(kept)) {
      forget();
      return;
    }
    const isOlder = kept.version !== form.dataset.version && kept.base !== form.dataset.base;
    panel.hidden = false;
    panel.querySelector("[data-kept-same]").hidden = isOlder;
    panel.querySelector("[data-kept-older]").hidden = !isOlder;
    panel.querySelector("[data-restore]").addEventListener("click", () => {
      panel.hidden = true;
      restore(kept, isOlder);
      form.querySelector("#places summary, textarea").focus();
    });
    panel.querySelector("[data-forget]").addEventListener("click", () => {
      panel.hidden = true;
      forget();
    });
  }

  form.addEventListener("edition:changed", keep);
  form.addEventListener("submit", (event) => {
    isLeaving = event.submitter?.formTarget !== "edition-preview";
  });
  document.querySelector("[data-leave]")?.addEventListener("click", () => {
    isLeaving = true;
    forget();
  });
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !isLeaving) event.preventDefault();
  });
  if (isUnsaved) keep();
  else offer();
}
