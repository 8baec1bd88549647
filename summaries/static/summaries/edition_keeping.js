// What was done and not saved stays in this browser: a closed tab loses nothing.

const FIELDS = ["intro_en", "intro_ar", "send_at"];

export function keeping(form, { arrange, changed }) {
  const key = `newsdesk.edition.${form.dataset.edition}`;
  const told = form.querySelector("[data-state]");
  let isUnsaved = "unsaved" in form.dataset;
  let isLeaving = false;

  const now = () => ({
    version: form.dataset.version,
    briefs: [...form.querySelectorAll("#places > li")].map((item) => item.dataset.brief),
    ...Object.fromEntries(FIELDS.map((name) => [name, form.elements[name]?.value ?? ""])),
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

  function restore(kept) {
    if (form.dataset.wanting) arrange(kept.briefs);
    for (const name of FIELDS) {
      if (form.elements[name]) form.elements[name].value = kept[name];
    }
    changed();
  }

  function offer() {
    const kept = read();
    const panel = form.querySelector("[data-kept]");
    const isSame = kept && JSON.stringify(kept) === JSON.stringify(now());
    // Of an older version it would undo what somebody saved since: that is compared when saving.
    if (!kept || !panel || isSame || kept.version !== form.dataset.version) return forget();
    panel.hidden = false;
    panel.querySelector("[data-restore]").addEventListener("click", () => {
      panel.hidden = true;
      restore(kept);
      form.querySelector("#places summary")?.focus();
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
