//! Queries as SQL text.

use std::fmt::{self, Display, Formatter};

use super::{
    expr::Quantifier,
    print_expr::Joined,
    query::{
        FromItem, Grouping, Join, JoinConstraint, JoinOperator, NamedWindow, OrderItem, Query, QueryBody,
        Select, SelectItem, Table, TableAlias, TableKind,
    },
};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.body {
            QueryBody::Select(select) => select.fmt(f)?,
            QueryBody::Union(queries) => {
                for (index, query) in queries.iter().enumerate() {
                    if index > 0 {
                        f.write_str(" UNION ALL ")?;
                    }
                    let whole = query.order.is_empty() && !matches!(query.body, QueryBody::Union(_));
                    if whole { query.fmt(f)? } else { write!(f, "({query})")? }
                }
            }
            QueryBody::Values(rows) => {
                f.write_str("VALUES ")?;
                for (index, row) in rows.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "({})", Joined(row, ", "))?;
                }
            }
        }
        if !self.order.is_empty() {
            write!(f, " ORDER BY {}", Joined(&self.order, ", "))?;
        }
        Ok(())
    }
}

impl Display for Select {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.stream { "SELECT STREAM " } else { "SELECT " })?;
        f.write_str(match self.quantifier {
            None => "",
            Some(Quantifier::Distinct) => "DISTINCT ",
            Some(Quantifier::All) => "ALL ",
        })?;
        Joined(&self.items, ", ").fmt(f)?;
        if !self.from.is_empty() {
            write!(f, " FROM {}", Joined(&self.from, ", "))?;
        }
        if let Some(predicate) = &self.predicate {
            write!(f, " WHERE {predicate}")?;
        }
        match &self.grouping {
            Some(Grouping::By(keys)) => write!(f, " GROUP BY {}", Joined(keys, ", "))?,
            Some(Grouping::Stagger { partition, range, .. }) => {
                let keys = Joined(partition, ", ");
                write!(f, " WINDOWED BY STAGGER (PARTITION BY {keys} RANGE {range})")?;
            }
            None => {}
        }
        if let Some(having) = &self.having {
            write!(f, " HAVING {having}")?;
        }
        if !self.windows.is_empty() {
            write!(f, " WINDOW {}", Joined(&self.windows, ", "))?;
        }
        Ok(())
    }
}

impl Display for SelectItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(_) => f.write_str("*"),
            Self::AllOf(table, _) => write!(f, "{table}.*"),
            Self::Expr(expr, None) => expr.fmt(f),
            Self::Expr(expr, Some(alias)) => write!(f, "{expr} AS {alias}"),
        }
    }
}

impl Display for NamedWindow {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} AS ({})", self.name, self.spec)
    }
}

impl Display for FromItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.table.fmt(f)?;
        self.joins.iter().try_for_each(|join| write!(f, " {join}"))
    }
}

impl Display for Join {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.natural {
            f.write_str("NATURAL ")?;
        }
        f.write_str(match self.operator {
            JoinOperator::Inner => "JOIN ",
            JoinOperator::Left => "LEFT JOIN ",
            JoinOperator::Right => "RIGHT JOIN ",
            JoinOperator::Full => "FULL JOIN ",
            JoinOperator::Cross => "CROSS JOIN ",
        })?;
        self.table.fmt(f)?;
        match &self.constraint {
            Some(JoinConstraint::On(condition)) => write!(f, " ON {condition}"),
            Some(JoinConstraint::Using(columns)) => write!(f, " USING ({})", Joined(columns, ", ")),
            None => Ok(()),
        }
    }
}

impl Display for Table {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TableKind::Named(name) => name.fmt(f)?,
            TableKind::Query(query) => write!(f, "({query})")?,
            TableKind::Function { name, arguments } => {
                write!(f, "TABLE({name}({}))", Joined(arguments, ", "))?;
            }
            TableKind::Nested(item) => write!(f, "({item})")?,
        }
        if let Some(over) = &self.over {
            write!(f, " OVER {over}")?;
        }
        self.alias.as_ref().map_or(Ok(()), |alias| write!(f, " AS {alias}"))
    }
}

impl Display for TableAlias {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)?;
        if self.columns.is_empty() { Ok(()) } else { write!(f, " ({})", Joined(&self.columns, ", ")) }
    }
}

impl Display for OrderItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)?;
        f.write_str(if self.descending { " DESC" } else { "" })?;
        f.write_str(match self.nulls_first {
            None => "",
            Some(true) => " NULLS FIRST",
            Some(false) => " NULLS LAST",
        })?;
        self.within.as_ref().map_or(Ok(()), |within| write!(f, " WITHIN {within}"))
    }
}
