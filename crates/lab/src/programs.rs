//! Programs to begin with: one for each family of constructs, each short enough to be read whole.
//!
//! They read the source of one of the built-in labs. A test plays each for half an hour and sees rows come out.

use crate::protocol::ProgramView;

/// A program of the gallery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Program {
    /// What it does.
    pub title: &'static str,
    /// The constructs it shows, in capitals as they are written.
    pub shows: &'static str,
    /// Name of the built-in lab whose source it reads.
    pub lab: &'static str,
    /// Its text; it begins with what it is for, in comments.
    pub sql: &'static str,
}

impl Program {
    /// What it is for: the comment at its beginning.
    pub fn purpose(&self) -> String {
        let lines = self.sql.lines().map_while(|line| line.strip_prefix("--"));
        lines.map(str::trim).collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn view(&self, fits: bool) -> ProgramView {
        ProgramView {
            title: self.title.to_owned(),
            shows: self.shows.to_owned(),
            purpose: self.purpose(),
            lab: self.lab.to_owned(),
            fits,
            sql: self.sql.to_owned(),
        }
    }
}

macro_rules! programs {
    ($($lab:literal $file:literal $title:literal $shows:literal;)*) => {
        /// All of them, the simplest first.
        pub const PROGRAMS: &[Program] = &[$(Program {
            title: $title,
            shows: $shows,
            lab: $lab,
            sql: include_str!(concat!("../programs/", $file, ".sql")),
        }),*];
    };
}

programs! {
    "clickstream" "filter" "Pass on some records" "WHERE";
    "clickstream" "tumbling-step" "Count every ten seconds" "GROUP BY STEP";
    "stock-ticker" "tumbling-minute" "Prices of every minute" "GROUP BY FLOOR, MIN, MAX, AVG";
    "clickstream" "pivot" "A column for each kind" "CASE, SUM";
    "stock-ticker" "having" "Busy symbols only" "HAVING";
    "clickstream" "two-times" "By arrival and by clock" "APPROXIMATE_ARRIVAL_TIME, ROWTIME";
    "stock-ticker" "windows-of-windows" "The busiest ten seconds of a minute" "GROUP BY over GROUP BY";
    "stock-ticker" "stagger" "Windows that open with their first row" "WINDOWED BY STAGGER";
    "stock-ticker" "sliding-time" "Mean of the last minute" "OVER, RANGE INTERVAL PRECEDING";
    "stock-ticker" "sliding-rows" "Spread of the last ten rows" "OVER, ROWS PRECEDING, STDDEV_SAMP";
    "stock-ticker" "lag" "Change since the row before" "LAG, EXP_AVG";
    "stock-ticker" "throttled-alert" "An alert, once a minute" "COUNT OVER, subquery";
    "clickstream" "join-windows" "Two counts of one window" "join on ROWTIME";
    "clickstream" "join-recent" "Clicks with what was seen before" "JOIN, OVER";
    "stock-ticker" "union" "Two queries into one stream" "UNION ALL";
    "stock-ticker" "distinct" "Each value once a minute" "SELECT STREAM DISTINCT";
    "stock-ticker" "order-by" "The greatest falls first" "ORDER BY";
    "stock-ticker" "top-k" "The most frequent values" "TOP_K_ITEMS_TUMBLING";
    "stock-ticker" "distinct-items" "How many different values" "COUNT_DISTINCT_ITEMS_TUMBLING";
    "stock-ticker" "group-rank" "A ranking of every minute" "GROUP_RANK";
    "stock-ticker" "random-cut-forest" "Strange prices" "RANDOM_CUT_FOREST";
    "clickstream" "explanation" "Strange traffic, and why" "RANDOM_CUT_FOREST_WITH_EXPLANATION";
    "stock-ticker" "hotspots" "Where values crowd" "HOTSPOTS";
    "clickstream" "functions" "Texts, times and choices" "SUBSTRING, REGEX_REPLACE, CASE, TIMESTAMP_TO_CHAR";
    "clickstream" "log-parse" "Fields out of a text" "REGEX_LOG_PARSE";
    "stock-ticker" "own-function" "A function of your own" "CREATE FUNCTION";
}
