//! RANDOM_CUT_FOREST and RANDOM_CUT_FOREST_WITH_EXPLANATION (spec/kda-sql.md 12.1, 12.3).

use rillcut_record::{DataType, Field, Value};

use super::{
    Checker,
    relation::{Relation, ScopeColumn, fields},
    table_function::{Parameter, TableCall},
};
use crate::{
    ast::Expr,
    codes,
    diagnostic::Diagnostic,
    plan::{self, ForestOptions, Node, Operator},
};

/// What may be left out from the end on; then it is what is usual.
const PARAMETERS: [Parameter; 4] = [
    Parameter { name: "numberOfTrees", range: 1..=1000, usual: 100 },
    Parameter { name: "subSampleSize", range: 10..=1000, usual: 256 },
    Parameter { name: "timeDecay", range: 1..=i32::MAX as i64, usual: 100_000 },
    Parameter { name: "shingleSize", range: 1..=30, usual: 1 },
];

impl Checker<'_> {
    pub(super) fn forest(&mut self, call: TableCall<'_>, input: Relation, explains: bool) -> Relation {
        let options = self.forest_options(call, explains);
        let mut columns = input.columns;
        let point = self.point(call, &columns, input.open);
        columns.push(ScopeColumn::new(&Field::new("ANOMALY_SCORE", DataType::Double)));
        if explains {
            columns.push(ScopeColumn::new(&Field::new("ANOMALY_EXPLANATION", DataType::TEXT)));
        }
        let operator = Operator::RandomCutForest { input: Box::new(input.node), columns: point, options };
        let node = Node { operator, fields: fields(&columns), span: call.span };
        Relation { node, columns, open: input.open, origin: call.span }
    }

    fn forest_options(&mut self, call: TableCall<'_>, explains: bool) -> ForestOptions {
        let TableCall { name, arguments, .. } = call;
        let most = PARAMETERS.len() + usize::from(explains);
        if arguments.len() > most {
            let message =
                format!("{name} takes CURSOR and at most {most} arguments, {} are given", arguments.len());
            let direction = if explains { ", withDirectionality" } else { "" };
            let names = PARAMETERS.map(|parameter| parameter.name).join(", ");
            let hint = format!("the form is {name}(CURSOR(SELECT STREAM …), {names}{direction})");
            self.report(Diagnostic::error(codes::ARGUMENT_COUNT, call.place(most), message).hint(hint));
        }
        let mut values = PARAMETERS.map(|parameter| parameter.usual);
        for ((value, parameter), argument) in values.iter_mut().zip(&PARAMETERS).zip(arguments) {
            *value = self.number_in_range(argument, parameter);
        }
        let [trees, sample, time_decay, shingle] = values;
        if sample >= time_decay {
            // Said of the argument that was written, the decay if both were.
            let place = call.place(if arguments.len() > 2 { 2 } else { 1 });
            let message = format!("subSampleSize ({sample}) must be less than timeDecay ({time_decay})");
            let hint =
                "a row counts less for every row after it: timeDecay says how slowly, and 100000 is usual";
            self.report(Diagnostic::error(codes::TABLE_ARGUMENT, place, message).hint(hint));
        }
        let direction = arguments.get(4).filter(|_| explains).is_some_and(|argument| self.flag(argument));
        ForestOptions {
            trees: trees as u32,
            sample: sample as u32,
            time_decay: time_decay as u32,
            shingle: shingle as u32,
            explanation: explains.then_some(direction),
        }
    }

    fn flag(&mut self, argument: &Expr) -> bool {
        let value = self.constant(argument);
        if let plan::ExprKind::Literal(Value::Boolean(flag)) = value.kind {
            return flag;
        }
        let message = format!("withDirectionality is TRUE or FALSE, not {}", self.excerpt(value.span));
        let hint = "TRUE adds DIRECTION and STRENGTH to the explanation";
        self.report(Diagnostic::error(codes::TABLE_ARGUMENT, value.span, message).hint(hint));
        false
    }
}
