//! The worker that writes a lab as an Apache Flink job: one request, one answer ([`rillcut_lab::flink`]), then it is ended.
//!
//! It is a program of its own, so that the engine's, which everybody fetches, has no exporter in it, and so that the lab runs on while
//! another run of it is made for the job. Where a page can have no worker it runs on the page's own thread, as the engine does.

use js_sys::Uint8Array;
use rillcut_lab::{
    flink::{self, JobRequest},
    protocol,
};
use rillcut_web::{post_octets, worker_scope};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Its first message: it can be asked. What is posted to a worker that is still loading can be lost.
const GREETING: &str = "rillcut-exporter";

fn main() -> Result<(), JsValue> {
    let (scope, _) = worker_scope()?;
    let inbox = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| answer(&scope, &event))
    };
    scope.set_onmessage(Some(inbox.as_ref().unchecked_ref()));
    inbox.forget();
    scope.post_message(&JsValue::from_str(GREETING))
}

fn answer(scope: &DedicatedWorkerGlobalScope, event: &MessageEvent) {
    let bytes = Uint8Array::new(&event.data()).to_vec();
    // Both ends are built together: a request that cannot be read is a fault of ours, told as the worker's error.
    let answer = match protocol::decode::<JobRequest>(&bytes) {
        Ok(request) => protocol::encode(&flink::answer(request)),
        Err(error) => Err(error),
    };
    match answer {
        Ok(octets) => post_octets(scope, &octets),
        Err(error) => {
            wasm_bindgen::throw_str(&format!("the exporter and the page are of different builds: {error}"))
        }
    }
}
