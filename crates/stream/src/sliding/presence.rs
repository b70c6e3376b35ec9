//! Which rows of a window are NULL.

use std::collections::VecDeque;

/// Numbers of the rows that entered a window and left it, and of those in it that are NULL. Costs nothing where there are none.
#[derive(Debug, Clone, Default)]
pub(super) struct Presence {
    entered: u64,
    left: u64,
    nulls: VecDeque<u64>,
}

impl Presence {
    /// A row enters. `endless`: no row will leave.
    #[inline]
    pub(super) fn enter(&mut self, is_null: bool, endless: bool) {
        if is_null {
            if endless {
                self.left += 1;
            } else {
                self.nulls.push_back(self.entered);
            }
        }
        self.entered += 1;
    }

    /// The oldest row leaves. Whether it had a value.
    #[inline]
    pub(super) fn leave(&mut self) -> bool {
        let is_null = self.nulls.front() == Some(&self.left);
        if is_null {
            self.nulls.pop_front();
        }
        self.left += 1;
        !is_null
    }

    /// Rows with a value.
    #[inline]
    pub(super) fn values(&self) -> u64 {
        self.entered - self.left - self.nulls.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nulls_leave_when_their_row_does() {
        let mut presence = Presence::default();
        for is_null in [true, false, false, true] {
            presence.enter(is_null, false);
        }
        assert_eq!(presence.values(), 2);
        assert_eq!([(); 4].map(|()| presence.leave()), [false, true, true, false]);
        assert_eq!(presence.values(), 0);
        presence.enter(false, false);
        assert_eq!((presence.values(), presence.leave()), (1, true));
    }

    #[test]
    fn without_end_nulls_are_not_kept() {
        let mut presence = Presence::default();
        for is_null in [true, false, true] {
            presence.enter(is_null, true);
        }
        assert_eq!((presence.values(), presence.nulls.len()), (1, 0));
    }
}
