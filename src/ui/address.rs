//! What the page's address asks for.

use leptos::prelude::window;

/// The value of a parameter in the query or in the hash: `?step=3`, `#step=3`. Values are plain words and numbers, nothing is decoded.
pub(crate) fn parameter(name: &str) -> Option<String> {
    query(name).or_else(|| {
        let hash = window().location().hash().unwrap_or_default();
        value(hash.trim_start_matches('#'), name).map(str::to_owned)
    })
}

/// The same in the query alone.
pub(crate) fn query(name: &str) -> Option<String> {
    let query = window().location().search().unwrap_or_default();
    value(query.trim_start_matches('?'), name).map(str::to_owned)
}

fn value<'a>(pairs: &'a str, name: &str) -> Option<&'a str> {
    pairs
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn pairs() {
        assert_eq!(value("a=1&step=3", "step"), Some("3"));
        assert_eq!((value("", "step"), value("steps=3", "step"), value("step", "step")), (None, None, None));
    }
}
