//! Type names (spec/kda-sql.md 4.1).

use rillcut_record::{DataType, IntervalQualifier, IntervalUnit};

use super::{Parse, Parser};
use crate::{codes, diagnostic::Diagnostic, span::Span};

/// Most characters of a CHAR or VARCHAR; the samples use 65520 and 65535.
const MAX_LENGTH: u64 = 65_535;
/// Most digits of a DECIMAL. 19, which one page of the reference allows, is read as this.
const MAX_PRECISION: u64 = 18;

impl Parser<'_> {
    pub(super) fn data_type(&mut self) -> Parse<DataType> {
        let span = self.span();
        let word = self.word_at(0).to_ascii_uppercase();
        if word.is_empty() {
            return Err(self.unexpected("a type"));
        }
        self.advance();
        Ok(match word.as_str() {
            "TINYINT" => DataType::TinyInt,
            "SMALLINT" => DataType::SmallInt,
            "INTEGER" | "INT" => DataType::Integer,
            "BIGINT" => DataType::BigInt,
            "REAL" => DataType::Real,
            "FLOAT" => DataType::Double,
            "DOUBLE" => {
                self.eat_word("PRECISION");
                DataType::Double
            }
            "BOOLEAN" => DataType::Boolean,
            "DATE" => DataType::Date,
            "TIME" => DataType::Time,
            "TIMESTAMP" => DataType::Timestamp,
            "DECIMAL" | "DEC" | "NUMERIC" => return self.decimal(),
            "CHAR" | "CHARACTER" => {
                if self.eat_word("VARYING") {
                    DataType::Varchar { length: self.length()? }
                } else {
                    DataType::Char { length: self.length()?.unwrap_or(1) }
                }
            }
            "VARCHAR" => DataType::Varchar { length: self.length()? },
            "BINARY" => {
                if self.eat_word("VARYING") {
                    DataType::Varbinary { length: self.length()?.unwrap_or(1) }
                } else {
                    DataType::Binary { length: self.length()?.unwrap_or(1) }
                }
            }
            "VARBINARY" => DataType::Varbinary { length: self.length()?.unwrap_or(1) },
            "INTERVAL" => DataType::Interval(self.qualifier()?),
            _ => return Err(self.unknown_type(span, &word)),
        })
    }

    fn unknown_type(&mut self, span: Span, word: &str) -> super::Stop {
        let meant = match word {
            "STRING" | "TEXT" | "VARCHAR2" | "NVARCHAR" => "VARCHAR(64)",
            "DATETIME" | "TIMESTAMPTZ" => "TIMESTAMP",
            "BOOL" => "BOOLEAN",
            "LONG" | "INT8" | "INT64" | "NUMBER" => "BIGINT",
            "INT32" | "INT4" => "INTEGER",
            "FLOAT64" | "FLOAT8" => "DOUBLE",
            "FLOAT32" | "FLOAT4" => "REAL",
            "BYTE" => "TINYINT",
            "SHORT" | "INT2" => "SMALLINT",
            _ => "",
        };
        let shown: String = word.chars().take(40).collect();
        let diagnostic = Diagnostic::error(codes::UNKNOWN_TYPE, span, format!("there is no type {shown}"));
        self.report(if meant.is_empty() {
            diagnostic.hint(
                "types are TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL(p,s), REAL, DOUBLE, BOOLEAN, CHAR(n), \
                 VARCHAR(n), BINARY(n), VARBINARY(n), DATE, TIME, TIMESTAMP",
            )
        } else {
            diagnostic.hint(format!("write {meant}")).fix(span, meant)
        })
    }

    /// `(n)`.
    fn length(&mut self) -> Parse<Option<u32>> {
        if !self.eat("(") {
            return Ok(None);
        }
        let span = self.span();
        let length = self.whole_number()?;
        self.expect(")")?;
        if (1..=MAX_LENGTH).contains(&length) {
            return Ok(Some(length as u32));
        }
        let message = format!("a length is 1 to {MAX_LENGTH}");
        Err(self.report(Diagnostic::error(codes::TYPE_LENGTH, span, message)))
    }

    fn decimal(&mut self) -> Parse<DataType> {
        if !self.eat("(") {
            return Ok(DataType::Decimal { precision: MAX_PRECISION as u8, scale: 0 });
        }
        let span = self.span();
        let precision = self.whole_number()?;
        let scale = if self.eat(",") { self.whole_number()? } else { 0 };
        let span = span.to(self.last_span());
        self.expect(")")?;
        if precision == 0 || precision > MAX_PRECISION + 1 {
            let message = format!("a precision is 1 to {MAX_PRECISION}");
            return Err(self.report(Diagnostic::error(codes::TYPE_LENGTH, span, message)));
        }
        let precision = precision.min(MAX_PRECISION);
        if scale > precision {
            let message = format!("the scale {scale} is more than the precision {precision}");
            return Err(self.report(Diagnostic::error(codes::TYPE_LENGTH, span, message)));
        }
        Ok(DataType::Decimal { precision: precision as u8, scale: scale as u8 })
    }

    /// A number without sign, point or exponent; what is too large becomes the largest there is.
    pub(super) fn whole_number(&mut self) -> Parse<u64> {
        let text = self.text_at(0);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            return Err(self.unexpected("a whole number"));
        }
        self.advance();
        Ok(text.parse().unwrap_or(u64::MAX))
    }

    /// The unit `ahead` tokens from here.
    pub(super) fn unit_at(&self, ahead: usize) -> Option<IntervalUnit> {
        Some(match self.word_at(ahead).to_ascii_uppercase().as_str() {
            "YEAR" => IntervalUnit::Year,
            "MONTH" => IntervalUnit::Month,
            "DAY" => IntervalUnit::Day,
            "HOUR" => IntervalUnit::Hour,
            "MINUTE" => IntervalUnit::Minute,
            "SECOND" => IntervalUnit::Second,
            _ => return None,
        })
    }

    /// YEAR … SECOND.
    pub(super) fn unit(&mut self) -> Parse<IntervalUnit> {
        let Some(unit) = self.unit_at(0) else {
            return Err(self.unexpected("YEAR, MONTH, DAY, HOUR, MINUTE or SECOND"));
        };
        self.advance();
        Ok(unit)
    }

    /// `unit[(p)] [TO unit[(p)]]`. Directly inside FLOOR, `TO unit )` is left to it.
    pub(super) fn qualifier(&mut self) -> Parse<IntervalQualifier> {
        let start = self.span();
        let from = self.unit()?;
        self.precision()?;
        let floors = self.in_floor && self.unit_at(1).is_some() && self.is_operator(2, ")");
        if !self.is_word(0, "TO") || floors {
            return Ok(IntervalQualifier::single(from));
        }
        self.advance();
        let to = self.unit()?;
        self.precision()?;
        let qualifier = IntervalQualifier { from, to };
        // Months and milliseconds do not mix, and the units go from coarse to fine.
        let mixed = qualifier.is_calendar() && to > IntervalUnit::Month;
        if from >= to || mixed {
            let span = start.to(self.last_span());
            let message = format!("there is no interval {from} TO {to}");
            let hint = "intervals are YEAR TO MONTH, or DAY, HOUR, MINUTE, SECOND from coarse to fine";
            return Err(self.report(Diagnostic::error(codes::BAD_INTERVAL, span, message).hint(hint)));
        }
        Ok(qualifier)
    }

    /// `(p)`, `(p, f)`: read and dropped.
    fn precision(&mut self) -> Parse<()> {
        if self.eat("(") {
            self.whole_number()?;
            if self.eat(",") {
                self.whole_number()?;
            }
            self.expect(")")?;
        }
        Ok(())
    }
}
