//! From epoch milliseconds and an offset to calendar fields: year, month, weekday, week of year.
//!
//! The proleptic Gregorian calendar without leap seconds, as JavaScript has it. Weeks are counted in moment's two
//! ways: English (weeks begin on Sunday, the week with 1 January is the first) and ISO 8601 (Monday, 4 January).

const MS_PER_DAY: i64 = 86_400_000;

/// JavaScript's range of dates: 100,000,000 days around 1970.
pub(crate) const MAX_MS: i64 = 8_640_000_000_000_000;

/// An instant on a wall clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) epoch_ms: i64,
    /// Minutes east of UTC of the wall clock.
    pub(crate) offset: i32,
    pub(crate) utc: bool,
    pub(crate) year: i32,
    /// 1..=12
    pub(crate) month: u32,
    /// 1..=31
    pub(crate) day: u32,
    pub(crate) hour: u32,
    pub(crate) minute: u32,
    pub(crate) second: u32,
    pub(crate) millisecond: u32,
    /// 0 is Sunday.
    pub(crate) weekday: u32,
}

impl Fields {
    /// Breaks an instant down. Instants beyond JavaScript's range count as its end, offsets beyond a day as a day.
    pub(crate) fn new(epoch_ms: i64, offset: i32, utc: bool) -> Self {
        let epoch_ms = epoch_ms.clamp(-MAX_MS, MAX_MS);
        let offset = if utc { 0 } else { offset.clamp(-1439, 1439) };
        let wall = epoch_ms + i64::from(offset) * 60_000;
        let days = wall.div_euclid(MS_PER_DAY);
        let ms = wall.rem_euclid(MS_PER_DAY) as u32;
        let (year, month, day) = civil(days);
        Self {
            epoch_ms,
            offset,
            utc,
            year,
            month,
            day,
            hour: ms / 3_600_000,
            minute: ms / 60_000 % 60,
            second: ms / 1000 % 60,
            millisecond: ms % 1000,
            weekday: weekday(days),
        }
    }

    /// 1 on 1 January.
    pub(crate) fn day_of_year(&self) -> i32 {
        (days_since_epoch(self.year, self.month, self.day) - days_since_epoch(self.year, 1, 1)) as i32 + 1
    }

    pub(crate) const fn quarter(&self) -> u32 {
        self.month.div_ceil(3)
    }

    /// 1 is Monday, 7 is Sunday.
    pub(crate) const fn iso_weekday(&self) -> u32 {
        if self.weekday == 0 { 7 } else { self.weekday }
    }

    /// Year and week, the English way.
    pub(crate) fn week(&self) -> (i32, i32) {
        self.week_of(0, 1)
    }

    /// Year and week of ISO 8601.
    pub(crate) fn iso_week(&self) -> (i32, i32) {
        self.week_of(1, 4)
    }

    /// Year and week, where weeks begin on `first` and the one with the given day of January is the first.
    fn week_of(&self, first: u32, january: u32) -> (i32, i32) {
        let today = days_since_epoch(self.year, self.month, self.day);
        let week_in = |year| (today - first_week(year, first, january)).div_euclid(7) as i32 + 1;
        if week_in(self.year) < 1 {
            (self.year - 1, week_in(self.year - 1))
        } else if week_in(self.year + 1) >= 1 {
            (self.year + 1, week_in(self.year + 1))
        } else {
            (self.year, week_in(self.year))
        }
    }
}

/// The day on which the first week of a year begins.
fn first_week(year: i32, first: u32, january: u32) -> i64 {
    let inside = days_since_epoch(year, 1, january);
    inside - i64::from((weekday(inside) + 7 - first) % 7)
}

const fn weekday(days: i64) -> u32 {
    (days + 4).rem_euclid(7) as u32
}

/// Days from 1970-01-01 to a date. Years are counted from 1 March, so that the leap day is the last of its year.
pub(crate) fn days_since_epoch(year: i32, month: u32, day: u32) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let month = i64::from((month + 9) % 12);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The date that is `days` days after 1970-01-01.
fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097) as u32;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    ((era * 400) as i32 + year_of_era as i32 + next, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_eight_centuries_follows_the_one_before() {
        let mut expected = (1599, 12, 31);
        for days in days_since_epoch(1600, 1, 1)..days_since_epoch(2401, 1, 1) {
            let (year, month, day) = expected;
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u32::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            expected = if day < length {
                (year, month, day + 1)
            } else if month < 12 {
                (year, month + 1, 1)
            } else {
                (year + 1, 1, 1)
            };
            assert_eq!(civil(days), expected);
            assert_eq!(days_since_epoch(expected.0, expected.1, expected.2), days);
        }
    }

    #[test]
    fn iso_weeks_at_the_turn_of_the_year() {
        let week = |y, m, d| Fields::new(days_since_epoch(y, m, d) * MS_PER_DAY, 0, true).iso_week();
        assert_eq!(week(2005, 1, 1), (2004, 53));
        assert_eq!(week(2005, 12, 31), (2005, 52));
        assert_eq!(week(2007, 1, 1), (2007, 1));
        assert_eq!(week(2008, 12, 29), (2009, 1));
        assert_eq!(week(2010, 1, 3), (2009, 53));
        let english = |y, m, d| Fields::new(days_since_epoch(y, m, d) * MS_PER_DAY, 0, true).week();
        assert_eq!(english(2016, 12, 31), (2016, 53));
        assert_eq!(english(2017, 1, 1), (2017, 1));
        assert_eq!(english(2018, 12, 30), (2019, 1));
    }

    #[test]
    fn the_ends_of_time_are_safe() {
        assert_eq!(Fields::new(i64::MAX, i32::MAX, false).year, 275_760);
        assert_eq!(Fields::new(i64::MIN, i32::MIN, false).year, -271_821);
    }
}
