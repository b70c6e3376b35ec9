//! The record templates: editor, functions, gallery, import, and the records they make.

use super::Counted;

/// The words of the templates.
pub(crate) struct TemplateWords {
    pub(crate) title: &'static str,
    pub(crate) new: &'static str,
    pub(crate) edited: &'static str,
    /// The marks of a tab, read out: of a draft, of a new template.
    pub(crate) edited_mark: &'static str,
    pub(crate) new_mark: &'static str,
    pub(crate) new_template: &'static str,
    pub(crate) open_gallery: &'static str,
    pub(crate) open_import: &'static str,
    pub(crate) export: &'static str,
    /// The name of a new one, by its number.
    pub(crate) numbered: fn(&str) -> String,
    /// The name of a copy.
    pub(crate) copy_of: fn(&str) -> String,
    pub(crate) name: &'static str,
    pub(crate) taken: &'static str,
    pub(crate) text: &'static str,
    pub(crate) save: &'static str,
    pub(crate) revert: &'static str,
    pub(crate) duplicate: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) records: RecordWords,
    pub(crate) functions: FunctionWords,
    pub(crate) gallery: GalleryWords,
    pub(crate) import: ImportWords,
}

/// The words of records as text.
pub(crate) struct RecordWords {
    pub(crate) five: &'static str,
    pub(crate) pretty: &'static str,
    /// A call, and what it printed.
    pub(crate) printed: fn(&str, &str) -> String,
    pub(crate) point: &'static str,
}

/// The words of the functions.
pub(crate) struct FunctionWords {
    pub(crate) title: &'static str,
    pub(crate) list: &'static str,
    pub(crate) put: &'static str,
    pub(crate) not_in_kdg: &'static str,
    pub(crate) search: &'static str,
    pub(crate) search_for: &'static str,
    pub(crate) found: Counted,
    /// So many are offered under the caret.
    pub(crate) offered: Counted,
}

/// The words of the gallery.
pub(crate) struct GalleryWords {
    pub(crate) title: &'static str,
    pub(crate) close: &'static str,
    pub(crate) record_of: fn(&str) -> String,
    pub(crate) take: &'static str,
    pub(crate) take_named: fn(&str) -> String,
    /// With a sender of that rate.
    pub(crate) send: fn(&str) -> String,
    pub(crate) send_named: fn(&str, &str) -> String,
}

/// The words of the import.
pub(crate) struct ImportWords {
    pub(crate) title: &'static str,
    pub(crate) close: &'static str,
    pub(crate) from_kdg: &'static str,
    pub(crate) line: &'static str,
    pub(crate) paste: &'static str,
    /// What a pasted template is called.
    pub(crate) pasted: &'static str,
    pub(crate) read: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) file: &'static str,
    pub(crate) found: &'static str,
    pub(crate) mend: &'static str,
    pub(crate) mend_named: fn(&str) -> String,
    pub(crate) no_room: &'static str,
    /// The table of periods with its highest rate; whose it becomes follows.
    pub(crate) periods: fn(&str) -> String,
    pub(crate) nobody: &'static str,
    pub(crate) take: &'static str,
}

