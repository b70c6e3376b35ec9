//! The cells of a table of periods: what is selected, what is typed and pasted, and how it is painted.
//!
//! The grid is one string of HTML, set at once: a view for each of the 168 cells would cost a signal each, for a table that changes as a whole while
//! one draws over it. Nothing in it comes from a text that somebody typed but numbers.

use std::fmt::Write as _;

use rillcut_lab::{Periods, Rate};

use crate::words::words;

/// Days of a week, from Sunday, as KDG has them.
const DAYS: usize = 7;
/// Hours of a day.
const HOURS: usize = 24;
/// Colours of the map beside that of nothing.
pub(super) const LEVELS: u32 = 9;

/// An hour of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) day: usize,
    pub(super) hour: usize,
}

impl Cell {
    /// The cell of an instant (epoch milliseconds) on a clock so many minutes east of UTC.
    pub(super) fn at(ms: i64, utc_offset_minutes: i32) -> Self {
        // The epoch was a Thursday.
        let hours = (ms + i64::from(utc_offset_minutes) * 60_000).div_euclid(3_600_000) + 4 * 24;
        let hour = hours.rem_euclid(7 * 24) as usize;
        Self { day: hour / HOURS, hour: hour % HOURS }
    }

    /// The cell of a number that the painted grid carries.
    pub(super) fn numbered(number: usize) -> Self {
        Self { day: (number / HOURS).min(DAYS - 1), hour: number % HOURS }
    }

    fn words(self) -> String {
        format!("{} {:02}:00", words().heat.days[self.day], self.hour)
    }
}

/// Which of the two tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Mu,
    Sigma,
}

impl Layer {
    fn of(self, periods: &Periods) -> &[[Rate; HOURS]; 7] {
        match self {
            Self::Mu => &periods.mu,
            Self::Sigma => &periods.sigma,
        }
    }

    fn of_mut(self, periods: &mut Periods) -> &mut [[Rate; HOURS]; 7] {
        match self {
            Self::Mu => &mut periods.mu,
            Self::Sigma => &mut periods.sigma,
        }
    }
}

/// A rectangle of cells: where it began, and where the keys go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Selection {
    pub(super) anchor: Cell,
    pub(super) focus: Cell,
}

impl Selection {
    pub(super) fn of(cell: Cell) -> Self {
        Self { anchor: cell, focus: cell }
    }

    /// All hours of a day.
    pub(super) fn day(day: usize) -> Self {
        Self { anchor: Cell { day, hour: HOURS - 1 }, focus: Cell { day, hour: 0 } }
    }

    /// An hour of all days.
    pub(super) fn hour(hour: usize) -> Self {
        Self { anchor: Cell { day: DAYS - 1, hour }, focus: Cell { day: 0, hour } }
    }

    /// The whole week.
    pub(super) fn week() -> Self {
        Self { anchor: Cell { day: DAYS - 1, hour: HOURS - 1 }, focus: Cell::default() }
    }

    fn days(self) -> std::ops::RangeInclusive<usize> {
        self.anchor.day.min(self.focus.day)..=self.anchor.day.max(self.focus.day)
    }

    fn hours(self) -> std::ops::RangeInclusive<usize> {
        self.anchor.hour.min(self.focus.hour)..=self.anchor.hour.max(self.focus.hour)
    }

    fn contains(self, cell: Cell) -> bool {
        self.days().contains(&cell.day) && self.hours().contains(&cell.hour)
    }

    /// The selection after a key of a grid; nothing for another key.
    pub(super) fn after(self, key: &str, ctrl: bool, shift: bool) -> Option<Self> {
        let Cell { day, hour } = self.focus;
        let (last_day, last_hour) = (DAYS - 1, HOURS - 1);
        let focus = match key {
            "ArrowLeft" => Cell { day, hour: hour.saturating_sub(1) },
            "ArrowRight" => Cell { day, hour: (hour + 1).min(last_hour) },
            "ArrowUp" => Cell { day: day.saturating_sub(1), hour },
            "ArrowDown" => Cell { day: (day + 1).min(last_day), hour },
            "Home" => Cell { day: if ctrl { 0 } else { day }, hour: 0 },
            "End" => Cell { day: if ctrl { last_day } else { day }, hour: last_hour },
            "PageUp" => Cell { day: 0, hour },
            "PageDown" => Cell { day: last_day, hour },
            " " if shift => return Some(Self::day(day)),
            " " if ctrl => return Some(Self::hour(hour)),
            "a" if ctrl => return Some(Self::week()),
            _ => return None,
        };
        Some(Self { anchor: if shift { self.anchor } else { focus }, focus })
    }

