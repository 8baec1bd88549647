// The queue with script: filters in place, one key a step, select all. Without it everything works
// by links, checkboxes and the Apply button.

import { keyMap } from "./keys.js";

const main = document.querySelector("main");
const filters = document.querySelector("#filters");
const holder = document.querySelector("#queue");

const rows = () => [...holder.querySelectorAll(".queue > li")];
const boxes = () => [...holder.querySelectorAll("input[name=brief]")];
const open = (row) => row?.querySelector("h2 a");

function current() {
  return document.activeElement?.closest?.(".queue > li") ?? null;
}

// --- Moving ---------------------------------------------------------------------------------

function step(by) {
  const all = rows();
  const here = all.indexOf(current());
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by;
  open(all[next])?.focus();
}

function pick() {
  const box = current()?.querySelector("input[name=brief]");
  if (!box) return;
  box.checked = !box.checked;
  count();
}

// The reason's own button: Enter by itself presses none.
function returnChosen(event) {
  if (event.code !== "Enter" || event.isComposing || event.target.id !== "bulk-reason") return;
  event.preventDefault();
  event.target.form.requestSubmit(event.target.form.querySelector("[data-return]"));
}

function search() {
  const field = filters.querySelector("[type=search]");
  field.focus();
  field.select();
}

// Codes, not letters, so that the keys work on an Arabic layout.
const KEYS = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyX: pick,
  Slash: search,
  "shift+Slash": keyMap,
};

function isTyping(element) {
  return element.matches("input:not([type=checkbox]), select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (main.dataset.singleKeys === "off" || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const act = event.key === "/" ? search : KEYS[`${event.shiftKey ? "shift+" : ""}${event.code}`];
  if (!act) return;
  event.preventDefault();
  act();
});

// --- Selecting ------------------------------------------------------------------------------

function count() {
  const chosen = boxes().filter((box) => box.checked).length;
  const all = holder.querySelector("[data-select-all]");
  if (all) {
    all.checked = chosen > 0 && chosen === boxes().length;
    all.indeterminate = chosen > 0 && !all.checked;
  }
  const told = holder.querySelector("[data-selected]");
  if (told) told.textContent = told.dataset.selected.replace("0", chosen);
}

holder.addEventListener("keydown", returnChosen);
holder.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    for (const box of boxes()) box.checked = event.target.checked;
  }
  count();
});

// --- Staying where one is -------------------------------------------------------------------

function prepare() {
  holder.querySelector("[data-select-all]")?.closest("label").removeAttribute("hidden");
  count();
}

// The address always says what is shown: reloading or coming back shows the same.
document.addEventListener("htmx:after:swap", () => {
  const list = holder.querySelector("#queue-list");
  if (!list) return;
  history.replaceState(null, "", list.dataset.address);
  prepare();
  const focusLost = !document.activeElement || document.activeElement === document.body;
  if (focusLost) open(rows()[0])?.focus();
});

filters.classList.add("with-script");
prepare();
