//! Where the nodes of a program stand: a column for each step from the source, rows within it.

use rillcut_lab::protocol::{LabView, StreamRole};

use crate::{ui::tabs::Pane, words::words};

/// Width of a column with its gap, pixels.
pub(super) const COLUMN: f64 = 206.0;
/// Height of a row with its gap, pixels.
pub(super) const ROW: f64 = 96.0;
/// Width of a node.
pub(super) const NODE_WIDTH: f64 = 160.0;
/// Height of a node.
pub(super) const NODE_HEIGHT: f64 = 86.0;

/// What a node shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// All senders.
    Generator,
    /// A stream, by its position in the plan.
    Stream { at: usize, role: StreamRole },
    /// Where messages go.
    Destination,
}

/// A node in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) what: What,
    pub(super) title: String,
    /// What the pumps that fill it do, in a few words.
    pub(super) subtitle: String,
    /// Positions of the pumps that fill it.
    pub(super) pumps: Vec<usize>,
    pub(super) column: usize,
    /// In half rows, so that columns can be centred.
    pub(super) half_row: usize,
}

/// From one node to another.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Arrow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) label: String,
    pub(super) started: bool,
    /// Position of the pump that it stands for, and of the stream that it comes from.
    pub(super) pump: Option<(usize, usize)>,
}

/// A picture.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) nodes: Vec<Node>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) columns: usize,
    pub(super) rows: usize,
}

impl Node {
    /// Its upper left corner.
    pub(super) fn corner(&self) -> (f64, f64) {
        (
            self.column as f64 * COLUMN + (COLUMN - NODE_WIDTH) / 2.0,
            self.half_row as f64 * ROW / 2.0 + (ROW - NODE_HEIGHT) / 2.0,
        )
    }
}

impl Layout {
    /// Where arrows leave a node.
    pub(super) fn right_of(&self, node: usize) -> (f64, f64) {
        let (x, y) = self.nodes[node].corner();
        (x + NODE_WIDTH, y + NODE_HEIGHT / 2.0)
    }

    /// Where arrows reach a node.
    pub(super) fn left_of(&self, node: usize) -> (f64, f64) {
        let (x, y) = self.nodes[node].corner();
        (x - 2.0, y + NODE_HEIGHT / 2.0)
    }
}

/// Places generator, streams and destination. `error_stream` stands under the source, since no arrow of the program leads to it.
pub(super) fn layout(view: &LabView) -> Layout {
    let w = &words().pipeline;
    let steps = steps(view);
    let last = steps.iter().copied().max().unwrap_or(0);
    let mut nodes = vec![Node {
        what: What::Generator,
        title: Pane::Generator.title().to_owned(),
        subtitle: String::new(),
        pumps: Vec::new(),
        column: 0,
        half_row: 0,
    }];
    for (at, stream) in view.streams.iter().enumerate() {
        let pumps: Vec<usize> = (0..view.pumps.len()).filter(|&pump| view.pumps[pump].fills == at).collect();
        let mut labels: Vec<&str> = pumps.iter().map(|&pump| view.pumps[pump].label.as_str()).collect();
        labels.dedup();
        let subtitle = match stream.role {
            StreamRole::Source => w.source.to_owned(),
            StreamRole::Error => w.failed_rows.to_owned(),
            _ => labels.join(", "),
        };
        nodes.push(Node {
            what: What::Stream { at, role: stream.role },
            title: stream.name.clone(),
            subtitle,
            pumps,
            column: steps[at] + 1,
            half_row: 0,
        });
    }
    nodes.push(Node {
        what: What::Destination,
        title: Pane::Destination.title().to_owned(),
        subtitle: String::new(),
        pumps: Vec::new(),
        column: last + 2,
        half_row: 0,
    });
    let rows = place_rows(&mut nodes, last + 3);
    let mut arrows = vec![Arrow { from: 0, to: 1, label: w.records.to_owned(), started: true, pump: None }];
    for (at, pump) in view.pumps.iter().enumerate() {
        for &read in &pump.reads {
            let label = format!("{}: {}", pump.name, pump.label);
            let pump_at = Some((at, read));
            arrows.push(Arrow {
                from: read + 1,
                to: pump.fills + 1,
                label,
                started: pump.started,
                pump: pump_at,
            });
        }
    }
    if let Some(destination) = view.destination {
        let to = nodes.len() - 1;
        arrows.push(Arrow {
            from: destination + 1,
            to,
            label: w.messages.to_owned(),
            started: view.connections.first().is_some_and(|one| one.is_connected),
            pump: None,
        });
    }
    Layout { nodes, arrows, columns: last + 3, rows }
}

/// How many pumps a row goes through from the source to each stream, at most.
fn steps(view: &LabView) -> Vec<usize> {
    let mut steps = vec![0; view.streams.len()];
    // A program has no circles, so as many rounds as there are pumps settle every stream.
    for _ in 0..view.pumps.len() {
        for pump in &view.pumps {
            let read = pump.reads.iter().filter_map(|&read| steps.get(read)).max().copied().unwrap_or(0);
            if let Some(fills) = steps.get_mut(pump.fills) {
                *fills = (*fills).max(read + 1);
            }
        }
    }
    steps
}

/// Centres each column's nodes; gives how many rows the tallest has.
fn place_rows(nodes: &mut [Node], columns: usize) -> usize {
    let in_column = |nodes: &[Node], column: usize| nodes.iter().filter(|node| node.column == column).count();
    let rows = (0..columns).map(|column| in_column(nodes, column)).max().unwrap_or(1).max(1);
    for column in 0..columns {
        // The source's column keeps the source in the middle by leaving room above it for what is below.
        let count = in_column(nodes, column);
        let mut half_row = rows - count;
        for node in nodes.iter_mut().filter(|node| node.column == column) {
            node.half_row = half_row;
            half_row += 2;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use rillcut_lab::{
        Session, examples,
        protocol::{Command, Event},
    };

    use super::*;

    #[test]
    fn the_built_in_lab_reads_from_left_to_right() {
        let mut events = Vec::new();
        Session::new(1).command(Command::LoadText(examples::CLICKSTREAM.to_owned()), 0.0, &mut events);
        let [Event::Lab(view)] = &events[..] else { panic!("{events:?}") };
        let layout = layout(view);
        let column = |title: &str| layout.nodes.iter().find(|node| node.title == title).unwrap().column;
        assert_eq!(column("Generator"), 0);
        assert_eq!(column("SOURCE_SQL_STREAM_001"), 1);
        assert_eq!(column("error_stream"), 1);
        assert_eq!((column("CLICKSTREAM"), column("IMPRESSIONSTREAM")), (2, 2));
        assert_eq!((column("CTRSTREAM"), column("DESTINATION_SQL_STREAM"), column("Destination")), (3, 4, 5));
        assert_eq!((layout.columns, layout.rows), (6, 2));
        assert_eq!(layout.arrows.len(), 7);
        for arrow in &layout.arrows {
            assert!(layout.nodes[arrow.from].column < layout.nodes[arrow.to].column);
        }
    }
}
