// Stores the open sentence while somebody types: nothing is lost when the tab dies.
// A save here is a real save; the server answers with the version that the next one is made from.

import { offline, refused, saved, say, words } from "./said.js";

const QUIET_MS = 1500;
const RETRY_MS = 5000;

let timer = 0;
let pending = Promise.resolve();

const openForm = () => document.querySelector("form[data-autosave]");

function isUnsaved(form) {
  const text = form.elements.english.value;
  return Boolean(text.trim()) && text !== form.elements.base.value;
}

function send(form, options) {
  const body = new URLSearchParams(new FormData(form));
  body.set("do", "keep");
  return fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" }, ...options });
}

async function store(form) {
  if (!form?.isConnected || form.dataset.busy || !isUnsaved(form)) return;
  const text = form.elements.english.value;
  let response;
  try {
    response = await send(form);
  } catch {
    offline();
    later(form, RETRY_MS);
    return;
  }
  if (response.ok) remember(form, text, await response.json());
  else await refuse(form, response);
}

function remember(form, text, { version, edited }) {
  form.elements.version.value = version;
  form.elements.base.value = text;
  const row = form.closest(".segment");
  row.dataset.version = version;
  row.classList.toggle("edited", edited);
  form.querySelector(".refused").textContent = "";
  saved();
}

// Somebody else was faster: pressing "Save" brings the three texts side by side.
async function refuse(form, response) {
  const said = words(response.headers, await response.text());
  if (response.status === 409 && !said) {
    form.requestSubmit(form.querySelector("[value=save]"));
    return;
  }
  refused(form, said);
  if (response.status >= 500) later(form, RETRY_MS);
}

function later(form, pause) {
  clearTimeout(timer);
  timer = setTimeout(() => keep(form), pause);
}

// Stores now, after whatever is on its way; resolves when the page knows the outcome.
export function keep(form = openForm()) {
  clearTimeout(timer);
  pending = pending.then(() => store(form)).catch(() => refused(form, ""));
  return pending;
}

// A button's request goes out after the autosave before it, and names the version that made.
function inTurn({ detail: { ctx } }) {
  const form = ctx.sourceElement.closest?.(".segment.open")?.querySelector("form.en");
  if (!form || ctx.request.method === "GET") return;
  const saves = ctx.request.body.has("version");
  if (saves) clearTimeout(timer);
  const before = pending;
  ctx.fetch = async (address, request) => {
    await before;
    if (!saves) return fetch(address, request);
    form.dataset.busy = "1";
    request.body.set("version", form.elements.version.value);
    return fetch(address, request);
  };
}

export function watch(root) {
  root.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form || event.target.name !== "english") return;
    say(root.querySelector("#said").dataset.saving);
    later(form, QUIET_MS);
  });
  root.addEventListener("focusout", (event) => {
    if (event.target.closest("form[data-autosave]") && event.target.name === "english") keep();
  });
  document.addEventListener("htmx:config:request", inTurn);
  document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement.closest?.(".segment.open")?.querySelector("form.en");
    if (form) delete form.dataset.busy;
  });
  window.addEventListener("online", () => keep());
  window.addEventListener("pagehide", () => {
    const form = openForm();
    if (form && isUnsaved(form)) send(form, { keepalive: true }).catch(() => {});
  });
}
