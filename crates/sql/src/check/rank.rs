//! GROUP_RANK (spec/kda-sql.md 12.5).
//!
//! maxIdle, after which the service gives up waiting for more rows of an instant, is checked and then of no use here: the
//! clock shows a group complete one millisecond after its instant, which no maxIdle is earlier than.

use rillcut_record::{DataType, Field};

use super::{
    Checker,
    relation::{Relation, ScopeColumn, Visible, fields},
    table_function::{Parameter, TableCall, quoted},
};
use crate::{
    codes,
    diagnostic::Diagnostic,
    plan::{Node, Operator, RankOptions, WindowEnd},
};

const FORM: &str = "'rankByColumn', 'rankOutColumn', 'asc' or 'desc', 'asc' or 'desc', maxIdle, outputMax";
const MAX_IDLE: Parameter = Parameter { name: "maxIdle", range: 0..=i32::MAX as i64, usual: 0 };
const OUTPUT_MAX: Parameter = Parameter { name: "outputMax", range: 0..=i32::MAX as i64, usual: 0 };

impl Checker<'_> {
    pub(super) fn group_rank(&mut self, call: TableCall<'_>, input: Relation) -> Relation {
        let complete = self.has_arguments(call, 6, FORM);
        let column = self.column_argument(call, 0, "rankByColumn", &input).unwrap_or(0);
        let name = self.rank_column(call, &input);
        let options = RankOptions {
            descending: self.is_descending(call, 2, "sortOrder"),
            last_first: self.is_descending(call, 3, "outputOrder"),
            most: {
                let mut number = |at: usize, parameter| {
                    call.arguments.get(at).map_or(0, |argument| self.number_in_range(argument, parameter))
                };
                number(4, &MAX_IDLE);
                Some(number(5, &OUTPUT_MAX) as u32).filter(|most| *most > 0)
            },
        };
        let mut columns = input.columns;
        for column in &mut columns {
            // Rows of an instant change places, so that only what follows ROWTIME still never goes back.
            column.motion = column.motion.filter(|motion| motion.end() != WindowEnd::Change);
        }
        columns.push(ScopeColumn::new(&Field::new(name, DataType::Integer)));
        let operator = Operator::GroupRank { input: Box::new(input.node), column, options };
        let node = Node { operator, fields: fields(&columns), span: call.span };
        Relation { node, columns, open: input.open || !complete, origin: call.span }
    }

    /// The name of the column with the rank.
    fn rank_column(&mut self, call: TableCall<'_>, input: &Relation) -> String {
        let fallback = || "groupRank".to_owned();
        let Some(argument) = call.arguments.get(1) else { return fallback() };
        let Some(name) = self.text_argument(argument, "rankOutColumn", "'groupRank'") else {
            return fallback();
        };
        let span = *argument.span;
        if name.is_empty() || name.chars().count() > 128 {
            self.error(codes::TABLE_ARGUMENT, span, "rankOutColumn is a name of 1 to 128 characters");
            return fallback();
        }
        if input.columns.iter().any(|column| column.visible != Visible::No && column.name == name) {
            let message = format!("the cursor gives a column {} already", quoted(&name));
            let hint = "name the rank otherwise";
            self.report(Diagnostic::error(codes::DUPLICATE_COLUMN, span, message).hint(hint));
            return fallback();
        }
        name
    }

    /// `'asc'` or `'desc'`, in any case.
    fn is_descending(&mut self, call: TableCall<'_>, at: usize, name: &str) -> bool {
        let Some(argument) = call.arguments.get(at) else { return false };
        let Some(text) = self.text_argument(argument, name, "'asc' or 'desc'") else { return false };
        let descending = text.eq_ignore_ascii_case("desc");
        if !descending && !text.eq_ignore_ascii_case("asc") {
            let message = format!("{name} is 'asc' or 'desc', not {}", quoted(&text));
            let hint = match name {
                "sortOrder" => "'desc' gives rank 1 to the greatest value, 'asc' to the least",
                _ => "'asc' puts rank 1 first, 'desc' puts it last",
            };
            self.report(Diagnostic::error(codes::TABLE_ARGUMENT, *argument.span, message).hint(hint));
        }
        descending
    }
}
