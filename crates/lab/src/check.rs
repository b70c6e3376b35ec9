//! Reading a lab file and checking what its types cannot say.

use std::collections::HashSet;

use rillcut_record::parse_timestamp;

use crate::{
    bucket::spec::MAX_BUCKETS,
    file::{ActiveSpan, LAB_VERSION, Lab, SenderSpec},
    protocol::Problem,
};

/// Largest lab file that is read, bytes.
pub(crate) const MAX_BYTES: usize = 4 << 20;
/// Most templates or tables of a lab.
pub(crate) const MAX_PARTS: usize = 200;
/// Most senders of a lab.
pub(crate) const MAX_SENDERS: usize = 1000;
/// Most bytes of all reference data in a lab file: it is shared and saved as a whole.
pub(crate) const MAX_REFERENCE_TEXT: usize = 2 << 20;
/// Highest rate of a sender, records a second.
pub(crate) const MAX_RATE: f64 = 1_000_000.0;

impl Lab {
    /// Reads a `*.lab.json`.
    ///
    /// # Errors
    /// `LAB0001` too large, `LAB0002` not the JSON of a lab (with line and column), and what [`Lab::problems`] finds.
    pub fn from_json(text: &str) -> Result<Self, Vec<Problem>> {
        if text.len() > MAX_BYTES {
            let message =
                format!("the lab file has {} bytes, more than the {MAX_BYTES} that are read", text.len());
            return Err(vec![Problem::plain("LAB0001", message, None)]);
        }
        let mut lab: Self = serde_json::from_str(text).map_err(|error| vec![misread(&error)])?;
        let problems = lab.problems();
        // An older file is a file of this version that leaves out what came later.
        lab.rillcut = LAB_VERSION;
        if problems.is_empty() { Ok(lab) } else { Err(problems) }
    }

    /// The lab as the text of a `*.lab.json`, ending in a newline.
    ///
    /// # Errors
    /// `LAB0002` when the schema's text is not JSON.
    pub fn to_json(&self) -> Result<String, Vec<Problem>> {
        serde_json::to_string_pretty(self).map(|text| text + "\n").map_err(|error| vec![misread(&error)])
    }

