//! Which expressions never go back while a stream runs, and when they take their next value (spec/kda-sql.md 7).
//!
//! A group of a stream is complete when the clock has passed it, so what matters is how an expression follows ROWTIME. Two
//! forms are kept exact through arithmetic: a linear function of ROWTIME, and one cut to whole steps. From them the window's end
//! is computed, however the script has written the window: STEP, FLOOR TO, or the epoch form with its division. Whatever else never
//! goes back has the end [`WindowEnd::Change`]: only a later row shows that it moved.

use rillcut_record::{DataType, IntervalUnit, MS_PER_DAY, Value};

use super::relation::ScopeColumn;
use crate::plan::{ArithmeticOp, Expr, ExprKind, Function, WindowEnd};

/// What an expression does while time passes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Monotonicity {
    /// It is a constant.
    Constant,
    /// It never turns back.
    Monotonic(Motion),
    /// Nothing is known.
    None,
}

/// How an expression moves with ROWTIME.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Motion {
    pub(super) ascending: bool,
    pub(super) form: Form,
}

/// The function of ROWTIME.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Form {
    /// `(ROWTIME + shift) · num / den`, milliseconds; `num`, `den` > 0 without common divisor. With `den` > 1 integer
    /// division has cut it.
    Linear { shift: i64, num: i64, den: i64 },
    /// Takes its next value at this end. `aligned`: its value is ROWTIME cut to that step.
    Stepped { end: WindowEnd, aligned: bool },
}

impl Motion {
    /// ROWTIME itself.
    pub(super) const ROWTIME: Self =
        Self { ascending: true, form: Form::Linear { shift: 0, num: 1, den: 1 } };
    /// It never goes back; when it moves is seen only from the rows.
    pub(super) const CHANGE: Self =
        Self { ascending: true, form: Form::Stepped { end: WindowEnd::Change, aligned: false } };

    /// When it takes its next value.
    pub(super) fn end(self) -> WindowEnd {
        match self.form {
            Form::Stepped { end, .. } => end,
            Form::Linear { den: 1, .. } => WindowEnd::Instant,
            Form::Linear { shift, num, den } if den % num == 0 => every(den / num, 0, shift),
            Form::Linear { .. } => WindowEnd::Change,
        }
    }

    fn with(self, form: Form) -> Self {
        Self { form, ..self }
    }

    fn change(self) -> Self {
        self.with(Self::CHANGE.form)
    }

    fn stepped(self, end: WindowEnd, aligned: bool) -> Self {
        self.with(Form::Stepped { end, aligned })
    }

    /// The same moved by a constant, in its own unit.
    fn shifted(self, by: Option<i64>) -> Self {
        match (self.form, by) {
            (Form::Linear { shift, num: 1, den: 1 }, Some(by)) if self.ascending => shift
                .checked_add(by)
                .map_or(self.change(), |shift| self.with(Form::Linear { shift, num: 1, den: 1 })),
            // Still takes a new value at every instant.
            (Form::Linear { den: 1, .. }, _) => self.stepped(WindowEnd::Instant, false),
            (Form::Linear { .. }, _) => self.stepped(self.end(), false),
            (Form::Stepped { end, .. }, _) => self.stepped(end, false),
        }
    }

    /// Multiplied by a positive fraction of whole numbers.
    fn scaled(self, by_num: i64, by_den: i64) -> Self {
        let Form::Linear { shift, num, den } = self.form else {
            // A product keeps the steps; a quotient of whole numbers may join some.
            return if by_den == 1 { self.stepped(self.end(), false) } else { self.change() };
        };
        let (Some(num), Some(den)) = (num.checked_mul(by_num), den.checked_mul(by_den)) else {
            return self.change();
        };
        let divisor = greatest_divisor(num, den);
        self.with(Form::Linear { shift, num: num / divisor, den: den / divisor })
    }

    /// Cut down to multiples of `step` of its own unit, in milliseconds for times.
    fn cut(self, step: i64) -> Self {
        match self.form {
            Form::Linear { shift, num, den } => match period(step, num, den) {
                Some(milliseconds) => {
                    let aligned = num == 1 && den == 1 && shift == 0;
                    self.stepped(every(milliseconds, 0, shift), aligned)
                }
                None => self.change(),
            },
            Form::Stepped { end: WindowEnd::Every { milliseconds, .. }, aligned: true } => {
                if step % milliseconds == 0 {
                    self.stepped(WindowEnd::every(step), true)
                } else if milliseconds % step == 0 {
                    self
                } else {
                    self.change()
                }
            }
            Form::Stepped { end: WindowEnd::Calendar(_), aligned: true } if MS_PER_DAY % step == 0 => self,
            Form::Stepped { .. } => self.change(),
        }
    }

