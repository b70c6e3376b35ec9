//! Scalar expressions as written (spec/kda-sql.md 4.3, 9, 11).

use rillcut_record::{DataType, IntervalQualifier, IntervalUnit};

use super::{
    ident::{Ident, Name},
    place::Place,
    query::{OrderItem, Query},
};

/// An expression and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it stands, without parentheses around it.
    pub span: Place,
    /// Nodes on the longest way down; see [`Expr::height`].
    pub(super) height: u16,
}

/// The forms of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// `a`, `t.a`, `t.r.c`.
    Name(Name),
    /// `-x`, `+x`.
    Unary(UnaryOp, Box<Expr>),
    /// Arithmetic, `||`, comparison.
    Binary(BinaryOp, Box<Expr>, Box<Expr>),
    /// Two or more joined by AND.
    And(Vec<Expr>),
    /// Two or more joined by OR.
    Or(Vec<Expr>),
    /// `NOT x`.
    Not(Box<Expr>),
    /// `x IS [NOT] NULL | TRUE | FALSE | UNKNOWN`.
    Is {
        /// x.
        operand: Box<Expr>,
        /// What is tested.
        test: IsTest,
        /// IS NOT.
        negated: bool,
    },
    /// `a IS [NOT] DISTINCT FROM b`.
    IsDistinct {
        /// a.
        left: Box<Expr>,
        /// b.
        right: Box<Expr>,
        /// IS NOT DISTINCT FROM.
        negated: bool,
    },
    /// `x [NOT] BETWEEN low AND high`.
    Between {
        /// x.
        operand: Box<Expr>,
        /// Lower end, included.
        low: Box<Expr>,
        /// Upper end, included.
        high: Box<Expr>,
        /// NOT BETWEEN.
        negated: bool,
    },
    /// `x [NOT] IN (…)`.
    In {
        /// x.
        operand: Box<Expr>,
        /// A list or a query.
        items: InItems,
        /// NOT IN.
        negated: bool,
    },
    /// `x [NOT] LIKE p [ESCAPE c]`, `x [NOT] SIMILAR TO p [ESCAPE c]`.
    Like {
        /// x.
        operand: Box<Expr>,
        /// p.
        pattern: Box<Expr>,
        /// c.
        escape: Option<Box<Expr>>,
        /// SIMILAR TO.
        similar: bool,
        /// NOT.
        negated: bool,
    },
    /// `EXISTS (query)`.
    Exists(Box<Query>),
    /// A predicate on periods: `PERIOD(a, b) OVERLAPS PERIOD(c, d)`.
    Temporal(TemporalOp, Box<Expr>, Box<Expr>),
    /// `PERIOD(a, b)`.
    Period(Box<Expr>, Box<Expr>),
    /// `(a, b, …)`, `ROW(a, …)`: one or more.
    Row(Vec<Expr>),
    /// `CASE … END`.
    Case(Box<Case>),
    /// `CAST(x AS type)`.
    Cast {
        /// x.
        operand: Box<Expr>,
        /// The type.
        data_type: DataType,
    },
    /// `FLOOR(x TO unit)`, `CEIL(x TO unit)`. Without TO they are calls.
    FloorTo {
        /// x.
        operand: Box<Expr>,
        /// The unit.
        unit: IntervalUnit,
        /// CEIL.
        ceil: bool,
    },
    /// `STEP(x BY width)`.
    Step {
        /// x.
        operand: Box<Expr>,
        /// width.
        width: Box<Expr>,
    },
    /// `EXTRACT(unit FROM x)`.
    Extract {
        /// The unit.
        unit: IntervalUnit,
        /// x.
        operand: Box<Expr>,
    },
    /// `SUBSTRING(x FROM start [FOR length])`. With commas it is a call.
    Substring {
        /// x.
        operand: Box<Expr>,
        /// start, or a regular expression.
        from: Box<Expr>,
        /// length.
        length: Option<Box<Expr>>,
    },
    /// `SUBSTRING(x SIMILAR p ESCAPE c)`.
    SubstringSimilar {
        /// x.
        operand: Box<Expr>,
        /// p.
        pattern: Box<Expr>,
        /// c.
        escape: Box<Expr>,
    },
    /// `POSITION(needle IN x)`.
    Position {
        /// needle.
        needle: Box<Expr>,
        /// x.
        operand: Box<Expr>,
    },
    /// `TRIM([side] [characters] FROM x)`, `TRIM(x)`.
    Trim {
        /// side; BOTH when missing.
        side: Option<TrimSide>,
        /// What is cut off; blanks when missing.
        characters: Option<Box<Expr>>,
        /// x.
        operand: Box<Expr>,
    },
    /// `OVERLAY(x PLACING r FROM start [FOR length])`.
    Overlay {
        /// x.
        operand: Box<Expr>,
        /// r.
        replacement: Box<Expr>,
        /// start.
        from: Box<Expr>,
        /// length.
        length: Option<Box<Expr>>,
    },
    /// `(a - b) unit [TO unit]`: the difference of two times as an interval.
    Difference {
        /// a.
        left: Box<Expr>,
        /// b.
        right: Box<Expr>,
        /// The interval's units.
        qualifier: IntervalQualifier,
    },
    /// `f(…)`, with all that can follow it.
    Call(Box<FunctionCall>),
    /// `(query)` as a value.
    Subquery(Box<Query>),
    /// `CURSOR(query)`, an argument of a table function.
    Cursor(Box<Query>),
}

