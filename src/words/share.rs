//! A panel handed on: as a link, as code for another page, in a tab of its own.

/// The words of the menu on each panel.
pub(crate) struct ShareWords {
    pub(crate) share: &'static str,
    /// The menu of the panel of that name.
    pub(crate) share_named: fn(&str) -> String,
    pub(crate) link: &'static str,
    pub(crate) frame: &'static str,
    pub(crate) element: &'static str,
    pub(crate) open: &'static str,
    /// The lab does not fit into an address.
    pub(crate) too_large: &'static str,
    pub(crate) link_copied: &'static str,
    pub(crate) code_copied: &'static str,
    pub(crate) not_copied: &'static str,
}

pub(super) const ENGLISH: ShareWords = ShareWords {
    share: "Share",
    share_named: |name| ["Share: ", name].concat(),
    link: "Copy link",
    frame: "Copy embed code (iframe)",
    element: "Copy embed code (<rillcut-lab>)",
    open: "Open in a new tab",
    too_large: "The lab is too large for a link: save it as a file instead",
    link_copied: "Link copied",
    code_copied: "Embed code copied",
    not_copied: "This browser does not let the page copy",
};

pub(super) const JAPANESE: ShareWords = ShareWords {
    share: "共有",
    share_named: |name| ["共有: ", name].concat(),
    link: "リンクをコピー",
    frame: "埋め込みコードをコピー（iframe）",
    element: "埋め込みコードをコピー（<rillcut-lab>）",
    open: "新しいタブで開く",
    too_large: "ラボが大きすぎてリンクにできません。代わりにファイルに保存してください",
    link_copied: "リンクをコピーしました",
    code_copied: "埋め込みコードをコピーしました",
    not_copied: "このブラウザーではページからコピーできません",
};
