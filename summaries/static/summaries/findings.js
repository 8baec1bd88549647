// Findings: their words light up in both languages, one key goes to the next, typing is never lost.
// Without this script every link and button of the panel still works, one page load each.

import { keep } from "./autosave.js";

const panel = () => document.getElementById("findings");
const items = () => [...document.querySelectorAll("#findings form > ol > li")];
const wordsOf = (item) => item.querySelector("p[id]");
const itemOf = (ref) => document.getElementById(ref)?.closest("#findings li") ?? null;
const placeOf = (item) => document.querySelector(item.querySelector("p a").getAttribute("href"));
const refsOf = (mark) => mark.getAttribute("aria-describedby").split(" ");
const toDismiss = (node) => node.querySelector('a[href^="?dismiss"]:not([hidden])');
const itemAt = (target) => target.closest?.("#findings form > ol > li") ?? null;
const markAt = (target) => target.closest?.("mark[aria-describedby]") ?? null;

// The finding one is at, and its number in the list, which outlives it.
let current = "";
let last = -1;

function light(ref) {
  for (const one of document.querySelectorAll("mark.now, #findings .now")) one.classList.remove("now");
  itemOf(ref)?.classList.add("now");
  for (const mark of document.querySelectorAll(`mark[aria-describedby~="${ref}"]`)) {
    mark.classList.add("now");
  }
}

function choose(item) {
  for (const one of document.querySelectorAll("[data-chosen]")) {
    delete one.dataset.chosen;
    one.removeAttribute("aria-describedby");
  }
  current = wordsOf(item).id;
  last = items().indexOf(item);
  light(current);
  tell(item);
  // A screen reader that comes to the place says what is wrong there.
  const place = goalOf(item);
  if (!place) return;
  place.dataset.chosen = "";
  place.setAttribute("aria-describedby", current);
}

// Where the panel is far from the text, the line above it says what is wrong here.
function tell(item) {
  const line = document.querySelector("#found-line [data-now]");
  if (!line) return;
  line.hidden = !item;
  if (item) line.href = `#${current}`;
  line.textContent = item?.querySelector("p").textContent ?? "";
}

// What takes the focus: the row, the link of the summary sentence, the headline.
function goalOf(item) {
  const place = placeOf(item);
  return place?.querySelector("a[data-sentence-link]") ?? place;
}

// At once: while one smooth scroll is under way, what passes by counts as in view for the next one.
const INTO_VIEW = { block: "nearest", behavior: "instant" };

function reach(item) {
  const goal = goalOf(item) ?? item.querySelector("a");
  item.scrollIntoView(INTO_VIEW);
  if (!goal.matches("a")) goal.tabIndex = -1;
  goal.focus({ preventScroll: true });
  goal.scrollIntoView(INTO_VIEW);
  // A row may be higher than a phone.
  placeOf(item)?.querySelector("mark.now")?.scrollIntoView(INTO_VIEW);
}

// --- Keys ------------------------------------------------------------------------------------

