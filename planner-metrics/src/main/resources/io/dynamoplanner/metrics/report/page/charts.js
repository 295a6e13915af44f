// What each chart shows, as data, and how it is drawn.

const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800];
const LOG_TICKS = [1, 2, 5];
/** A latency chart is logarithmic where a curve climbs over this many targets: the target would be lost otherwise. */
const LOG_FROM_TARGETS = 6;

/** Times of the rows: their middles for averages; their ends, after the start, for counts at the end of a row. */
function times(policy, atEnd) {
  const rows = policy.offeredRps.map((_, row) => (row + (atEnd ? 1 : 0.5)) * policy.stepS);
  return atEnd ? [0, ...rows] : rows;
}

/** Highest and lowest positive value of some lists, over all policies: a switch must not change the scale. */
function extent(lists) {
  let low = Infinity;
  let high = 0;
  for (const list of lists) {
    for (const value of list) {
      if (value > 0) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }
  return { low, high };
}

function roleOf(policy, name) {
  return policy.roles.find((role) => role.name === name);
}

/** The charts for a state {main, overlay}, in the order of the page. */
function chartSpecs(data, state, colours) {
  const main = data.policies[state.main];
  const accent = colours.policy(state.main);
  const others = state.overlay ? data.policies.map((_, i) => i).filter((i) => i !== state.main) : [];
  const all = (key) => data.policies.map((policy) => policy[key]);
  const line = (label, values, more) => ({ label, values, stroke: accent, width: 2, ...more });
  const overlays = (label, valuesOf, more) =>
    others.filter((i) => (valuesOf(data.policies[i]) || []).some((value) => value !== null)).map((i) => ({
      label: (label ? label + " " : "") + data.policies[i].label,
      values: valuesOf(data.policies[i]),
      stroke: colours.policy(i),
      dash: colours.dash(i),
      width: 1.5,
      ...more,
    }));
  const target = (value, label) =>
    value === null ? [] : [{ label, constant: value, stroke: colours.target, width: 1.5, dash: [6, 4] }];
  const latency = (id, title, p50, p95, limit) => {
    const { low, high } = extent([...all(p50), ...all(p95)]);
    const log = limit > 0 && high > LOG_FROM_TARGETS * limit;
    return {
      id, title, unit: "ms", log, low: Math.min(low, limit || low), high: Math.max(high, limit || 0),
      series: [
        line("p50", main[p50], { stroke: mixed(accent, colours.surface, 0.6), width: 1.25 }),
        ...overlays("p95", (policy) => policy[p95]),
        line("p95", main[p95], { width: 1.75 }),
        ...target(limit, "target"),
      ],
    };
  };
  const roles = [...new Set(data.policies.flatMap((policy) => policy.roles.map((role) => role.name)))];
  const replicas = roles.map((name) => {
    const role = roleOf(main, name) || { wanted: [], ready: [], starting: [], draining: [] };
    const present = role.ready.map((n, i) => n + role.starting[i]);
    const held = present.map((n, i) => n + role.draining[i]);
    const every = data.policies.map((policy) => roleOf(policy, name)).filter(Boolean);
    const tops = every.map((r) => r.ready.map((n, i) => Math.max(r.wanted[i], n + r.starting[i] + r.draining[i])));
    return {
      id: "replicas-" + name, title: "Replicas, " + name, unit: "replicas", atEnd: true, whole: true,
      high: extent(tops).high + 1, changes: changesOf(state.main, name),
      series: [
        // From the back to the front: each area covers the lower part of the one behind it.
        { label: "draining", values: held, shown: role.draining, fill: colours.draining, step: true },
        { label: "starting", values: present, shown: role.starting, fill: colours.starting, step: true },
        { label: "ready", values: role.ready, fill: mixed(accent, colours.surface, 0.35), step: true },
        ...overlays("wanted", (policy) => (roleOf(policy, name) || {}).wanted, { step: true }),
        line("wanted", role.wanted, { step: true }),
      ],
    };
  });
  return [
    {
      id: "load", title: "Load", unit: "requests/s", high: extent([...all("offeredRps"), ...all("forecastRps")]).high,
      series: [
        { label: "offered", values: main.offeredRps, fill: mixed(colours.soft, colours.surface, 0.25), stroke: colours.soft, width: 1 },
        ...overlays("forecast", (policy) => policy.forecastRps),
        line("forecast", main.forecastRps),
      ],
    },
    {
      id: "lengths", title: "Input and output length", unit: "tokens", high: extent([...all("isl"), ...all("osl")]).high,
      series: [
        line("ISL", main.isl, { stroke: colours.ink, width: 1.5 }),
        line("OSL", main.osl, { stroke: colours.soft, width: 1.5, dash: [5, 3] }),
      ],
    },
    ...replicas,
    latency("ttft", "Time to first token", "ttftP50Ms", "ttftP95Ms", data.ttftTargetMs),
    latency("itl", "Inter-token latency", "itlP50Ms", "itlP95Ms", data.itlTargetMs),
    {
      id: "inside", title: "Requests inside both targets", unit: "%", high: 100, exact: true,
      series: [
        ...overlays("", (policy) => policy.inside.map(percent)),
        line(main.label, main.inside.map(percent)),
      ],
    },
    {
      id: "gpus", title: "GPUs held", unit: "GPUs", atEnd: true, whole: true,
      high: Math.max(extent(all("gpus")).high, data.gpuCeiling || 0),
      series: [
        line("held", main.gpus, { step: true, fill: mixed(accent, colours.surface, 0.25), width: 1.5 }),
        ...overlays("", (policy) => policy.gpus, { step: true }),
        ...target(data.gpuCeiling, "ceiling"),
      ],
    },
    {
      id: "gpu-hours", title: "GPU-hours so far", unit: "GPU-hours", atEnd: true, fromZero: true, high: extent(all("gpuHours")).high,
      series: [
        ...overlays("", (policy) => policy.gpuHours),
        line(main.label, main.gpuHours),
      ],
    },
  ];
}

function percent(share) {
  return share === null ? null : share * 100;
}

/** A value without neighbours has no line; it gets a point. */
function lonePoints(chart, index, show) {
  if (show) return null;
  const values = chart.data[index];
  const lone = [];
  values.forEach((value, i) => {
    if (value != null && values[i - 1] == null && values[i + 1] == null) lone.push(i);
  });
  return lone.length > 0 ? lone : null;
}

function yScale(spec) {
  if (spec.log) {
    const floor = Math.pow(10, Math.floor(Math.log10(spec.low)));
    const low = floor * LOG_TICKS.filter((tick) => floor * tick <= spec.low).pop();
    return { distr: 3, log: 10, range: [low, spec.high * 1.3] };
  }
  return { range: [0, (spec.high || 1) * (spec.exact ? 1.02 : 1.06)] };
}

function logTicks(chart, axis, min, max) {
  const ticks = [];
  const decades = Math.log10(max / min);
  for (let power = Math.floor(Math.log10(min)); power <= Math.log10(max); power++) {
    for (const tick of decades > 2.5 ? [1] : LOG_TICKS) {
      const value = Number((tick * Math.pow(10, power)).toPrecision(1));
      if (value >= min && value <= max) ticks.push(value);
    }
  }
  return ticks;
}

function compact(value) {
  return value >= 10000 ? value / 1000 + "k" : String(Number(value.toPrecision(4)));
}

/** Makes a chart in `home`; returns it. */
function drawChart(spec, policy, durationS, colours, home, size, onZoom) {
  const x = times(policy, spec.atEnd);
  const longRun = durationS > 5400;
  const fit = (values) => {
    const padded = spec.atEnd ? [spec.fromZero ? 0 : values[0], ...values] : values;
    return x.map((_, i) => (padded[i] === undefined || (spec.log && padded[i] <= 0) ? null : padded[i]));
  };
  const shown = spec.series.map((one) => (one.shown ? fit(one.shown) : null));
  const font = "11px system-ui, -apple-system, Segoe UI, Roboto, Arial, sans-serif";
  const axis = { stroke: colours.soft, font, labelFont: font, ticks: { stroke: colours.grid, width: 1, size: 4 }, grid: { stroke: colours.grid, width: 1 } };
  const options = {
    ...size,
    padding: [6, 20, 0, 0],
    scales: {
      x: { time: false, range: (chart, min, max) => (min <= x[0] && max >= x[x.length - 1] ? [0, durationS] : [min, max]) },
      y: yScale(spec),
    },
    cursor: { y: false, sync: { key: "report" }, drag: { x: true, y: false } },
    axes: [
      {
        ...axis, incrs: STEPS_S, space: 55, size: 30, label: longRun ? "time, h:mm" : "time, m:ss", labelSize: 16,
        values: (chart, splits, index, space, step) => splits.map((s) => axisTime(s, longRun, step)),
      },
      {
        ...axis, size: 44, space: 30, label: spec.unit, labelSize: 16, values: (chart, splits) => splits.map(compact),
        ...(spec.whole ? { incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000] } : {}),
        ...(spec.log ? { splits: logTicks, filter: (chart, splits) => splits } : {}),
      },
    ],
    series: [
      { label: "at", class: "clock", value: (chart, s) => (s == null ? "" : clock(s)) },
      ...spec.series.map((one, i) => ({
        label: one.label,
        class: one.fill ? "area" : "line",
        stroke: one.stroke,
        fill: one.fill,
        width: one.width || 0,
        dash: one.dash,
        paths: one.step ? uPlot.paths.stepped({ align: -1 }) : uPlot.paths.linear(),
        points: { show: false, filter: lonePoints, size: 4, fill: one.stroke },
        value: (chart, value, index, row) => {
          const said = row != null && shown[i] ? shown[i][row] : value;
          return said == null ? "" : figure(said);
        },
      })),
    ],
    legend: {
      markers: {
        width: 0,
        fill: (chart, i) => spec.series[i - 1].fill || linePattern(spec.series[i - 1].stroke, spec.series[i - 1].dash),
      },
    },
    hooks: { setScale: [(chart, key) => key === "x" && onZoom(chart, durationS)] },
    plugins: spec.changes ? [markersPlugin(spec.changes)] : [],
  };
  const values = spec.series.map((one) => (one.constant === undefined ? fit(one.values) : x.map(() => one.constant)));
  const chart = new uPlot(options, [x, ...values], home);
  const canvas = home.querySelector("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", spec.title + " in " + spec.unit + ": " + spec.series.map((one) => one.label).join(", "));
  return chart;
}