    /// The selection as words, with what is in it.
    pub(super) fn words(self, periods: &Periods, layer: Layer) -> String {
        let values: Vec<f64> = self.cells().map(|cell| value(periods, layer, cell)).collect();
        let first = Cell { day: *self.days().start(), hour: *self.hours().start() };
        if let [only] = values[..] {
            return format!("{}: {}", first.words(), short(only));
        }
        let last = Cell { day: *self.days().end(), hour: *self.hours().end() };
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        (words().heat.selected)(&first.words(), &last.words(), &values.len().to_string(), &short(mean))
    }

    fn cells(self) -> impl Iterator<Item = Cell> {
        self.days().flat_map(move |day| self.hours().map(move |hour| Cell { day, hour }))
    }
}

/// What a cell holds.
pub(super) fn value(periods: &Periods, layer: Layer, cell: Cell) -> f64 {
    layer.of(periods)[cell.day][cell.hour].as_f64()
}

/// Changes the selected cells; a number that is no rate becomes the nearest one.
pub(super) fn change(periods: &mut Periods, layer: Layer, selection: Selection, change: impl Fn(f64) -> f64) {
    for cell in selection.cells() {
        let cell = &mut layer.of_mut(periods)[cell.day][cell.hour];
        *cell = nearest(change(cell.as_f64()));
    }
}

fn nearest(records: f64) -> Rate {
    // To thousandths: what is typed and halved stays readable.
    let rounded = (records.clamp(0.0, Rate::MAX) * 1000.0).round() / 1000.0;
    Rate::per_second(rounded).unwrap_or_default()
}

/// The selected cells as a spreadsheet takes them.
pub(super) fn copied(periods: &Periods, layer: Layer, selection: Selection) -> String {
    let cell = |day, hour| value(periods, layer, Cell { day, hour }).to_string();
    let row = |day| selection.hours().map(|hour| cell(day, hour)).collect::<Vec<_>>().join("\t");
    selection.days().map(row).collect::<Vec<_>>().join("\n")
}

/// Puts cells of a spreadsheet in, from the selection's first cell on; gives what they cover. One number, row or column fills a larger selection; a
/// table of 24 rows and 7 columns is KDG's and is turned. Nothing for a text that is no table of numbers.
pub(super) fn paste(
    periods: &mut Periods,
    layer: Layer,
    selection: Selection,
    text: &str,
) -> Option<Selection> {
    let number = |cell: &str| cell.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let row = |line: &str| {
        let cells = line.split(['\t', ';', ' ']).filter(|cell| !cell.is_empty());
        cells.map(number).collect::<Option<Vec<f64>>>()
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut rows: Vec<Vec<f64>> = lines.map(row).collect::<Option<_>>()?;
    let width = rows.first()?.len();
    if width == 0 || rows.iter().any(|row| row.len() != width) {
        return None;
    }
    if (rows.len(), width) == (HOURS, DAYS) {
        rows = (0..width).map(|day| rows.iter().map(|hour| hour[day]).collect()).collect();
    }
    let (height, width) = (rows.len(), rows[0].len());
    let fill = |selected: usize, pasted: usize| if pasted == 1 { selected } else { pasted };
    let from = Cell { day: *selection.days().start(), hour: *selection.hours().start() };
    let to = Cell {
        day: (from.day + fill(selection.days().count(), height) - 1).min(DAYS - 1),
        hour: (from.hour + fill(selection.hours().count(), width) - 1).min(HOURS - 1),
    };
    let covered = Selection { anchor: to, focus: from };
    for cell in covered.cells() {
        let row = &rows[(cell.day - from.day) % height];
        layer.of_mut(periods)[cell.day][cell.hour] = nearest(row[(cell.hour - from.hour) % width]);
    }
    Some(covered)
}

/// A week to begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Flat,
    Office,
    Evenings,
}

/// The shares of the highest hour, from Monday to Friday and at the week's end.
fn share(shape: Shape, cell: Cell) -> f64 {
    let weekend = cell.day == 0 || cell.day == 6;
    match shape {
        Shape::Flat => 1.0,
        Shape::Office => match cell.hour {
            9..=11 | 13..=16 if !weekend => 1.0,
            7 | 8 | 12 | 17 | 18 if !weekend => 0.6,
            8..=20 if weekend => 0.15,
            _ => 0.08,
        },
        Shape::Evenings => match cell.hour {
            19..=22 => 1.0,
            10..=18 if weekend => 0.7,
            6..=18 | 23 => 0.35,
            _ => 0.1,
        },
    }
}

