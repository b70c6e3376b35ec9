//! Octets as a download.

use js_sys::{Array, Uint8Array};
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// Hands a file to the reader's downloads.
pub(crate) fn save_bytes(name: &str, bytes: &[u8]) {
    let saved = || {
        let parts = Array::of1(&Uint8Array::from(bytes));
        let url = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(&parts)?)?;
        let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
        link.set_href(&url);
        link.set_download(name);
        link.click();
        Url::revoke_object_url(&url)
    };
    // In a frame that allows no downloads nothing happens, which the browser says itself.
    let _refused: Result<(), wasm_bindgen::JsValue> = saved();
}
