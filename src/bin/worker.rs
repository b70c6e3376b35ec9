//! The engine's worker: greets the page, then works for it.

use rillcut_web::handshake::greeting;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DedicatedWorkerGlobalScope;

fn main() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    scope.post_message(&JsValue::from_str(&greeting()))
}
