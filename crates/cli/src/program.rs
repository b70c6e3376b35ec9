//! Programs and what the checker says of them.

use rillcut_sql::{Catalog, Checked, Diagnostic, LineIndex, check};

use crate::{application::Application, failure::Failure};

/// Checks an application's program; warnings go to standard error.
pub(crate) fn checked(application: &Application, catalog: &Catalog) -> Result<Checked, Failure> {
    let (name, sql) = (application.name(), &application.sql);
    match check(sql, catalog) {
        Ok(checked) => {
            for line in lines(&name, sql, &checked.warnings) {
                eprintln!("{line}");
            }
            Ok(checked)
        }
        Err(found) => Err(application.placed(Failure::Input(lines(&name, sql, &found)))),
    }
}

/// `APP.sql:LINE:COL: error[CODE]: message` a finding, and its hint on a line of its own.
pub(crate) fn lines(file: &str, sql: &str, found: &[Diagnostic]) -> Vec<String> {
    let index = LineIndex::new(sql);
    let mut lines = Vec::new();
    for diagnostic in found {
        lines.push(format!("{file}:{}", diagnostic.located(&index)));
        lines.extend(diagnostic.hint.as_ref().map(|hint| format!("  hint: {hint}")));
    }
    lines
}
