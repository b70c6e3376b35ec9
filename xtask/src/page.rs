//! The page's HTML, as far as packing changes it: addresses, tags that are left out or written anew.
//!
//! The page is our own file with what trunk writes into it: tags on their own, attributes in double quotes. An HTML parser would be
//! the largest dependency of all this.

use crate::failure::Failure;

/// What in the page stands for the build.
const BUILD: &str = "<meta name=\"rillcut-build\" content=\"dev\">";

/// The attributes that hold addresses of the site.
const ADDRESSES: [&str; 4] = ["href", "src", "data-js", "data-wasm"];

/// The page of a build whose files, all but those that keep their names, lie in `folder`; `names` are those of what lies in it.
pub(crate) fn of_build(html: &str, folder: &str, names: &[String], build: &str) -> Result<String, Failure> {
    if !html.contains(BUILD) {
        return Err(Failure::new(format!("index.html has no `{BUILD}`")));
    }
    let html = html.replace(BUILD, &BUILD.replace("dev", build));
    Ok(with_tags(&html, |tag| {
        let mut tag = tag.to_owned();
        for attribute in ADDRESSES {
            let Some(address) = value(&tag, attribute) else { continue };
            let name = address.strip_prefix("./").unwrap_or(address);
            let top = name.split('/').next().unwrap_or_default();
            if names.iter().any(|known| known == top) {
                tag = tag.replace(
                    &format!(" {attribute}=\"{address}\""),
                    &format!(" {attribute}=\"{folder}/{name}\""),
                );
            }
        }
        Some(tag)
    }))
}

/// The page with each of its `<link>`, `<meta>` and `<script>` tags, up to its `>`, replaced by what `each` makes of it; `None` leaves it out.
pub(crate) fn with_tags(html: &str, mut each: impl FnMut(&str) -> Option<String>) -> String {
    let mut made = String::with_capacity(html.len());
    let mut rest = html;
    loop {
        let next = ["<link ", "<meta ", "<script "].iter().filter_map(|tag| rest.find(tag)).min();
        let Some((from, length)) = next.and_then(|from| Some((from, rest.get(from..)?.find('>')? + 1)))
        else {
            made.push_str(rest);
            return made;
        };
        let (before, after) = rest.split_at(from);
        let (tag, after) = after.split_at(length);
        made.push_str(before);
        made.push_str(&each(tag).unwrap_or_default());
        rest = after;
    }
}

/// The value of a tag's attribute.
pub(crate) fn value<'a>(tag: &'a str, attribute: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {attribute}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_build_move_and_others_stay() {
        let html = format!(
            "<head>{BUILD}<link rel=\"icon\" href=\"icons/a.svg\"><link rel=\"stylesheet\" href=\"./base-1.css\">\
             <script src=\"boot.mjs\" data-js=\"./web-1.js\" data-wasm=\"./web-1_bg.wasm\"></script></head><a href=\"boot.mjs\">"
        );
        let names = ["base-1.css", "boot.mjs", "web-1.js", "web-1_bg.wasm"].map(str::to_owned);
        let made = of_build(&html, "app-7", &names, "7").expect("it has a build");
        assert_eq!(
            made,
            "<head><meta name=\"rillcut-build\" content=\"7\"><link rel=\"icon\" href=\"icons/a.svg\">\
             <link rel=\"stylesheet\" href=\"app-7/base-1.css\"><script src=\"app-7/boot.mjs\" data-js=\"app-7/web-1.js\" \
             data-wasm=\"app-7/web-1_bg.wasm\"></script></head><a href=\"boot.mjs\">"
        );
        assert!(of_build("<p>", "app-7", &names, "7").is_err());
    }

    #[test]
    fn tags_are_left_out() {
        assert_eq!(with_tags("<p><link rel=\"x\">a<meta name=\"y\">", |_| None), "<p>a");
        assert_eq!(with_tags("<p><link unfinished", |_| None), "<p><link unfinished");
    }
}