function follows(item, from) {
  const place = placeOf(item);
  return Boolean(place && from.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
}

// Counts on from the finding one is at; after moving elsewhere, from there.
function next(all, by) {
  const item = itemOf(current);
  const from = document.activeElement.closest(".segment, .sentence, #headline");
  if (item && (!from || from === placeOf(item))) return all.indexOf(item) + by;
  if (!from) return Math.max(last, 0) - (by < 0);
  const after = all.findIndex((one) => placeOf(one) === from || follows(one, from));
  return (after < 0 ? all.length : after) - (by < 0);
}

export function jump(by) {
  const all = items();
  if (!all.length) return false;
  const goal = all.at(next(all, by) % all.length);
  choose(goal);
  reach(goal);
  return true;
}

// The finding that a key is about: the one under the focus, or the last that was gone to.
const chosen = () => itemAt(document.activeElement) ?? itemOf(current);

export function fix() {
  const button = chosen()?.querySelector("button[name=version]");
  button?.click();
  return Boolean(button);
}

// --- A reason to dismiss -----------------------------------------------------------------------

function reasonOf(item) {
  const link = toDismiss(item);
  if (link) {
    const key = wordsOf(item).id.slice(1);
    const html = document.getElementById("dismiss").innerHTML;
    link.insertAdjacentHTML("afterend", html.replaceAll("reason-0", `reason-${key}`).replace("/0/", `/${key}/`));
    link.hidden = true;
  }
  return item.querySelector("textarea");
}

function fold(item) {
  item.querySelector(".dismiss").remove();
  const link = item.querySelector("a[hidden]");
  if (link) link.hidden = false;
}

export function dismiss() {
  const item = chosen();
  const field = item && reasonOf(item);
  field?.focus();
  return Boolean(field);
}

// Escape in a reason: the form folds, and one is back at the place.
export function leave(target) {
  const item = itemAt(target);
  if (!item) return false;
  if (target.closest(".dismiss")) fold(item);
  reach(item);
  return true;
}

// --- What is typed and where one is, while the panel is renewed ---------------------------------

let typed = [];
let focus = "";

function put() {
  const fields = document.querySelectorAll("#findings textarea, #gate textarea");
  typed = [...fields].filter((one) => one.value).map((one) => [one.id, one.value]);
  const active = document.activeElement;
  focus = active.closest("#findings, #gate") && (active.id || "findings");
}

function back() {
  for (const [id, value] of typed) {
    const item = itemOf(id.replace("reason-", "f"));
    if (item) reasonOf(item);
    const field = document.getElementById(id);
    if (field) field.value = value;
  }
  const item = itemOf(current);
  if (item) choose(item);
  else {
    light("");
    tell(null);
  }
  if (focus && document.activeElement === document.body) stay(document.getElementById(focus));
  focus = "";
}

// The finding that was decided is gone: the next one stands in its place.
function stay(field) {
  if (field && field !== panel()) return field.focus();
  const following = items().at(Math.min(Math.max(last, 0), items().length - 1));
  if (following) choose(following);
  return (following?.querySelector("a") ?? document.getElementById("findings-title")).focus();
}

// What stands typed in the open sentence is saved before it is fixed, and the fix made from it.
function fixWhatIsTyped({ detail: { ctx } }) {
  const item = itemAt(ctx.request.submitter ?? document.body);
  const form = item && placeOf(item)?.querySelector("form[data-autosave]");
  if (!form || !ctx.request.submitter.matches("[name=version]")) return;
  ctx.fetch = async (address, request) => {
    await keep(form);
    request.body.set("version", form.elements.version.value);
    return fetch(address, request);
  };
}

// --- Pointing ----------------------------------------------------------------------------------

function pointed({ target }) {
  const mark = markAt(target);
  const item = itemAt(target);
  if (mark) {
    mark.title = refsOf(mark).map((ref) => document.getElementById(ref)?.textContent).join("\n");
  }
  light(mark ? refsOf(mark)[0] : item ? wordsOf(item).id : current);
}

function pressed(event) {
  const step = event.target.closest("a[data-step]");
  if (step) {
    event.preventDefault();
    jump(Number(step.dataset.step));
    return;
  }
  const link = event.target.closest("#gate a[data-finding]");
  const mark = markAt(event.target);
  if (link) link.closest("details").open = false;
  const item = link || mark ? itemOf(link?.dataset.finding ?? refsOf(mark)[0]) : itemAt(event.target);
  if (!item) return;
  choose(item);
  if (link || mark) item.scrollIntoView({ block: "nearest" });
  const pressedLink = event.target.closest("a");
  if (!pressedLink || pressedLink !== toDismiss(item)) return;
  event.preventDefault();
  reasonOf(item).focus();
}

// A step goes on from where one is. Were the focus to move to its button first, what opens for it
// in the text would close, and move the page under the pointer.
function keepFocus(event) {
  if (event.target.closest("a[data-step]")) event.preventDefault();
}

export function watchFindings(root) {
  root.addEventListener("pointerover", pointed);
  root.addEventListener("mousedown", keepFocus);
  root.addEventListener("click", pressed);
  root.addEventListener("focusin", ({ target }) => {
    const item = itemAt(target);
    if (item && wordsOf(item).id !== current) choose(item);
  });
  document.addEventListener("htmx:config:request", fixWhatIsTyped);
  document.addEventListener("htmx:before:swap", () => panel() && put());
  document.addEventListener("htmx:after:swap", () => panel() && back());
}
