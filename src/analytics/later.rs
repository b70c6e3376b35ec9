//! Something that is done when the typing has stopped for a moment.

use std::time::Duration;

use leptos::prelude::*;

/// Time after the last key until a text is checked.
const AFTER: Duration = Duration::from_millis(300);

/// A task that every call puts off anew.
#[derive(Clone, Copy)]
pub(crate) struct Later {
    task: Callback<()>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Later {
    pub(crate) fn new(task: impl Fn() + Send + Sync + 'static) -> Self {
        let timer = StoredValue::new(None::<TimeoutHandle>);
        // What it would be done to is gone by then.
        on_cleanup(move || {
            if let Some(timer) = timer.try_get_value().flatten() {
                timer.clear();
            }
        });
        Self { task: Callback::new(move |()| task()), timer }
    }

    /// Does the task 300 ms from now, unless it is called again before.
    pub(crate) fn call(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let timer = set_timeout_with_handle(move || self.task.run(()), AFTER);
        self.timer.set_value(timer.ok());
    }
}
