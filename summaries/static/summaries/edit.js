// The summary editor: evidence by clicking the article, and what is typed kept on the server.
// Without this script the numbers are typed, and saving is the only keeping.

import { offline, refused, saved, say, words } from "./said.js";

const QUIET_MS = 2000;
const RETRY_MS = 5000;

const form = document.querySelector("[data-editor]");
const article = document.querySelector("[data-article]");
// Named places, because Arabic may order them differently.
const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_place, name) => parts[name]);

// --- Evidence ------------------------------------------------------------------------------------

let active = null;

const lines = () => [...form.querySelectorAll("[data-line]")];
const field = (line) => line.querySelector("[name=evidence]");
const sources = () => [...article.querySelectorAll("[data-source]")];

function numbersOf(line) {
  const typed = field(line).value.toUpperCase().split(/[\s,،;؛]+/);
  return sources().map((row) => row.dataset.source).filter((number) => typed.includes(number));
}

function light(numbers) {
  for (const row of sources()) {
    const lit = numbers.includes(row.dataset.source);
    row.classList.toggle("lit", lit);
    row.querySelector("[data-pick]").setAttribute("aria-pressed", String(lit && Boolean(active)));
    row.querySelector("[data-pick]").disabled = !active;
  }
  // Only the article's own box scrolls: the page under the typing hand stays where it is.
  const first = article.querySelector(".lit");
  if (first) article.scrollTo({ top: first.offsetTop - article.offsetTop - 48 });
}

function activate(line) {
  active = line;
  for (const other of lines()) other.classList.toggle("active", other === line);
  light(line ? numbersOf(line) : []);
}

function set(line, numbers) {
  field(line).value = numbers.join(" ");
  show(line);
  const scrolled = article.scrollTop;
  light(numbersOf(line));
  article.scrollTop = scrolled;
  const said = fill(form.dataset.says, {
    sentence: line.dataset.line,
    numbers: numbers.join(", ") || form.dataset.none,
  });
  document.getElementById("evidence-said").textContent = said;
  changed();
}

function toggle(number) {
  if (!active) return;
  const chosen = numbersOf(active);
  const rest = chosen.filter((other) => other !== number);
  const wanted = rest.length < chosen.length ? rest : [...chosen, number];
  set(active, sources().map((row) => row.dataset.source).filter((n) => wanted.includes(n)));
}

function show(line) {
  line.querySelector("[data-chips]").replaceChildren(...numbersOf(line).map((number) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "ref";
    chip.textContent = `${number} ×`;
    chip.setAttribute("aria-label", fill(form.dataset.remove, { number }));
    chip.addEventListener("click", () => {
      activate(line);
      toggle(number);
      field(line).focus();
    });
    return chip;
  }));
}

// The Arabic paragraph under the caret lights its own sentences, or those of its English neighbour.
function lightArabic() {
  const box = form.elements.summary_ar;
  const before = box.value.slice(0, box.selectionStart).split("\n");
  const paragraph = box.value.split("\n")[before.length - 1].trim();
  const place = before.filter((text) => text.trim()).length - 1;
  const own = sources().filter((row) => {
    const arabic = row.querySelector("[data-arabic]").textContent.trim();
    return paragraph && (paragraph.includes(arabic) || arabic.includes(paragraph));
  }).map((row) => row.dataset.source);
  const line = lines()[Math.max(0, place)];
  active = null;
  light(own.length || !line ? own : numbersOf(line));
}

// --- Keeping what is typed -----------------------------------------------------------------------

let timer = 0;
let unkept = false;
let leaving = false;
let underway = null;

const body = () => new URLSearchParams(new FormData(form));

async function keep() {
  if (!unkept || leaving) return;
  unkept = false;
  underway = new AbortController();
  let response;
  try {
    response = await fetch(form.dataset.autosaveTo, {
      method: "POST", body: body(), signal: underway.signal,
    });
  } catch {
    if (leaving) return;
    offline();
    later(RETRY_MS);
    return;
  }
  const said = words(response.headers, await response.text());
  if (!response.ok) refused(null, said);
  else if (said) say(said);
  else if (!unkept) saved();
}

function later(pause) {
  unkept = true;
  clearTimeout(timer);
  timer = setTimeout(keep, pause);
}

function changed() {
  say(document.getElementById("said").dataset.saving);
  later(QUIET_MS);
}

function farewell() {
  if (!unkept || leaving) return;
  unkept = false;
  fetch(form.dataset.autosaveTo, { method: "POST", body: body(), keepalive: true }).catch(() => {
    unkept = true;
  });
}

function start() {
  document.querySelector("[data-help]").hidden = false;
  for (const line of lines()) {
    show(line);
    line.addEventListener("focusin", () => activate(line));
    field(line).addEventListener("input", () => {
      show(line);
      light(numbersOf(line));
    });
  }
  article.addEventListener("click", (event) => {
    const row = event.target.closest("[data-source]");
    if (row && !window.getSelection().toString()) toggle(row.dataset.source);
  });
  for (const name of ["focus", "click", "keyup"]) {
    form.elements.summary_ar.addEventListener(name, lightArabic);
  }
  form.addEventListener("input", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
    underway?.abort();
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[data-save]"));
  });
  // A page that comes back from the browser's memory types and keeps again.
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("pagehide", farewell);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") farewell();
  });
  window.addEventListener("online", keep);
  document.querySelector("[aria-invalid=true], [autofocus]")?.focus();
}

if (form) start();
