//! One sentence about what is happening, for a reader who sees this for the first time.

use rillcut_record::timestamp_text;

use crate::{
    file::Moment,
    protocol::{ForestView, RunState, WindowView},
};

/// What the sentence is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation<'a> {
    /// Whether the clock runs.
    pub state: RunState,
    /// Start of the clock, epoch milliseconds.
    pub start_ms: i64,
    /// The clock, epoch milliseconds.
    pub clock_ms: i64,
    /// Whether any sender sends now.
    pub sending: bool,
    /// Records so far.
    pub records: u64,
    /// Rows of the source so far.
    pub rows: u64,
    /// The forest that is shown.
    pub forest: Option<&'a ForestView>,
    /// The open window that ends first.
    pub window: Option<&'a WindowView>,
    /// Rows that reached the destination.
    pub anomalies: u64,
    /// Time and sentence of the newest of them.
    pub last_anomaly: Option<(i64, &'a str)>,
    /// The lab's moments.
    pub moments: &'a [Moment],
}

/// The sentence, without a period at its end.
pub(crate) fn narrate(now: &Situation<'_>) -> String {
    if now.clock_ms == now.start_ms && now.records == 0 {
        return "Nothing has been sent yet: play the lab, or start a sender yourself".to_owned();
    }
    if let Some((at, sentence)) = now.last_anomaly
        && now.clock_ms - at <= 20_000
    {
        return format!("{} — {sentence}", clock(at));
    }
    let seconds = (now.clock_ms - now.start_ms) as f64 / 1000.0;
    let moment = now.moments.iter().find(|moment| (moment.from..moment.until).contains(&seconds));
    if let Some(moment) = moment {
        return format!("{}: watch what the next windows make of it", moment.name);
    }
    if !now.sending {
        return "No sender is sending; windows still close on the clock".to_owned();
    }
    if now.records > 0 && now.rows == 0 {
        return "Records arrive, but none fits the schema: look into error_stream".to_owned();
    }
    match (now.forest, now.window) {
        (Some(forest), window) if forest.seen < u64::from(forest.sample) => {
            let sample = forest.sample;
            let seen = format!("the forest has seen {} of the {sample} windows it needs", forest.seen);
            match window {
                Some(window) => format!("Records are being counted until {}; {seen}", clock(window.end_ms)),
                None => format!("Learning what is normal: {seen}"),
            }
        }
        (Some(forest), _) if now.anomalies == 0 => {
            format!("The forest scores every window; {} seen, none unusual so far", forest.seen)
        }
        (Some(forest), _) => {
            let plural = if now.anomalies == 1 { "anomaly" } else { "anomalies" };
            format!("The forest has seen {} windows and found {} {plural} so far", forest.seen, now.anomalies)
        }
        (None, Some(window)) => format!("Records are being counted until {}", clock(window.end_ms)),
        (None, None) => match now.state {
            RunState::Running => "Records flow through the program".to_owned(),
            RunState::Paused => "Paused: step on by a record or a window, or run".to_owned(),
        },
    }
}

fn clock(ms: i64) -> String {
    let text = timestamp_text(ms);
    text.get(11..19).unwrap_or(&text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn situation() -> Situation<'static> {
        Situation {
            state: RunState::Running,
            start_ms: 0,
            clock_ms: 75_000,
            sending: true,
            records: 150,
            rows: 150,
            forest: None,
            window: None,
            anomalies: 0,
            last_anomaly: None,
            moments: &[],
        }
    }

    #[test]
    fn tells_how_far_the_forest_is() {
        let forest = ForestView { pump: 3, seen: 7, sample: 12, trees: 100 };
        let window = WindowView { pump: 0, start_ms: 70_000, end_ms: 80_000, rows: 5 };
        let now = Situation { forest: Some(&forest), window: Some(&window), ..situation() };
        assert_eq!(
            narrate(&now),
            "Records are being counted until 00:01:20; the forest has seen 7 of the 12 windows it needs"
        );
        let trained = ForestView { seen: 12, ..forest };
        let now = Situation { forest: Some(&trained), anomalies: 0, ..now };
        assert_eq!(narrate(&now), "The forest scores every window; 12 seen, none unusual so far");
    }

    #[test]
    fn an_anomaly_and_a_moment_come_first() {
        let moments = [Moment { name: "A burst".to_owned(), from: 70.0, until: 80.0, expect_anomaly: true }];
        let now = Situation { moments: &moments, ..situation() };
        assert!(narrate(&now).starts_with("A burst"));
        let now = Situation { last_anomaly: Some((70_000, "found it")), ..now };
        assert_eq!(narrate(&now), "00:01:10 — found it");
        let now = Situation { rows: 0, moments: &[], last_anomaly: None, ..now };
        assert!(narrate(&now).contains("error_stream"));
    }
}
