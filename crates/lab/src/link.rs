//! A lab as a part of an address: `v1.` and the lab file, deflated and written in base64url.
//!
//! It is the value of `lab=` behind the `#` of the page's address, where no server sees it. The page reads it with the browser's own inflate;
//! the engine has deflate at hand for its objects, and needs links for messages too.

use std::io::Write;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, write::DeflateEncoder};

/// The form of the link.
pub const VERSION: &str = "v1.";
/// Longest link that is made or read, in characters.
pub const MAX_LINK: usize = 200_000;

/// The value of `lab=` for a lab's text; nothing when it would be longer than so many characters.
pub fn written(text: &str, longest: usize) -> Option<String> {
    let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
    // Writing to memory does not fail.
    deflate.write_all(text.as_bytes()).ok()?;
    let mut link = VERSION.to_owned();
    URL_SAFE_NO_PAD.encode_string(deflate.finish().ok()?, &mut link);
    (link.len() <= longest).then_some(link)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    #[test]
    fn what_is_written_unpacks_to_the_text() {
        let text = crate::examples::CLICKSTREAM;
        let link = written(text, MAX_LINK).unwrap();
        let packed = URL_SAFE_NO_PAD.decode(link.strip_prefix(VERSION).unwrap()).unwrap();
        let mut back = String::new();
        DeflateDecoder::new(packed.as_slice()).read_to_string(&mut back).unwrap();
        assert_eq!(back, text);
        assert!(link.len() < text.len() / 2, "{} of {}", link.len(), text.len());
        assert_eq!(written(text, link.len() - 1), None);
    }
}