/// A week of a shape, with that many records a second in its busiest hours and a tenth of each hour's as deviation.
pub(super) fn shaped(shape: Shape, peak: f64, smoothing: bool) -> Periods {
    let mut periods = Periods { smoothing, ..Periods::uniform(Rate::default(), Rate::default()) };
    for cell in Selection::week().cells() {
        let mu = peak * share(shape, cell);
        periods.mu[cell.day][cell.hour] = nearest(mu);
        periods.sigma[cell.day][cell.hour] = nearest(mu / 10.0);
    }
    periods
}

/// The highest value of a table, for the legend.
pub(super) fn highest(periods: &Periods, layer: Layer) -> f64 {
    layer.of(periods).iter().flatten().map(|rate| rate.as_f64()).fold(0.0, f64::max)
}

/// A number in four characters: `0.25`, `100`, `1.2k`.
pub(super) fn short(number: f64) -> String {
    let trimmed = |number: f64, digits: usize| {
        let text = format!("{number:.digits$}");
        if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
    };
    match number {
        n if n >= 999_500.0 => trimmed(n / 1e6, 1) + "M",
        n if n >= 9999.5 => trimmed(n / 1000.0, 0) + "k",
        n if n >= 999.5 => trimmed(n / 1000.0, 1) + "k",
        n if n >= 100.0 => trimmed(n, 0),
        n if n >= 10.0 => trimmed(n, 1),
        n => trimmed(n, 2),
    }
}