/// A constant as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// Digits as written: `1`, `1.50`, `1e3`.
    Number(String),
    /// Text, quotes and Unicode escapes read.
    String(String),
    /// Octets of `X'…'`.
    Binary(Vec<u8>),
    /// TRUE, FALSE.
    Boolean(bool),
    /// UNKNOWN.
    Unknown,
    /// NULL.
    Null,
    /// `TIMESTAMP '…'`: the text.
    Timestamp(String),
    /// `DATE '…'`: the text.
    Date(String),
    /// `TIME '…'`: the text.
    Time(String),
    /// `INTERVAL [-]'…' unit [TO unit]`; precisions are read and dropped, they bound nothing here.
    Interval {
        /// A minus before the quotes.
        negative: bool,
        /// The text in the quotes.
        text: String,
        /// Its units.
        qualifier: IntervalQualifier,
    },
}

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    /// `-`
    Minus,
    /// `+`
    Plus,
}

/// A binary operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `||`
    Concat,
    /// `=`
    Equal,
    /// `<>`, also `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// What IS asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IsTest {
    /// NULL
    Null,
    /// TRUE
    True,
    /// FALSE
    False,
    /// UNKNOWN
    Unknown,
}

/// What IN searches.
#[derive(Debug, Clone, PartialEq)]
pub enum InItems {
    /// One or more expressions.
    List(Vec<Expr>),
    /// The rows of a query.
    Query(Box<Query>),
}

/// A predicate on periods (spec/kda-sql.md 4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the keyword it is named after")]
pub enum TemporalOp {
    Contains,
    Overlaps,
    Equals,
    Precedes,
    Succeeds,
    ImmediatelyPrecedes,
    ImmediatelySucceeds,
    Leads,
    Lags,
    StrictlyContains,
    StrictlyOverlaps,
    StrictlyPrecedes,
    StrictlySucceeds,
    StrictlyLeads,
    StrictlyLags,
    ImmediatelyLeads,
    ImmediatelyLags,
}

/// CASE.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// `CASE x`: the simple form.
    pub operand: Option<Expr>,
    /// WHEN and THEN; one or more.
    pub branches: Vec<(Expr, Expr)>,
    /// ELSE.
    pub otherwise: Option<Expr>,
}

/// Which end TRIM cuts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrimSide {
    /// BOTH
    Both,
    /// LEADING
    Leading,
    /// TRAILING
    Trailing,
}

/// DISTINCT or ALL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantifier {
    /// DISTINCT
    Distinct,
    /// ALL
    All,
}

/// A call.
#[derive(Debug, Clone, PartialEq)]
pub struct FunctionCall {
    /// The function.
    pub name: Ident,
    /// DISTINCT or ALL before the arguments.
    pub quantifier: Option<Quantifier>,
    /// The arguments.
    pub arguments: Vec<Expr>,
    /// `f(*)`: no arguments then.
    pub star: bool,
    /// Without parentheses: `CURRENT_TIMESTAMP`.
    pub bare: bool,
    /// `FILTER (WHERE p)`.
    pub filter: Option<Expr>,
    /// `FROM FIRST` false, `FROM LAST` true.
    pub from_last: Option<bool>,
    /// `RESPECT NULLS` false, `IGNORE NULLS` true.
    pub ignore_nulls: Option<bool>,
    /// `OVER …`.
    pub over: Option<WindowRef>,
}

/// The window of OVER.
#[derive(Debug, Clone, PartialEq)]
pub enum WindowRef {
    /// `OVER w`.
    Name(Ident),
    /// `OVER (…)`.
    Spec(Box<WindowSpec>),
}

/// `[name] [PARTITION BY …] [ORDER BY …] [frame]`.
#[derive(Debug, Clone, PartialEq)]
pub struct WindowSpec {
    /// A named window it begins with.
    pub base: Option<Ident>,
    /// PARTITION BY.
    pub partition: Vec<Expr>,
    /// ORDER BY.
    pub order: Vec<OrderItem>,
    /// RANGE or ROWS.
    pub frame: Option<Frame>,
    /// Where it stands, without its parentheses.
    pub span: Place,
}

/// `RANGE | ROWS start` or `RANGE | ROWS BETWEEN start AND end`.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// RANGE or ROWS.
    pub unit: FrameUnit,
    /// The far end.
    pub start: FrameBound,
    /// The near end; the current row when missing.
    pub end: Option<FrameBound>,
}

/// What a frame is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrameUnit {
    /// Time.
    Range,
    /// Rows.
    Rows,
}

/// An end of a frame.
#[derive(Debug, Clone, PartialEq)]
pub enum FrameBound {
    /// `UNBOUNDED PRECEDING`
    UnboundedPreceding,
    /// `x PRECEDING`
    Preceding(Box<Expr>),
    /// `CURRENT ROW`
    CurrentRow,
    /// `x FOLLOWING`
    Following(Box<Expr>),
    /// `UNBOUNDED FOLLOWING`
    UnboundedFollowing,
}
