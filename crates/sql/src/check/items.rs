//! TOP_K_ITEMS_TUMBLING and COUNT_DISTINCT_ITEMS_TUMBLING (spec/kda-sql.md 12.5): windows of the clock over one column.

use rillcut_record::{DataType, Field, Physical};

use super::{
    Checker,
    coerce::cast,
    relation::{Relation, ScopeColumn, fields},
    table_function::{Parameter, TableCall},
};
use crate::{
    codes,
    plan::{Expr, ExprKind, Node, Operator},
};

/// ITEM: the value as text.
const ITEM: DataType = DataType::Varchar { length: Some(1024) };
const TOP: Parameter = Parameter { name: "K", range: 1..=100_000, usual: 10 };
const WINDOW: Parameter = Parameter { name: "windowSeconds", range: 1..=3600, usual: 60 };

impl Checker<'_> {
    pub(super) fn top_items(&mut self, call: TableCall<'_>, input: Relation) -> Relation {
        self.has_arguments(call, 3, "'column', K, windowSeconds");
        let column = self.column_argument(call, 0, "the column", &input);
        let most = call.arguments.get(1).map_or(TOP.usual, |argument| self.number_in_range(argument, &TOP));
        let milliseconds = self.tumbling(call, 2);
        // The items as text, as they come out.
        let index = column.unwrap_or(0);
        let data_type = input.columns.get(index).map_or(DataType::Null, |column| column.data_type);
        if data_type.physical() == Physical::Bytes {
            let message = format!("{} counts values as text, which {data_type} is not", call.name);
            self.error(codes::ARGUMENT_TYPE, call.place(0), message);
        }
        let item = Expr { kind: ExprKind::Column(index), data_type, span: call.place(0) };
        let item = match data_type {
            DataType::Char { length } | DataType::Varchar { length: Some(length) } if length <= 1024 => item,
            _ => cast(item, ITEM),
        };
        let operator = Operator::Project { input: Box::new(input.node), items: vec![item], rowtime: None };
        let items = Node { operator, fields: vec![Field::new("ITEM", ITEM)], span: call.place(0) };
        let operator = Operator::TopItems { input: Box::new(items), most: most as u32, milliseconds };
        counted(call, operator, &[Field::new("ITEM", ITEM), Field::new("ITEM_COUNT", DataType::BigInt)])
    }

    pub(super) fn count_items(&mut self, call: TableCall<'_>, input: Relation) -> Relation {
        self.has_arguments(call, 2, "'column', windowSeconds");
        let column = self.column_argument(call, 0, "the column", &input).unwrap_or(0);
        let milliseconds = self.tumbling(call, 1);
        let operator = Operator::CountItems { input: Box::new(input.node), column, milliseconds };
        counted(call, operator, &[Field::new("NUMBER_OF_DISTINCT_ITEMS", DataType::BigInt)])
    }

    /// windowSeconds, in milliseconds.
    fn tumbling(&mut self, call: TableCall<'_>, argument: usize) -> i64 {
        1000 * call
            .arguments
            .get(argument)
            .map_or(WINDOW.usual, |argument| self.number_in_range(argument, &WINDOW))
    }
}

/// Rows that have nothing left of the cursor's columns.
fn counted(call: TableCall<'_>, operator: Operator, given: &[Field]) -> Relation {
    let columns: Vec<ScopeColumn> = given.iter().map(ScopeColumn::new).collect();
    let node = Node { operator, fields: fields(&columns), span: call.span };
    Relation { node, columns, open: false, origin: call.span }
}
