// Ties the parts together: what is selected, and when the charts are drawn anew.

const PAPER_WIDTH = 680;
const data = JSON.parse(document.getElementById("data").textContent);
const state = { main: 0, overlay: false, paper: false };
const list = document.getElementById("chart-list");
const selector = document.getElementById("selector");
const resetZoom = document.getElementById("reset-zoom");
let charts = [];

function chartSize(home, id) {
  const low = id === "lengths" && window.innerWidth < 960;
  return {
    width: state.paper ? PAPER_WIDTH : home.clientWidth,
    height: state.paper ? (id === "lengths" ? 120 : 165) : low ? 150 : 220,
  };
}

function homeOf(spec) {
  let home = document.getElementById("plot-" + spec.id);
  if (!home) {
    const frame = element("figure");
    home = element("div", "plot");
    home.id = "plot-" + spec.id;
    frame.append(element("figcaption"), home);
    list.append(frame);
  }
  const caption = home.parentElement.querySelector("figcaption");
  caption.replaceChildren(spec.title + " ", element("span", "unit", spec.unit + (spec.log ? ", logarithmic scale" : "")));
  return home;
}

function zoomed(chart, durationS) {
  const { min, max } = chart.scales.x;
  resetZoom.hidden = min <= 0 && max >= durationS;
}

function draw() {
  closeCard();
  charts.forEach(({ chart }) => chart.destroy());
  const colours = theme();
  document.getElementById("shown").textContent =
    data.policies[state.main].label + (state.overlay ? " with the others overlaid" : "");
  // All frames first: the last one's width depends on how many there are.
  const frames = chartSpecs(data, state, colours).map((spec) => ({ spec, home: homeOf(spec) }));
  charts = frames.map(({ spec, home }) => {
    const size = chartSize(home, spec.id);
    return { id: spec.id, home, chart: drawChart(spec, data.policies[state.main], data.durationS, colours, home, size, zoomed) };
  });
}

/** Charts for paper: light, of a fixed width, with every derivation open. Drawn before the browser lays out the pages. */
function paper(on, filter) {
  if (state.paper === on) return;
  state.paper = on;
  document.documentElement.classList.toggle("paper", on);
  if (on) filter.openAll();
  else filter.restore();
  draw();
}

if (data.policies.length > 0 && data.policies[0].offeredRps.length > 0) {
  for (const part of [list, selector, document.getElementById("chart-hint")]) part.hidden = false;
  const filter = changesFilter();
  filter.showPolicy(0);
  selector.reset();
  selector.addEventListener("change", () => {
    const main = Number(selector.elements.policy.value);
    if (main !== state.main) filter.showPolicy(main);
    state.main = main;
    state.overlay = selector.elements.overlay.checked;
    draw();
  });
  selector.addEventListener("submit", (event) => event.preventDefault());
  resetZoom.addEventListener("click", draw);
  selector.querySelector(".overlay").hidden = data.policies.length < 2;
  draw();

  let width = list.clientWidth;
  new ResizeObserver(() => {
    if (state.paper || list.clientWidth === width) return;
    width = list.clientWidth;
    closeCard();
    charts.forEach(({ chart, home, id }) => chart.setSize(chartSize(home, id)));
  }).observe(list);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", (event) => paper(event.matches, filter));
  window.addEventListener("beforeprint", () => paper(true, filter));
  window.addEventListener("afterprint", () => paper(false, filter));
}
