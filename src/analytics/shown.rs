//! Which part of a list of rows is on the screen, what tells its rows apart, and how the keyboard goes from one to the next.

use rillcut_lab::protocol::NumberedRow;
use wasm_bindgen::JsCast;

/// Height of a row, pixels; the style sheet has the same. Rows of one height need no measuring, so that a list of a hundred thousand
/// scrolls like a short one.
pub(super) const HEIGHT: f64 = 30.0;
/// Rows above what is seen that are there already.
const ABOVE: f64 = 15.0;

/// Why the view stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hold {
    /// By its button: until its button.
    Button,
    /// Because it was scrolled down: until it is scrolled up.
    Scroll,
}

/// The row from which on rows are asked for when the list is scrolled so far.
pub(super) fn offset(scrolled: f64) -> u32 {
    // Scrolling by a few rows is no reason to ask again.
    ((scrolled / HEIGHT - ABOVE).max(0.0) / 10.0).floor() as u32 * 10
}

/// What tells two rows apart, also after the stream has begun anew.
pub(super) fn key(row: &NumberedRow) -> String {
    let mut key = format!("{} {}", row.number, row.row.rowtime);
    for cell in &row.row.cells {
        key.push('\u{1f}');
        key.push_str(cell.as_deref().unwrap_or("\0"));
    }
    key
}

/// From a row's button to the next one.
pub(super) fn walk(event: &web_sys::KeyboardEvent) {
    let down = match event.key().as_str() {
        "ArrowDown" => true,
        "ArrowUp" => false,
        _ => return,
    };
    let Some(here) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let Ok(Some(row)) = here.closest("tr.stream-row") else { return };
    let next = if down { row.next_element_sibling() } else { row.previous_element_sibling() };
    let button = next.and_then(|next| next.query_selector(".row-open").ok().flatten());
    if let Some(button) = button.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
        event.prevent_default();
        // It fails only for elements that cannot have the focus.
        let _focus = button.focus();
    }
}

#[cfg(test)]
mod tests {
    use rillcut_lab::protocol::RowView;

    use super::*;

    #[test]
    fn what_is_seen_is_always_asked_for() {
        assert_eq!(offset(0.0), 0);
        for row in 0..1000_u32 {
            let first = offset(f64::from(row) * HEIGHT);
            assert!(first <= row && row + 30 < first + crate::model::ROWS, "{first} for {row}");
        }
    }

    #[test]
    fn rows_of_another_run_are_others() {
        let row = |number, cell: Option<&str>| NumberedRow {
            number,
            row: RowView { rowtime: "t".to_owned(), cells: vec![cell.map(str::to_owned)] },
        };
        assert_eq!(key(&row(1, Some("a"))), key(&row(1, Some("a"))));
        assert_ne!(key(&row(1, Some("a"))), key(&row(1, Some("b"))));
        assert_ne!(key(&row(1, None)), key(&row(1, Some(""))));
    }
}