/// The grid as HTML. Cells carry their number, headers their day or hour; `typed` is what is being typed into the cell that has the focus.
pub(super) fn paint(
    periods: &Periods,
    layer: Layer,
    selection: Selection,
    now: Option<Cell>,
    typed: &str,
) -> String {
    let (highest, words) = (highest(periods, layer), &words().heat);
    let mut out = String::with_capacity(24_000);
    // Writing to a String cannot fail.
    let mut put = |text: std::fmt::Arguments<'_>| {
        let _infallible = out.write_fmt(text);
    };
    put(format_args!("<div role=row><span role=columnheader class=heat-head>{}</span>", words.day));
    for hour in 0..HOURS {
        put(format_args!("<span role=columnheader data-hour={hour}>{hour:02}</span>"));
    }
    put(format_args!("</div>"));
    for (day, name) in words.days.iter().enumerate() {
        put(format_args!("<div role=row><span role=rowheader data-day={day}>{name}</span>"));
        for hour in 0..HOURS {
            let cell = Cell { day, hour };
            let value = value(periods, layer, cell);
            let focus = selection.focus == cell;
            let number = day * HOURS + hour;
            let level = if value > 0.0 {
                ((value / highest * f64::from(LEVELS)).ceil() as u32).clamp(1, LEVELS)
            } else {
                0
            };
            let shown = if focus && !typed.is_empty() { typed.to_owned() } else { short(value) };
            let is_now = if now == Some(cell) { words.now } else { "" };
            put(format_args!(
                "<span role=gridcell id=heat-{number} data-cell={number} data-heat={level} aria-selected={} \
                 aria-label=\"{name} {hour:02}:00, {shown}{is_now}\" class=\"{}{}\">{shown}</span>",
                selection.contains(cell),
                if focus { "is-focus " } else { "" },
                if is_now.is_empty() { "" } else { "is-now" },
            ));
        }
        put(format_args!("</div>"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hundred() -> Periods {
        Periods::uniform(nearest(100.0), nearest(10.0))
    }

    fn cell(day: usize, hour: usize) -> Cell {
        Cell { day, hour }
    }

    #[test]
    fn instants_have_cells() {
        // 2026-01-01 00:00 UTC is a Thursday.
        assert_eq!(Cell::at(1_767_225_600_000, 0), cell(4, 0));
        assert_eq!(Cell::at(1_767_225_600_000, -60), cell(3, 23));
        assert_eq!(Cell::numbered(4 * 24 + 5), cell(4, 5));
    }

    #[test]
    fn keys_move_and_extend() {
        let start = Selection::of(cell(1, 23));
        assert_eq!(start.after("ArrowRight", false, false), Some(start), "the edge holds");
        let down = start.after("ArrowDown", false, true).unwrap();
        assert_eq!((down.anchor, down.focus), (cell(1, 23), cell(2, 23)));
        assert_eq!(down.after("Home", false, false), Some(Selection::of(cell(2, 0))));
        assert_eq!(down.after(" ", false, true).unwrap().cells().count(), 24);
        assert_eq!(down.after(" ", true, false).unwrap().cells().count(), 7);
        assert_eq!(down.after("a", true, false).unwrap().cells().count(), 168);
        assert_eq!(down.after("x", false, false), None);
    }

    #[test]
    fn cells_are_copied_and_pasted() {
        let mut periods = hundred();
        let block = Selection { anchor: cell(1, 9), focus: cell(2, 10) };
        change(&mut periods, Layer::Mu, block, |_| 250.0);
        assert_eq!(copied(&periods, Layer::Mu, block), "250\t250\n250\t250");
        assert_eq!(copied(&periods, Layer::Sigma, block), "10\t10\n10\t10");
        let covered = paste(&mut periods, Layer::Mu, Selection::of(cell(6, 22)), "1\t2\t3\n4\t5\t6").unwrap();
        assert_eq!(
            (covered.focus, covered.anchor),
            (cell(6, 22), cell(6, 23)),
            "what does not fit is left out"
        );
        assert_eq!(value(&periods, Layer::Mu, cell(6, 23)), 2.0);
        // One row for five days.
        paste(&mut periods, Layer::Mu, Selection { anchor: cell(1, 0), focus: cell(5, 0) }, "7 8").unwrap();
        assert_eq!(value(&periods, Layer::Mu, cell(5, 1)), 8.0);
        paste(&mut periods, Layer::Sigma, Selection::week(), "0.5").unwrap();
        assert_eq!(value(&periods, Layer::Sigma, cell(3, 3)), 0.5);
        let kdg = (0..24).map(|hour| format!("{hour}\t1\t2\t3\t4\t5\t6")).collect::<Vec<_>>().join("\n");
        paste(&mut periods, Layer::Mu, Selection::of(cell(0, 0)), &kdg).unwrap();
        assert_eq!(
            (value(&periods, Layer::Mu, cell(0, 23)), value(&periods, Layer::Mu, cell(6, 0))),
            (23.0, 6.0)
        );
        let before = periods.clone();
        for wrong in ["", "a", "1\t2\n3", "NaN"] {
            assert_eq!(paste(&mut periods, Layer::Mu, Selection::of(cell(0, 0)), wrong), None, "{wrong}");
        }
        assert_eq!(periods, before);
    }

    #[test]
    fn numbers_are_short_and_rates() {
        let texts = [0.0, 0.254, 9.5, 99.96, 100.4, 1234.0, 9999.9, 12_345.0, 1e6].map(short);
        assert_eq!(texts, ["0", "0.25", "9.5", "100", "100", "1.2k", "10k", "12k", "1M"]);
        assert_eq!(
            (nearest(-1.0).as_f64(), nearest(1e9).as_f64(), nearest(f64::NAN).as_f64()),
            (0.0, 1e6, 0.0)
        );
    }

    #[test]
    fn the_grid_has_every_cell_once() {
        let mut periods = hundred();
        change(&mut periods, Layer::Mu, Selection::of(cell(0, 0)), |_| 0.0);
        let html = paint(&periods, Layer::Mu, Selection::day(0), Some(cell(4, 5)), "");
        assert_eq!(html.matches("role=gridcell").count(), 168);
        assert_eq!(html.matches("aria-selected=true").count(), 24);
        assert_eq!(html.matches("data-heat=0").count(), 1);
        assert!(html.contains("aria-label=\"Thu 05:00, 100, now\""));
        assert!(paint(&periods, Layer::Mu, Selection::day(0), None, "42").contains(">42</span>"));
    }

    #[test]
    fn shapes_have_their_peak() {
        for shape in [Shape::Flat, Shape::Office, Shape::Evenings] {
            let periods = shaped(shape, 500.0, true);
            assert_eq!((highest(&periods, Layer::Mu), highest(&periods, Layer::Sigma)), (500.0, 50.0));
        }
        assert_eq!(Selection::of(cell(1, 9)).words(&hundred(), Layer::Mu), "Mon 09:00: 100");
        let week = Selection::week().words(&hundred(), Layer::Sigma);
        assert_eq!(week, "Sun 00:00 to Sat 23:00: 168 hours, 10 on average");
    }
}
