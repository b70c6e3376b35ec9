//! A plan in words: which streams there are, what feeds them, and what each pump holds in memory.
//!
//! For `rillcut check --explain`, and for people who ask why a row is where it is. One line an operator, inputs indented
//! below what they feed; expressions are shown in the program's own text, since that is what their author knows.

use std::fmt::{self, Display, Formatter};

use rillcut_record::Field;

use crate::{
    ast::written,
    plan::{
        Analytic, EXACT_ITEMS, Expr, ForestOptions, HotspotOptions, JoinKind, JoinWindow, Node, Operator,
        Plan, Pump, RankOptions, SlidingFrame, SlidingWindow, SortKey, Stream, StreamKind, WindowEnd,
        top_items_capacity,
    },
};

/// The dataflow of a plan; `text` is the program it was made of.
pub fn explain<'a>(plan: &'a Plan, text: &'a str) -> impl Display + 'a {
    Explained { plan, text }
}

struct Explained<'a> {
    plan: &'a Plan,
    text: &'a str,
}

impl Display for Explained<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for stream in &self.plan.streams {
            stream_line(stream, f)?;
        }
        for table in &self.plan.references {
            writeln!(f, "reference {}: {}", written(&table.name), columns(&table.fields))?;
        }
        for pump in &self.plan.pumps {
            self.pump(pump, f)?;
        }
        Ok(())
    }
}

fn stream_line(stream: &Stream, f: &mut Formatter<'_>) -> fmt::Result {
    write!(f, "stream {}", written(&stream.name))?;
    f.write_str(match stream.kind {
        StreamKind::Source => " (source)",
        StreamKind::Application => "",
        StreamKind::Error => " (failed rows)",
    })?;
    writeln!(f, ": {}", columns(&stream.fields))
}

fn columns(fields: &[Field]) -> String {
    let columns: Vec<String> =
        fields.iter().map(|field| format!("{} {}", written(&field.name), field.data_type)).collect();
    columns.join(", ")
}

