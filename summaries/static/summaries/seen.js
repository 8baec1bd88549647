// Publishing and approving say which text the page showed. Rows change while it is open, so the
// versions are taken from the rows as they stand when the form is sent.
// Without this script the form carries what the page showed when it was loaded.

function seen(asLoaded) {
  const [revision] = asLoaded.split(" ");
  const rows = [...document.querySelectorAll(".segment[data-pk]")];
  return [revision, ...rows.map(({ dataset }) => `${dataset.pk}:${dataset.version}`)].join(" ");
}

export function carrySeen() {
  document.addEventListener("formdata", ({ target, formData }) => {
    if (target.matches("[data-seen]")) formData.set("seen", seen(formData.get("seen") ?? ""));
  });
}