    /// Cut up to multiples of `step`: a new value comes right behind each multiple.
    fn cut_up(self, step: i64) -> Self {
        match self.form {
            Form::Linear { shift, num, den } if den % num == 0 => match period(step, num, den) {
                Some(milliseconds) => self.stepped(every(milliseconds, den / num, shift), false),
                None => self.change(),
            },
            Form::Stepped { end: WindowEnd::Every { milliseconds, .. }, aligned: true } => {
                if step % milliseconds == 0 {
                    self.stepped(every(step, milliseconds, 0), false)
                } else if milliseconds % step == 0 {
                    self
                } else {
                    self.change()
                }
            }
            _ => self.change(),
        }
    }

    /// Cut to calendar months or years.
    fn cut_to_calendar(self, unit: IntervalUnit) -> Self {
        match self.form {
            Form::Linear { shift: 0, num: 1, den: 1 } => self.stepped(WindowEnd::Calendar(unit), true),
            Form::Stepped { end: WindowEnd::Every { milliseconds, .. }, aligned: true }
                if MS_PER_DAY % milliseconds == 0 =>
            {
                self.stepped(WindowEnd::Calendar(unit), true)
            }
            Form::Stepped { end: WindowEnd::Calendar(finer), aligned: true } => {
                self.stepped(WindowEnd::Calendar(finer.min(unit)), true)
            }
            _ => self.change(),
        }
    }

    fn reversed(self) -> Self {
        let form = match self.form {
            Form::Linear { den: 1, .. } => Form::Stepped { end: WindowEnd::Instant, aligned: false },
            _ => Form::Stepped { end: self.end(), aligned: false },
        };
        Self { ascending: !self.ascending, form }
    }
}

/// Steps of `step` of a linear function, in milliseconds of ROWTIME.
fn period(step: i64, num: i64, den: i64) -> Option<i64> {
    step.checked_mul(den).filter(|long| long % num == 0).map(|long| long / num).filter(|period| *period > 0)
}

/// Windows that begin so far `behind` the multiples of their length, on a clock that is `shift` ahead. (Before the origin of a
/// quotient, integer division cuts the other way; rows stand after it.)
fn every(milliseconds: i64, behind: i64, shift: i64) -> WindowEnd {
    let offset = (behind % milliseconds - shift % milliseconds).rem_euclid(milliseconds);
    WindowEnd::Every { milliseconds, offset }
}

fn greatest_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

/// What an expression over these columns does while time passes.
pub(super) fn monotonicity(expr: &Expr, columns: &[ScopeColumn]) -> Monotonicity {
    use Monotonicity::{Constant, Monotonic, None};
    match &expr.kind {
        ExprKind::Literal(_) => Constant,
        ExprKind::Rowtime | ExprKind::Now => Monotonic(Motion::ROWTIME),
        ExprKind::Column(index) => {
            columns.get(*index).and_then(|column| column.motion).map_or(None, Monotonic)
        }
        ExprKind::Cast(operand) => {
            map(monotonicity(operand, columns), |motion| cast(motion, operand, expr.data_type))
        }
        ExprKind::Negate(operand) => map(monotonicity(operand, columns), |motion| Some(motion.reversed())),
        ExprKind::Arithmetic { op, left, right } => {
            arithmetic(*op, (left, monotonicity(left, columns)), (right, monotonicity(right, columns)))
        }
        ExprKind::Call { function, arguments } => call(*function, arguments, columns),
        _ => None,
    }
}

fn map(of: Monotonicity, with: impl FnOnce(Motion) -> Option<Motion>) -> Monotonicity {
    match of {
        Monotonicity::Monotonic(motion) => with(motion).map_or(Monotonicity::None, Monotonicity::Monotonic),
        other => other,
    }
}

/// A constant whole number: integers, times and intervals.
fn whole(expr: &Expr) -> Option<i64> {
    let whole = expr.data_type.is_integer()
        || expr.data_type.is_datetime()
        || matches!(expr.data_type, DataType::Interval(_));
    match &expr.kind {
        ExprKind::Literal(Value::Long(value)) if whole => Some(*value),
        _ => None,
    }
}