impl Explained<'_> {
    fn pump(&self, pump: &Pump, f: &mut Formatter<'_>) -> fmt::Result {
        let state = if pump.started { "" } else { " (stopped)" };
        let target = written(&self.plan.stream(pump.target).name);
        writeln!(f, "\npump {}{state} -> {target}", written(&pump.name))?;
        self.node(&pump.root, 1, f)
    }

    fn node(&self, node: &Node, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{:1$}", "", depth * 2)?;
        self.line(&node.operator, f)?;
        node.operator.inputs().into_iter().try_for_each(|input| self.node(input, depth + 1, f))
    }

    /// What an operator does and holds, on a line.
    fn line(&self, operator: &Operator, f: &mut Formatter<'_>) -> fmt::Result {
        match operator {
            Operator::Scan { stream } => writeln!(f, "read {}", written(&self.plan.stream(*stream).name)),
            Operator::Values { rows, .. } => {
                let rows = rows.len();
                let s = if rows == 1 { "" } else { "s" };
                writeln!(f, "{rows} row{s} of values, once, with the first row of")
            }
            Operator::Filter { predicate, .. } => {
                writeln!(f, "filter {}", self.excerpt(predicate))
            }
            Operator::Project { items, rowtime, .. } => {
                write!(f, "project {}", self.list(items))?;
                if let Some(rowtime) = rowtime {
                    write!(f, ", ROWTIME set to {}", self.excerpt(rowtime))?;
                }
                writeln!(f)
            }
            Operator::Tumble { keys, window_key, end, aggregates, .. } => {
                let values: Vec<String> =
                    aggregates.iter().map(|aggregate| self.at(aggregate.span)).collect();
                write!(f, "tumble {}", Closes(*end))?;
                let by: Vec<&Expr> = keys
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| index != window_key)
                    .map(|(_, key)| key)
                    .collect();
                if !by.is_empty() {
                    let by: Vec<String> = by.into_iter().map(|key| self.excerpt(key)).collect();
                    write!(f, ", by {}", by.join(", "))?;
                }
                writeln!(f, ": {}; holds one row a group of the open window", values.join(", "))
            }
            Operator::Distinct { end, .. } => {
                writeln!(f, "distinct {}; holds the rows seen in the open window", Closes(*end))
            }
            Operator::Slide { windows, functions, .. } => self.slide(windows, functions, f),
            Operator::Join { kind, left_window, right_window, condition, .. } => {
                let kind = match kind {
                    JoinKind::Inner => "join",
                    JoinKind::Left => "left join",
                    JoinKind::Right => "right join",
                    JoinKind::Full => "full join",
                };
                write!(f, "{kind}")?;
                if let Some(condition) = condition {
                    write!(f, " on {}", self.excerpt(condition))?;
                }
                writeln!(
                    f,
                    "; holds {} on the left, {} on the right",
                    Held(*left_window),
                    Held(*right_window)
                )
            }
            Operator::Stagger { keys, milliseconds, aggregates, .. } => {
                let values: Vec<String> =
                    aggregates.iter().map(|aggregate| self.at(aggregate.span)).collect();
                writeln!(
                    f,
                    "stagger of {} from the first row, by {}: {}; holds one row an open window, at most one a key",
                    Length(*milliseconds),
                    keys.iter().map(|key| self.excerpt(key)).collect::<Vec<_>>().join(", "),
                    values.join(", ")
                )
            }
            Operator::Reorder { time, keys, milliseconds, .. } => {
                write!(f, "put in order of {}", self.excerpt(time))?;
                if !keys.is_empty() {
                    write!(f, ", then {}", self.keys(keys))?;
                }
                writeln!(f, ", which becomes ROWTIME; holds the rows of {}", Length(*milliseconds))
            }
            Operator::Lookup { table, keep, condition, .. } => {
                let name = written(&self.plan.reference(*table).name);
                write!(f, "{} with reference data {name}", if *keep { "left join" } else { "join" })?;
                if let Some(condition) = condition {
                    write!(f, " on {}", self.excerpt(condition))?;
                }
                writeln!(f, "; holds its rows, found by what must be equal")
            }
            Operator::Sort { keys, end, .. } => {
                writeln!(
                    f,
                    "sort by {}, {}; holds the rows of the open window",
                    self.keys(keys),
                    Closes(*end)
                )
            }
            Operator::RandomCutForest { .. }
            | Operator::Hotspots { .. }
            | Operator::TopItems { .. }
            | Operator::CountItems { .. }
            | Operator::GroupRank { .. } => {
                writeln!(f, "{}", TableFunction(operator))
            }
            Operator::Union(_) => writeln!(f, "merge by ROWTIME"),
        }
    }

    fn slide(&self, windows: &[SlidingWindow], functions: &[Analytic], f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "slide")?;
        for (index, window) in windows.iter().enumerate() {
            let of_window = functions.iter().filter(|function| function.window == index);
            let list: Vec<String> = of_window.map(|function| self.at(function.span)).collect();
            let separator = if index == 0 { "" } else { ";" };
            write!(f, "{separator} {} over {}", list.join(", "), Reaching(window.frame))?;
            if !window.partition.is_empty() {
                let by: Vec<String> = window.partition.iter().map(|key| self.excerpt(key)).collect();
                write!(f, " of each {}", by.join(", "))?;
            }
        }
        let held: Vec<&str> = windows.iter().map(held_by).collect();
        writeln!(f, "; holds {}", held.join("; "))
    }

    fn excerpt(&self, expr: &Expr) -> String {
        self.at(expr.span)
    }

    /// The program's own text of a place on one line, shortened.
    fn at(&self, span: crate::span::Span) -> String {
        let text = self.text.get(span.range()).unwrap_or_default();
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if line.chars().count() <= 80 { line } else { line.chars().take(79).chain(['…']).collect() }
    }

    fn list(&self, items: &[Expr]) -> String {
        let mut shown: Vec<String> = items.iter().take(8).map(|item| self.excerpt(item)).collect();
        // `*` written out has one place for all its columns.
        shown.dedup();
        if items.len() > 8 {
            shown.push("…".to_owned());
        }
        shown.join(", ")
    }

    fn keys(&self, keys: &[SortKey]) -> String {
        let key = |key: &SortKey| {
            let nulls = match (key.descending, key.nulls_first) {
                (false, true) => " NULLS FIRST",
                (true, false) => " NULLS LAST",
                _ => "",
            };
            format!("{}{}{nulls}", self.excerpt(&key.expr), if key.descending { " DESC" } else { "" })
        };
        keys.iter().map(key).collect::<Vec<_>>().join(", ")
    }
}

/// Names of an input's columns.
fn named(input: &Node, columns: &[usize]) -> String {
    let fields = columns.iter().filter_map(|&column| input.fields.get(column));
    let names: Vec<String> = fields.map(|field| written(&field.name)).collect();
    // Of a source without schema there are none.
    if names.is_empty() { "columns not known".to_owned() } else { names.join(", ") }
}

