// The filter above the table of changes.

function changesFilter() {
  const form = document.getElementById("filters");
  if (!form) return { showPolicy() {}, openAll() {}, restore() {} };
  const rows = [...document.querySelectorAll(".changes tbody tr")];
  const fields = form.elements;
  const openedForPaper = [];

  function apply() {
    const wanted = fields.text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const up = Number(row.dataset.to) > Number(row.dataset.from);
      row.hidden =
        (fields.policy.value !== "" && row.dataset.policy !== fields.policy.value) ||
        (fields.role.value !== "" && row.dataset.role !== fields.role.value) ||
        (fields.direction.value !== "" && (fields.direction.value === "up") !== up) ||
        !row.textContent.toLowerCase().includes(wanted);
      if (!row.hidden) shown++;
    }
    form.querySelector("output").textContent = shown + " of " + rows.length + " changes";
  }

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  return {
    showPolicy(index) {
      fields.policy.value = String(index);
      apply();
    },
    /** Paper cannot be clicked. */
    openAll() {
      for (const details of document.querySelectorAll(".changes tr:not([hidden]) details:not([open])")) {
        details.open = true;
        openedForPaper.push(details);
      }
    },
    restore() {
      openedForPaper.splice(0).forEach((details) => (details.open = false));
    },
  };
}