/// Whether a constant number is above zero; `None` when it is zero or not known.
fn is_positive(expr: &Expr) -> Option<bool> {
    match &expr.kind {
        ExprKind::Literal(Value::Long(value)) if *value != 0 => Some(*value > 0),
        ExprKind::Literal(Value::Double(value)) if *value != 0.0 => Some(*value > 0.0),
        _ => None,
    }
}

fn arithmetic(op: ArithmeticOp, left: (&Expr, Monotonicity), right: (&Expr, Monotonicity)) -> Monotonicity {
    use Monotonicity::{Constant, Monotonic, None};
    match (op, left.1, right.1) {
        (_, Constant, Constant) => Constant,
        (ArithmeticOp::Add, Monotonic(motion), Constant) => Monotonic(motion.shifted(whole(right.0))),
        (ArithmeticOp::Add, Constant, Monotonic(motion)) => Monotonic(motion.shifted(whole(left.0))),
        (ArithmeticOp::Subtract, Monotonic(motion), Constant) => {
            Monotonic(motion.shifted(whole(right.0).and_then(i64::checked_neg)))
        }
        (ArithmeticOp::Subtract, Constant, Monotonic(motion)) => Monotonic(motion.reversed()),
        (ArithmeticOp::Add, Monotonic(a), Monotonic(b)) if a.ascending == b.ascending => {
            Monotonic(a.change())
        }
        (ArithmeticOp::Multiply, Monotonic(motion), Constant) => scaled(motion, right.0, true),
        (ArithmeticOp::Multiply, Constant, Monotonic(motion)) => scaled(motion, left.0, true),
        (ArithmeticOp::Divide, Monotonic(motion), Constant) => scaled(motion, right.0, false),
        (ArithmeticOp::Divide, Constant, Monotonic(motion)) => match is_positive(left.0) {
            Some(true) => Monotonic(motion.change().reversed()),
            Some(false) => Monotonic(motion.change()),
            Option::None => None,
        },
        _ => None,
    }
}

fn scaled(motion: Motion, by: &Expr, multiply: bool) -> Monotonicity {
    match (is_positive(by), whole(by)) {
        (Some(true), Some(by)) if multiply => Monotonicity::Monotonic(motion.scaled(by, 1)),
        (Some(true), Some(by)) => Monotonicity::Monotonic(motion.scaled(1, by)),
        (Some(true), None) => Monotonicity::Monotonic(motion.change()),
        (Some(false), _) => Monotonicity::Monotonic(motion.change().reversed()),
        (None, _) => Monotonicity::None,
    }
}

fn cast(motion: Motion, operand: &Expr, to: DataType) -> Option<Motion> {
    let from = operand.data_type;
    match (from, to) {
        (DataType::Timestamp, DataType::Date) => Some(motion.cut(MS_PER_DAY)),
        (DataType::Date, DataType::Timestamp) => Some(motion),
        // Times of day begin anew each day, and texts mean nothing.
        (_, DataType::Time) | (DataType::Char { .. } | DataType::Varchar { .. }, _) => None,
        // The text of a time sorts like the time; of a number it does not.
        (_, DataType::Char { .. } | DataType::Varchar { .. }) => from.is_datetime().then(|| motion.change()),
        _ if from.is_integer() && to.is_integer() => Some(motion),
        _ => Some(motion.change()),
    }
}

