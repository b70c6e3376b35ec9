//! Taking something away from the page: to a file, as it is or compressed, or to the clipboard.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, ReadableStream, ReadableWritablePair, Response};

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

/// Offers a text as a file at once.
///
/// # Errors
/// What the browser says.
pub(crate) fn save_text(name: &str, text: &str) -> Result<(), JsValue> {
    offer(name, &Blob::new_with_str_sequence(&js_sys::Array::of1(&JsValue::from_str(text)))?)
}

/// Offers octets as a file. In a frame that allows no downloads nothing happens, which the browser says itself.
pub(crate) fn save_bytes(name: &str, bytes: &[u8]) {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let _refused = Blob::new_with_u8_array_sequence(&parts).and_then(|blob| offer(name, &blob));
}

/// The browser's own gzip: one of ours would cost the page 20 KB.
async fn compressed(blob: &Blob) -> Result<Blob, JsValue> {
    let stream = through("CompressionStream", "gzip", blob)?;
    let whole = Response::new_with_opt_readable_stream(Some(&stream))?.blob()?;
    Ok(JsFuture::from(whole).await?.unchecked_into())
}

/// A blob through one of the browser's streams that compress or unpack, by the names of its class and format.
pub(super) fn through(class: &str, format: &str, blob: &Blob) -> Result<ReadableStream, JsValue> {
    let class: js_sys::Function =
        js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str(class))?.dyn_into()?;
    let stream = js_sys::Reflect::construct(&class, &js_sys::Array::of1(&JsValue::from_str(format)))?;
    Ok(blob.stream().pipe_through(stream.unchecked_ref::<ReadableWritablePair>()))
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
