//! A time as text.

use std::fmt::Write;

use rillcut_record::{CivilDate, CivilTime, MS_PER_DAY, civil_from_days, days_from_civil};

use crate::{
    date_format::{DateFormat, Part},
    date_names::{DAYS, ERAS, HALVES, MONTHS, short},
};

impl DateFormat {
    /// Appends epoch milliseconds in this form.
    pub fn print(&self, epoch_ms: i64, out: &mut String) {
        let days = epoch_ms.div_euclid(MS_PER_DAY);
        let moment = Moment { days, date: civil_from_days(days), time: CivilTime::from_ms(epoch_ms) };
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Field { letter, count } => moment.print(*letter, *count, out),
            }
        }
    }
}

struct Moment {
    days: i64,
    date: CivilDate,
    time: CivilTime,
}

impl Moment {
    fn print(&self, letter: char, count: usize, out: &mut String) {
        let time = self.time;
        let number = match letter {
            'G' => return out.push_str(ERAS[usize::from(self.date.year > 0)]),
            'M' if count >= 3 => return name(MONTHS[self.date.month as usize - 1], count, out),
            'E' => return name(DAYS[self.weekday() as usize], count, out),
            'a' => return out.push_str(HALVES[usize::from(time.hour >= 12)]),
            'z' => return out.push_str(if count >= 4 { "Coordinated Universal Time" } else { "UTC" }),
            'Z' => return out.push_str("+0000"),
            'X' => return out.push('Z'),
            'y' => {
                // There is no year 0: the one before 1 is 1 BC.
                let year = if self.date.year > 0 { self.date.year } else { 1 - self.date.year };
                if count == 2 { year % 100 } else { year }
            }
            'M' => i64::from(self.date.month),
            'd' => i64::from(self.date.day),
            'D' => self.day_of_year(),
            'F' => i64::from(self.date.day - 1) / 7 + 1,
            'w' => self.week_of_year(),
            'W' => week(i64::from(self.date.day) - 1, self.weekday()),
            'u' => (self.weekday() + 6) % 7 + 1,
            'H' => i64::from(time.hour),
            'k' => i64::from((time.hour + 23) % 24 + 1),
            'K' => i64::from(time.hour % 12),
            'h' => i64::from((time.hour + 11) % 12 + 1),
            'm' => i64::from(time.minute),
            's' => i64::from(time.second),
            _ => i64::from(time.millisecond),
        };
        // Writing to a String cannot fail.
        let _infallible = write!(out, "{number:0count$}");
    }

    /// 0 is Sunday; 1970-01-01 was a Thursday.
    fn weekday(&self) -> i64 {
        (self.days + 4).rem_euclid(7)
    }

    fn day_of_year(&self) -> i64 {
        self.days - days_from_civil(CivilDate { month: 1, day: 1, ..self.date }) + 1
    }

    /// Weeks begin on Sunday, and the one with the first of January is the first, also for the days before that.
    fn week_of_year(&self) -> i64 {
        let next = days_from_civil(CivilDate { year: self.date.year + 1, month: 1, day: 1 });
        if self.days + 6 - self.weekday() >= next { 1 } else { week(self.day_of_year() - 1, self.weekday()) }
    }
}

/// The week of a day counted from 0, in weeks from Sunday.
fn week(day: i64, weekday: i64) -> i64 {
    (day + 6 - weekday) / 7 + 1
}

fn name(name: &str, count: usize, out: &mut String) {
    out.push_str(if count >= 4 { name } else { short(name) });
}
