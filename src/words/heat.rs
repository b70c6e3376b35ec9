//! The table of rates by hour and day.

/// The words of the table.
pub(crate) struct HeatWords {
    pub(crate) day: &'static str,
    /// From Sunday, as KDG has them.
    pub(crate) days: [&'static str; 7],
    /// Behind the cell of the clock.
    pub(crate) now: &'static str,
    /// The selected hours: first, last, how many, the mean.
    pub(crate) selected: fn(&str, &str, &str, &str) -> String,
    /// What the grid is, with means and with deviations.
    pub(crate) grids: [&'static str; 2],
    /// The two tables: name, and what it is.
    pub(crate) layers: [(&'static str, &'static str); 2],
    pub(crate) table: &'static str,
    pub(crate) begin_with: &'static str,
    /// Flat, office hours, evenings.
    pub(crate) shapes: [&'static str; 3],
    pub(crate) set: &'static str,
    pub(crate) paint: &'static str,
    pub(crate) paint_title: &'static str,
    /// The number that is painted with.
    pub(crate) painting: fn(&str) -> String,
    pub(crate) evenly: &'static str,
    pub(crate) keys: &'static str,
}

pub(super) const ENGLISH: HeatWords = HeatWords {
    day: "Day",
    days: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
    now: ", now",
    selected: |first, last, hours, mean| {
        [first, " to ", last, ": ", hours, " hours, ", mean, " on average"].concat()
    },
    grids: ["Mean records a second by day and hour", "Deviation of the records a second by day and hour"],
    layers: [
        ("Mean (Mu)", "Records a second on average"),
        ("Deviation (Sigma)", "Two of three seconds are no further from the mean"),
    ],
    table: "Table",
    begin_with: "Begin with",
    shapes: ["Flat", "Office hours", "Evenings"],
    set: "Set the selected hours to",
    paint: "Paint",
    paint_title: "Hours that the pointer goes over get the number of the chosen one",
    painting: |number| ["Painting ", number].concat(),
    evenly: "Go evenly from hour to hour",
    keys: "Drag to select, type a number and press Enter. Arrows move, with Shift they select; Shift+Space is a day, Ctrl+Space an \
           hour of all days; + and − change by a tenth; copy and paste as in a spreadsheet",
};

pub(super) const JAPANESE: HeatWords = HeatWords {
    day: "曜日",
    days: ["日", "月", "火", "水", "木", "金", "土"],
    now: "、現在",
    selected: |first, last, hours, mean| {
        [first, " から ", last, " まで: ", hours, " 時間、平均 ", mean].concat()
    },
    grids: ["曜日と時間帯ごとの平均レコード数（毎秒）", "曜日と時間帯ごとのレコード数の標準偏差（毎秒）"],
    layers: [
        ("平均（Mu）", "1 秒あたりの平均レコード数"),
        ("標準偏差（Sigma）", "3 秒のうち 2 秒は、平均からの差がこの値以内になります"),
    ],
    table: "表",
    begin_with: "ひな形",
    shapes: ["均一", "営業時間", "夜間"],
    set: "選択した時間の値",
    paint: "塗る",
    paint_title: "ポインターが通った時間に、選択中の時間と同じ値を入れます",
    painting: |number| [number, " で塗る"].concat(),
    evenly: "時間から時間へなめらかに変化させる",
    keys: "ドラッグで選択し、数値を入力して Enter を押します。矢印キーで移動、Shift+矢印キーで選択します。Shift+Space は 1 日、Ctrl+Space は\
           全曜日の同じ時間です。+ と − で 1 割ずつ増減します。コピーと貼り付けは表計算ソフトと同じです",
};
