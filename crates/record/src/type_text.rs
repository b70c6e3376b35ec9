//! The text of a column's type, as it stands in a schema's `SqlType` (spec/kda-sql.md 4.1).
//!
//! The SQL front end has its own parser with spans; this one serves schemas, where a type stands alone in a string and
//! the whole string is the place of the error.

use crate::{error::ErrorKind, types::DataType};

/// Largest length of CHAR, VARCHAR, BINARY and VARBINARY.
pub const MAX_LENGTH: u32 = 65_535;
/// Most digits of a DECIMAL. 19, which one page of the reference allows, is read as this.
pub const MAX_PRECISION: u32 = 18;

/// Reads a type such as `VARCHAR(32)`, `double precision` or `DECIMAL(5, 2)`; case and blanks do not matter.
///
/// # Errors
/// [`ErrorKind::Type`] for anything else.
pub fn parse_data_type(text: &str) -> Result<DataType, ErrorKind> {
    read(text).map_err(|reason| ErrorKind::Type { text: excerpt(text), reason })
}

fn excerpt(text: &str) -> String {
    text.chars().take(60).collect()
}

fn read(text: &str) -> Result<DataType, &'static str> {
    let (name, arguments) = split(text)?;
    let plain = |data_type| if arguments.is_empty() { Ok(data_type) } else { Err("it takes no length") };
    match name.as_str() {
        "TINYINT" => plain(DataType::TinyInt),
        "SMALLINT" => plain(DataType::SmallInt),
        "INTEGER" | "INT" => plain(DataType::Integer),
        "BIGINT" => plain(DataType::BigInt),
        "REAL" => plain(DataType::Real),
        "FLOAT" | "DOUBLE" | "DOUBLE PRECISION" => plain(DataType::Double),
        "BOOLEAN" => plain(DataType::Boolean),
        "DATE" => plain(DataType::Date),
        "TIME" => plain(DataType::Time),
        "TIMESTAMP" => plain(DataType::Timestamp),
        "DECIMAL" | "DEC" | "NUMERIC" => decimal(&arguments),
        "CHAR" | "CHARACTER" => Ok(DataType::Char { length: length(&arguments)?.unwrap_or(1) }),
        "VARCHAR" | "CHAR VARYING" | "CHARACTER VARYING" => {
            Ok(DataType::Varchar { length: length(&arguments)? })
        }
        "BINARY" => Ok(DataType::Binary { length: length(&arguments)?.unwrap_or(1) }),
        "VARBINARY" | "BINARY VARYING" => {
            Ok(DataType::Varbinary { length: length(&arguments)?.unwrap_or(1) })
        }
        _ => Err("there is no such type"),
    }
}

/// The upper-case name with single blanks, and the numbers in parentheses.
fn split(text: &str) -> Result<(String, Vec<u32>), &'static str> {
    let text = text.trim();
    if text.len() > 200 {
        return Err("it is too long");
    }
    let (name, arguments) = match text.split_once('(') {
        None => (text, Vec::new()),
        Some((name, rest)) => {
            let inside = rest.trim_end().strip_suffix(')').ok_or("the parenthesis is not closed")?;
            let numbers = inside.split(',').map(|number| {
                let number = number.trim();
                let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
                if digits { number.parse().ok() } else { None }
            });
            (name, numbers.collect::<Option<Vec<u32>>>().ok_or("a length is a whole number")?)
        }
    };
    let words: Vec<String> = name.split_whitespace().map(str::to_ascii_uppercase).collect();
    Ok((words.join(" "), arguments))
}

fn length(arguments: &[u32]) -> Result<Option<u32>, &'static str> {
    match arguments {
        [] => Ok(None),
        &[length] if (1..=MAX_LENGTH).contains(&length) => Ok(Some(length)),
        [_] => Err("a length is 1 to 65535"),
        _ => Err("it takes one length"),
    }
}

fn decimal(arguments: &[u32]) -> Result<DataType, &'static str> {
    let (precision, scale) = match arguments {
        [] => (MAX_PRECISION, 0),
        &[precision] => (precision, 0),
        &[precision, scale] => (precision, scale),
        _ => return Err("it takes a precision and a scale"),
    };
    if precision == 0 || precision > MAX_PRECISION + 1 {
        return Err("the precision is 1 to 18");
    }
    let precision = precision.min(MAX_PRECISION);
    if scale > precision {
        return Err("the scale is at most the precision");
    }
    Ok(DataType::Decimal { precision: precision as u8, scale: scale as u8 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_of_the_table_is_read() {
        for (text, expected) in [
            ("TINYINT", "TINYINT"),
            ("smallint", "SMALLINT"),
            ("INT", "INTEGER"),
            (" Integer ", "INTEGER"),
            ("BIGINT", "BIGINT"),
            ("DECIMAL", "DECIMAL(18)"),
            ("DEC(5)", "DECIMAL(5)"),
            ("NUMERIC ( 5 , 2 )", "DECIMAL(5,2)"),
            ("DECIMAL(19,4)", "DECIMAL(18,4)"),
            ("REAL", "REAL"),
            ("FLOAT", "DOUBLE"),
            ("DOUBLE", "DOUBLE"),
            ("double   precision", "DOUBLE"),
            ("BOOLEAN", "BOOLEAN"),
            ("CHAR", "CHAR(1)"),
            ("CHARACTER(3)", "CHAR(3)"),
            ("VARCHAR", "VARCHAR"),
            ("VARCHAR(65520)", "VARCHAR(65520)"),
            ("CHARACTER VARYING(7)", "VARCHAR(7)"),
            ("BINARY(4)", "BINARY(4)"),
            ("VARBINARY(16)", "VARBINARY(16)"),
            ("DATE", "DATE"),
            ("TIME", "TIME"),
            ("TIMESTAMP", "TIMESTAMP"),
        ] {
            assert_eq!(parse_data_type(text).map(|t| t.to_string()), Ok(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "",
            "STRING",
            "VARCHAR(0)",
            "VARCHAR(65536)",
            "VARCHAR(1,2)",
            "VARCHAR(",
            "VARCHAR()",
            "VARCHAR(x)",
            "VARCHAR(+3)",
            "DECIMAL(20)",
            "DECIMAL(0)",
            "DECIMAL(5,6)",
            "DECIMAL(99999999999)",
            "INTEGER(4)",
            "INTERVAL DAY",
            "DOUBLE TROUBLE",
        ] {
            assert!(parse_data_type(text).is_err(), "{text}");
        }
    }

    #[test]
    fn printed_types_read_back() {
        for text in ["DECIMAL(5,2)", "DECIMAL(7)", "VARCHAR", "VARCHAR(4)", "CHAR(2)", "VARBINARY(9)", "REAL"]
        {
            let data_type = parse_data_type(text).unwrap();
            assert_eq!(parse_data_type(&data_type.to_string()), Ok(data_type));
        }
    }
}
