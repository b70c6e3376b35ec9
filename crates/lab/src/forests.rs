//! The forests of a program. The chart shows one of them: the first, unless another is chosen.
//!
//! A forest is called by its pump, as a reader of the program knows it, so that a choice outlives changes of the program. What is shown beside the
//! chart follows from the program too: the rows to which the forest's scores lead.

use rillcut_sql::{
    Span,
    plan::{ForestOptions, Node, Operator, Plan, StreamId},
};

use crate::dataflow::reads;

/// A forest of a program.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Forest {
    /// What it is called: its pump, with a number from the pump's second forest on.
    pub(crate) name: String,
    /// Position of its pump.
    pub(crate) pump: usize,
    /// Position among the forests of its pump, inner ones first.
    pub(crate) nth: usize,
    /// Its arguments.
    pub(crate) options: ForestOptions,
    /// Names of the columns that it looks at.
    pub(crate) columns: Vec<String>,
    /// Where its call stands in the program.
    pub(crate) span: Span,
}

/// The forests of a program, by pump, inner ones first: the order in which the pump's operators are numbered.
pub(crate) fn forests(plan: &Plan) -> Vec<Forest> {
    let mut all: Vec<Forest> = Vec::new();
    for (at, pump) in plan.pumps.iter().enumerate() {
        let mut nth = 0;
        ascend(&pump.root, &mut |node| {
            let Operator::RandomCutForest { input, columns, options, .. } = &node.operator else { return };
            let column =
                |&at: &usize| input.fields.get(at).map(|field| field.name.clone()).unwrap_or_default();
            let name = match nth {
                0 => pump.name.clone(),
                more => format!("{} ({})", pump.name, more + 1),
            };
            all.push(Forest {
                name,
                pump: at,
                nth,
                options: *options,
                columns: columns.iter().map(column).collect(),
                span: node.span,
            });
            nth += 1;
        });
    }
    all
}

/// The forest of that name; the first where there is none of it.
pub(crate) fn chosen(forests: &[Forest], name: Option<&str>) -> usize {
    name.and_then(|name| forests.iter().position(|forest| forest.name == name)).unwrap_or(0)
}

/// The stream that a forest's rows end in, where it is another than the first of `destinations`: the first destination that they reach, else the
/// stream that is furthest from the forest.
pub(crate) fn outlet(plan: &Plan, forest: &Forest, destinations: &[Option<StreamId>]) -> Option<StreamId> {
    let reached = behind(plan, plan.pumps.get(forest.pump)?.target);
    let first = destinations.iter().flatten().find(|id| reached.contains(id));
    first.or(reached.last()).copied().filter(|id| destinations.first() != Some(&Some(*id)))
}

/// A stream and those that pumps fill from it, the nearest first.
fn behind(plan: &Plan, from: StreamId) -> Vec<StreamId> {
    let mut reached = vec![from];
    let mut at = 0;
    while let Some(stream) = reached.get(at).copied() {
        for pump in plan.pumps.iter().filter(|pump| reads(&pump.root).contains(&stream.0)) {
            if !reached.contains(&pump.target) {
                reached.push(pump.target);
            }
        }
        at += 1;
    }
    reached
}

/// Looks at each node after those below it.
fn ascend(node: &Node, look: &mut impl FnMut(&Node)) {
    node.operator.inputs().into_iter().for_each(|input| ascend(input, look));
    look(node);
}
