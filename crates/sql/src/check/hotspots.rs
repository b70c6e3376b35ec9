//! HOTSPOTS (spec/kda-sql.md 12.4).

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
    plan::{self, HotspotOptions, Node, Operator},
};

const WINDOW: Parameter = Parameter { name: "windowSize", range: 100..=1000, usual: 1000 };
const FORM: &str = "windowSize, scanRadius, minimumNumberOfPointsInAHotspot";

impl Checker<'_> {
    pub(super) fn hotspots(&mut self, call: TableCall<'_>, input: Relation) -> Relation {
        let mut options = HotspotOptions { window: WINDOW.usual as u32, radius: 1.0, minimum: 2 };
        self.has_arguments(call, 3, FORM);
        if let Some(argument) = call.arguments.first() {
            options.window = self.number_in_range(argument, &WINDOW) as u32;
        }
        if let Some(argument) = call.arguments.get(1) {
            options.radius = self.radius(argument).unwrap_or(options.radius);
        }
        if let Some(argument) = call.arguments.get(2) {
            let name = "minimumNumberOfPointsInAHotspot";
            let parameter = Parameter { name, range: 2..=i64::from(options.window), usual: 15 };
            options.minimum = self.number_in_range(argument, &parameter) as u32;
        }
        let mut columns = input.columns;
        let point = self.point(call, &columns, input.open);
        columns.push(ScopeColumn::new(&Field::new("HOTSPOTS_RESULT", DataType::TEXT)));
        let operator = Operator::Hotspots { input: Box::new(input.node), columns: point, options };
        let node = Node { operator, fields: fields(&columns), span: call.span };
        Relation { node, columns, open: input.open, origin: call.span }
    }

    /// scanRadius: any number greater than 0.
    fn radius(&mut self, argument: &Expr) -> Option<f64> {
        let faults = self.faults();
        let value = super::coerce::cast(self.constant(argument), DataType::Double);
        if let plan::ExprKind::Literal(Value::Double(radius)) = value.kind
            && radius > 0.0
        {
            return Some(radius);
        }
        if faults == self.faults() {
            let message = format!("scanRadius is a number greater than 0, not {}", self.excerpt(value.span));
            let hint = "it is the distance within which two points of a hotspot are neighbours";
            self.report(Diagnostic::error(codes::TABLE_ARGUMENT, value.span, message).hint(hint));
        }
        None
    }
}
