// Evidence of the summary's sentences, chosen in the article by mouse or by keyboard.

const form = document.querySelector("[data-editor]");
const article = document.querySelector("[data-article]");
// Named places, because Arabic may order them differently.
const fill = (sentence, parts) => sentence.replace(/\{(\w+)\}/g, (_place, name) => parts[name]);

// The sentence whose evidence is chosen. It stays chosen while the caret is in the Arabic text.
let active = null;
let chosen = () => {};

export const lines = () => [...form.querySelectorAll("[data-line]")];
const field = (line) => line.querySelector("[name=evidence]");
const sources = () => [...article.querySelectorAll("[data-source]")];

// Digits of both scripts count, as they do on the server.
const western = (text) => text.replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15);

function numbersOf(line) {
  const typed = western(field(line).value).toUpperCase().split(/[\s,،;؛]+/);
  return sources().map((row) => row.dataset.source).filter((number) => typed.includes(number));
}

function light(numbers) {
  for (const row of sources()) {
    row.classList.toggle("lit", numbers.includes(row.dataset.source));
  }
}

// Only the article's own box scrolls: the page under the typing hand stays where it is.
function reveal() {
  const first = article.querySelector(".lit");
  if (first) article.scrollTo({ top: first.offsetTop - article.offsetTop - 48 });
}

function press(numbers) {
  for (const row of sources()) {
    const button = row.querySelector("[data-pick]");
    button.setAttribute("aria-pressed", String(numbers.includes(row.dataset.source)));
    button.disabled = !active;
  }
}

function activate(line) {
  active = line;
  for (const other of lines()) other.classList.toggle("active", other === line);
  const numbers = line ? numbersOf(line) : [];
  press(numbers);
  light(numbers);
}

function set(line, numbers) {
  field(line).value = numbers.join(" ");
  show(line);
  activate(line);
  const said = fill(form.dataset.says, {
    sentence: line.dataset.line,
    numbers: numbers.join(", ") || form.dataset.none,
  });
  document.getElementById("evidence-said").textContent = said;
  chosen();
}

function toggle(number) {
  if (!active) return;
  const before = numbersOf(active);
  const rest = before.filter((other) => other !== number);
  const wanted = rest.length < before.length ? rest : [...before, number];
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

// --- Evidence by keyboard ------------------------------------------------------------------------

const STEPS = { ArrowDown: 1, KeyJ: 1, ArrowUp: -1, KeyK: -1 };

function enterArticle(line) {
  activate(line);
  const [first] = numbersOf(line);
  const row = sources().find((source) => source.dataset.source === first) ?? sources()[0];
  row?.querySelector("[data-pick]").focus();
}

function moveInArticle(event) {
  if (!active || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
  if (event.code === "Escape") {
    active.querySelector("[name=sentence]").focus();
    return;
  }
  const here = sources().indexOf(event.target.closest("[data-source]"));
  const step = STEPS[event.code];
  if (!step || here < 0) return;
  event.preventDefault();
  sources()[here + step]?.querySelector("[data-pick]").focus();
}

// The Arabic paragraph under the caret lights the sentences it quotes, and no others.
function lightArabic() {
  const box = form.elements.summary_ar;
  const before = box.value.slice(0, box.selectionStart).split("\n");
  const paragraph = box.value.split("\n")[before.length - 1].trim();
  const quoted = sources().filter((row) => {
    const arabic = row.querySelector("[data-arabic]").textContent.trim();
    return arabic && paragraph.includes(arabic);
  });
  light(quoted.map((row) => row.dataset.source));
  reveal();
}

function prepare(line) {
  show(line);
  line.addEventListener("focusin", () => {
    activate(line);
    reveal();
  });
  field(line).addEventListener("input", () => {
    show(line);
    activate(line);
  });
  const choose = line.querySelector("[data-choose]");
  choose.hidden = false;
  choose.addEventListener("click", () => enterArticle(line));
}

// Takes up the sentences as they now stand: none is active yet.
export function prepareLines() {
  lines().forEach(prepare);
  activate(null);
}

// `changed` is called after every choice.
export function watchArticle(changed) {
  chosen = changed;
  prepareLines();
  article.addEventListener("click", (event) => {
    const row = event.target.closest("[data-source]");
    const selects = !event.target.closest("[data-pick]") && window.getSelection().toString();
    if (row && !selects) toggle(row.dataset.source);
  });
  article.addEventListener("focusin", () => activate(active));
  article.addEventListener("keydown", moveInArticle);
  for (const name of ["focus", "click", "keyup"]) {
    form.elements.summary_ar.addEventListener(name, lightArabic);
  }
}
