//! The configuration of a sender, as it stands in a lab file.
//!
//! Every field is always written, `null` included: the same types travel in binary formats that cannot leave fields
//! out.

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind};
use crate::periods::Periods;
use crate::rate::Rate;

/// A sender: which template, how often, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SenderConfig {
    /// The name of its template; whoever makes the sender looks it up.
    pub template: String,
    /// Records a second.
    pub rate: Rate,
    /// Whether records fall at random instants of their slots instead of regular ones; see [`crate::Sender`].
    #[serde(default)]
    pub jitter: bool,
    /// Whether each record is followed by a line feed, as KDG has it.
    #[serde(default = "yes")]
    pub newline: bool,
    /// When it sends.
    #[serde(default)]
    pub activity: Activity,
    /// A table of rates by hour and day of the week, which then counts instead of `rate`; intervals with a rate of their own keep it.
    #[serde(default)]
    pub periods: Option<Box<Periods>>,
    /// It ends after so many records; started by hand it begins anew.
    #[serde(default)]
    pub limit: Option<u64>,
    /// It ends so many milliseconds after its first interval begins, or after it was started by hand.
    #[serde(default)]
    pub duration_ms: Option<i64>,
}

const fn yes() -> bool {
    true
}

impl SenderConfig {
    /// A sender that sends always, at a constant rate, a record a line.
    pub fn new(template: impl Into<String>, rate: Rate) -> Self {
        Self {
            template: template.into(),
            rate,
            jitter: false,
            newline: true,
            activity: Activity::always(),
            periods: None,
            limit: None,
            duration_ms: None,
        }
    }
}

/// The intervals in which a sender sends, in order, without overlap; none: not until it is started by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Activity {
    /// The intervals.
    pub intervals: Vec<Interval>,
}

/// A time in which a sender sends: from `start_ms` to just before `stop_ms`, milliseconds from the lab's start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Interval {
    /// Milliseconds from the lab's start; the first record is due then.
    pub start_ms: i64,
    /// Milliseconds from the lab's start; absent: it never stops.
    #[serde(default)]
    pub stop_ms: Option<i64>,
    /// A rate of its own; absent: the sender's.
    #[serde(default)]
    pub rate: Option<Rate>,
    /// The rate at its end, which it comes to evenly from its rate: a ramp. Only with `stop_ms`.
    #[serde(default)]
    pub rate_to: Option<Rate>,
}

impl Activity {
    /// From the lab's start on, for ever.
    pub fn always() -> Self {
        Self { intervals: vec![Interval { start_ms: 0, stop_ms: None, rate: None, rate_to: None }] }
    }

    /// Checks order and overlap.
    ///
    /// # Errors
    /// `GEN0202` with the first interval that is wrong.
    pub fn check(&self) -> Result<(), Error> {
        let mut free_from = i64::MIN;
        for (index, interval) in self.intervals.iter().enumerate() {
            let stop = interval.stop_ms.unwrap_or(i64::MAX);
            let reason = if interval.start_ms < free_from {
                "it begins before the one before it ends"
            } else if stop <= interval.start_ms {
                "it ends before it begins"
            } else if interval.rate_to.is_some() && interval.stop_ms.is_none() {
                "a rate that changes evenly needs an end"
            } else {
                free_from = stop;
                continue;
            };
            return Err(ErrorKind::Activity { index, reason }.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_of_a_lab_file() {
        let text = r#"{"template":"clicks","rate":100,"activity":[{"startMs":0,"stopMs":60000},{"startMs":90000,"rate":0.5}]}"#;
        let config: SenderConfig = serde_json::from_str(text).unwrap();
        assert!(config.newline && !config.jitter);
        assert_eq!(config.activity.intervals.len(), 2);
        assert_eq!(
            serde_json::to_string(&config).unwrap(),
            concat!(
                r#"{"template":"clicks","rate":100,"jitter":false,"newline":true,"activity":["#,
                r#"{"startMs":0,"stopMs":60000,"rate":null,"rateTo":null},"#,
                r#"{"startMs":90000,"stopMs":null,"rate":0.5,"rateTo":null}],"#,
                r#""periods":null,"limit":null,"durationMs":null}"#
            )
        );
        assert!(serde_json::from_str::<SenderConfig>(r#"{"template":"t","rate":1,"speed":2}"#).is_err());
    }

    #[test]
    fn intervals_are_in_order() {
        let check = |intervals: &[(i64, Option<i64>)]| {
            let intervals = intervals
                .iter()
                .map(|&(start_ms, stop_ms)| Interval { start_ms, stop_ms, rate: None, rate_to: None })
                .collect();
            Activity { intervals }.check().map_err(|error| error.kind().clone())
        };
        assert_eq!(check(&[(0, Some(5)), (5, Some(6)), (9, None)]), Ok(()));
        assert!(matches!(check(&[(0, Some(0))]), Err(ErrorKind::Activity { index: 0, .. })));
        assert!(matches!(check(&[(0, None), (5, None)]), Err(ErrorKind::Activity { index: 1, .. })));
        assert!(matches!(check(&[(5, Some(9)), (0, Some(2))]), Err(ErrorKind::Activity { index: 1, .. })));
    }
}
