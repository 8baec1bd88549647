// Preselects the browser's own time zone. What the reader or a form that came back says, stays.
(() => {
  const select = document.getElementById("id_time_zone");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const cameBack = document.querySelector("[role=alert]");
  if (!select || cameBack || !zone) return;
  const mine = [...select.options].find((option) => option.value === zone);
  if (mine) select.value = zone;
})();
