//! A panel handed on: its link, the code that shows it in another page, and the way to it in a tab of its own.
//!
//! The lab is asked for when the menu opens, so that each of its entries acts at once: browsers let a page copy and open tabs only while a
//! press is fresh. A lab that comes with the page goes by its name, any other one goes whole behind the `#`, where no server sees it.

use leptos::{html, prelude::*};

use crate::{
    address::{Part, address},
    model::{Model, use_model},
    ui::{menu, take},
    words::words,
};

/// Height of the frame in code for other pages, pixels.
const HEIGHT: &str = "640";

/// Address of the page without what it asks for.
pub(crate) fn page_address() -> String {
    let here = window().location().href().unwrap_or_default();
    here.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// The page with a query (which may be empty) and a hash.
pub(crate) fn here(query: &str, hash: &str) -> String {
    let mark = if query.is_empty() { "" } else { "?" };
    [&page_address(), mark, query, "#", hash.trim_start_matches('#')].concat()
}

/// What stands behind the `#` for the lab.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Hash {
    /// The engine has not said yet.
    Unknown,
    /// The lab is too large for an address.
    TooLarge,
    Of(String),
}

/// What stands behind the `#` for the lab, anew whenever that changes while it is wanted.
pub(crate) fn linked(model: Model, is_wanted: impl Fn() -> bool + 'static) -> RwSignal<Hash> {
    let hash = RwSignal::new(Hash::Unknown);
    Effect::new(move |_| {
        if model.lab.with(Option::is_some) && is_wanted() {
            // The menu may be gone when the answer comes.
            model.link(move |linked| drop(hash.try_set(linked.map_or(Hash::TooLarge, Hash::Of))));
        }
    });
    hash
}

/// The menu of a panel, whose heading is `title`.
#[component]
pub(crate) fn Share(part: Part, title: &'static str) -> impl IntoView {
    address().shows(Part::Share).then(|| view! { <Menu part title/> })
}

#[component]
fn Menu(part: Part, title: &'static str) -> impl IntoView {
    let model = use_model();
    let menu = NodeRef::<html::Details>::new();
    let open = RwSignal::new(false);
    let said = RwSignal::new("");
    let hash = linked(model, move || open.get());
    let query = ["view=", part.name()].concat();
    let link = Memo::new(move |_| match hash.get() {
        Hash::Of(hash) => Some(here(&query, &hash)),
        Hash::Unknown | Hash::TooLarge => None,
    });
    let no_link = move || link.with(Option::is_none);
    let words = &words().share;
    let close = move || menu::close(menu);
    let copy = move |text: String, done: &'static str| {
        close();
        take::copy(text, move |copied| {
            said.set(if copied { done } else { words.not_copied });
        });
    };
    let entry = move |label: &'static str, done: &'static str, write: fn(&str, &str, &str) -> String| {
        let press = move |_| {
            if let Some(link) = link.get_untracked() {
                copy(write(&link, part.name(), title), done);
            }
        };
        view! { <button type="button" class="quiet" disabled=no_link on:click=press>{label}</button> }
    };
    // A page that was opened from a disk is in nobody else's reach.
    let is_hosted = window().location().protocol().is_ok_and(|protocol| protocol.starts_with("http"));
    view! {
        <span class="share-said muted" role="status">{said}</span>
        <details
            class="menu share"
            node_ref=menu
            on:toggle=move |_| {
                let is_open = menu.get().is_some_and(|menu| menu.open());
                // What was done is said when it has closed.
                if is_open {
                    said.set("");
                }
                open.set(is_open);
            }
            on:keydown=menu::on_escape(menu)
        >
            <summary aria-label=(words.share_named)(title)>
                <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
                    <circle cx="6" cy="12" r="2.5"></circle>
                    <circle cx="18" cy="6" r="2.5"></circle>
                    <circle cx="18" cy="18" r="2.5"></circle>
                    <path d="m8.3 10.8 7.4-3.6M8.3 13.2l7.4 3.6"></path>
                </svg>
                <span class="share-word">{words.share}</span>
            </summary>
            <div class="menu-list">
                {entry(words.link, words.link_copied, |link, _, _| link.to_owned())}
                {is_hosted.then(|| entry(words.frame, words.code_copied, frame))}
                {is_hosted.then(|| entry(words.element, words.code_copied, element))}
                <a
                    class="menu-link"
                    target="_blank"
                    rel="noopener"
                    href=move || link.get()
                    on:click=move |_| close()
                >
                    {words.open}
                </a>
                <p class="muted" hidden=move || hash.get() != Hash::TooLarge>{words.too_large}</p>
            </div>
        </details>
    }
}

/// A plain frame. Without styles, which policies forbid in the code of a page; in HTML and in JSX alike.
fn frame(link: &str, _part: &str, title: &str) -> String {
    [
        "<iframe src=\"",
        &escaped(link),
        "\" title=\"Rillcut: ",
        &escaped(title),
        "\" loading=\"lazy\" width=\"100%\" height=\"",
        HEIGHT,
        "\" allow=\"clipboard-write; fullscreen\"></iframe>",
    ]
    .concat()
}

/// The element of `rillcut-embed.js`, which lies beside the page. Asynchronous: sites that draw one page in the place of another, as Docusaurus does, run no
/// other scripts that come with it.
fn element(link: &str, part: &str, title: &str) -> String {
    let (page, hash) = link.split_once('#').unwrap_or((link, ""));
    let page = page.split('?').next().unwrap_or_default();
    let folder = page.rfind('/').map_or(page, |end| &page[..=end]);
    let (name, value) = hash.split_once('=').unwrap_or((hash, ""));
    [
        "<script async src=\"",
        &escaped(folder),
        "rillcut-embed.js\"></script>\n<rillcut-lab view=\"",
        part,
        "\" ",
        name,
        "=\"",
        &escaped(value),
        "\" title=\"Rillcut: ",
        &escaped(title),
        "\"></rillcut-lab>",
    ]
    .concat()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_for_other_pages() {
        let link = "https://lab.example/v0.1/?view=chart#lab=v1.a-b_c";
        assert_eq!(
            frame(link, "chart", "A \"B\""),
            "<iframe src=\"https://lab.example/v0.1/?view=chart#lab=v1.a-b_c\" title=\"Rillcut: A &quot;B&quot;\" \
             loading=\"lazy\" width=\"100%\" height=\"640\" allow=\"clipboard-write; fullscreen\"></iframe>"
        );
        assert_eq!(
            element(link, "chart", "C & D"),
            "<script async src=\"https://lab.example/v0.1/rillcut-embed.js\"></script>\n\
             <rillcut-lab view=\"chart\" lab=\"v1.a-b_c\" title=\"Rillcut: C &amp; D\"></rillcut-lab>"
        );
        let by_name = element("https://lab.example/index.html?view=sql#example=empty", "sql", "E");
        assert!(
            by_name.contains("src=\"https://lab.example/rillcut-embed.js\"")
                && by_name.contains(" example=\"empty\" ")
        );
    }
}
