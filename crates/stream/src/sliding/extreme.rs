//! MIN and MAX: a queue of the rows that can still become the result.
//!
//! A row that a later one beats never becomes it, so the queue is sorted, its front is the result, and a row is put in and
//! taken out once. Of equal values the first stays.

use std::{cmp::Ordering, collections::VecDeque};

use rillcut_record::{Column, Physical, Value};

use super::{
    Faults, Rows, Slide, Step, Steps,
    cell::{Cell, is_number},
};

#[derive(Debug, Clone)]
struct Extreme<C> {
    /// How a row must compare to a later one to be of no use any more.
    beaten: Ordering,
    order: fn(&C, &C) -> Ordering,
    endless: bool,
    windows: Vec<Window<C>>,
}

#[derive(Debug, Clone)]
struct Window<C> {
    entered: u64,
    left: u64,
    /// Number and value of rows, best first.
    candidates: VecDeque<(u64, C)>,
}

pub(super) fn extreme(physical: Physical, greatest: bool, endless: bool) -> Box<dyn Slide> {
    if is_number(physical) {
        Box::new(Extreme::<u64>::new(physical, greatest, endless))
    } else {
        Box::new(Extreme::<Value>::new(physical, greatest, endless))
    }
}

impl<C: Cell> Extreme<C> {
    fn new(physical: Physical, greatest: bool, endless: bool) -> Self {
        let beaten = if greatest { Ordering::Less } else { Ordering::Greater };
        Self { beaten, order: C::order(physical), endless, windows: Vec::new() }
    }

    fn enter(&mut self, window: usize, value: C) {
        let window = &mut self.windows[window];
        while window.candidates.back().is_some_and(|(_, last)| (self.order)(last, &value) == self.beaten) {
            window.candidates.pop_back();
        }
        match window.candidates.back_mut() {
            // No row leaves, so the front stays the best of those so far.
            Some(_) if self.endless => {}
            // The same value again only stays longer.
            Some((number, last)) if *last == value => *number = window.entered,
            _ => window.candidates.push_back((window.entered, value)),
        }
    }
}

impl<C: Cell> Slide for Extreme<C> {
    fn run(&mut self, steps: &Steps, rows: Rows<'_>, results: &mut Column, _: &mut Faults) {
        let new = || Window { entered: 0, left: 0, candidates: VecDeque::new() };
        self.windows.resize_with(steps.windows.max(self.windows.len()), new);
        let Some(argument) = rows.argument else { return };
        let mut position = 0;
        for step in steps.iter() {
            match step {
                Step::Leave(window) => {
                    let window = &mut self.windows[window];
                    if window.candidates.front().is_some_and(|(number, _)| *number == window.left) {
                        window.candidates.pop_front();
                    }
                    window.left += 1;
                }
                Step::Enter(window) => {
                    if !argument.is_null(position) {
                        self.enter(window, C::read(argument, position));
                    }
                    let window = &mut self.windows[window];
                    window.entered += 1;
                    match window.candidates.front() {
                        Some((_, best)) => best.push_to(results),
                        None => results.push_null(),
                    }
                    position += 1;
                }
            }
        }
    }
}