/// When a window closes.
struct Closes(WindowEnd);

impl Display for Closes {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            WindowEnd::Every { milliseconds, offset } => {
                write!(f, "every {}", Length(milliseconds))?;
                if offset == 0 { Ok(()) } else { write!(f, ", {} behind the multiples", Length(offset)) }
            }
            WindowEnd::Calendar(unit) => write!(f, "every calendar {}", unit.keyword().to_lowercase()),
            WindowEnd::Instant => f.write_str("at each instant"),
            WindowEnd::Change => f.write_str("whenever the value changes"),
        }
    }
}

/// A length of time.
struct Length(i64);

impl Display for Length {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0 % 1000 == 0 { write!(f, "{} s", self.0 / 1000) } else { write!(f, "{} ms", self.0) }
    }
}

/// How far back a sliding window reaches.
struct Reaching(SlidingFrame);

impl Display for Reaching {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            SlidingFrame::Range { milliseconds } => write!(f, "the last {}", Length(milliseconds)),
            SlidingFrame::Rows { preceding: 0 } => f.write_str("the current row"),
            SlidingFrame::Rows { preceding } => write!(f, "the last {} rows", preceding.saturating_add(1)),
            SlidingFrame::Unbounded => f.write_str("all rows so far"),
        }
    }
}

/// What a sliding window keeps.
fn held_by(window: &SlidingWindow) -> &'static str {
    match (window.frame, window.partition.is_empty()) {
        (SlidingFrame::Unbounded, true) => "one state",
        (SlidingFrame::Unbounded, false) => "one state for every key seen, for good",
        (SlidingFrame::Range { .. }, _) => "the rows of that time",
        (SlidingFrame::Rows { .. }, true) => "those rows",
        (SlidingFrame::Rows { .. }, false) => "those rows for every key seen, for good",
    }
}

/// What a side of a join keeps.
struct Held(JoinWindow);

impl Display for Held {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            JoinWindow::Current => f.write_str("the rows of one instant"),
            JoinWindow::Range { milliseconds } => write!(f, "the rows of {}", Length(milliseconds)),
            JoinWindow::Rows { preceding } => write!(f, "the last {} rows", preceding.saturating_add(1)),
        }
    }
}

/// A table function and what it holds.
struct TableFunction<'a>(&'a Operator);

impl Display for TableFunction<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Operator::RandomCutForest { input, columns, options } => {
                write!(f, "score {} with {}", named(input, columns), Forest(*options))
            }
            Operator::Hotspots { input, columns, options } => {
                let HotspotOptions { window, radius, minimum } = options;
                let columns = named(input, columns);
                write!(
                    f,
                    "find where {minimum} or more of {columns} lie within {radius}; holds the last {window} points"
                )
            }
            Operator::TopItems { most, milliseconds, .. } => {
                let exact = top_items_capacity(*most);
                write!(
                    f,
                    "the {most} most frequent items {}; holds the items of the open window, at most {exact}",
                    Closes(WindowEnd::every(*milliseconds))
                )
            }
            Operator::CountItems { input, column, milliseconds } => {
                let column = named(input, &[*column]);
                write!(
                    f,
                    "different values of {column} {}; holds {EXACT_ITEMS} of the open window, ",
                    Closes(WindowEnd::every(*milliseconds))
                )?;
                f.write_str("for more a sketch of 16 KB")
            }
            Operator::GroupRank { input, column, options } => {
                let RankOptions { descending, last_first, most } = options;
                let first = if *descending { "greatest" } else { "least" };
                write!(f, "rank by {}, the {first} first", named(input, &[*column]))?;
                if *last_first {
                    f.write_str(", given in reverse")?;
                }
                if let Some(most) = most {
                    write!(f, ", at most {most}")?;
                }
                f.write_str("; holds the rows of one instant")
            }
            _ => Ok(()),
        }
    }
}

/// A forest and the range of its scores.
struct Forest(ForestOptions);

impl Display for Forest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let ForestOptions { trees, sample, time_decay, shingle, explanation } = self.0;
        write!(
            f,
            "a forest of {trees} trees of {sample} points, decay {time_decay} rows, shingle {shingle}"
        )?;
        if let Some(direction) = explanation {
            f.write_str(if direction { ", explained with directions" } else { ", explained" })?;
        }
        let highest = libm::log2(f64::from(sample));
        write!(
            f,
            "; scores 0 for {sample} rows, then up to log2({sample}) = {highest:.3}; holds {trees} × {sample} points"
        )
    }
}
