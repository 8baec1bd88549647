// An own wording chooses itself as it is typed. Without this script the server takes it anyway.

for (const choice of document.querySelectorAll("fieldset.choice")) {
  const own = choice.querySelector("[value=own]");
  const wording = choice.querySelector("textarea");
  const was = choice.querySelector("[name^=own-was-]");
  wording.addEventListener("input", () => { own.checked = true; });
  // A side chosen after typing is wanted instead: the wording stays, and counts as not typed.
  choice.addEventListener("change", (event) => {
    if (event.target.type === "radio") was.value = wording.value;
  });
}