fn call(function: Function, arguments: &[Expr], columns: &[ScopeColumn]) -> Monotonicity {
    let Some(first) = arguments.first() else { return Monotonicity::None };
    let of_first = monotonicity(first, columns);
    match function {
        Function::Monotonic => match of_first {
            Monotonicity::Monotonic(motion) => Monotonicity::Monotonic(motion),
            _ => Monotonicity::Monotonic(Motion::CHANGE),
        },
        Function::FloorTo(unit) => map(of_first, |motion| {
            Some(match unit.milliseconds() {
                Some(_) if first.data_type == DataType::Time => return None,
                Some(milliseconds) => motion.cut(milliseconds),
                None => motion.cut_to_calendar(unit),
            })
        }),
        Function::Step => map(of_first, |motion| {
            let width = arguments.get(1)?;
            Some(match (width.data_type, whole(width)) {
                (DataType::Interval(qualifier), Some(months)) if qualifier.is_calendar() => match months {
                    1 => motion.cut_to_calendar(IntervalUnit::Month),
                    12 => motion.cut_to_calendar(IntervalUnit::Year),
                    _ => motion.change(),
                },
                (_, Some(step)) if step > 0 => motion.cut(step),
                _ => motion.change(),
            })
        }),
        Function::CeilTo(unit) => map(of_first, |motion| {
            Some(match unit.milliseconds() {
                Some(_) if first.data_type == DataType::Time => return None,
                Some(milliseconds) => motion.cut_up(milliseconds),
                None => motion.change(),
            })
        }),
        // Whole numbers stay as they are.
        Function::Ceil | Function::Floor if first.data_type.is_integer() => of_first,
        Function::Ceil | Function::Floor => map(of_first, |motion| Some(motion.change())),
        Function::UnixTimestamp | Function::ToTimestamp => of_first,
        Function::SubstringFrom if arguments.get(1).and_then(whole).is_some_and(|start| start <= 1) => {
            map(of_first, |motion| Some(motion.change()))
        }
        Function::TsDiff => {
            let second = arguments.get(1).map_or(Monotonicity::None, |second| monotonicity(second, columns));
            match (of_first, second) {
                (Monotonicity::Constant, Monotonicity::Constant) => Monotonicity::Constant,
                (Monotonicity::Constant, Monotonicity::Monotonic(motion)) => {
                    Monotonicity::Monotonic(motion.shifted(whole(first).and_then(i64::checked_neg)))
                }
                (Monotonicity::Monotonic(motion), Monotonicity::Constant) => {
                    Monotonicity::Monotonic(motion.reversed())
                }
                _ => Monotonicity::None,
            }
        }
        // A function of constants is one. The first argument is not asked twice: calls inside each other would double it.
        _ if of_first == Monotonicity::Constant
            && arguments[1..]
                .iter()
                .all(|argument| monotonicity(argument, columns) == Monotonicity::Constant) =>
        {
            Monotonicity::Constant
        }
        _ => Monotonicity::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(milliseconds: i64) -> WindowEnd {
        WindowEnd::every(milliseconds)
    }

    fn behind(milliseconds: i64, offset: i64) -> WindowEnd {
        WindowEnd::Every { milliseconds, offset }
    }

    #[test]
    fn the_forms_of_a_window_have_the_same_end() {
        let rowtime = Motion::ROWTIME;
        assert_eq!(rowtime.end(), WindowEnd::Instant);
        assert_eq!(rowtime.cut(10_000).end(), every(10_000));
        // FLOOR((ROWTIME - epoch) SECOND / 10 TO SECOND)
        assert_eq!(rowtime.shifted(Some(0)).scaled(1, 10).cut(1000).end(), every(10_000));
        // (ROWTIME - epoch) SECOND / 10 without FLOOR: cut to whole milliseconds by the division.
        assert_eq!(rowtime.scaled(1, 10).end(), every(10));
        // STEP of STEP
        assert_eq!(rowtime.cut(10_000).cut(60_000).end(), every(60_000));
        assert_eq!(rowtime.cut(60_000).cut(10_000).end(), every(60_000));
        assert_eq!(rowtime.cut(7000).cut(10_000).end(), WindowEnd::Change);
        assert_eq!(
            rowtime.cut(60_000).cut_to_calendar(IntervalUnit::Month).end(),
            WindowEnd::Calendar(IntervalUnit::Month)
        );
    }

    #[test]
    fn a_shift_moves_the_windows() {
        let rowtime = Motion::ROWTIME;
        assert_eq!(rowtime.shifted(Some(60_000)).cut(60_000).end(), every(60_000));
        assert_eq!(rowtime.shifted(Some(5000)).cut(60_000).end(), behind(60_000, 55_000));
        // An origin of 3 s: FLOOR((ROWTIME - origin) SECOND / 10 TO SECOND).
        assert_eq!(rowtime.shifted(Some(-3000)).scaled(1, 10).cut(1000).end(), behind(10_000, 3000));
        assert_eq!(rowtime.cut_up(60_000).end(), behind(60_000, 1));
        assert_eq!(rowtime.scaled(1, 10).cut_up(1000).end(), behind(10_000, 10));
        assert_eq!(rowtime.cut(10_000).cut_up(60_000).end(), behind(60_000, 10_000));
        assert_eq!(rowtime.cut(60_000).cut_up(60_000).end(), every(60_000));
        assert_eq!(rowtime.cut(10_000).shifted(Some(5000)).end(), every(10_000));
        assert_eq!(rowtime.cut(10_000).shifted(Some(5000)).cut(60_000).end(), WindowEnd::Change);
    }

    #[test]
    fn huge_factors_are_only_known_to_ascend() {
        let far = Motion::ROWTIME.scaled(i64::MAX, 1).scaled(i64::MAX - 1, 1);
        assert_eq!(far.end(), WindowEnd::Change);
        assert!(far.ascending);
    }
}
