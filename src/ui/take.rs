//! Taking something away from the page: to a file, as it is or compressed, or to the clipboard.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableWritablePair, Response};

/// Offers a text as a file; `done` is told whether that went well.
pub(crate) fn save(name: String, text: &str, gzip: bool, done: impl FnOnce(bool) + 'static) {
    let blob = Blob::new_with_str_sequence(&js_sys::Array::of1(&JsValue::from_str(text)));
    spawn_local(async move {
        let saved = async {
            let blob = blob?;
            if gzip { offer(&format!("{name}.gz"), &compressed(&blob).await?) } else { offer(&name, &blob) }
        };
        done(saved.await.is_ok());
    });
}

/// The browser's own gzip: one of ours would cost the page 20 KB.
async fn compressed(blob: &Blob) -> Result<Blob, JsValue> {
    let class = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("CompressionStream"))?;
    let class: js_sys::Function = class.dyn_into()?;
    let gzip = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&JsValue::from_str("gzip")))?;
    let stream = blob.stream().pipe_through(gzip.unchecked_ref::<ReadableWritablePair>());
    let whole = Response::new_with_opt_readable_stream(Some(&stream))?.blob()?;
    Ok(JsFuture::from(whole).await?.unchecked_into())
}

fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.dyn_into()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}

/// Puts a text on the clipboard; `done` is told whether the browser let it.
pub(crate) fn copy(text: String, done: impl FnOnce(bool) + 'static) {
    let navigator = window().navigator();
    // Missing where the page is not served securely.
    let there = js_sys::Reflect::get(&navigator, &JsValue::from_str("clipboard"))
        .is_ok_and(|found| found.is_object());
    spawn_local(async move {
        done(there && JsFuture::from(navigator.clipboard().write_text(&text)).await.is_ok());
    });
}
