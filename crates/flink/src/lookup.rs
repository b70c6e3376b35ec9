//! Joins of a stream with reference data: a function that has the table's rows from a file (spec/kda-sql.md 10.3).

use rillcut_record::DataType;
use rillcut_sql::plan::{CompareOp, Expr, ExprKind, Node, ReferenceId};

use crate::{
    expression::{Scope, comparable, holding},
    node::{Target, Writer, renamed},
    refusal::{self, Refusal, refuse},
    relation::{Relation, letters},
};

/// Where a job looks for the rows of a reference table.
pub(crate) fn path(plan: &rillcut_sql::plan::Plan, table: ReferenceId) -> String {
    let name: String =
        plan.reference(table).name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    format!("reference/{}-{name}.ndjson", table.0)
}

impl Writer<'_> {
    pub(crate) fn lookup(
        &mut self,
        node: &Node,
        target: Target<'_>,
        input: &Relation,
        table: ReferenceId,
        (table_first, keep): (bool, bool),
        condition: Option<&Expr>,
    ) -> Result<Relation, Box<Refusal>> {
        let span = Self::condition_span(condition, node);
        let fields = self.plan.reference(table).fields.clone();
        let table_columns: Vec<String> = (0..fields.len()).map(|at| format!("r.`$r{at}`")).collect();
        let stream: Vec<String> = input.columns.iter().map(|column| format!("s.{column}")).collect();
        let values: Vec<String> = if table_first {
            table_columns.iter().chain(&stream).cloned().collect()
        } else {
            stream.iter().chain(&table_columns).cloned().collect()
        };
        let first_table = if table_first { 0 } else { stream.len() };
        let tables = first_table..first_table + fields.len();
        let scope =
            Scope { program: self.program, columns: values.clone(), rowtime: "s.`$rowtime`".to_owned() };
        let mut keys = Vec::new();
        let mut rest = Vec::new();
        for part in condition.map(conjuncts).unwrap_or_default() {
            match equality(part, &tables) {
                Some((column, key)) => keys.push((column - first_table, key)),
                None => rest.push(scope.sound(part, "the condition of a join")?),
            }
        }
        let path = path(self.plan, table);
        let letters = letters(&fields, span)?;
        let aliases: Vec<String> = (0..fields.len()).map(|at| format!("`$r{at}`")).collect();
        let mut arguments = vec![format!("'${{DIR}}/{path}'"), format!("'{letters}'")];
        if !keys.is_empty() {
            let numbers: Vec<String> = keys.iter().map(|(column, _)| column.to_string()).collect();
            arguments.push(format!("'{}'", numbers.join(",")));
            for (_, key) in &keys {
                let value = scope.sound(key, "the condition of a join")?;
                arguments.push(format!("CAST({} AS STRING)", comparable(&value, key.data_type)));
            }
        }
        let call =
            format!("LATERAL TABLE(KDA_REFERENCE({})) AS r({})", arguments.join(", "), aliases.join(", "));
        if keep && !rest.is_empty() {
            return Err(refuse(
                refusal::JOIN,
                span,
                format!(
                    "the outer join with reference data in pump \"{}\" has a condition besides equalities",
                    self.pump.1
                ),
                "Flink decides a lateral join by the function's arguments: join on equal columns only, and filter afterwards",
            ));
        }
        let order = if self.ordered { ", s.`$order`" } else { "" };
        let columns = Self::columns_of(node, target);
        let items: Vec<String> =
            values.iter().zip(&columns).map(|(value, name)| renamed(value, name)).collect();
        let (word, on) = if keep { ("LEFT JOIN", " ON TRUE") } else { ("CROSS JOIN", "") };
        let filter = if rest.is_empty() {
            String::new()
        } else {
            format!("\nWHERE {}", holding(&rest.join(" AND "), &scope.rowtime))
        };
        let select = format!(
            "SELECT {},\n       s.`$rowtime`, s.`$time`{order}\nFROM {} AS s\n{word} {call}{on}{filter}",
            items.join(", "),
            input.view
        );
        let view = self.view(target, &select);
        let (fields, lag) = (node.fields.clone(), input.lag);
        Ok(Relation { view, columns, fields, lag, ordered: self.ordered })
    }
}

/// The parts of a condition that must all hold.
fn conjuncts(condition: &Expr) -> Vec<&Expr> {
    match &condition.kind {
        ExprKind::And(parts) => parts.iter().flat_map(conjuncts).collect(),
        _ => vec![condition],
    }
}

/// `table column = something of the stream`, of types whose equality is that of their texts.
fn equality<'e>(part: &'e Expr, tables: &std::ops::Range<usize>) -> Option<(usize, &'e Expr)> {
    let ExprKind::Compare { op: CompareOp::Equal, left, right } = &part.kind else { return None };
    let column = |expr: &Expr| match expr.kind {
        ExprKind::Column(column) if tables.contains(&column) => Some(column),
        _ => None,
    };
    let exact = |t: DataType| t.is_text() || t.is_integer() || t.is_datetime();
    let (table, key) = match (column(left), column(right)) {
        (Some(table), None) => (table, right),
        (None, Some(table)) => (table, left),
        _ => return None,
    };
    (exact(left.data_type) && exact(right.data_type) && !reads(key, tables)).then_some((table, key))
}

fn reads(expr: &Expr, columns: &std::ops::Range<usize>) -> bool {
    let mut found = matches!(expr.kind, ExprKind::Column(column) if columns.contains(&column));
    expr.each_child(&mut |child| found |= reads(child, columns));
    found
}
