//! Programs and what the checker says of them.

use rillcut_sql::{Catalog, Checked, Diagnostic, LineIndex, Severity, check};

use crate::{
    application::Application,
    failure::{Failure, in_brackets},
};

/// Checks an application's program.
pub(crate) fn checked(application: &Application, catalog: &Catalog) -> Result<Checked, Failure> {
    let (name, sql) = (application.name(), &application.sql);
    check(sql, catalog).map_err(|mut found| {
        found.retain(|one| one.severity == Severity::Error);
        application.placed(Failure::Input(lines(&name, sql, &found)))
    })
}

/// Says on standard error what was noticed and does not stand in the way.
pub(crate) fn warn(application: &Application, checked: &Checked) {
    for line in lines(&application.name(), &application.sql, &checked.warnings) {
        eprintln!("{line}");
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