    /// What is wrong with the lab beside its templates, schema and program, which their own crates check.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut say = |code: &str, message: String, hint: Option<&str>| {
            problems.push(Problem::plain(code, message, hint.map(str::to_owned)));
        };
        if !(1..=LAB_VERSION).contains(&self.rillcut) {
            let message = format!(
                "this lab file is of version {}; this build reads versions 1 to {LAB_VERSION}",
                self.rillcut
            );
            say("LAB0003", message, Some("open it with the version of Rillcut that wrote it"));
        }
        if let Some(start) = &self.start
            && parse_timestamp(start).is_none()
        {
            say("LAB0004", format!("'{start}' is not a time"), Some("write it as 2026-01-01 00:00:00"));
        }
        if self.templates.len() > MAX_PARTS || self.senders.len() > MAX_SENDERS {
            say(
                "LAB0005",
                format!("a lab has at most {MAX_PARTS} templates and {MAX_SENDERS} senders"),
                None,
            );
        }
        let mut names = HashSet::new();
        for template in &self.templates {
            if !names.insert(template.name.as_str()) {
                say(
                    "LAB0006",
                    format!("two templates are called '{}'", template.name),
                    Some("give each its own name"),
                );
            }
        }
        if !self.detection.threshold.is_finite() || self.detection.threshold < 0.0 {
            say("LAB0007", "the threshold is not a score".to_owned(), Some("scores are 0 or more"));
        }
        for moment in &self.moments {
            if !(moment.from.is_finite() && moment.until.is_finite() && moment.from <= moment.until) {
                say("LAB0008", format!("the moment '{}' ends before it begins", moment.name), None);
            }
        }
        let mut names = HashSet::new();
        for table in &self.references {
            if table.name.is_empty() || !names.insert(table.name.as_str()) {
                say(
                    "LAB0023",
                    format!("two tables of reference data are called '{}', or one has no name", table.name),
                    Some("give each its own name"),
                );
            }
        }
        let bytes: usize = self.references.iter().map(|table| table.text.len()).sum();
        if bytes > MAX_REFERENCE_TEXT || self.references.len() > MAX_PARTS {
            let message = format!(
                "the lab has {} tables of reference data with {bytes} bytes, more than the {MAX_REFERENCE_TEXT} bytes of {MAX_PARTS} \
                 that a lab file may hold",
                self.references.len()
            );
            say(
                "LAB0024",
                message,
                Some("the command line reads larger files: rillcut run --reference NAME=FILE"),
            );
        }
        problems.extend(self.bucket_problems());
        for destination in &self.destinations {
            problems.extend(destination.range_problems());
        }
        for sender in &self.senders {
            if let Err(problem) = self.check_sender(sender) {
                problems.push(problem);
            }
        }
        problems
    }

    /// What is wrong with the buckets.
    pub(crate) fn bucket_problems(&self) -> Vec<Problem> {
        let mut problems: Vec<Problem> =
            self.buckets.iter().filter_map(|bucket| bucket.check().err()).collect();
        let mut names = HashSet::new();
        if let Some(twice) = self.buckets.iter().find(|bucket| !names.insert(bucket.name.as_str())) {
            let message = format!("two buckets are called '{}'", twice.name);
            problems.push(Problem::plain("LAB0093", message, Some("give each its own name".to_owned())));
        }
        if self.buckets.len() > MAX_BUCKETS {
            problems.push(Problem::plain(
                "LAB0094",
                format!("a lab has at most {MAX_BUCKETS} buckets"),
                None,
            ));
        }
        problems
    }

    /// Whether a sender could run in this lab.
    ///
    /// # Errors
    /// `LAB0009` unknown template, `LAB0010` rate out of range, `LAB0011` times out of order, `LAB0026` duration and `LAB0027` clock
    /// out of range.
    pub fn check_sender(&self, sender: &SenderSpec) -> Result<(), Problem> {
        let name = &sender.name;
        if !self.templates.iter().any(|template| template.name == sender.template) {
            let known: Vec<&str> = self.templates.iter().map(|template| template.name.as_str()).collect();
            let hint = format!("the lab's templates are: {}", known.join(", "));
            let message =
                format!("sender '{name}' draws from a template '{}' that is not there", sender.template);
            return Err(Problem::plain("LAB0009", message, Some(hint)));
        }
        // A ramp may begin or end at nothing.
        let of_span = |span: &ActiveSpan| {
            let least = if span.rate_to.is_some() { 0.0 } else { f64::MIN_POSITIVE };
            [(span.rate, least), (span.rate_to, 0.0)]
        };
        let rates = sender.active.iter().flat_map(of_span).chain([(Some(sender.rate), f64::MIN_POSITIVE)]);
        for (rate, least) in rates {
            let rate = rate.unwrap_or(MAX_RATE);
            if !(rate.is_finite() && rate >= least && rate <= MAX_RATE) {
                let message = if rate.is_nan() {
                    format!("the rate of sender '{name}' is not a number")
                } else {
                    format!("sender '{name}' cannot send {rate} records a second")
                };
                let hint = format!("a rate is above 0 and at most {MAX_RATE}; a ramp may begin or end at 0");
                return Err(Problem::plain("LAB0010", message, Some(hint)));
            }
        }
        if let Some(seconds) = sender.duration
            && !(seconds.is_finite() && seconds > 0.0)
        {
            let message = format!("sender '{name}' cannot send for {seconds} seconds");
            let hint = Some("a duration is above 0".to_owned());
            return Err(Problem::plain("LAB0026", message, hint));
        }
        if sender.utc_offset.abs() >= 24 * 60 {
            let message = format!("the clock of sender '{name}' is {} minutes from UTC", sender.utc_offset);
            let hint = Some("an offset is less than a day, such as 120 for +02:00".to_owned());
            return Err(Problem::plain("LAB0027", message, hint));
        }
        let mut last = 0.0;
        for span in &sender.active {
            let until = span.until.unwrap_or(f64::MAX);
            if !(span.from >= last && until >= span.from && span.from.is_finite()) {
                let message = format!("the times of sender '{name}' are not in order");
                let hint = "each span begins where the one before ended or later, and ends after it began"
                    .to_owned();
                return Err(Problem::plain("LAB0011", message, Some(hint)));
            }
            if span.rate_to.is_some() && span.until.is_none() {
                let message = format!("a ramp of sender '{name}' has no end");
                let hint = Some("give the span an \"until\"".to_owned());
                return Err(Problem::plain("LAB0011", message, hint));
            }
            last = until;
        }
        Ok(())
    }
}

