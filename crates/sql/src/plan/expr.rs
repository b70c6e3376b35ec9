//! Typed scalar expressions over the columns of one input.

use rillcut_record::{DataType, Value};
use serde::{Deserialize, Serialize};

use super::function::Function;
use crate::span::Span;

/// An expression with its type and its place in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Expr {
    /// What it computes.
    pub kind: ExprKind,
    /// Its SQL type.
    pub data_type: DataType,
    /// Where it stands; an error at run time points there.
    pub span: Span,
}

/// The expressions directly inside a node, by reference or to be changed: the patterns bind as the node does.
macro_rules! children {
    ($kind:expr, $with:expr) => {
        match $kind {
            ExprKind::Literal(_) | ExprKind::Column(_) | ExprKind::Rowtime | ExprKind::Now => {}
            ExprKind::Negate(operand)
            | ExprKind::Not(operand)
            | ExprKind::Cast(operand)
            | ExprKind::IsNull { operand, .. }
            | ExprKind::Is { operand, .. } => $with(operand),
            ExprKind::Arithmetic { left, right, .. }
            | ExprKind::Compare { left, right, .. }
            | ExprKind::IsDistinct { left, right, .. } => {
                $with(left);
                $with(right);
            }
            ExprKind::And(operands)
            | ExprKind::Or(operands)
            | ExprKind::Coalesce(operands)
            | ExprKind::Call { arguments: operands, .. } => {
                for operand in operands {
                    $with(operand);
                }
            }
            ExprKind::In { operand, list, .. } => {
                $with(operand);
                for item in list {
                    $with(item);
                }
            }
            ExprKind::Like { operand, pattern, escape, .. } => {
                $with(operand);
                $with(pattern);
                if let Some(escape) = escape {
                    $with(escape);
                }
            }
            ExprKind::Case { branches, otherwise } => {
                for (condition, result) in branches {
                    $with(condition);
                    $with(result);
                }
                if let Some(otherwise) = otherwise {
                    $with(otherwise);
                }
            }
        }
    };
}

impl Expr {
    /// Calls `with` for each expression directly inside.
    pub fn each_child<'e>(&'e self, with: &mut dyn FnMut(&'e Self)) {
        children!(&self.kind, with);
    }

    /// Calls `with` for each expression directly inside, to change it.
    pub fn each_child_mut(&mut self, with: &mut dyn FnMut(&mut Self)) {
        children!(&mut self.kind, with);
    }
}

/// What an expression computes. Any NULL operand gives NULL unless said otherwise (spec/kda-sql.md 4.2).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ExprKind {
    /// A constant in the physical form of the expression's type.
    Literal(Value),
    /// The input's column of that position.
    Column(usize),
    /// ROWTIME of the input row.
    Rowtime,
    /// The clock when the row is made: CURRENT_ROW_TIMESTAMP, CURRENT_TIMESTAMP, LOCALTIMESTAMP. Evaluates to the row's
    /// own ROWTIME, which is what the clock shows then and does not depend on how rows are batched. DATE and TIME forms are casts of it.
    Now,
    /// Both operands are of the same family as the result: integers and intervals (Long), DECIMAL (each with its own scale; the
    /// result's scale is the expression's type), REAL/DOUBLE. Datetime ± interval and datetime − datetime are Long too.
    /// Integer division truncates. Division by zero and overflow of the result type are row errors.
    Arithmetic {
        /// Operator.
        op: ArithmeticOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// Unary minus.
    Negate(Box<Expr>),
    /// Operands of the same physical form and, for DECIMAL, the same scale. CHAR and VARCHAR compare ignoring trailing blanks.
    Compare {
        /// Operator.
        op: CompareOp,
        /// Left operand.
        left: Box<Expr>,
        /// Right operand.
        right: Box<Expr>,
    },
    /// Three-valued AND of two or more; rows decided by an earlier operand do not evaluate a later one.
    And(Vec<Expr>),
    /// Three-valued OR of two or more; as AND.
    Or(Vec<Expr>),
    /// Three-valued NOT.
    Not(Box<Expr>),
    /// `IS [NOT] NULL`; never NULL.
    IsNull {
        /// Operand.
        operand: Box<Expr>,
        /// `IS NOT NULL`.
        negated: bool,
    },
    /// `IS [NOT] TRUE | FALSE | UNKNOWN`; never NULL.
    Is {
        /// Operand, BOOLEAN.
        operand: Box<Expr>,
        /// Which truth value.
        truth: Truth,
        /// `IS NOT`.
        negated: bool,
    },
    /// `IS [NOT] DISTINCT FROM`: NULL equals NULL; never NULL.
    IsDistinct {
        /// Left operand.
        left: Box<Expr>,
        /// Right operand, of the same form.
        right: Box<Expr>,
        /// `IS NOT DISTINCT FROM`.
        negated: bool,
    },
    /// `[NOT] IN (list)`: all items of the operand's form.
    In {
        /// Operand.
        operand: Box<Expr>,
        /// One or more items.
        list: Vec<Expr>,
        /// `NOT IN`.
        negated: bool,
    },
    /// `[NOT] LIKE pattern [ESCAPE c]`.
    Like {
        /// Operand, text.
        operand: Box<Expr>,
        /// Pattern, text.
        pattern: Box<Expr>,
        /// Escape character, text of one character.
        escape: Option<Box<Expr>>,
        /// `NOT LIKE`.
        negated: bool,
    },
    /// Searched CASE; branches are tried in order and a branch's result is evaluated only for its rows. The simple
    /// form and NULLIF are rewritten to it.
    Case {
        /// Conditions (BOOLEAN) and results (of the expression's type).
        branches: Vec<(Expr, Expr)>,
        /// ELSE; NULL when missing.
        otherwise: Option<Box<Expr>>,
    },
    /// The first operand that is not NULL; a later one is evaluated only where needed.
    Coalesce(Vec<Expr>),
    /// Conversion of the operand's type to the expression's (spec/kda-sql.md 4.4). A value that does not convert is a row error.
    Cast(Box<Expr>),
    /// A scalar function; argument types are as the function's documentation says.
    Call {
        /// Which.
        function: Function,
        /// Arguments in the order of the documentation, defaults filled in.
        arguments: Vec<Expr>,
    },
}

/// `+ - * /`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Comparison operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CompareOp {
    /// `=`
    Equal,
    /// `<>`
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

/// What `IS` tests for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Truth {
    /// TRUE
    True,
    /// FALSE
    False,
    /// UNKNOWN
    Unknown,
}
