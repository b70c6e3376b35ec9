//! Programs and what the checker says of them.

use rillcut_sql::{Catalog, Checked, Diagnostic, LineIndex, check};

use crate::{
    application::Application,
    failure::{Failure, in_brackets},
};

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

/// `APP.sql:LINE:COL: error[CODE]: message (hint)` a finding.
pub(crate) fn lines(file: &str, sql: &str, found: &[Diagnostic]) -> Vec<String> {
    let index = LineIndex::new(sql);
    let line = |found: &Diagnostic| {
        format!("{file}:{}{}", found.located(&index), in_brackets(found.hint.as_deref()))
    };
    found.iter().map(line).collect()
}
