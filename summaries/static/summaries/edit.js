// The summary editor: sentences added and removed in place, and what is typed kept on the server.
// Without this script the numbers are typed, and saving is the only keeping.

import { lines, prepareLines, watchArticle } from "./picking.js";
import { offline, refused, saved, say, words } from "./said.js";

const QUIET_MS = 2000;
const RETRY_MS = 5000;

const form = document.querySelector("[data-editor]");

// --- Adding and removing sentences ---------------------------------------------------------------

// The server numbers and words the fields; only they are replaced, and the hand stays where it was.
async function rearrange(event) {
  const button = event.submitter;
  if (!/^(add|remove-\d+)$/.test(button?.value ?? "") || form.dataset.plainly) return;
  event.preventDefault();
  const sentences = document.getElementById("sentences");
  const sent = body();
  sent.set("do", button.value);
  // Nothing can be typed into fields that are about to be replaced.
  sentences.inert = true;
  let fresh;
  try {
    fresh = await rearranged(sent);
  } catch {
    offline();
    return;
  } finally {
    sentences.inert = false;
  }
  if (fresh) settle(sentences, fresh, button.value);
  else plainly(button);
}

function settle(sentences, fresh, what) {
  sentences.replaceWith(fresh);
  prepareLines();
  const last = lines().length - 1;
  const place = what === "add" ? last : Math.min(what.slice("remove-".length), last);
  (lines()[place]?.querySelector("[name=sentence]") ?? fresh.querySelector("[value=add]"))?.focus();
  changed();
}

async function rearranged(sent) {
  const response = await fetch(form.getAttribute("action"), { method: "POST", body: sent });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return response.ok ? page.getElementById("sentences") : null;
}

// The server answered with something else: let it be seen.
function plainly(button) {
  form.dataset.plainly = "yes";
  form.requestSubmit(button);
  delete form.dataset.plainly;
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
  watchArticle(changed);
  form.addEventListener("submit", rearrange);
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
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
