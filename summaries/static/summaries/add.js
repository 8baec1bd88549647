// Adding files with script: drop them on the page, see what is chosen, leave one out. Without it
// the plain file field takes several.

const form = document.querySelector("[data-add]");
const zone = form.querySelector("[data-drop]");
const input = zone.querySelector("input[type=file]");
const list = zone.querySelector(".chosen");
const told = zone.querySelector("[data-told]");
const row = zone.querySelector("template").content.firstElementChild;
const language = document.documentElement.lang;

let chosen = [...input.files];

// --- What is chosen -------------------------------------------------------------------------

function size(bytes) {
  const [n, unit] = bytes < 1e6 ? [bytes / 1e3, "kilobyte"] : [bytes / 1e6, "megabyte"];
  const format = { style: "unit", unit, maximumFractionDigits: n < 10 ? 1 : 0 };
  return new Intl.NumberFormat(language, format).format(n);
}

const same = (one) => (other) =>
  one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

function add(files) {
  chosen = [...chosen, ...files.filter((file) => !chosen.some(same(file)))];
  show();
}

function leaveOut(index) {
  chosen.splice(index, 1);
  show();
  const buttons = list.querySelectorAll("button");
  (buttons[Math.min(index, buttons.length - 1)] ?? input).focus();
}

function show() {
  const carrier = new DataTransfer();
  for (const file of chosen) carrier.items.add(file);
  input.files = carrier.files;
  list.replaceChildren(...chosen.map(rowOf));
  list.hidden = chosen.length === 0;
  told.textContent = told.dataset.told.replace("0", chosen.length);
}

function rowOf(file, index) {
  const item = row.cloneNode(true);
  item.querySelector("bdi").textContent = file.name;
  item.querySelector(".num").textContent = size(file.size);
  item.querySelector(".error").textContent = problem(file, item.querySelector(".error").dataset);
  const button = item.querySelector("button");
  button.setAttribute("aria-label", `${button.dataset.label}: ${file.name}`);
  button.addEventListener("click", () => leaveOut(index));
  return item;
}

// Only a hint: the server decides, and says more.
function problem(file, words) {
  const endings = input.accept.split(",");
  if (!endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return words.unread;
  return file.size > Number(zone.dataset.largest) ? words.large : "";
}

// The browser's dialog replaces what was chosen before; here it adds to it.
input.addEventListener("change", () => add([...input.files]));

// --- Dropping -------------------------------------------------------------------------------

const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

// Anywhere on the page: a file dropped beside the field would replace the page and what was typed.
document.addEventListener("dragover", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "copy";
  zone.classList.add("over");
});

document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) zone.classList.remove("over");
});

document.addEventListener("drop", (event) => {
  if (!carriesFiles(event)) return;
  event.preventDefault();
  zone.classList.remove("over");
  add([...event.dataTransfer.files]);
  zone.scrollIntoView({ block: "nearest" });
});

// --- Sending --------------------------------------------------------------------------------

let sent = false;

form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});

// Back in the browser shows the page as it was left.
window.addEventListener("pageshow", () => {
  sent = false;
});

// --- The bookmark ---------------------------------------------------------------------------

form.querySelector("[data-bookmark]")?.addEventListener("click", (event) => {
  event.preventDefault();
  const said = form.querySelector("[data-said]");
  said.textContent = said.dataset.said;
});

zone.querySelector("[data-hint]").hidden = false;
show();
