//! The lab in a frame of another page: what it is told by that page, what it tells, and that it rests where nobody sees it.
//!
//! One page may speak to the lab, the parent of its frame, and only when its origin is the one that `origin=` in the address names, or the
//! lab's own where none is named. What that page asks for is what a reader can press: nothing in a message connects a destination or sends
//! anything. Everything that is told goes to that origin alone.
//!
//! `frame.js` knows the browser's side (observers, origins, the wire); the types of the messages are in [`protocol`], what is told when is in
//! [`told`], what is done about what is asked in [`asked`].

mod asked;
mod presence;
mod protocol;
mod told;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;

pub(crate) use presence::passes;

use self::{asked::Answers, told::Host};
use crate::{address::address, bar::Theme, guide::Guide, model::Model};

#[wasm_bindgen(module = "/src/embed/frame.js")]
extern "C" {
    /// What the browser knows of the page around.
    type Around;

    /// It. One function of the module, and the rest its methods: each imported one is another copy of the module's name.
    fn around() -> Around;

    /// Whether the page is in a frame.
    #[wasm_bindgen(method, js_name = isFramed)]
    fn is_framed(this: &Around) -> bool;

    /// Calls a function whenever the frame comes onto the screen, or leaves it.
    #[wasm_bindgen(method, js_name = watchScreen)]
    fn watch_screen(this: &Around, told: &JsValue);

    /// Calls a function with the height of the page's content in pixels, now and whenever it changes.
    #[wasm_bindgen(method, js_name = watchHeight)]
    fn watch_height(this: &Around, told: &JsValue);

    /// The line to the page around the frame, if that page is of the origin; empty: of the page's own.
    #[wasm_bindgen(method, js_name = lineTo)]
    fn line_to(this: &Around, origin: &str) -> Option<Line>;

    /// A line to the page around the frame.
    type Line;

    /// Calls a function with each message: what is known of it, what is wrong with it as it stands (0 nothing, 1 it is of another version, 2 it
    /// is too large), and its `id`.
    #[wasm_bindgen(method)]
    fn hear(this: &Line, heard: &JsValue);

    /// Tells the page something, in answer to the message of that `id` where there is one.
    #[wasm_bindgen(method)]
    fn tell(this: &Line, message: &JsValue, id: &JsValue);
}

/// Whether the page is in a frame.
pub(crate) fn is_framed() -> bool {
    around().is_framed()
}

/// Begins to rest off the screen and to speak with the page around, where there is one.
pub(crate) fn start(model: Model, guide: Guide, theme: RwSignal<Theme>) {
    if !is_framed() {
        return;
    }
    presence::leave();
    // Both live as long as the page.
    let on_screen = Closure::<dyn FnMut(bool)>::new(move |is_seen| {
        if let Some(command) = presence::turn(is_seen) {
            model.post(command);
        }
    });
    let around = around();
    around.watch_screen(&on_screen.into_js_value());
    let Some(line) = around.line_to(address().origin.as_deref().unwrap_or_default()) else { return };
    let host = Host::new(line);
    let answers = Answers::new(model, guide, theme, host);
    answers.listen();
    host.tell_of(model, guide, answers);
}
