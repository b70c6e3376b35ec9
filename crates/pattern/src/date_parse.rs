//! A text as a time.

use rillcut_record::{CivilDate, CivilTime, MS_PER_DAY, days_from_civil};

use crate::{
    date_format::{DateFormat, FIRST_SHORT_YEAR, Part},
    date_names::{DAYS, ERAS, HALVES, MONTHS, find},
    zone,
};

/// Most digits of a number.
const MAX_DIGITS: usize = 9;

/// What has been read so far.
#[derive(Debug, Default)]
struct Fields {
    before_christ: bool,
    year: Option<i64>,
    month: Option<u32>,
    day: Option<u32>,
    day_of_year: Option<i64>,
    /// 0–23.
    hour: Option<u32>,
    /// 0–11.
    half_hour: Option<u32>,
    afternoon: bool,
    minute: u32,
    second: u32,
    millisecond: u32,
    /// Milliseconds east of UTC.
    offset: i64,
}

impl DateFormat {
    /// Epoch milliseconds of a text in this form; what follows is not looked at. What the format leaves out is 1970-01-01 00:00:00.
    /// `None` when the text does not fit.
    pub fn parse(&self, text: &str) -> Option<i64> {
        let mut fields = Fields::default();
        let mut rest = text;
        for (index, part) in self.parts.iter().enumerate() {
            match part {
                Part::Text(wanted) => rest = rest.strip_prefix(wanted.as_str())?,
                Part::Field { letter, count } => {
                    // Digits that follow each other are parted by the format's counts.
                    let parted = matches!(self.parts.get(index + 1), Some(Part::Field { letter, count }) if is_number(*letter, *count));
                    rest = fields.read(*letter, *count, parted, rest)?;
                }
            }
        }
        fields.moment()
    }
}

fn is_number(letter: char, count: usize) -> bool {
    match letter {
        'M' => count <= 2,
        'G' | 'E' | 'a' | 'z' | 'Z' | 'X' => false,
        _ => true,
    }
}

impl Fields {
    /// Reads a field; what is behind it.
    fn read<'t>(&mut self, letter: char, count: usize, parted: bool, text: &'t str) -> Option<&'t str> {
        let text = text.trim_start_matches([' ', '\t']);
        if !is_number(letter, count) {
            return self.read_word(letter, text);
        }
        let most = if parted { count.min(MAX_DIGITS) } else { MAX_DIGITS };
        let length = text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number: u32 = text[..length].parse().ok()?;
        let within = |from: u32, to: u32| (from..=to).contains(&number).then_some(number);
        match letter {
            'y' if count == 2 && length == 2 => {
                let year = i64::from(number) + FIRST_SHORT_YEAR - FIRST_SHORT_YEAR % 100;
                self.year = Some(if year < FIRST_SHORT_YEAR { year + 100 } else { year });
            }
            'y' => self.year = Some(i64::from(number)),
            'M' => self.month = Some(within(1, 12)?),
            'd' => self.day = Some(within(1, 31)?),
            'D' => self.day_of_year = Some(i64::from(within(1, 366)?)),
            'H' => self.hour = Some(within(0, 23)?),
            'k' => self.hour = Some(within(1, 24)? % 24),
            'K' => self.half_hour = Some(within(0, 11)?),
            'h' => self.half_hour = Some(within(1, 12)? % 12),
            'm' => self.minute = within(0, 59)?,
            's' => self.second = within(0, 59)?,
            'S' => self.millisecond = within(0, 999)?,
            // Weeks and days of the week follow from the date.
            _ => {}
        }
        Some(&text[length..])
    }

    fn read_word<'t>(&mut self, letter: char, text: &'t str) -> Option<&'t str> {
        let length = match letter {
            'G' => {
                let (index, length) = find(&ERAS, text)?;
                self.before_christ = index == 0;
                length
            }
            'M' => {
                let (index, length) = find(&MONTHS, text)?;
                self.month = Some(index as u32 + 1);
                length
            }
            'E' => find(&DAYS, text)?.1,
            'a' => {
                let (index, length) = find(&HALVES, text)?;
                self.afternoon = index == 1;
                length
            }
            _ => {
                let (offset, length) = zone::read(text)?;
                self.offset = offset;
                length
            }
        };
        Some(&text[length..])
    }

    fn moment(&self) -> Option<i64> {
        let year = self.year.unwrap_or(1970);
        let year = if self.before_christ { 1 - year } else { year };
        let date = CivilDate { year, month: self.month.unwrap_or(1), day: self.day.unwrap_or(1) };
        if !date.is_valid() {
            return None;
        }
        let mut days = days_from_civil(date);
        if let Some(day) = self.day_of_year
            && self.month.is_none()
            && self.day.is_none()
        {
            days += day - 1;
        }
        let half = self.half_hour.unwrap_or(0) + if self.afternoon { 12 } else { 0 };
        let time = CivilTime {
            hour: self.hour.unwrap_or(half),
            minute: self.minute,
            second: self.second,
            millisecond: self.millisecond,
        };
        (days * MS_PER_DAY + time.to_ms()).checked_sub(self.offset)
    }
}
