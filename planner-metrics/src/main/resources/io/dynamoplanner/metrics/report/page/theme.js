// Colours and line patterns. The style sheet owns the colours, for light, dark and paper.

const DASHES = [[], [9, 4], [2, 3], [12, 4, 3, 4], [5, 5], [1, 4], [14, 3, 2, 3]];

function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue("--" + name).trim();
  return {
    ink: colour("ink"),
    soft: colour("soft"),
    grid: colour("grid"),
    surface: colour("surface"),
    target: colour("target"),
    starting: colour("starting"),
    draining: colour("draining"),
    policy: (index) => colour("p" + Math.min(index, DASHES.length - 1)),
    dash: (index) => DASHES[Math.min(index, DASHES.length - 1)],
  };
}

/** A CSS background that looks like a line with these dashes. */
function linePattern(colour, dash) {
  if (!dash || dash.length === 0) return colour;
  let at = 0;
  const stops = dash.map((length, i) => (i % 2 ? "transparent " : colour + " ") + at + "px " + (at += length) + "px");
  return "repeating-linear-gradient(90deg, " + stops.join(", ") + ")";
}

/** A colour that covers what lies below: `share` of `front`, the rest `back`, both as #rrggbb. */
function mixed(front, back, share) {
  const part = (hex, at) => parseInt(hex.slice(at, at + 2), 16);
  const channel = (at) => Math.round(part(front, at) * share + part(back, at) * (1 - share));
  return "#" + [1, 3, 5].map((at) => channel(at).toString(16).padStart(2, "0")).join("");
}
