//! Where a program that is no page runs: in a worker, or in what stands for one on the page's own thread (`www/engine.mjs`).

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

/// The scope, and whether it only stands for a worker's.
///
/// # Errors
/// When the program runs in neither.
pub fn worker_scope() -> Result<(DedicatedWorkerGlobalScope, bool), JsValue> {
    let global = js_sys::global();
    let stand_in = Reflect::get(&global, &JsValue::from_str("rillcutScope"))?;
    if stand_in.is_undefined() {
        Ok((global.dyn_into()?, false))
    } else {
        Ok((stand_in.unchecked_into(), true))
    }
}

/// Posts octets to the page, and gives them away.
pub fn post_octets(scope: &DedicatedWorkerGlobalScope, octets: &[u8]) {
    let message = Uint8Array::from(octets);
    let transfer = Array::of1(&message.buffer());
    // Posting fails only when the page is gone.
    let _gone = scope.post_message_with_transfer(&message, &transfer);
}
