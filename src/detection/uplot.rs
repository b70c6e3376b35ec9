//! Typed bindings to the chart, which is uPlot and a painter of ours: `chart.js` beside this file.
//!
//! What is to be drawn is decided here in Rust and handed over as flat arrays; how it is drawn is JavaScript, since nearly every line of it
//! calls a canvas or uPlot. Building uPlot's options through bindings was rejected: it takes more bytes of WebAssembly than the painter has.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

#[wasm_bindgen(module = "/src/detection/chart.js")]
extern "C" {
    /// A chart in an element.
    pub(super) type Plot;

    /// Loads uPlot and opens a chart in `place`. The library's address is relative to the page; `warm_up` is written
    /// into the warm-up.
    ///
    /// `on_threshold` is called with a score and whether the line was let go, `on_zoom` with two instants (NaN: back), `on_point` with the
    /// ROWTIME under the cursor (NaN: none), `on_pick` with the instant that was clicked.
    #[wasm_bindgen(catch, js_name = openChart)]
    pub(super) async fn open(
        place: &HtmlElement,
        library: &str,
        warm_up: &str,
        on_threshold: &Function,
        on_zoom: &Function,
        on_point: &Function,
        on_pick: &Function,
    ) -> Result<JsValue, JsValue>;

    /// Draws. Times are epoch milliseconds, at most four lines of `values` follow each other; NaN is a gap. `stretches` holds from, until and 1
    /// for an expected moment, three numbers each; `counts` how often each hundredth of score came. `view` holds the first and last instant,
    /// the end of the warm-up (NaN: none), the top of the right axis, the height above which a point is marked, 1 for a line at that
    /// height, the instant that is explained (NaN: none), and the number of lines.
    #[wasm_bindgen(method)]
    pub(super) fn draw(
        this: &Plot,
        times: &[f64],
        values: &[f64],
        scores: &[f64],
        stretches: &[f64],
        counts: &[u32],
        view: &[f64],
    );

    /// Moves the cursor: by that many points, or to an end with an infinity.
    #[wasm_bindgen(method, js_name = moveCursor)]
    pub(super) fn move_cursor(this: &Plot, by: f64);

    /// Sets the cursor to an instant, where it stays while points come.
    #[wasm_bindgen(method, js_name = pointTo)]
    pub(super) fn point_to(this: &Plot, time: f64);

    /// Lets go of everything outside of the element.
    #[wasm_bindgen(method)]
    pub(super) fn close(this: &Plot);
}
