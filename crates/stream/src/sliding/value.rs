//! FIRST_VALUE, LAST_VALUE, NTH_VALUE, LAG: the value of one row of the window.
//!
//! Asked from the newest end, a window keeps as many rows as the function looks back; asked from the oldest, all of them, since
//! each becomes the oldest once, or, without end, as many as it looks ahead. With IGNORE NULLS only rows with a value are kept.

use std::collections::VecDeque;

use rillcut_record::{Column, Physical, Value};

use super::{
    Faults, Rows, Slide, Step, Steps,
    cell::{Cell, is_number},
};
use crate::keys::View;

/// Which row.
#[derive(Debug, Clone, Copy)]
enum Place {
    /// So many from the oldest, which is 1.
    FromFirst(u64),
    /// So many back, the current row being 1.
    FromLast(u64),
    /// So many before the current row, which is 0.
    Before(u64),
}

#[derive(Debug, Clone)]
struct Values<C> {
    place: Place,
    ignore_nulls: bool,
    endless: bool,
    windows: Vec<Window<C>>,
}

#[derive(Debug, Clone)]
struct Window<C> {
    entered: u64,
    left: u64,
    /// Number and value of the rows that can be asked for, oldest first.
    rows: VecDeque<(u64, Option<C>)>,
}

pub(super) fn nth(
    physical: Physical,
    position: u64,
    from_last: bool,
    ignore_nulls: bool,
    endless: bool,
) -> Box<dyn Slide> {
    let place = if from_last { Place::FromLast(position) } else { Place::FromFirst(position) };
    values(physical, place, ignore_nulls, endless)
}

pub(super) fn lag(physical: Physical, rows: u64, ignore_nulls: bool) -> Box<dyn Slide> {
    values(physical, Place::Before(rows), ignore_nulls, false)
}

fn values(physical: Physical, place: Place, ignore_nulls: bool, endless: bool) -> Box<dyn Slide> {
    if is_number(physical) {
        Box::new(Values::<u64> { place, ignore_nulls, endless, windows: Vec::new() })
    } else {
        Box::new(Values::<Value> { place, ignore_nulls, endless, windows: Vec::new() })
    }
}

impl<C: Cell> Window<C> {
    fn enter(&mut self, value: Option<C>, keep: bool) {
        if keep {
            self.rows.push_back((self.entered, value));
        }
        self.entered += 1;
    }

    /// Keeps the newest rows only.
    fn limit(&mut self, rows: u64) {
        if self.rows.len() as u64 > rows {
            self.rows.pop_front();
        }
    }

    fn leave(&mut self) {
        if self.rows.front().is_some_and(|(number, _)| *number == self.left) {
            self.rows.pop_front();
        }
        self.left += 1;
    }

    /// The row so many from the newest, which is 1; `None` when there is none, or of number 0.
    fn back(&self, rows: u64) -> Option<&Option<C>> {
        let index = (self.rows.len() as u64).checked_sub(rows)?;
        self.rows.get(index as usize).map(|(_, value)| value)
    }
}

fn push<C: Cell>(value: Option<&C>, results: &mut Column) {
    match value {
        Some(value) => value.push_to(results),
        None => results.push_null(),
    }
}

impl<C: Cell> Values<C> {
    /// The row at a position enters; its result is added.
    fn enter(
        &mut self,
        window: usize,
        view: &View<'_>,
        rows: Rows<'_>,
        position: usize,
        results: &mut Column,
    ) {
        let window = &mut self.windows[window];
        let value = if view.is_null(position) { None } else { Some(C::read(view, position)) };
        let counts = value.is_some() || !self.ignore_nulls;
        match self.place {
            Place::FromFirst(place) => {
                let needed = !self.endless || (window.rows.len() as u64) < place;
                window.enter(value, counts && needed);
                let index = usize::try_from(place - 1).unwrap_or(usize::MAX);
                let found = window.rows.get(index).and_then(|(_, value)| value.as_ref());
                push(found, results);
            }
            Place::FromLast(place) => {
                window.enter(value, counts);
                window.limit(place);
                push(window.back(place).and_then(Option::as_ref), results);
            }
            Place::Before(0) => {
                push(value.as_ref(), results);
                window.enter(None, false);
            }
            Place::Before(place) => {
                match (window.back(place), rows.default) {
                    (Some(found), _) => push(found.as_ref(), results),
                    (None, Some(default)) if !default.is_null(position) => {
                        C::read(default, position).push_to(results);
                    }
                    (None, _) => results.push_null(),
                }
                window.enter(value, counts);
                window.limit(place);
            }
        }
    }
}

impl<C: Cell> Slide for Values<C> {
    fn run(&mut self, steps: &Steps, rows: Rows<'_>, results: &mut Column, _: &mut Faults) {
        let new = || Window { entered: 0, left: 0, rows: VecDeque::new() };
        self.windows.resize_with(steps.windows.max(self.windows.len()), new);
        let Some(argument) = rows.argument else { return };
        let mut position = 0;
        for step in steps.iter() {
            match step {
                Step::Leave(window) => self.windows[window].leave(),
                Step::Enter(window) => {
                    self.enter(window, argument, rows, position, results);
                    position += 1;
                }
            }
        }
    }
}
