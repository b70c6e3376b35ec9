//! The columns of a stream that the chart shows, as they came: newest in full, older ones ever coarser.
//!
//! A stream may bring more rows in a second than the page can keep for a day. When there are too many, of every four rows of the older half
//! two are kept, the one with the least and the one with the greatest value of the first column: the past is never cut off, and its peaks
//! stay.

use rillcut_lab::protocol::PlotUpdate;

/// Rows that are kept.
const ROWS: usize = 8192;

/// Columns over time.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Track {
    /// ROWTIME, epoch milliseconds, never falling.
    pub(crate) times: Vec<i64>,
    /// By column, one number a row; NaN is NULL.
    pub(crate) values: Vec<Vec<f64>>,
}

impl Track {
    /// Adds what came.
    pub(crate) fn take(&mut self, update: PlotUpdate) {
        if update.reset || self.values.len() != update.values.len() {
            *self = Self { times: Vec::new(), values: vec![Vec::new(); update.values.len()] };
        }
        self.times.extend(update.rowtimes);
        for (own, new) in self.values.iter_mut().zip(update.values) {
            own.extend(new);
        }
        while self.times.len() > ROWS {
            self.thin();
        }
    }

    /// The numbers at an instant: of the last row there.
    pub(crate) fn at(&self, time: i64) -> Option<Vec<f64>> {
        let row = self.times.partition_point(|&own| own <= time).checked_sub(1)?;
        (self.times[row] == time).then(|| self.values.iter().map(|column| column[row]).collect())
    }

    fn thin(&mut self) {
        let half = self.times.len() / 2;
        let first = self.values.first().map_or(&[][..], Vec::as_slice);
        let by = |a: &usize, b: &usize| match (first.get(*a), first.get(*b)) {
            (Some(a), Some(b)) => a.total_cmp(b),
            _ => a.cmp(b),
        };
        let mut kept = Vec::with_capacity(half / 2 + half + 2);
        for start in (0..half).step_by(4) {
            let rows = start..(start + 4).min(half);
            if let (Some(least), Some(most)) = (rows.clone().min_by(by), rows.max_by(by)) {
                kept.push(least.min(most));
                if least != most {
                    kept.push(least.max(most));
                }
            }
        }
        kept.extend(half..self.times.len());
        self.times = kept.iter().map(|&row| self.times[row]).collect();
        for column in &mut self.values {
            *column = kept.iter().map(|&row| column[row]).collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(reset: bool, rows: std::ops::Range<i64>) -> PlotUpdate {
        let value = |row: i64| if row == 777 { 9999.0 } else { (row % 10) as f64 };
        PlotUpdate {
            stream: "S".to_owned(),
            reset,
            columns: vec!["A".to_owned(), "B".to_owned()],
            rowtimes: rows.clone().collect(),
            values: vec![rows.clone().map(value).collect(), rows.map(|row| row as f64).collect()],
        }
    }

    #[test]
    fn the_past_gets_coarser_and_keeps_its_peaks() {
        let mut track = Track::default();
        for start in (0..200_000).step_by(500) {
            track.take(update(false, start..start + 500));
        }
        assert!(track.times.len() <= ROWS && track.times.is_sorted());
        assert!(
            track.times[0] < 40 && track.times.contains(&777) && track.times.ends_with(&[199_998, 199_999])
        );
        assert!(track.values.iter().all(|column| column.len() == track.times.len()));
        assert_eq!(track.at(777), Some(vec![9999.0, 777.0]));
        assert_eq!(track.at(200_000), None);
        track.take(update(true, 5..7));
        assert_eq!((track.times.len(), track.at(4), track.at(6)), (2, None, Some(vec![6.0, 6.0])));
    }
}
