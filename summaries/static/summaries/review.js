// The review page: rows by keyboard, one open at a time, focus that never jumps.
// Without this script every link and button still works, one page load each.

import { watch } from "./autosave.js";
import "./clock.js";
import { dismiss, fix, jump, leave, watchFindings } from "./findings.js";
import { FIELDS, keyMap, onKeys } from "./keys.js";
import { keepPanels } from "./panels.js";
import { offline, refused, say, words } from "./said.js";
import { carrySeen } from "./seen.js";

const root = document.querySelector("[data-review]");
const rows = () => [...document.querySelectorAll(".segment[data-pk]")];
const openRow = () => document.querySelector(".segment.open:not(.conflict)");
// The row the person was in last; it outlives the elements that are swapped.
let place = "";
// What to do once the row that was asked for is there.
let then = null;

const focused = () => document.activeElement.closest?.(".segment[data-pk]") ?? null;

// In a field of another form no key means a sentence.
const elsewhere = () => !focused() && Boolean(document.activeElement.matches?.(FIELDS));

function here() {
  return focused() ?? (elsewhere() ? null : document.getElementById(place));
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
function post(row, what) {
  const address = row.querySelector("a.no[hx-get]")?.getAttribute("hx-get");
  if (!address) return false;
  const { version } = row.dataset;
  window.htmx.ajax("POST", `${address}${what}/`, {
    source: row,
    target: row,
    swap: "outerHTML",
    values: { version },
  });
  return true;
}

// The text that the focus is in: the sentence is approved, the comment is sent.
function decide({ target }) {
  const comments = target.closest("#comments form:has(textarea)");
  comments?.requestSubmit();
  return Boolean(comments) || approve(target.closest(".segment[data-pk]"));
}

function approve(row) {
  if (!row || row.matches(".conflict")) return false;
  return row.matches(".open") ? press(row, "[value=approve]") : post(row, "approve");
}

// The row that an answer approved; null where it did something else.
function approved({ request, response, target }) {
  const asked = request.action.endsWith("/approve/") || request.submitter?.value === "approve";
  return asked && response?.status < 400 ? document.getElementById(target?.id) : null;
}

// Goes on to the next sentence that waits, from here down and then from the top. It stays closed:
// the next key is for reading, not for its text.
function goOn(row) {
  const all = rows();
  const at = all.indexOf(row);
  const next = [...all.slice(at + 1), ...all.slice(0, at)].find(
    (one) => !one.querySelector(".mark.approved, .pending"),
  );
  show(next ?? row);
}

function undo() {
  const row = focused();
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

function toActions() {
  const buttons = [...document.querySelectorAll("#actions .button")].filter((b) => b.checkVisibility());
  const main = buttons.find((button) => button.matches(".primary")) ?? buttons[0];
  main?.focus();
  return Boolean(main);
}

function back() {
  const row = document.getElementById(place);
  if (row) show(row);
  return Boolean(row);
}

function escape({ target }) {
  if (target.matches("#comments form *")) return back();
  if (leave(target)) return true;
  const row = target.closest(".segment.open");
  if (!row || row.matches(".conflict")) return false;
  return close();
}

const saveOpen = () => Boolean(openRow()) && !elsewhere() && close();

const bindings = {
  KeyJ: () => step(1),
  KeyK: () => step(-1),
  KeyE: () => open(here() ?? rows()[0]),
  Enter: (event) => event.target.matches(".segment[data-pk]") && open(event.target),
  KeyS: saveOpen,
  "mod+KeyS": saveOpen,
  "mod+Enter": decide,
  KeyU: undo,
  KeyA: () => open(here(), (row) => press(row, "[id^=ask-alternatives]")),
  KeyC: () => comment(),
  KeyN: () => jump(1),
  KeyP: () => jump(-1),
  KeyF: fix,
  KeyD: dismiss,
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
  const done = approved(ctx);
  const free = document.activeElement === document.body;
  if (done && (free || focused() === done)) goOn(done);
  else if (free) back();
  showDraft();
}

// The first draft is there: shows the page, unless somebody has begun something on it.
function showDraft() {
  const link = document.querySelector("[data-ready]");
  const fields = [...root.querySelectorAll("textarea, input[type=text]")];
  const begun = elsewhere() || openRow() || fields.some((one) => one.value !== one.defaultValue);
  if (link && !begun && !root.querySelector("details.panel[open]")) link.click();
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

if (root) {
  onKeys(bindings, { singles: root.dataset.singleKeys !== "off" });
  watch(root);
  carrySeen();
  keepPanels();
  watchFindings(root);
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
}
