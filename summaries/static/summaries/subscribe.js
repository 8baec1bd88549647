// Preselects the browser's own time zone. What the reader or a form that came back says, stays.
(() => {
  const select = document.getElementById("id_time_zone");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cameBack = document.querySelector("[role=alert]");
  if (!select || cameBack || !zone) return;
  // Browsers keep to names that the list has given up: Asia/Calcutta.
  const names = (option) => [option.value, ...(option.dataset.also || "").split(" ")];
  const mine = [...select.options].find((option) => names(option).includes(zone));
  if (mine) mine.selected = true;
})();
