//! The schema of the source.

/// The words of the schema.
pub(crate) struct SchemaWords {
    pub(crate) title: &'static str,
    pub(crate) discover: &'static str,
    pub(crate) discover_title: fn(&str) -> String,
    /// How many columns are in force, and whether they were discovered.
    pub(crate) in_force: fn(usize, bool) -> String,
    pub(crate) columns: &'static str,
    pub(crate) discovered: &'static str,
    pub(crate) discovered_columns: &'static str,
    pub(crate) take: &'static str,
    pub(crate) taken: &'static str,
    pub(crate) records: &'static str,
    pub(crate) column: &'static str,
    pub(crate) data_type: &'static str,
    pub(crate) mapping: &'static str,
    pub(crate) text: &'static str,
    pub(crate) edited: &'static str,
    pub(crate) apply: &'static str,
    pub(crate) revert: &'static str,
    pub(crate) anew: &'static str,
}

pub(super) const ENGLISH: SchemaWords = SchemaWords {
    title: "Schema of the source",
    discover: "Discover schema",
    discover_title: |template| ["From records of “", template, "”"].concat(),
    in_force: |number, is_discovered| {
        let columns = if number == 1 { " column" } else { " columns" };
        let origin = if is_discovered { ", discovered from the first template" } else { "" };
        ["Schema in force: ", &number.to_string(), columns, origin].concat()
    },
    columns: "Columns of the source",
    discovered: "Discovered schema",
    discovered_columns: "Discovered columns",
    take: "Use this schema",
    taken: "In force",
    records: "Records it was found from",
    column: "Column",
    data_type: "Type",
    mapping: "Mapping",
    text: "InputSchema JSON",
    edited: "Edited, not applied",
    apply: "Apply schema",
    revert: "Revert",
    anew: "The application starts anew",
};

pub(super) const JAPANESE: SchemaWords = SchemaWords {
    title: "ソースのスキーマ",
    discover: "スキーマを検出",
    discover_title: |template| ["「", template, "」のレコードから"].concat(),
    in_force: |number, is_discovered| {
        let origin = if is_discovered { "（最初のテンプレートから検出）" } else { "" };
        ["適用中のスキーマ: ", &number.to_string(), " 列", origin].concat()
    },
    columns: "ソースの列",
    discovered: "検出したスキーマ",
    discovered_columns: "検出した列",
    take: "このスキーマを使う",
    taken: "適用中",
    records: "検出に使ったレコード",
    column: "列",
    data_type: "型",
    mapping: "マッピング",
    text: "InputSchema（JSON）",
    edited: "編集済み（未適用）",
    apply: "スキーマを適用",
    revert: "変更を破棄",
    anew: "アプリケーションは最初からやり直します",
};
