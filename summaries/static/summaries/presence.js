// Says every few seconds that this brief is open and what is edited, and shows who else is here.
// Without this script nothing is lost: the page shows who was here when it was opened.

const BEAT = 15_000;
const root = document.querySelector("[data-presence]");

let timer = 0;
let told = "";
let shown = null;

// The key of the segment whose row is open; "summary" on the page that edits the summary.
function edited() {
  return root.dataset.edits ?? document.querySelector(".segment.open")?.dataset.pk ?? "";
}

const rowOf = (note) => document.querySelector(`.segment[data-pk="${note.dataset.changed}"]`);

function words(fields) {
  const form = new FormData();
  const token = "csrfmiddlewaretoken";
  form.set(token, document.querySelector(`[name=${token}]`).value);
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

function state() {
  const what = edited();
  const fields = { since: root.dataset.since };
  if (what === "summary") fields.summary = "1";
  else if (what) fields.segment = what;
  return fields;
}

async function beat() {
  clearTimeout(timer);
  told = edited();
  try {
    const answer = await fetch(root.dataset.presence, {
      method: "POST",
      body: words(state()),
      headers: { "HX-Request": "true" },
    });
    show(answer.ok && !answer.headers.has("HX-Refresh") ? await answer.text() : null);
  } catch {
    show(null);
  }
  if (document.visibilityState === "visible") timer = setTimeout(beat, BEAT);
}

// Writes only what differs: a screen reader hears a change, not every beat.
function show(html) {
  root.querySelector("[data-presence-lost]").hidden = html !== null;
  if (html === null || html === shown) return;
  shown = html;
  const said = root.querySelector("[data-presence-said]");
  said.innerHTML = html;
  window.htmx?.process(said);
  prune();
}

// A change that the page shows already is no news.
function prune() {
  for (const note of root.querySelectorAll("[data-changed]")) {
    const row = rowOf(note);
    if (row && Number(row.dataset.version) >= Number(note.dataset.version)) note.remove();
  }
}

// An open row is not replaced under the hands of whoever types in it: saving it tells the rest.
function spareOpenRow(event) {
  const note = event.target.closest("[data-changed] a")?.closest("[data-changed]");
  const row = note && rowOf(note);
  if (!row?.matches(".open")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  row.querySelector("textarea")?.focus();
}

function leave() {
  clearTimeout(timer);
  navigator.sendBeacon(root.dataset.presence, words({ gone: "1" }));
}

if (root) {
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") beat();
  });
  document.addEventListener("htmx:after:swap", () => {
    prune();
    if (edited() !== told) beat();
  });
  root.addEventListener("click", spareOpenRow, { capture: true });
  window.addEventListener("pagehide", leave);
  window.addEventListener("pageshow", (event) => event.persisted && beat());
  beat();
}
