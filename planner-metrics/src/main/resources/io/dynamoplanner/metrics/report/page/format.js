// Numbers and times as text.

function grouped(value, decimals) {
  const [whole, rest] = value.toFixed(decimals).split(".");
  const spaced = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") : whole;
  return rest ? spaced + "." + rest : spaced;
}

/** As many decimals as the size of the number calls for. */
function figure(value) {
  const size = Math.abs(value);
  return grouped(value, Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2);
}

function two(number) {
  return String(number).padStart(2, "0");
}

/** h:mm:ss from one hour on, otherwise m:ss. */
function clock(seconds) {
  const s = Math.floor(seconds);
  const minutes = Math.floor(s / 60);
  return minutes < 60
    ? minutes + ":" + two(s % 60)
    : Math.floor(minutes / 60) + ":" + two(minutes % 60) + ":" + two(s % 60);
}

/** A label of the time axis: h:mm for long runs, m:ss for short ones. */
function axisTime(seconds, longRun, step) {
  const s = Math.round(seconds);
  const minutes = Math.floor(s / 60);
  if (!longRun) {
    return minutes + ":" + two(s % 60);
  }
  const hm = Math.floor(minutes / 60) + ":" + two(minutes % 60);
  return step < 60 ? hm + ":" + two(s % 60) : hm;
}
