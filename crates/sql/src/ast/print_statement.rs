//! Statements as SQL text.

use std::fmt::{self, Display, Formatter};

use super::{
    print_expr::{Joined, quote},
    statement::{
        ColumnDef, CreateFunction, CreatePump, CreateStream, Insert, Parameter, Program, Statement,
        StatementKind,
    },
};

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.statements.iter().try_for_each(|statement| writeln!(f, "{statement};"))
    }
}

impl Display for Statement {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.kind {
            StatementKind::CreateStream(stream) => stream.fmt(f),
            StatementKind::CreatePump(pump) => pump.fmt(f),
            StatementKind::CreateFunction(function) => function.fmt(f),
            StatementKind::Insert(insert) => insert.fmt(f),
            StatementKind::Query(query) => query.fmt(f),
        }
    }
}

fn create(replace: bool) -> &'static str {
    if replace { "CREATE OR REPLACE" } else { "CREATE" }
}

fn description(text: Option<&String>, f: &mut Formatter<'_>) -> fmt::Result {
    text.map_or(Ok(()), |text| {
        f.write_str(" DESCRIPTION ")?;
        quote(text, f)
    })
}

impl Display for CreateStream {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} STREAM {} ({})", create(self.replace), self.name, Joined(&self.columns, ", "))?;
        description(self.description.as_ref(), f)
    }
}

impl Display for ColumnDef {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}{}", self.name, self.data_type, if self.not_null { " NOT NULL" } else { "" })
    }
}

impl Display for CreatePump {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} PUMP {}", create(self.replace), self.name)?;
        description(self.description.as_ref(), f)?;
        f.write_str(if self.stopped { " STOPPED AS " } else { " AS " })?;
        self.insert.fmt(f)
    }
}

impl Display for Insert {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "INSERT {}INTO {}", if self.expedited { "EXPEDITED " } else { "" }, self.target)?;
        if !self.columns.is_empty() {
            write!(f, " ({})", Joined(&self.columns, ", "))?;
        }
        write!(f, " {}", self.query)
    }
}

impl Display for CreateFunction {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let parameters = Joined(&self.parameters, ", ");
        write!(f, "{} FUNCTION {} ({parameters}) RETURNS {}", create(self.replace), self.name, self.returns)?;
        self.characteristics.iter().try_for_each(|words| write!(f, " {words}"))?;
        write!(f, " RETURN {}", self.body)
    }
}

impl Display for Parameter {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.data_type)
    }
}
