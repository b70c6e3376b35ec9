//! Civil dates from epoch days and back, in the proleptic Gregorian calendar, UTC.
//!
//! Thirty lines of integer arithmetic (the era/day-of-era scheme) instead of a calendar crate: the engine needs
//! no zones and no locale, and a date crate costs the page 10 to 49 KB.

/// Milliseconds in a day; a day has no leap seconds here, as in `java.sql.Timestamp`.
pub const MS_PER_DAY: i64 = 86_400_000;

/// A calendar date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilDate {
    /// Astronomical year (1 BC is 0).
    pub year: i64,
    /// 1–12.
    pub month: u32,
    /// 1–31.
    pub day: u32,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CivilTime {
    /// 0–23.
    pub hour: u32,
    /// 0–59.
    pub minute: u32,
    /// 0–59.
    pub second: u32,
    /// 0–999.
    pub millisecond: u32,
}

impl CivilTime {
    /// The time of day at `ms` milliseconds since the epoch (or since midnight).
    pub fn from_ms(ms: i64) -> Self {
        let of_day = ms.rem_euclid(MS_PER_DAY) as u32;
        Self {
            hour: of_day / 3_600_000,
            minute: of_day / 60_000 % 60,
            second: of_day / 1000 % 60,
            millisecond: of_day % 1000,
        }
    }

    /// Milliseconds since midnight.
    pub fn to_ms(self) -> i64 {
        i64::from(((self.hour * 60 + self.minute) * 60 + self.second) * 1000 + self.millisecond)
    }
}

/// Days since 1970-01-01 of a date. `month` and `day` must be in range; see [`CivilDate::is_valid`].
pub fn days_from_civil(date: CivilDate) -> i64 {
    let year = if date.month <= 2 { date.year - 1 } else { date.year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (i64::from(date.month) + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(date.day) - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The date that is `days` after 1970-01-01.
pub fn civil_from_days(days: i64) -> CivilDate {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 } as u32;
    CivilDate { year: year_of_era + era * 400 + i64::from(month <= 2), month, day }
}

impl CivilDate {
    /// Whether month and day exist in the calendar.
    pub fn is_valid(self) -> bool {
        (1..=12).contains(&self.month) && self.day >= 1 && self.day <= days_in_month(self.year, self.month)
    }
}

fn days_in_month(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days() {
        for (days, year, month, day) in [
            (0, 1970, 1, 1),
            (-1, 1969, 12, 31),
            (11_016, 2000, 2, 29),
            (18_849, 2021, 8, 10),
            (-719_468, 0, 3, 1),
        ] {
            let date = CivilDate { year, month, day };
            assert_eq!(civil_from_days(days), date);
            assert_eq!(days_from_civil(date), days);
        }
    }

    #[test]
    fn every_day_of_eight_centuries_round_trips() {
        for days in -146_097..146_097 {
            let date = civil_from_days(days);
            assert!(date.is_valid());
            assert_eq!(days_from_civil(date), days);
        }
    }
}
