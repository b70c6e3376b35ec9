//! The page: mounts the Leptos application and starts the engine's worker.

use leptos::prelude::*;
use rillcut_web::handshake::{PROTOCOL, protocol_of};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlMetaElement, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What the page knows of its engine.
#[derive(Clone, PartialEq, Eq)]
enum Engine {
    Starting,
    Ready,
    Failed(String),
}

fn main() {
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
    mount_to_body(Page);
}

#[component]
fn Page() -> impl IntoView {
    let engine = RwSignal::new(Engine::Starting);
    if let Err(error) = start_worker(engine) {
        engine.set(Engine::Failed(format!("{error:?}")));
    }
    view! {
        <main>
            <h1>"Rillcut"</h1>
            <p class="engine" role="status">
                {move || match engine.get() {
                    Engine::Starting => "Engine starting".to_owned(),
                    Engine::Ready => "Engine ready".to_owned(),
                    Engine::Failed(reason) => format!("Engine failed: {reason}"),
                }}
            </p>
        </main>
    }
}

/// Starts the worker named in the page's head; its greeting, or its failure, ends up in `engine`.
fn start_worker(engine: RwSignal<Engine>) -> Result<(), JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&worker_url()?, &options)?;
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let text = event.data().as_string().unwrap_or_default();
        engine.set(match protocol_of(&text) {
            Some(PROTOCOL) => Engine::Ready,
            Some(other) => {
                Engine::Failed(format!("it speaks protocol {other}, this page {PROTOCOL}; reload the page"))
            }
            None => Engine::Failed("its first message is no greeting".to_owned()),
        });
    });
    worker.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
    Ok(())
}

/// The worker's address, which carries the hash of its files: `<meta name="rillcut-worker">`.
fn worker_url() -> Result<String, JsValue> {
    document()
        .query_selector("meta[name=rillcut-worker]")?
        .and_then(|element| element.dyn_into::<HtmlMetaElement>().ok())
        .map(|meta| meta.content())
        .ok_or_else(|| JsValue::from_str("the page names no worker"))
}
