// Markers of changes on a replica chart, and the card that says why. A marker's text comes from its row in the table.

const card = document.createElement("div");
card.className = "card";
card.id = "card";
card.hidden = true;
let openMarker = null;
let closing = 0;

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function changesOf(policy, role) {
  return [...document.querySelectorAll(".changes tbody tr")]
    .filter((row) => row.dataset.policy === String(policy) && row.dataset.role === role)
    .map((row) => ({
      at: Number(row.dataset.at),
      from: Number(row.dataset.from),
      to: Number(row.dataset.to),
      role,
      reason: row.querySelector(".reason").textContent,
      binding: row.querySelector(".binding").textContent,
      derivation: [...row.querySelectorAll("li")].map((line) => line.textContent),
    }));
}

function headline(change) {
  return clock(change.at) + "  " + change.role + " " + change.from + " → " + change.to;
}

function openCard(marker, change) {
  clearTimeout(closing);
  if (openMarker) openMarker.classList.remove("open");
  openMarker = marker;
  marker.classList.add("open");
  card.replaceChildren(element("p", "head", headline(change)), element("p", "", change.reason));
  if (change.binding) card.append(element("p", "hint", "Bound by: " + change.binding));
  if (change.derivation.length > 0) {
    const list = element("ol");
    change.derivation.forEach((line) => list.append(element("li", "", line)));
    card.append(list);
  }
  const home = marker.closest("figure");
  home.append(card);
  card.hidden = false;
  const at = marker.getBoundingClientRect();
  const frame = home.getBoundingClientRect();
  const left = at.left + at.width / 2 - frame.left - card.offsetWidth / 2;
  card.style.left = Math.max(4, Math.min(left, frame.width - card.offsetWidth - 4)) + "px";
  card.style.top = at.bottom - frame.top + 2 + "px";
}

function closeCard() {
  clearTimeout(closing);
  card.hidden = true;
  if (openMarker) openMarker.classList.remove("open");
  openMarker = null;
}

/** Leaves time to move the pointer onto the card; a focused marker keeps it open. */
function closeSoon() {
  clearTimeout(closing);
  closing = setTimeout(() => {
    if (document.activeElement !== openMarker) closeCard();
  }, 150);
}

card.addEventListener("mouseenter", () => clearTimeout(closing));
card.addEventListener("mouseleave", closeSoon);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeCard();
});

function marker(change) {
  const button = element("button", "marker " + (change.to > change.from ? "up" : "down"));
  button.type = "button";
  button.tabIndex = -1;
  button.setAttribute(
    "aria-label",
    headline(change) + ". " + change.reason + (change.binding ? " Bound by: " + change.binding + "." : ""),
  );
  button.addEventListener("mouseenter", () => openCard(button, change));
  button.addEventListener("mouseleave", closeSoon);
  button.addEventListener("focus", () => openCard(button, change));
  button.addEventListener("blur", closeSoon);
  button.addEventListener("mousedown", (event) => event.stopPropagation());
  // Some browsers do not focus a button that is clicked.
  button.addEventListener("click", () => button.focus());
  return button;
}

/** One stop for the Tab key per chart; the arrow keys go from marker to marker. */
function moveFocus(event) {
  const all = [...event.currentTarget.querySelectorAll(".marker:not([hidden])")];
  const now = all.indexOf(document.activeElement);
  const next = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: all.length - 1 }[event.key];
  if (now < 0 || next === undefined || !all[next]) return;
  event.preventDefault();
  all[now].tabIndex = -1;
  all[next].tabIndex = 0;
  all[next].focus();
}

/** Puts the markers over a chart and keeps them in place when it is zoomed or resized. */
function markersPlugin(changes) {
  const layer = element("div", "markers");
  layer.setAttribute("role", "group");
  layer.setAttribute("aria-label", "Changes; arrow keys move between them");
  layer.addEventListener("keydown", moveFocus);
  const buttons = changes.map(marker);
  layer.append(...buttons);
  function place(chart) {
    const { min, max } = chart.scales.x;
    buttons.forEach((button, i) => {
      const change = changes[i];
      button.hidden = change.at < min || change.at > max;
      button.style.left = chart.valToPos(change.at, "x") + "px";
      button.style.top = chart.valToPos(change.to, "y") + "px";
    });
    const shown = buttons.filter((button) => !button.hidden);
    if (shown.length > 0 && !shown.some((button) => button.tabIndex === 0)) shown[0].tabIndex = 0;
  }
  return {
    hooks: {
      init: (chart) => {
        if (changes.length > 0) chart.over.append(layer);
      },
      draw: place,
    },
  };
}
