//! What the chart asks of the worker: why a score, how many alerts, the columns of a stream, the program with another line.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use rillcut_lab::{
    Session, Tick, examples,
    protocol::{Command, Edit, Event, Frame, LabView, PlotQuery, PointView, RunState, Speed, Step},
};

struct Page {
    session: Session,
}

impl Page {
    fn new(lab: &str) -> Self {
        let mut page = Self { session: Session::new(7) };
        page.send(Command::SetSpeed(Speed::Max));
        let events = page.send(Command::LoadText(lab.to_owned()));
        assert!(matches!(events[..], [Event::Lab(_)]), "{events:?}");
        page
    }

    fn send(&mut self, command: Command) -> Vec<Event> {
        let mut events = Vec::new();
        self.session.command(command, 0.0, &mut events);
        events
    }

    fn until_paused(&mut self) -> Frame {
        while self.session.tick(0.0, 5000) != Tick::Idle {}
        let frame = self.session.frame(0.0).expect("a frame");
        assert_eq!(frame.state, RunState::Paused);
        frame
    }

    fn explain(&mut self, number: u64) -> PointView {
        match self.send(Command::Explain { number }).pop() {
            Some(Event::Explained(point)) => *point,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_burst_explains_itself() {
    let mut page = Page::new(examples::CLICKSTREAM);
    page.send(Command::Step(Step::Anomaly));
    let frame = page.until_paused();
    let peak = frame.chart.last().expect("a point");
    let why = page.explain(peak.number);
    assert_eq!((why.rowtime_ms, why.score, why.grade), (peak.rowtime_ms, peak.score, peak.grade));
    let part = &why.parts[0];
    assert_eq!((part.name.as_str(), part.value), ("CTR", peak.values[0]));
    assert!((part.high + part.low - why.score).abs() < 1e-9 && part.high > 10.0 * part.low, "{part:?}");
    let usual = part.usual.expect("an expectation");
    assert!(usual.low <= usual.value && usual.value <= usual.high && usual.high < part.value, "{usual:?}");
    assert!(why.sentence.contains("CTR = ") && why.sentence.contains("above the usual"), "{}", why.sentence);
    let row = why.row.expect("the row of the destination");
    assert_eq!((row.number, row.rowtime_ms), (0, peak.rowtime_ms));
    let payload = why.payload.expect("the message");
    assert!(payload.contains("\"anomaly.detected\"") && payload.contains("CTRPERCENT"), "{payload}");
    // An ordinary window reached no destination; the warm-up has nothing to explain; what is not there is said so.
    let usual = page.explain(13);
    assert!(usual.row.is_none() && usual.payload.is_none() && usual.score < 2.0 && !usual.parts.is_empty());
    let silent = page.explain(3);
    assert!(silent.warm_up && silent.parts.iter().all(|part| part.high + part.low == 0.0));
    let missing = page.explain(peak.number + 1);
    assert!(missing.parts.is_empty() && missing.sentence.contains("not scored"));
}

#[test]
fn explaining_changes_no_score() {
    let run = |ask: bool| {
        let mut page = Page::new(examples::CLICKSTREAM);
        for _ in 0..20 {
            page.send(Command::Step(Step::Window));
            while page.session.tick(0.0, 5000) != Tick::Idle {}
            if ask {
                page.explain(5);
            }
        }
        page.until_paused().chart
    };
    assert_eq!(run(false), run(true));
}

#[test]
fn alerts_are_counted_over_the_whole_run() {
    let mut page = Page::new(examples::CLICKSTREAM);
    page.send(Command::Step(Step::Day));
    let frame = page.until_paused();
    let counts = frame.scores.expect("counts");
    let scored: Vec<_> = frame.chart.iter().filter(|point| !point.warm_up).collect();
    assert_eq!(counts.scored(), scored.len() as u64);
    for threshold in [0.5, 1.25, 2.0, 3.0] {
        let above = scored.iter().filter(|point| point.score > threshold).count() as u64;
        assert_eq!(counts.above(threshold), above, "{threshold}");
    }
    assert_eq!(counts.graded, scored.iter().filter(|point| point.grade > 0.0).count() as u64);
    assert!(counts.above(2.0) > 0 && counts.graded > 0);
    let oldest = page.explain(frame.chart[20].number);
    assert_eq!(oldest.score, frame.chart[20].score);
}

#[test]
fn two_columns_share_a_score() {
    let mut page = Page::new(examples::named("stock-ticker").expect("the lab"));
    page.send(Command::Step(Step::Anomaly));
    let frame = page.until_paused();
    let point = frame.chart.iter().rev().find(|point| point.score > 3.0).expect("an anomaly");
    let why = page.explain(point.number);
    assert_eq!(why.parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>(), ["CHANGE", "PRICE"]);
    let sum: f64 = why.parts.iter().map(|part| part.high + part.low).sum();
    assert!((sum - why.score).abs() < 1e-9 && why.sentence.contains("% of the score"), "{why:?}");
    assert!(why.row.is_some(), "the row behind another stream");
}

#[test]
fn columns_of_any_stream_are_plotted() {
    let mut page = Page::new(examples::CLICKSTREAM);
    page.send(Command::Step(Step::Anomaly));
    page.until_paused();
    let columns = vec!["CLICKCOUNT".to_owned(), "NONE".to_owned()];
    page.send(Command::Plot(Some(PlotQuery { stream: "CLICKSTREAM".to_owned(), columns })));
    let plot = page.session.frame(0.0).and_then(|frame| frame.plot).expect("a plot");
    assert!(plot.reset && plot.columns == ["CLICKCOUNT"] && plot.values.len() == 1);
    assert!(
        plot.rowtimes.len() > 12 && plot.rowtimes.is_sorted() && plot.rowtimes.len() == plot.values[0].len()
    );
    page.send(Command::Step(Step::Window));
    let plot = page.until_paused().plot.expect("more");
    assert!(!plot.reset && plot.rowtimes.len() == 1);
    page.send(Command::Plot(None));
    assert_eq!(page.session.frame(0.0).expect("a frame").plot, None);
}

#[test]
fn the_program_with_the_threshold_in_it_is_offered_and_can_be_applied() {
    for (lab, line, old) in [
        (examples::CLICKSTREAM, "WHERE ANOMALY_SCORE > 2.35;", 2.0),
        (examples::named("stock-ticker").expect("the lab"), "WHERE anomaly_score > 2.35;", 3.0),
    ] {
        let mut page = Page::new(lab);
        let Some(Event::Offered(Some(offer))) = page.send(Command::OfferThreshold(2.35)).pop() else {
            panic!()
        };
        assert_eq!((offer.new.as_str(), offer.old_score), (line, Some(old)));
        assert_eq!(offer.sql.lines().nth(offer.line as usize - 1).map(str::trim), Some(line));
        let Some(Event::Lab(view)) = page.send(Command::Edit(Edit::SetSql(offer.sql))).pop() else {
            panic!()
        };
        assert_eq!(view.line, Some(2.35));
    }
}

#[test]
fn a_program_without_a_comparison_is_offered_one_and_one_without_a_forest_none() {
    let mut page = Page::new(examples::CLICKSTREAM);
    let sql = page.session.engine().expect("an engine").lab().sql.replace("\nWHERE ANOMALY_SCORE > 2;", ";");
    page.send(Command::Edit(Edit::SetSql(sql)));
    let Some(Event::Offered(Some(offer))) = page.send(Command::OfferThreshold(2.0)).pop() else { panic!() };
    assert_eq!((offer.old, offer.new.as_str()), (None, "WHERE ANOMALY_SCORE > 2;"));
    for (sql, threshold) in [
        (
            "CREATE STREAM \"S\" (\"B\" VARCHAR(9)); CREATE PUMP \"P\" AS INSERT INTO \"S\" SELECT STREAM \"browseraction\" FROM \"SOURCE_SQL_STREAM_001\";",
            2.0,
        ),
        (&*offer.sql, f64::NAN),
    ] {
        let taken = page.send(Command::Edit(Edit::SetSql(sql.to_owned())));
        assert!(matches!(taken[..], [Event::Lab(_)]), "{taken:?}");
        assert_eq!(page.send(Command::OfferThreshold(threshold)), [Event::Offered(None)]);
    }
}

#[test]
fn the_first_forest_of_the_program_is_shown_whichever_scores_first() {
    let mut page = Page::new(examples::CLICKSTREAM);
    // A forest that waits for windows, and behind it one that scores each record.
    let sql = page.session.engine().expect("an engine").lab().sql.clone()
        + "CREATE STREAM \"EACH\" (\"LENGTH\" INTEGER, \"SCORE\" DOUBLE);
           CREATE PUMP \"EACH_PUMP\" AS INSERT INTO \"EACH\" SELECT STREAM * FROM TABLE(RANDOM_CUT_FOREST(
               CURSOR(SELECT STREAM CHAR_LENGTH(\"browseraction\") AS \"LENGTH\" FROM \"SOURCE_SQL_STREAM_001\"), 10, 12, 1000, 1));";
    let Some(Event::Lab(view)) = page.send(Command::Edit(Edit::SetSql(sql))).pop() else { panic!() };
    assert_eq!(view.scored, ["CTR"]);
    page.send(Command::Step(Step::Anomaly));
    let frame = page.until_paused();
    assert!(frame.chart.iter().all(|point| point.values.len() == 1 && point.values[0] > 20.0));
    let last = frame.chart.last().expect("a point").number;
    assert_eq!(page.explain(last).parts[0].name, "CTR");
}

/// A second way through the lab: lengths of records, scored each for itself, with a line of its own. The third pump scores rows that the second
/// has scored.
const TWICE: &str = r#"
CREATE STREAM "LONG" ("LENGTH" INTEGER, "ANOMALY_SCORE" DOUBLE);
CREATE PUMP "LONG_PUMP" AS INSERT INTO "LONG" SELECT STREAM * FROM TABLE(RANDOM_CUT_FOREST(
    CURSOR(SELECT STREAM CHAR_LENGTH("browseraction") AS "LENGTH" FROM "SOURCE_SQL_STREAM_001"), 10, 16, 1000, 1));
CREATE STREAM "ODD" ("LENGTH" INTEGER, "ANOMALY_SCORE" DOUBLE);
CREATE PUMP "ODD_PUMP" AS INSERT INTO "ODD" SELECT STREAM * FROM "LONG" WHERE "ANOMALY_SCORE" >= 0.25;
CREATE STREAM "NESTED" ("N" INTEGER, "S" DOUBLE, "T" DOUBLE);
CREATE PUMP "NESTED_PUMP" AS INSERT INTO "NESTED" SELECT STREAM * FROM TABLE(RANDOM_CUT_FOREST(CURSOR(
    SELECT STREAM "N", ANOMALY_SCORE AS "S" FROM TABLE(RANDOM_CUT_FOREST(
        CURSOR(SELECT STREAM CHAR_LENGTH("site") AS "N" FROM "SOURCE_SQL_STREAM_001"), 10, 12, 1000, 1))), 10, 12, 1000, 1));
"#;

fn view(mut events: Vec<Event>) -> LabView {
    match events.pop() {
        Some(Event::Lab(view)) => *view,
        other => panic!("{other:?}"),
    }
}

fn with_several() -> (Page, LabView) {
    let mut page = Page::new(examples::CLICKSTREAM);
    let sql = page.session.engine().expect("an engine").lab().sql.clone() + TWICE;
    let view = view(page.send(Command::Edit(Edit::SetSql(sql))));
    (page, view)
}

#[test]
fn another_forest_is_shown_with_all_that_goes_with_it() {
    let (mut page, lab) = with_several();
    assert_eq!(lab.forests, ["OUTPUT_PUMP", "LONG_PUMP", "NESTED_PUMP", "NESTED_PUMP (2)"]);
    assert_eq!((lab.forest, &lab.scored[..], lab.line), (0, &["CTR".to_owned()][..], Some(2.0)));
    let name = |lab: &LabView, at: Option<usize>| lab.streams[at.expect("a stream")].name.clone();
    assert_eq!(name(&lab, lab.anomalies), "DESTINATION_SQL_STREAM");
    page.send(Command::Step(Step::Anomaly));
    let first = page.until_paused();
    assert_eq!(first.forest.as_ref().map(|forest| (forest.sample, forest.trees)), Some((12, 100)));
    assert_eq!((first.anomalies.len() as u64, first.anomalies_total), (1, 1));

    let lab = view(page.send(Command::Edit(Edit::SetForest("LONG_PUMP".to_owned()))));
    assert_eq!((lab.forest, &lab.scored[..], lab.line), (1, &["LENGTH".to_owned()][..], Some(0.25)));
    assert_eq!((lab.lab.detection.threshold, name(&lab, lab.anomalies)), (0.25, "ODD".to_owned()));
    assert_eq!(name(&lab, lab.destination), "DESTINATION_SQL_STREAM", "rows leave as they did");
    let frame = page.session.frame(0.0).expect("a frame");
    // All of its points, and the rows behind its line, though nobody had looked at them before.
    assert!(frame.chart_reset && frame.chart.len() > 300, "{}", frame.chart.len());
    assert_eq!(
        frame.forest.as_ref().map(|forest| (forest.seen, forest.sample)),
        Some((frame.chart.len() as u64, 16))
    );
    let above: Vec<_> = frame.chart.iter().filter(|point| point.score >= 0.25).collect();
    assert_eq!(frame.anomalies_total, above.len() as u64);
    let told = frame.anomalies.len();
    assert!(
        told > 10
            && above[above.len() - told..]
                .iter()
                .map(|point| (point.rowtime_ms, Some(point.score)))
                .eq(frame.anomalies.iter().map(|row| (row.rowtime_ms, row.score)))
    );
    let counts = frame.scores.expect("counts");
    assert_eq!(
        counts.above(0.5),
        frame.chart.iter().filter(|point| !point.warm_up && point.score > 0.5).count() as u64
    );
    let why = page.explain(above[above.len() - 1].number);
    assert_eq!((why.parts[0].name.as_str(), why.score), ("LENGTH", above[above.len() - 1].score));
    let row = why.row.expect("the row behind the line");
    assert!(row.sentence.starts_with("ODD: LENGTH = "), "{}", row.sentence);
    assert_eq!(why.payload, None, "it goes nowhere");
    // News of it, and only of it.
    page.send(Command::Step(Step::Anomaly));
    let next = page.until_paused();
    assert!(!next.chart_reset && next.anomalies_total > frame.anomalies_total);
    assert_eq!(next.anomalies.len() as u64, next.anomalies_total - frame.anomalies_total);
    assert!(next.chart.iter().all(|point| point.number >= frame.chart.len() as u64));

    // The way back is to the same points.
    page.send(Command::Edit(Edit::SetForest("OUTPUT_PUMP".to_owned())));
    let back = page.session.frame(0.0).expect("a frame");
    assert!(back.chart_reset && back.chart.starts_with(&first.chart));
    assert_eq!(
        (&back.anomalies[..1], back.anomalies_total),
        (&first.anomalies[..], back.anomalies.len() as u64)
    );
}

#[test]
fn the_line_of_each_forest_is_its_own() {
    let (mut page, _) = with_several();
    for (forest, line) in [
        ("LONG_PUMP", r#"SELECT STREAM * FROM "LONG" WHERE "ANOMALY_SCORE" >= 1.5;"#),
        ("OUTPUT_PUMP", "WHERE ANOMALY_SCORE > 1.5;"),
        ("NESTED_PUMP (2)", "WHERE ANOMALY_SCORE > 1.5;"),
    ] {
        let lab = view(page.send(Command::Edit(Edit::SetForest(forest.to_owned()))));
        let Some(Event::Offered(Some(offer))) = page.send(Command::OfferThreshold(1.5)).pop() else {
            panic!("{forest}")
        };
        assert_eq!(offer.old_score, lab.line);
        assert!(offer.new.ends_with(line), "{forest}: {}", offer.new);
        let changed = view(page.send(Command::Edit(Edit::SetSql(offer.sql))));
        assert_eq!(
            (changed.forests[changed.forest].as_str(), changed.line),
            (forest, Some(1.5)),
            "it is still shown"
        );
    }
    // The inner one of two is scored as well, and its rows have their column's name.
    let lab = view(page.send(Command::Edit(Edit::SetForest("NESTED_PUMP".to_owned()))));
    assert_eq!(lab.scored, ["N"]);
    page.send(Command::Step(Step::To(lab.start_ms + 60_000)));
    let frame = page.until_paused();
    assert!(frame.chart.len() > 12 && frame.chart.iter().all(|point| point.values.len() == 1));
}

#[test]
fn the_choice_of_a_forest_is_in_the_lab_and_no_part_of_what_happened() {
    let (mut page, _) = with_several();
    page.send(Command::Step(Step::Anomaly));
    let clock_ms = page.until_paused().clock_ms;
    page.send(Command::Edit(Edit::SetForest("LONG_PUMP".to_owned())));
    page.send(Command::Edit(Edit::SetThreshold(0.75)));
    let chart = page.session.frame(0.0).expect("a frame").chart;
    page.send(Command::Seek { clock_ms: clock_ms - 60_000 });
    let then = page.until_paused();
    assert_eq!(then.reached_ms, clock_ms, "what came later is still there");
    assert!(then.chart_reset && chart.starts_with(&then.chart) && then.chart.len() < chart.len());
    page.send(Command::Seek { clock_ms });
    assert!(chart.ends_with(&page.until_paused().chart));
    let lab = page.session.engine().expect("an engine").lab().clone();
    assert_eq!((lab.detection.forest.as_deref(), lab.detection.threshold), (Some("LONG_PUMP"), 0.75));
    let text = lab.to_json().expect("a file");
    let mut again = Page::new(&text);
    again.send(Command::Step(Step::Window));
    assert_eq!(again.until_paused().forest.map(|forest| forest.sample), Some(16));
    // A program without it shows its own first.
    let lab = view(
        again.send(Command::Edit(Edit::SetSql(
            page.session
                .engine()
                .expect("an engine")
                .lab()
                .sql
                .split("CREATE STREAM \"LONG\"")
                .next()
                .expect("a program")
                .to_owned(),
        ))),
    );
    assert_eq!((lab.forests.len(), lab.forest, &lab.scored[..]), (1, 0, &["CTR".to_owned()][..]));
}
