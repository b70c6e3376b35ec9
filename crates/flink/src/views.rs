//! The views of a job, written when they are asked for.
//!
//! Flink 2.3 shares what several INSERTs read, but not a process table function: each of its calls is one of its own and must have an identifier of its
//! own. So a view that such a function stands in, or above, is written once for each of its readers, with another name and another
//! identifier; its rows are computed as often, and are the same. Sharing it through a table was rejected: between two jobs that is a stream that costs, and
//! within one there is none.

use crate::names;

/// A view as the writer made it.
#[derive(Debug, Clone)]
pub(crate) struct View {
    /// Its name, not quoted.
    pub(crate) name: String,
    /// Its query, with references in it.
    pub(crate) select: String,
    /// What stands before it.
    pub(crate) comment: Option<String>,
}

/// Begins and ends a reference: characters that no name and no constant has, since control characters are written as escapes.
const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';
/// Before a function's identifier.
const UID: &str = "uid => '";

/// What stands for a view in another's text.
pub(crate) fn reference(view: usize) -> String {
    format!("{OPEN}{view}{CLOSE}")
}

/// The statements that a job needs, in order.
#[derive(Debug)]
pub(crate) struct Written<'v> {
    views: &'v [View],
    /// Whether a function with state stands in it or below it.
    stateful: Vec<bool>,
    /// How often it was written.
    times: Vec<u32>,
    out: String,
}

impl<'v> Written<'v> {
    pub(crate) fn new(views: &'v [View]) -> Self {
        let mut stateful: Vec<bool> = Vec::with_capacity(views.len());
        for view in views {
            let below = references(&view.select).any(|at| stateful.get(at).copied().unwrap_or_default());
            stateful.push(below || view.select.contains(UID));
        }
        Self { views, stateful, times: vec![0; views.len()], out: String::new() }
    }

    /// A text with the names of views in it, which are then written.
    pub(crate) fn resolve(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(OPEN) {
            out.push_str(before);
            let (number, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            if let Ok(view) = number.parse() {
                out.push_str(&self.name(view));
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// The statements so far.
    pub(crate) fn statements(self) -> String {
        self.out
    }

    fn name(&mut self, view: usize) -> String {
        let views = self.views;
        let Some(View { name, select, comment }) = views.get(view) else { return String::new() };
        let first = self.times[view] == 0;
        if !first && !self.stateful[view] {
            return names::quoted(name);
        }
        self.times[view] += 1;
        let time = self.times[view];
        let mut select = self.resolve(select);
        let name = if first { names::quoted(name) } else { names::quoted(&format!("{name} ({time})")) };
        if !first && let Some((before, after)) = select.split_once(UID) {
            select = format!("{before}{UID}r{time}_{after}");
        }
        if let (true, Some(comment)) = (first, comment) {
            self.out.push_str(&format!("-- {comment}\n"));
        }
        self.out.push_str(&format!("CREATE TEMPORARY VIEW {name} AS\n{select};\n\n"));
        name
    }
}

/// The views that a text reads.
fn references(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split(OPEN).skip(1).filter_map(|part| part.split_once(CLOSE)?.0.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_with_state_is_written_once_a_reader() {
        let view = |name: &str, select: String| View { name: name.to_owned(), select, comment: None };
        let views = [
            view("a", "SELECT 1".to_owned()),
            view("f", format!("SELECT * FROM F(TABLE {}, uid => 'u')", reference(0))),
        ];
        let mut written = Written::new(&views);
        let text = format!("{} {} {}", reference(1), reference(1), reference(0));
        assert_eq!(written.resolve(&text), "`f` `f (2)` `a`");
        let statements = written.statements();
        assert_eq!(statements.matches("VIEW `a`").count(), 1);
        assert!(statements.contains("uid => 'u'") && statements.contains("uid => 'r2_u'"), "{statements}");
    }
}
