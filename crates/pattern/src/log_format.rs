//! Apache's log formats as regular expressions (W3C_LOG_PARSE), and the one of syslog.
//!
//! A specifier becomes a group; what stands between specifiers is matched as it is. A field in quotes may hold escaped quotes; `%t` keeps
//! its brackets, as the service's samples show; any other field goes up to the character that follows it in the format.

use std::fmt::Write;

use crate::error::PatternError;

/// Names the function knows, with their formats.
const NAMED: &[(&str, &str)] = &[
    ("COMMON", "%h %l %u %t \"%r\" %>s %b"),
    ("COMMON WITH VHOST", "%v %h %l %u %t \"%r\" %>s %b"),
    ("NCSA EXTENDED", "%h %l %u %t \"%r\" %>s %b \"%[Referer]i\" \"%[User-agent]i\""),
    ("REFERER", "%[Referer]i ---> %U"),
    ("AGENT", "%[User-agent]i"),
];

/// Fields of a line of IIS, which has commas behind each.
const IIS_FIELDS: usize = 15;

/// A line of syslog: its date, and the server's message.
pub const SYSLOG_REGEX: &str = "^(?:<\\d{1,3}>)?([A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d) (.*)";

/// The date of a line of syslog. It has no year.
pub const SYSLOG_DATE: &str = "MMM d HH:mm:ss";

/// The regular expression of a format's name, or of a format as Apache's LogFormat writes it.
///
/// # Errors
/// When there is no such specifier.
pub fn log_format_regex(format: &str) -> Result<String, PatternError> {
    let name = format.trim().to_ascii_uppercase();
    if name == "IIS" {
        let field = "([^,]*)";
        return Ok(format!("^{}", [field; IIS_FIELDS].join(", ?") + ",?\\s*$"));
    }
    let format = NAMED.iter().find(|(known, _)| *known == name).map_or(format, |(_, format)| format);
    let chars: Vec<char> = format.chars().collect();
    let mut regex = "^".to_owned();
    let mut at = 0;
    let mut fields = 0;
    while let Some(&c) = chars.get(at) {
        if c != '%' {
            push_literal(c, &mut regex);
            at += 1;
            continue;
        }
        let begun = at;
        at += 1;
        if chars.get(at) == Some(&'%') {
            regex.push('%');
            at += 1;
            continue;
        }
        let quoted = begun > 0 && chars[begun - 1] == '"';
        at = specifier(&chars, at)?;
        fields += 1;
        let field = match (chars[at - 1], chars.get(at)) {
            ('t', _) => "(\\[[^\\]]*\\]|\\S+)".to_owned(),
            (_, Some('"')) if quoted => "((?:[^\"\\\\]|\\\\.)*)".to_owned(),
            (_, None) => "(.*)".to_owned(),
            (_, Some(next)) => {
                let mut field = "([^".to_owned();
                push_literal(*next, &mut field);
                field.push_str("]*)");
                field
            }
        };
        regex.push_str(&field);
    }
    if fields == 0 {
        return Err(PatternError::new(0, "the log format has no specifier such as %h").hint(
            "formats with a name are COMMON, COMMON WITH VHOST, NCSA EXTENDED, REFERER, AGENT and IIS",
        ));
    }
    regex.push('$');
    Ok(regex)
}

/// Behind a specifier whose `%` is before `at`: `>s`, `!200,304[Referer]i`, `{User-agent}i`.
fn specifier(chars: &[char], at: usize) -> Result<usize, PatternError> {
    let mut at = at;
    while chars.get(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, '!' | ',' | '<' | '>')) {
        at += 1;
    }
    let close = match chars.get(at) {
        Some('[') => Some(']'),
        Some('{') => Some('}'),
        _ => None,
    };
    if let Some(close) = close {
        let length = chars[at..].iter().position(|c| *c == close);
        let Some(length) = length else {
            return Err(PatternError::new(at, "the name of a specifier is not closed"));
        };
        at += length + 1;
    }
    match chars.get(at) {
        Some(c) if "aABbCDefhHiIklLmnoOpPqrRsStTuUvVX".contains(*c) => Ok(at + 1),
        Some(c) => Err(PatternError::new(at, format!("the log format has no specifier %{c}"))
            .hint("write %% for the character itself")),
        None => Err(PatternError::new(at, "the log format ends with %")),
    }
}

fn push_literal(c: char, regex: &mut String) {
    // Writing to a String cannot fail.
    let _infallible = if c.is_ascii_alphanumeric() || c == ' ' || !c.is_ascii() {
        write!(regex, "{c}")
    } else if c.is_ascii_graphic() {
        write!(regex, "\\{c}")
    } else {
        write!(regex, "\\x{:02x}", u32::from(c))
    };
}
