// Paints the detection chart with uPlot: columns on the left axis, scores on the right, and behind, above and beside them what
// they mean: warm-up, moments, threshold, marks, how often each score came. What to draw comes from Rust (uplot.rs); this file only
// knows how, and turns what a pointer does into instants and scores.
//
// Colours are the page's custom properties, read again whenever the theme changes. No style is written as text, so the
// page's content security policy needs no exception.

const GRIP = 8; // px from the threshold line at which the pointer takes it
const STILL = 4; // px that a click may move
const EDGE = 44; // px at the right edge for the scores of the whole run
const COLOURS = ["ink", "ink-soft", "line", "surface", "sunken", "value", "keyword", "good", "warn", "score", "score-soft", "accent", "accent-soft", "bad"];
// A line is told from the others by its dashes as well as by its colour.
const LINES = [["value", []], ["keyword", [7, 3]], ["good", [2, 3]], ["warn", [9, 3, 2, 3]]];

export async function openChart(place, library, warmUp, onThreshold, onZoom, onPoint, onPick) {
  const { default: uPlot } = await import(new URL(library, document.baseURI).href);
  return new Chart(uPlot, place, warmUp, { onThreshold, onZoom, onPoint, onPick });
}

const two = (number) => String(number).padStart(2, "0");

/** `HH:mm`, with seconds where the axis needs them; the day where it steps by days. */
function clock(ms, step) {
  const date = new Date(ms);
  if (step >= 86_400_000) return `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const minute = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  return step < 60_000 ? `${minute}:${two(date.getUTCSeconds())}` : minute;
}

class Chart {
  constructor(uPlot, place, warmUp, on) {
    this.warmUp = warmUp;
    this.uPlot = uPlot;
    this.place = place;
    this.on = on;
    this.view = { from: 0, until: 60_000, warmUp: NaN, top: 1, limit: 1, hasLine: true, chosen: NaN, lines: 1 };
    this.stretches = [];
    this.counts = [];
    this.point = NaN;
    this.pinned = NaN; // the instant at which the cursor was set by keys; it stays there while points come
    this.probe = document.createElement("i");
    this.probe.hidden = true;
    place.append(this.probe);
    this.readColours();
    this.make([[], [], []]);
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

  /** uPlot has as many lines as it was made with. */
  make(data) {
    this.plot?.destroy();
    this.plot = new this.uPlot(this.options(), data, this.place);
    this.hold();
  }

  close() {
    this.stop.abort();
    this.themes.disconnect();
    this.sizes.disconnect();
    this.plot.destroy();
  }

  draw(times, values, scores, stretches, counts, view) {
    const [from, until, warmUp, top, limit, hasLine, chosen, lines] = view;
    const before = this.view.lines;
    this.view = { from, until, warmUp, top, limit: this.dragged ?? limit, hasLine: hasLine > 0, chosen, lines };
    // The arrays lie in WebAssembly's memory and hold only during this call.
    this.stretches = Array.from(stretches);
    this.counts = Array.from(counts);
    const numbers = (column) => Array.from(column, (number) => (Number.isFinite(number) ? number : null));
    const data = [Array.from(times)];
    for (let line = 0; line < lines; line += 1) data.push(numbers(values.subarray(line * times.length, (line + 1) * times.length)));
    data.push(numbers(scores));
    if (lines === before) this.plot.setData(data);
    else this.make(data);
    this.placeGrip();
    if (!Number.isNaN(this.pinned)) this.showAt(this.pinned);
  }

  /** Moves the cursor by that many points, or to an end. */
  moveCursor(by) {
    const times = this.plot.data[0];
    if (times.length === 0) return;
    const now = this.plot.cursor.idx ?? (by < 0 ? times.length : -1);
    this.pointTo(times[Math.min(times.length - 1, Math.max(0, now + by))]);
  }

  /** Sets the cursor to an instant, where it stays. */
  pointTo(time) {
    this.pinned = time;
    this.showAt(time);
  }

  showAt(time) {
    const { plot } = this;
    plot.setCursor({ left: Math.max(0, plot.valToPos(time, "x")), top: plot.over.clientHeight / 2 });
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
    for (const name of COLOURS) {
      this.probe.style.color = `var(--${name})`;
      this.colours[name] = getComputedStyle(this.probe).color;
    }
    this.font = `11px ${getComputedStyle(this.place).fontFamily}`;
  }

  /** Room for the scores of the whole run, where there is any. */
  edge() {
    return this.place.clientWidth >= 520 ? EDGE : 0;
  }

  options() {
    const { uPlot } = this;
    const soft = () => this.colours["ink-soft"];
    const line = () => this.colours.line;
    const axis = { stroke: soft, font: this.font, grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 4 }, gap: 4 };
    const few = (plot, series, first, last) => last - first < plot.over.clientWidth / 12;
    const value = ([name, dash]) => ({
      scale: "value",
      stroke: () => this.colours[name],
      width: 1.75,
      dash,
      spanGaps: true,
      points: { show: few, size: 5, fill: () => this.colours[name] },
    });
    return {
      width: Math.max(200, this.place.clientWidth),
      height: Math.max(120, this.place.clientHeight),
      ms: 1,
      tzDate: (ts) => uPlot.tzDate(new Date(ts), "Etc/UTC"),
      padding: [18, () => this.edge(), 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: true, y: false, setScale: false, dist: 8 }, points: { size: 8 } },
      scales: {
        x: { time: true, range: () => [this.view.from, this.view.until] },
        value: { range: (_plot, least, most) => rangeOf(least, most) },
        score: { range: () => [0, this.view.top] },
      },
      axes: [
        { ...axis, size: 28, space: 56, values: (_plot, splits, _axis, _space, step) => splits.map((ms) => clock(ms, step)) },
        { ...axis, scale: "value", size: 48, stroke: () => (this.view.lines > 1 ? soft() : this.colours.value) },
        { ...axis, scale: "score", side: 1, size: 32, grid: { show: false }, stroke: () => this.colours.score },
      ],
      series: [
        {},
        ...LINES.slice(0, this.view.lines).map(value),
        { scale: "score", stroke: () => this.colours.score, fill: () => faint(this.colours.score), width: 1.25, spanGaps: true, points: { show: false } },
      ],
      hooks: {
        drawClear: [(plot) => this.paintBehind(plot)],
        draw: [(plot) => this.paintAbove(plot)],
        setSelect: [(plot) => this.zoom(plot)],
        setCursor: [(plot) => this.tellPoint(plot)],
      },
    };
  }

  /** Warm-up and moments, as bands behind the lines, and the scores of the whole run at the edge. */
  paintBehind(plot) {
    const { ctx, bbox } = plot;
    const ratio = devicePixelRatio;
    this.paintCounts(plot, ratio);
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
      if (end - bbox.left > 72 * ratio) this.write(ctx, this.warmUp, bbox.left + 6 * ratio, bbox.top + 14 * ratio, "left", ratio);
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

  /** A bar for every five pixels of the score's axis, by the logarithm: a handful of alerts stand beside thousands of usual scores. */
  paintCounts(plot, ratio) {
    const { ctx, bbox } = plot;
    const { top, limit, hasLine } = this.view;
    const edge = this.edge() * ratio;
    if (edge === 0 || !hasLine || this.counts.length === 0) return;
    const rows = Math.floor(bbox.height / (5 * ratio));
    const sums = new Array(rows).fill(0);
    this.counts.forEach((count, at) => {
      sums[Math.min(rows - 1, Math.floor(((at + 0.5) / 100 / top) * rows))] += count;
    });
    const most = Math.log1p(Math.max(...sums));
    const left = plot.ctx.canvas.width - edge + 6 * ratio;
    const height = bbox.height / rows;
    ctx.save();
    sums.forEach((sum, row) => {
      if (sum === 0) return;
      const isAbove = ((row + 0.5) / rows) * top > limit;
      ctx.fillStyle = this.colours[isAbove ? "bad" : "score"];
      ctx.globalAlpha = isAbove ? 0.9 : 0.45;
      const y = bbox.top + bbox.height - (row + 1) * height;
      ctx.fillRect(left, Math.round(y), Math.max(2 * ratio, ((edge - 8 * ratio) * Math.log1p(sum)) / most), Math.max(ratio, Math.floor(height - ratio)));
    });
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

  /** The threshold, a triangle over each window above it, and the window that is explained. */
  paintAbove(plot) {
    const { ctx, bbox, data } = plot;
    const ratio = devicePixelRatio;
    const { limit, hasLine, top, from, until, chosen } = this.view;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left, bbox.top - 6 * ratio, bbox.width, bbox.height + 6 * ratio);
    ctx.clip();
    ctx.lineWidth = 1.5 * ratio;
    if (hasLine) {
      const y = Math.round(plot.valToPos(Math.min(limit, top), "score", true));
      this.stroke(ctx, "bad", [6 * ratio, 4 * ratio], bbox.left, y, bbox.left + bbox.width, y);
    }
    if (chosen >= from && chosen <= until) {
      const x = Math.round(plot.valToPos(chosen, "x", true));
      this.stroke(ctx, "accent", [], x, bbox.top, x, bbox.top + bbox.height);
    }
    const times = data[0];
    const scores = data[data.length - 1];
    const size = 5 * ratio;
    ctx.fillStyle = this.colours.bad;
    ctx.strokeStyle = this.colours.surface;
    ctx.lineWidth = ratio;
    for (let at = 0; at < times.length; at += 1) {
      if (scores[at] === null || scores[at] <= limit || times[at] < from || times[at] > until) continue;
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

  stroke(ctx, colour, dash, x1, y1, x2, y2) {
    ctx.beginPath();
    ctx.setLineDash(dash);
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.strokeStyle = this.colours[colour];
    ctx.stroke();
    ctx.setLineDash([]);
  }

  write(ctx, text, x, y, align, ratio) {
    ctx.font = this.font.replace(/^\d+/, (size) => String(size * ratio));
    ctx.textAlign = align;
    ctx.textBaseline = "alphabetic";
    ctx.fillStyle = this.colours["ink-soft"];
    ctx.fillText(text, x, y);
  }

  /** What pointers do: the threshold line is dragged near it with a mouse or at its grip with a finger; a finger, or the mouse with
   *  Shift, moves the time shown and two fingers stretch it; a wheel with Ctrl stretches; a click picks a point. */
  hold() {
    const { over } = this.plot;
    this.grip = document.createElement("div");
    this.grip.className = "plot-grip";
    over.append(this.grip);
    const xOf = (event) => event.clientX - over.getBoundingClientRect().left;
    const yOf = (event) => event.clientY - over.getBoundingClientRect().top;
    const near = (event) =>
      this.view.hasLine && (event.target === this.grip || (event.pointerType === "mouse" && Math.abs(yOf(event) - this.lineY()) < GRIP));
    const score = (event) => {
      const found = this.plot.posToVal(yOf(event), "score");
      return Math.round(Math.min(this.view.top, Math.max(0, found)) * 100) / 100;
    };
    const held = new Map(); // by pointer: where it is, and the instant that it holds
    const holdAnew = () => held.forEach((finger) => (finger.time = this.plot.posToVal(finger.x, "x")));
    let pressed;
    over.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      pressed = [event.clientX, event.clientY];
      const takes = near(event);
      if (!takes && event.pointerType === "mouse" && !event.shiftKey) return;
      // No mouse events follow, so uPlot does not begin a selection.
      event.preventDefault();
      over.setPointerCapture(event.pointerId);
      if (takes) {
        this.dragged = this.view.limit;
        pressed = undefined;
      } else {
        held.set(event.pointerId, { x: xOf(event), time: 0 });
        holdAnew();
        if (held.size > 1) pressed = undefined;
      }
    });
    over.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.pinned = NaN;
      if (this.dragged !== undefined) {
        this.dragged = score(event);
        this.view.limit = this.dragged;
        this.on.onThreshold(this.dragged, false);
      } else if (held.has(event.pointerId)) {
        held.get(event.pointerId).x = xOf(event);
        const [one, other] = held.values();
        const width = over.clientWidth;
        let step = (this.view.until - this.view.from) / width;
        if (other && Math.abs(other.x - one.x) > 10) step = (other.time - one.time) / (other.x - one.x);
        const from = one.time - step * one.x;
        const moved = !pressed || Math.abs(event.clientX - pressed[0]) > STILL;
        if (step > 0 && moved) this.on.onZoom(from, from + step * width);
      } else {
        over.classList.toggle("is-near", near(event));
      }
    });
    const done = (event) => {
      if (held.delete(event.pointerId)) holdAnew();
      if (this.dragged === undefined) return;
      const last = this.dragged;
      this.dragged = undefined;
      this.on.onThreshold(last, true);
    };
    over.addEventListener("pointerup", (event) => {
      done(event);
      // Not at the click: uPlot keeps that to itself where no mouse was pressed, as after a tap.
      if (!pressed || Math.hypot(event.clientX - pressed[0], event.clientY - pressed[1]) > STILL) return;
      this.on.onPick(this.plot.posToVal(xOf(event), "x"));
    });
    over.addEventListener("pointercancel", done);
    over.addEventListener("dblclick", () => this.on.onZoom(NaN, NaN));
    over.addEventListener(
      "wheel",
      (event) => {
        const { from, until } = this.view;
        const stretches = event.ctrlKey || event.metaKey;
        if (!stretches && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
        event.preventDefault();
        if (stretches) {
          const at = this.plot.posToVal(xOf(event), "x");
          const factor = Math.exp(Math.max(-1, Math.min(1, event.deltaY * 0.004)));
          this.on.onZoom(at - (at - from) * factor, at + (until - at) * factor);
        } else {
          const by = (event.deltaX / over.clientWidth) * (until - from);
          this.on.onZoom(from + by, until + by);
        }
      },
      { passive: false },
    );
    this.placeGrip();
  }

  lineY() {
    return this.plot.valToPos(Math.min(this.view.limit, this.view.top), "score");
  }

  placeGrip() {
    this.grip.hidden = !this.view.hasLine;
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

/** From zero, or below it, to a little above the highest value; numbers that differ little and lie far from zero are shown close up. */
function rangeOf(least, most) {
  if (least === null || !Number.isFinite(least)) return [0, 100];
  const width = most - least;
  if (width > 0 && least > 0 && width < 0.3 * most) return [least - width * 0.1, most + width * 0.1];
  const low = Math.min(0, least);
  const high = most > low ? most : low + 1;
  return [low, high + (high - low) * 0.08];
}

/** A computed colour at a tenth of its strength. */
function faint(colour) {
  return `color-mix(in srgb, ${colour} 12%, transparent)`;
}