fn misread(error: &serde_json::Error) -> Problem {
    let text = error.to_string();
    let message = text.split(" at line ").next().unwrap_or(&text).to_owned();
    Problem {
        line: error.line() as u32,
        column: error.column() as u32,
        ..Problem::plain("LAB0002", format!("the text is not a lab file: {message}"), None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"{
  "rillcut": 1, "name": "n", "seed": 1, "start": "2026-01-01 00:00:00",
  "templates": [{"name": "T", "text": "{}"}],
  "senders": [{"name": "S", "template": "T", "rate": 1, "active": [{"from": 0, "until": 5}, {"from": 5, "until": null}]}],
  "schema": {"RecordFormat": {"RecordFormatType": "JSON"}, "RecordColumns": []},
  "sql": ""
}"#;

    #[test]
    fn reads_and_writes_the_same_lab() {
        let lab = Lab::from_json(SMALL).unwrap();
        let again = Lab::from_json(&lab.to_json().unwrap()).unwrap();
        assert_eq!(lab, again);
        assert_eq!(lab.rillcut, LAB_VERSION);
        let wire = crate::protocol::encode(&lab).unwrap();
        assert_eq!(crate::protocol::decode::<Lab>(&wire).unwrap(), lab);
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let code = |from: &str, to: &str| {
            let text = SMALL.replace(from, to);
            assert_ne!(text, SMALL, "{from}");
            Lab::from_json(&text).unwrap_err().iter().map(|problem| problem.code.clone()).collect::<Vec<_>>()
        };
        assert_eq!(code("\"rillcut\": 1", "\"rillcut\": 3"), ["LAB0003"]);
        assert_eq!(code("\"until\": 5", "\"until\": 5, \"rate\": 0"), ["LAB0010"]);
        assert_eq!(code("\"until\": null", "\"until\": null, \"rateTo\": 5"), ["LAB0011"]);
        assert_eq!(code("\"rate\": 1", "\"rate\": 1, \"duration\": 0"), ["LAB0026"]);
        assert_eq!(code("\"rate\": 1", "\"rate\": 1, \"utcOffset\": 1440"), ["LAB0027"]);
        assert_eq!(
            code("\"rate\": 1", "\"rate\": 1, \"periods\": {\"mu\": [[1]], \"sigma\": [[1]]}"),
            ["LAB0002"]
        );
        assert_eq!(code("00:00:00", "25:00:00"), ["LAB0004"]);
        assert_eq!(code("\"template\": \"T\"", "\"template\": \"U\""), ["LAB0009"]);
        assert_eq!(code("\"rate\": 1", "\"rate\": 0"), ["LAB0010"]);
        assert_eq!(code("\"from\": 5", "\"from\": 4"), ["LAB0011"]);
        let twice =
            r#"{"name": "R", "format": "csv", "text": "a,b"}, {"name": "R", "format": "json", "text": "{}"}"#;
        assert_eq!(code("\"sql\"", &format!("\"references\": [{twice}], \"sql\"")), ["LAB0023"]);
        let problems = Lab::from_json(&SMALL.replace("\"sql\": \"\"", "\"sq\": \"\"")).unwrap_err();
        assert_eq!((problems[0].code.as_str(), problems[0].line), ("LAB0002", 6));
    }
}
