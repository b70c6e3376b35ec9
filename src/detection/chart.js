// Paints the detection chart with uPlot: values on the left axis, scores on the right, and behind and above them what
// they mean: warm-up, moments, threshold, marks. What to draw comes from Rust (uplot.rs); this file only knows how.
//
// Colours are the page's custom properties, read again whenever the theme changes. No style is written as text, so the
// page's content security policy needs no exception.

const GRIP = 8; // px from the threshold line at which the pointer takes it

export async function openChart(place, library, onThreshold, onZoom, onPoint) {
  const { default: uPlot } = await import(new URL(library, document.baseURI).href);
  return new Chart(uPlot, place, { onThreshold, onZoom, onPoint });
}

const two = (number) => String(number).padStart(2, "0");

/** `HH:mm`, with seconds where the axis needs them. */
function clock(ms, seconds) {
  const date = new Date(ms);
  const minute = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return seconds ? `${minute}:${two(date.getUTCSeconds())}` : minute;
}

class Chart {
  constructor(uPlot, place, on) {
    this.place = place;
    this.on = on;
    this.view = { from: 0, until: 60_000, warmUp: NaN, top: 1, threshold: 1 };
    this.stretches = [];
    this.point = NaN;
    this.probe = document.createElement("i");
    this.probe.hidden = true;
    place.append(this.probe);
    this.readColours();
    this.plot = new uPlot(this.options(uPlot), [[], [], []], place);
    this.hold();
    this.stop = new AbortController();
    const { signal } = this.stop;
    const repaint = () => {
      this.readColours();
      this.plot.redraw();
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
    this.themes = new MutationObserver(repaint);
    this.themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(place);
  }

  close() {
    this.stop.abort();
    this.themes.disconnect();
    this.sizes.disconnect();
    this.plot.destroy();
  }

  draw(times, values, scores, stretches, view) {
    const [from, until, warmUp, top, threshold] = view;
    this.view = { from, until, warmUp, top, threshold: this.dragged ?? threshold };
    // The arrays lie in WebAssembly's memory and hold only during this call.
    this.stretches = Array.from(stretches);
    const numbers = (column) => Array.from(column, (number) => (Number.isFinite(number) ? number : null));
    this.plot.setData([Array.from(times), numbers(values), numbers(scores)]);
    this.placeGrip();
  }

  moveCursor(by) {
    const { plot } = this;
    const times = plot.data[0];
    if (times.length === 0) return;
    const now = plot.cursor.idx ?? (by < 0 ? times.length : -1);
    const at = Math.min(times.length - 1, Math.max(0, now + by));
    const left = plot.valToPos(times[at], "x");
    plot.setCursor({ left, top: plot.over.clientHeight / 2 });
  }

  fit() {
    const width = Math.floor(this.place.clientWidth);
    const height = Math.floor(this.place.clientHeight);
    if (width < 50 || height < 50 || (width === this.plot.width && height === this.plot.height)) return;
    this.plot.setSize({ width, height });
    this.placeGrip();
  }

  readColours() {
    this.colours = {};
    for (const name of ["ink", "ink-soft", "line", "surface", "sunken", "value", "score", "score-soft", "accent-soft", "bad"]) {
      this.probe.style.color = `var(--${name})`;
      this.colours[name] = getComputedStyle(this.probe).color;
    }
    this.font = `11px ${getComputedStyle(this.place).fontFamily}`;
  }

  options(uPlot) {
    const soft = () => this.colours["ink-soft"];
    const line = () => this.colours.line;
    const axis = { stroke: soft, font: this.font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 }, gap: 4 };
    const few = (plot, series, first, last) => last - first < plot.over.clientWidth / 12;
    return {
      width: Math.max(200, this.place.clientWidth),
      height: Math.max(120, this.place.clientHeight),
      ms: 1,
      tzDate: (ts) => uPlot.tzDate(new Date(ts), "Etc/UTC"),
      padding: [18, 0, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: false, dist: 8 }, points: { size: 8 } },
      scales: {
        x: { time: true, range: () => [this.view.from, this.view.until] },
        value: { range: (_plot, least, most) => rangeOf(least, most) },
        score: { range: () => [0, this.view.top] },
      },
      axes: [
        { ...axis, size: 28, space: 56, values: (_plot, splits, _axis, _space, step) => splits.map((ms) => clock(ms, step < 60_000)) },
        { ...axis, scale: "value", size: 44, stroke: () => this.colours.value },
        { ...axis, scale: "score", side: 1, size: 32, grid: { show: false }, stroke: () => this.colours.score },
      ],
      series: [
        {},
        { scale: "value", stroke: () => this.colours.value, width: 1.75, points: { show: few, size: 5, fill: () => this.colours.value } },
        { scale: "score", stroke: () => this.colours.score, fill: () => faint(this.colours.score), width: 1.25, points: { show: false } },
      ],
      hooks: {
        drawClear: [(plot) => this.paintBehind(plot)],
        draw: [(plot) => this.paintAbove(plot)],
        setSelect: [(plot) => this.zoom(plot)],
        setCursor: [(plot) => this.tellPoint(plot)],
      },
    };
  }

  /** Warm-up and moments, as bands behind the lines. */
  paintBehind(plot) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    // The letters of the moments stand above the plot.
    ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height);
    ctx.clip();
    const { warmUp, from, until } = this.view;
    if (warmUp > from) {
      const end = Math.round(plot.valToPos(Math.min(warmUp, until), "x", true));
      ctx.fillStyle = this.colours.sunken;
      ctx.fillRect(bbox.left, bbox.top, end - bbox.left, bbox.height);
      this.hatch(ctx, bbox.left, bbox.top, end - bbox.left, bbox.height, ratio);
      if (end - bbox.left > 60 * ratio) this.write(ctx, "warm-up", bbox.left + 6 * ratio, bbox.top + 14 * ratio, "left", ratio);
    }
    for (let at = 0; at * 3 < this.stretches.length; at += 1) {
      const [begin, end, expected] = this.stretches.slice(at * 3, at * 3 + 3);
      if (end <= from || begin >= until) continue;
      const left = Math.round(plot.valToPos(begin, "x", true));
      const width = Math.max(ratio, Math.round(plot.valToPos(end, "x", true)) - left);
      ctx.fillStyle = this.colours[expected ? "score-soft" : "accent-soft"];
      ctx.fillRect(left, bbox.top, width, bbox.height);
      this.write(ctx, String.fromCharCode(65 + (at % 26)), left + width / 2, bbox.top - 5 * ratio, "center", ratio);
    }
    ctx.restore();
  }

  hatch(ctx, left, top, width, height, ratio) {
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    ctx.beginPath();
    for (let x = left - height; x < left + width; x += 8 * ratio) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.lineWidth = ratio;
    ctx.strokeStyle = this.colours.line;
    ctx.stroke();
    ctx.restore();
  }

  /** The threshold and a triangle over each window above it. */
  paintAbove(plot) {
    const { ctx, bbox, data } = plot;
    const ratio = devicePixelRatio;
    const { threshold, top } = this.view;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top - 6 * ratio, bbox.width, bbox.height + 6 * ratio);
    ctx.clip();
    const y = Math.round(plot.valToPos(Math.min(threshold, top), "score", true));
    ctx.beginPath();
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.lineWidth = 1.5 * ratio;
    ctx.strokeStyle = this.colours.bad;
    ctx.stroke();
    ctx.setLineDash([]);
    const [times, , scores] = data;
    const size = 5 * ratio;
    ctx.fillStyle = this.colours.bad;
    ctx.strokeStyle = this.colours.surface;
    ctx.lineWidth = ratio;
    const { from, until } = this.view;
    for (let at = 0; at < times.length; at += 1) {
      if (scores[at] === null || scores[at] <= threshold || times[at] < from || times[at] > until) continue;
      const x = plot.valToPos(times[at], "x", true);
      const mark = plot.valToPos(Math.min(scores[at], top), "score", true);
      ctx.beginPath();
      ctx.moveTo(x, mark - size);
      ctx.lineTo(x + size, mark + size * 0.8);
      ctx.lineTo(x - size, mark + size * 0.8);
      ctx.closePath();
      ctx.fill();
      ctx.stroke();
    }
    ctx.restore();
  }

  write(ctx, text, x, y, align, ratio) {
    ctx.font = this.font.replace(/^\d+/, (size) => String(size * ratio));
    ctx.textAlign = align;
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = this.colours["ink-soft"];
    ctx.fillText(text, x, y);
  }

  /** Makes the threshold line something to take hold of: near it with a mouse, at its grip with a finger. */
  hold() {
    const { over } = this.plot;
    this.grip = document.createElement("div");
    this.grip.className = "plot-grip";
    over.append(this.grip);
    const yOf = (event) => event.clientY - over.getBoundingClientRect().top;
    const near = (event) => event.target === this.grip || (event.pointerType === "mouse" && Math.abs(yOf(event) - this.lineY()) < GRIP);
    const score = (event) => {
      const found = this.plot.posToVal(yOf(event), "score");
      return Math.round(Math.min(this.view.top, Math.max(0, found)) * 100) / 100;
    };
    over.addEventListener("pointermove", (event) => {
      if (this.dragged === undefined) {
        over.classList.toggle("is-near", near(event));
        return;
      }
      this.dragged = score(event);
      this.view.threshold = this.dragged;
      this.on.onThreshold(this.dragged, false);
    });
    over.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !near(event)) return;
      // No mouse events follow, so uPlot does not begin a selection.
      event.preventDefault();
      over.setPointerCapture(event.pointerId);
      this.dragged = this.view.threshold;
    });
    const done = () => {
      if (this.dragged === undefined) return;
      const last = this.dragged;
      this.dragged = undefined;
      this.on.onThreshold(last, true);
    };
    over.addEventListener("pointerup", done);
    over.addEventListener("pointercancel", done);
    over.addEventListener("dblclick", () => this.on.onZoom(NaN, NaN));
    this.placeGrip();
  }

  lineY() {
    return this.plot.valToPos(Math.min(this.view.threshold, this.view.top), "score");
  }

  placeGrip() {
    const y = this.lineY();
    if (Number.isFinite(y)) this.grip.style.transform = `translateY(${Math.round(y)}px)`;
  }

  zoom(plot) {
    const { left, width } = plot.select;
    if (width < 8) return;
    this.on.onZoom(plot.posToVal(left, "x"), plot.posToVal(left + width, "x"));
    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  tellPoint(plot) {
    const { idx } = plot.cursor;
    const point = idx === null || idx === undefined ? NaN : plot.data[0][idx];
    if (Object.is(point, this.point)) return;
    this.point = point;
    this.on.onPoint(point ?? NaN);
  }
}

/** From zero, or below it, to a little above the highest value. */
function rangeOf(least, most) {
  if (least === null || !Number.isFinite(least)) return [0, 100];
  const low = Math.min(0, least);
  const high = most > low ? most : low + 1;
  return [low, high + (high - low) * 0.08];
}

/** A computed colour at a tenth of its strength. */
function faint(colour) {
  return `color-mix(in srgb, ${colour} 12%, transparent)`;
}