pub(super) const ENGLISH: TemplateWords = TemplateWords {
    title: "Record templates",
    new: "New",
    edited: "Edited, not saved",
    edited_mark: "edited, not saved",
    new_mark: "not saved",
    new_template: "New template",
    open_gallery: "Gallery…",
    open_import: "Import…",
    export: "Export",
    numbered: |number| ["Template ", number].concat(),
    copy_of: |name| [name, " copy"].concat(),
    name: "Name",
    taken: "Another template has this name",
    text: "Template",
    save: "Save template",
    revert: "Revert",
    duplicate: "Duplicate",
    remove: "Remove template",
    records: RecordWords {
        five: "Five records",
        pretty: "Pretty",
        printed: |call, values| [call, " printed ", values].concat(),
        point: "Point at a field, or go from field to field with the arrows",
    },
    functions: FunctionWords {
        title: "What a template may say",
        list: "Functions",
        put: "Put in at the caret",
        not_in_kdg: "not in KDG",
        search: "Search functions",
        search_for: "Search: name, date, price, list …",
        found: |number| number.to_string() + if number == 1 { " function" } else { " functions" },
        offered: |number| {
            let functions = if number == 1 { " function" } else { " functions" };
            number.to_string() + functions + ", Down goes through them"
        },
    },
    gallery: GalleryWords {
        title: "Template gallery",
        close: "Close the gallery",
        record_of: |title| ["A record of ", title].concat(),
        take: "Use",
        take_named: |title| ["Use ", title].concat(),
        send: |rate| ["Use and send ", rate, "/s"].concat(),
        send_named: |rate, title| ["Use and send ", rate, "/s: ", title].concat(),
    },
    import: ImportWords {
        title: "Import templates",
        close: "Close the import",
        from_kdg: "From the Kinesis Data Generator: open its page, then the browser's console, and copy what this prints",
        line: "Line for the console",
        paste: "Paste it here, or drop a file anywhere on the templates",
        pasted: "Pasted template",
        read: "Read",
        choose: "Choose a file…",
        file: "File of templates",
        found: "What was found",
        mend: "Mend in the editor",
        mend_named: |name| ["Mend in the editor: ", name].concat(),
        no_room: "Another new template is not saved yet",
        periods: |peak| ["The table of periods, up to ", peak, " records/s, for"].concat(),
        nobody: "nobody",
        take: "Import",
    },
};

pub(super) const JAPANESE: TemplateWords = TemplateWords {
    title: "レコードテンプレート",
    new: "新規",
    edited: "編集済み（未保存）",
    edited_mark: "編集済み、未保存",
    new_mark: "未保存",
    new_template: "新しいテンプレート",
    open_gallery: "ギャラリー…",
    open_import: "インポート…",
    export: "エクスポート",
    numbered: |number| ["テンプレート ", number].concat(),
    copy_of: |name| [name, " のコピー"].concat(),
    name: "名前",
    taken: "同じ名前のテンプレートがあります",
    text: "テンプレート",
    save: "テンプレートを保存",
    revert: "変更を破棄",
    duplicate: "複製",
    remove: "テンプレートを削除",
    records: RecordWords {
        five: "5 件のレコード",
        pretty: "整形",
        printed: |call, values| [call, " の出力: ", values].concat(),
        point: "フィールドを指すか、矢印キーで移動します",
    },
    functions: FunctionWords {
        title: "テンプレートで使える関数",
        list: "関数",
        put: "カーソルの位置に挿入",
        not_in_kdg: "KDG にはない",
        search: "関数を検索",
        search_for: "検索（name、date、price、list など）",
        found: |number| number.to_string() + " 個の関数",
        offered: |number| number.to_string() + " 個の関数。下矢印キーで選べます",
    },
    gallery: GalleryWords {
        title: "テンプレートギャラリー",
        close: "ギャラリーを閉じる",
        record_of: |title| [title, " のレコード"].concat(),
        take: "使う",
        take_named: |title| [title, " を使う"].concat(),
        send: |rate| ["追加して ", rate, "/秒で送信"].concat(),
        send_named: |rate, title| ["追加して ", rate, "/秒で送信: ", title].concat(),
    },
    import: ImportWords {
        title: "テンプレートのインポート",
        close: "インポートを閉じる",
        from_kdg: "Kinesis Data Generator から移すには、そのページとブラウザーのコンソールを開き、次の行の出力をコピーします",
        line: "コンソールに入力する行",
        paste: "ここに貼り付けるか、テンプレートの欄にファイルをドロップします",
        pasted: "貼り付けたテンプレート",
        read: "読み込む",
        choose: "ファイルを選択…",
        file: "テンプレートのファイル",
        found: "見つかったもの",
        mend: "エディターで修正",
        mend_named: |name| ["エディターで修正: ", name].concat(),
        no_room: "保存していない新しいテンプレートがほかにあります",
        periods: |peak| ["期間の表（最大 ", peak, " レコード/秒）を使う送信元"].concat(),
        nobody: "なし",
        take: "インポート",
    },
};
