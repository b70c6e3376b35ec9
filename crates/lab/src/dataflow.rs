//! A pump in a few words: what it reads and what it does, for the picture.

use rillcut_sql::plan::{JoinWindow, Node, Operator, SlidingFrame, SlidingWindow, WindowEnd};

/// Positions of the streams that a pump reads, each once, in order of appearance.
pub(crate) fn reads(root: &Node) -> Vec<usize> {
    let mut found = Vec::new();
    visit(root, &mut |operator| {
        if let Operator::Scan { stream } = operator
            && !found.contains(&stream.0)
        {
            found.push(stream.0);
        }
    });
    found
}

/// The most telling thing that a pump does.
pub(crate) fn label(root: &Node) -> String {
    let mut best = (0, "copy".to_owned());
    visit(root, &mut |operator| {
        let (rank, words) = match operator {
            Operator::RandomCutForest { options, .. } => {
                (6, format!("Random Cut Forest, {} trees of {}", options.trees, options.sample))
            }
            Operator::Hotspots { options, .. } => (6, format!("hotspots of {} points", options.window)),
            Operator::TopItems { most, milliseconds, .. } => {
                (5, format!("top {most}, {}", window(WindowEnd::every(*milliseconds))))
            }
            Operator::CountItems { milliseconds, .. } => {
                (5, format!("different values, {}", window(WindowEnd::every(*milliseconds))))
            }
            Operator::GroupRank { .. } => (3, "rank".to_owned()),
            Operator::Tumble { end, .. } | Operator::Distinct { end, .. } => (5, window(*end)),
            Operator::Slide { windows, .. } => (5, sliding(windows)),
            Operator::Join { left_window, right_window, .. } => (4, join(*left_window, *right_window)),
            Operator::Lookup { .. } => (4, "join with reference data".to_owned()),
            Operator::Union(_) => (3, "union".to_owned()),
            Operator::Stagger { milliseconds, .. } => {
                (5, format!("{} stagger window", duration(*milliseconds)))
            }
            Operator::Reorder { milliseconds, .. } => (2, format!("sort within {}", duration(*milliseconds))),
            Operator::Sort { .. } => (2, "sort".to_owned()),
            Operator::Filter { .. } => (1, "filter".to_owned()),
            _ => (0, String::new()),
        };
        if rank > best.0 {
            best = (rank, words);
        }
    });
    best.1
}

fn window(end: WindowEnd) -> String {
    match end {
        WindowEnd::Every { milliseconds, .. } => format!("{} window", duration(milliseconds)),
        WindowEnd::Calendar(unit) => format!("{} window", unit.keyword().to_lowercase()),
        WindowEnd::Instant => "window of an instant".to_owned(),
        WindowEnd::Change => "window by value".to_owned(),
    }
}

fn sliding(windows: &[SlidingWindow]) -> String {
    match windows {
        [SlidingWindow { frame: SlidingFrame::Range { milliseconds }, .. }] => {
            format!("sliding window of {}", duration(*milliseconds))
        }
        [SlidingWindow { frame: SlidingFrame::Rows { preceding }, .. }] => {
            format!("sliding window of {} rows", preceding.saturating_add(1))
        }
        _ => "sliding windows".to_owned(),
    }
}

fn join(left: JoinWindow, right: JoinWindow) -> String {
    if left == JoinWindow::Current && right == JoinWindow::Current {
        "join at equal ROWTIME".to_owned()
    } else {
        "windowed join".to_owned()
    }
}

/// A length of time in its largest whole unit.
fn duration(ms: i64) -> String {
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1000)] {
        if ms % length == 0 {
            return format!("{} {unit}", ms / length);
        }
    }
    format!("{ms} ms")
}

fn visit(node: &Node, look: &mut impl FnMut(&Operator)) {
    look(&node.operator);
    node.operator.inputs().into_iter().for_each(|input| visit(input, look));
}
