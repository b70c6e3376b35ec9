//! A lab as a link: `#lab=v1.` and the lab file, deflated by the browser and written in base64url.
//!
//! A link comes from anybody: how much is unpacked is bounded, what comes out is read like any lab file, and a lab that is opened stands still,
//! connected to nothing.

use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

use super::take::through;

/// How the lab is packed.
const FORMAT: &str = "deflate-raw";
/// The form of the link.
const VERSION: &str = "v1.";
/// Longest link that is made or read, in characters.
const MAX_LINK: usize = 200_000;
/// Most bytes of a lab that are unpacked.
const MAX_TEXT: usize = 4 << 20;

/// The value of `lab=` for a lab's text; nothing when it is too long for a link or the browser cannot deflate.
pub(crate) async fn written(text: &str) -> Option<String> {
    let blob = Blob::new_with_str_sequence(&js_sys::Array::of1(&JsValue::from_str(text))).ok()?;
    let stream = through("CompressionStream", FORMAT, &blob).ok()?;
    let whole = Response::new_with_opt_readable_stream(Some(&stream)).ok()?.array_buffer().ok()?;
    let bytes = js_sys::Uint8Array::new(&JsFuture::from(whole).await.ok()?).to_vec();
    // `btoa` takes a character a byte.
    let letters: String = bytes.iter().map(|&byte| char::from(byte)).collect();
    let base64 = window().btoa(&letters).ok()?;
    let url: String = base64.trim_end_matches('=').chars().map(|c| swapped(c, false)).collect();
    let link = format!("{VERSION}{url}");
    (link.len() <= MAX_LINK).then_some(link)
}

/// The lab's text in the value of `lab=`; nothing when it is not one.
pub(crate) async fn read(link: &str) -> Option<String> {
    let packed = link.strip_prefix(VERSION).filter(|packed| packed.len() <= MAX_LINK)?;
    let base64: String = packed.chars().map(|c| swapped(c, true)).collect();
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

/// The letters that base64 and base64url write otherwise.
fn swapped(letter: char, from_url: bool) -> char {
    match (letter, from_url) {
        ('+', false) => '-',
        ('/', false) => '_',
        ('-', true) => '+',
        ('_', true) => '/',
        _ => letter,
    }
}
