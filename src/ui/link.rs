//! A lab in a link ([`rillcut_lab::link`]), read.
//!
//! A link comes from anybody: how much is unpacked is bounded, what comes out is read like any lab file, and a lab that is opened stands still,
//! connected to nothing.

use leptos::prelude::window;
use rillcut_lab::link::{MAX_LINK, VERSION};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::take::through;

/// How the lab is packed.
const FORMAT: &str = "deflate-raw";
/// Most bytes of a lab that are unpacked.
const MAX_TEXT: usize = 4 << 20;

/// The lab's text in the value of `lab=`; nothing when it is not one.
pub(crate) async fn read(link: &str) -> Option<String> {
    let packed = link.strip_prefix(VERSION).filter(|packed| packed.len() <= MAX_LINK)?;
    let base64 = packed.replace('-', "+").replace('_', "/");
    let letters = window().atob(&base64).ok()?;
    let bytes: Vec<u8> = letters.chars().map(|c| u8::try_from(c).ok()).collect::<Option<_>>()?;
    let blob =
        Blob::new_with_u8_array_sequence(&js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice())))
            .ok()?;
    let stream = through("DecompressionStream", FORMAT, &blob).ok()?;
    // A piece at a time: a few bytes may unpack to more than a tab can hold.
    let reader: web_sys::ReadableStreamDefaultReader = stream.get_reader().dyn_into().ok()?;
    let mut text = Vec::new();
    loop {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        let member = |name: &str| js_sys::Reflect::get(&piece, &JsValue::from_str(name)).ok();
        if member("done")?.is_truthy() {
            return String::from_utf8(text).ok();
        }
        text.extend(js_sys::Uint8Array::new(&member("value")?).to_vec());
        if text.len() > MAX_TEXT {
            let _ended = reader.cancel();
            return None;
        }
    }
}
