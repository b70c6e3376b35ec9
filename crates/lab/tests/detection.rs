//! What the chart asks of the worker: why a score, how many alerts, the columns of a stream, the program with another line.
#![allow(clippy::expect_used, clippy::panic, reason = "a test may fail")]

use rillcut_lab::{
    Session, Tick, examples,
    protocol::{Command, Edit, Event, Frame, PlotQuery, PointView, RunState, Speed, Step},
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
