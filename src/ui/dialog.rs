//! Opening and closing the page's dialogs.

use leptos::{html, prelude::*};

/// Opens a dialog, unless it is open already.
pub(crate) fn show(dialog: NodeRef<html::Dialog>) {
    if let Some(dialog) = dialog.get()
        && !dialog.open()
    {
        // It fails only for a dialog that is not in the page.
        let _absent = dialog.show_modal();
    }
}

/// Opens a dialog whenever `is_wanted` comes to hold; the reader closes it.
pub(crate) fn show_when(dialog: NodeRef<html::Dialog>, is_wanted: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if is_wanted() {
            show(dialog);
        }
    });
}

/// Keeps a dialog open while `is_wanted` holds, and closed while it does not.
pub(crate) fn follow(dialog: NodeRef<html::Dialog>, is_wanted: impl Fn() -> bool + 'static) {
    Effect::new(move |_| {
        if is_wanted() {
            show(dialog);
        } else if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    });
}
