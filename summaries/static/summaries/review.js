// The review page: rows by keyboard, one open at a time, focus that never jumps.
// Without this script every link and button still works, one page load each.

import { watch } from "./autosave.js";
import { keyMap, onKeys } from "./keys.js";
import { offline, refused, say, words } from "./said.js";
import { carrySeen } from "./seen.js";

const root = document.querySelector("[data-review]");
const rows = () => [...document.querySelectorAll(".segment[data-pk]")];
const openRow = () => document.querySelector(".segment.open:not(.conflict)");
// The row the person was in last; it outlives the elements that are swapped.
let place = "";
// What to do once the row that was asked for is there.
let then = null;

function here() {
  return document.activeElement.closest?.(".segment[data-pk]") ?? document.getElementById(place);
}

function show(row) {
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = rows();
  const now = here();
  const next = now ? all[all.indexOf(now) + by] : all[0];
  if (next) show(next);
}

function open(row, after = null) {
  if (!row) return false;
  if (row.matches(".open")) {
    const field = row.querySelector("textarea");
    field.focus();
    after?.(row);
    return true;
  }
  then = after;
  row.querySelector("a.no[hx-get]")?.click();
  return true;
}

// Saves what is open and closes it; answers false where the text cannot be saved (it is empty).
function close() {
  const form = openRow()?.querySelector("form.en");
  if (!form) return true;
  if (!form.reportValidity()) return false;
  form.requestSubmit(form.querySelector("[value=save]"));
  return true;
}

function press(row, selector) {
  const button = row?.querySelector(selector);
  button?.click();
  return Boolean(button);
}

// The same as the button of the open row, for a row that is closed.
function post(row, what, values = {}) {
  const address = row.querySelector("a.no[hx-get]")?.getAttribute("hx-get");
  if (!address) return false;
  const { version } = row.dataset;
  window.htmx.ajax("POST", `${address}${what}/`, {
    source: row,
    target: row,
    swap: "outerHTML",
    values: { version, ...values },
  });
  return true;
}

function approve() {
  const row = here();
  if (!row || row.matches(".conflict")) return false;
  if (row.matches(".open")) return press(row, "[value=approve]");
  return post(row, "approve", { next: 1 });
}

function undo() {
  const row = here();
  if (!row?.matches(".edited")) return false;
  return row.matches(".open") ? press(row, "[id^=do-undo]") : post(row, "undo");
}

function comment(row = here()) {
  const form = document.querySelector("#comments form:has(textarea)");
  if (!form) return false;
  const about = form.querySelector("select");
  if (row && about) about.value = row.dataset.pk;
  form.querySelector("textarea").focus();
  return true;
}

function jump(by) {
  const all = [...document.querySelectorAll("[data-warning]")];
  if (!all.length) return false;
  const from = document.activeElement.closest?.("[data-warning]");
  const next = from ? all.indexOf(from) + by : by > 0 ? 0 : -1;
  const goal = all.at(next % all.length);
  if (goal.matches(".segment")) show(goal);
  else goal.querySelector("a").focus();
  return true;
}

function toActions() {
  const buttons = [...document.querySelectorAll("#actions .button")].filter((b) => b.checkVisibility());
  const main = buttons.find((button) => button.matches(".primary")) ?? buttons[0];
  main?.focus();
  return Boolean(main);
}

function escape(event) {
  const row = event.target.closest(".segment.open");
  if (!row || row.matches(".conflict")) return false;
  return close();
}

const bindings = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyE: () => open(here() ?? rows()[0]),
  Enter: (event) => event.target.matches(".segment[data-pk]") && open(event.target),
  KeyS: () => Boolean(openRow()) && close(),
  "mod+KeyS": () => Boolean(openRow()) && close(),
  "mod+Enter": approve,
  KeyU: undo,
  KeyA: () => open(here(), (row) => press(row, "[id^=ask-alternatives]")),
  KeyC: () => comment(),
  KeyN: () => jump(1),
  KeyP: () => jump(-1),
  KeyG: toActions,
  "shift+Slash": keyMap,
  Escape: escape,
};

// Another row opens: what is open is saved and closes, or keeps the page if it cannot be.
function oneAtATime(event) {
  const { request, target } = event.detail.ctx;
  const opens = request.method === "GET" && target?.matches?.(".segment:not(.open)");
  if (opens && !close()) event.preventDefault();
}

function beforeSwap(event) {
  const { ctx } = event.detail;
  if (!(ctx.response?.status >= 400)) return;
  const said = words(ctx.response.headers, ctx.text);
  if (said || ctx.swap === "none") {
    event.preventDefault();
    refused(ctx.sourceElement, said);
    return;
  }
  say("");
  // What was typed while the answer was on its way belongs to the person's text as well.
  const field = ctx.sourceElement.closest?.(".segment.open")?.querySelector("textarea");
  if (field) then = (row) => (row.querySelector("textarea").value = field.value);
}

function afterSwap({ detail: { ctx } }) {
  const row = openRow() ?? document.querySelector(".segment.conflict");
  if (row && then) {
    const act = then;
    then = null;
    act(row);
  }
  if (document.activeElement !== document.body) return;
  const back = document.getElementById(place);
  if (back) show(back);
}

function click(event) {
  const about = event.target.closest("[data-comment]");
  if (event.target.closest("[data-close]")) {
    close();
    event.preventDefault();
    event.stopPropagation();
  }
  if (about && comment(about.closest(".segment"))) event.preventDefault();
}

function clock() {
  for (const item of document.querySelectorAll("[data-clock]")) {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(item.dataset.clock)) / 1000));
    item.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}

if (root) {
  onKeys(bindings, { singles: root.dataset.singleKeys !== "off" });
  watch(root);
  carrySeen();
  root.addEventListener("focusin", (event) => {
    place = event.target.closest(".segment[data-pk]")?.id ?? place;
  });
  root.addEventListener("click", click, { capture: true });
  root.addEventListener("dblclick", (event) => {
    const text = event.target.closest(".segment:not(.open) > .en");
    if (text) open(text.parentElement);
  });
  document.addEventListener("htmx:before:request", oneAtATime);
  document.addEventListener("htmx:before:swap", beforeSwap);
  document.addEventListener("htmx:after:swap", afterSwap);
  document.addEventListener("htmx:error", () => offline());
  window.addEventListener("online", () => say(""));
  setInterval(clock, 1000);
}
