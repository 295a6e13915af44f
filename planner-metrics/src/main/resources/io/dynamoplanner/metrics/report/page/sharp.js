// The chart library sizes its canvases once, by this ratio. At two or more they stay sharp on paper.
{
  const ratio = Math.max(2, window.devicePixelRatio || 1);
  Object.defineProperty(window, "devicePixelRatio", { configurable: true, get: () => ratio });
}
