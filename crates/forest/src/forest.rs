//! The forest: what a caller holds. It checks records, keeps count, and hands points to the trees.

use crate::error::Error;
use crate::explain::Attribution;
use crate::grove::{Grove, Scratch};
use crate::line::LineTree;
use crate::options::Options;
use crate::rule::Rule;
use crate::space::{Line, Wide};
use crate::tree::Tree;
use crate::window;

/// A streaming Random Cut Forest.
///
/// A record is scored against what came before it, then taken in:
///
/// ```
/// use rillcut_forest::{Forest, Options};
///
/// let mut forest = Forest::new(Options::new(1).sample(12))?;
/// for i in 0..100 {
///     forest.score_and_update(&[f64::from(20 + i % 5)])?;
/// }
/// let usual = forest.score(&[22.0])?;
/// let strange = forest.score(&[230.0])?;
/// assert!(usual < 1.0 && strange > 2.0);
/// # Ok::<(), rillcut_forest::Error>(())
/// ```
///
/// Equal options and records give equal scores, bit for bit, on every platform. Scoring changes nothing. A record
/// that is refused changes nothing either.
#[derive(Debug, Clone)]
pub struct Forest {
    options: Options,
    pub(crate) rule: Rule,
    decay: f64,
    /// Records taken in.
    seen: u64,
    pub(crate) trees: Trees,
}

/// Which kind of trees a forest has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Of numbers, in order.
    Line,
    /// Of numbers, linked: of so many that keeping them in order costs more than it saves.
    LongLine,
    /// Of points with several coordinates.
    Wide,
}

impl Kind {
    pub(crate) fn of(options: &Options) -> Self {
        match options.dimensions() {
            1 if options.sample <= LineTree::MOST => Self::Line,
            1 => Self::LongLine,
            _ => Self::Wide,
        }
    }
}

/// The trees, over points of one kind, each with what explanations need.
#[derive(Debug, Clone)]
pub(crate) enum Trees {
    Line(Grove<LineTree>, Scratch<f64>),
    LongLine(Grove<Tree<Line>>, Scratch<f64>),
    Wide(Grove<Tree<Wide>>, Scratch<f32>),
}

/// Runs the same code on whichever kind of trees the forest has.
macro_rules! with_grove {
    ($trees:expr, $grove:ident => $body:expr) => {
        with_grove!($trees, $grove, _scratch => $body)
    };
    ($trees:expr, $grove:ident, $scratch:pat => $body:expr) => {
        match $trees {
            $crate::forest::Trees::Line($grove, $scratch) => $body,
            $crate::forest::Trees::LongLine($grove, $scratch) => $body,
            $crate::forest::Trees::Wide($grove, $scratch) => $body,
        }
    };
}
pub(crate) use with_grove;

impl Forest {
    /// An empty forest. Memory for full samples is reserved here; afterwards nothing allocates, but a first
    /// explanation its scratch space and an [`Attribution`] its vectors.
    ///
    /// # Errors
    /// `FOR0001` to `FOR0006`, see [`Options::check`].
    pub fn new(options: Options) -> Result<Self, Error> {
        options.check()?;
        let trees = match Kind::of(&options) {
            Kind::Line => Trees::Line(Grove::new(&options), Scratch::default()),
            Kind::LongLine => Trees::LongLine(Grove::new(&options), Scratch::default()),
            Kind::Wide => Trees::Wide(Grove::new(&options), Scratch::default()),
        };
        Ok(Self::resume(options, 0, trees))
    }

    /// A forest with its trees in place. The options must hold.
    pub(crate) fn resume(options: Options, seen: u64, trees: Trees) -> Self {
        Self { rule: Rule::new(&options), decay: 1.0 / options.time_decay as f64, seen, trees, options }
    }

    /// The options the forest was made with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Records taken in so far.
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// Records that will still be scored 0.0 because too few came before them: at first `sample + shingle − 1` in
    /// [`Mode::Service`](crate::Mode::Service), `max(1, sample/4) + shingle − 1` in
    /// [`Mode::OpenSource`](crate::Mode::OpenSource).
    pub fn warm_up_remaining(&self) -> u64 {
        let whole = self.rule.silence() + self.options.shingle as u64 - 1;
        whole.saturating_sub(self.seen)
    }

    /// Scores a record against the records before it, then takes it in.
    ///
    /// The score is 0.0 during the warm-up, afterwards in (0, log2(sample)] in service mode; higher is more unusual.
    ///
    /// # Errors
    /// `FOR0010` for a wrong number of values, `FOR0011` for NaN or an infinity, `FOR0012` for a magnitude above
    /// [`MAX_MAGNITUDE`](crate::MAX_MAGNITUDE). The forest is then unchanged.
    pub fn score_and_update(&mut self, record: &[f64]) -> Result<f64, Error> {
        self.push(record)?;
        let score = if self.warm_up_remaining() > 0 {
            0.0
        } else {
            self.scale() * with_grove!(&self.trees, grove => grove.score(grove.window.point(), &self.rule))
        };
        self.take_in();
        Ok(score)
    }

    /// Scores a record as if it came next, and changes nothing.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn score(&self, record: &[f64]) -> Result<f64, Error> {
        self.check(record)?;
        if self.warm_up_remaining() > 0 {
            return Ok(0.0);
        }
        let sum = with_grove!(&self.trees, grove =>
            grove.window.preview(record, |point| grove.score(point, &self.rule)));
        Ok(self.scale() * sum)
    }

    /// Takes a record in without scoring it.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn update(&mut self, record: &[f64]) -> Result<(), Error> {
        self.push(record)?;
        self.take_in();
        Ok(())
    }

    /// Scores a record as if it came next and says which columns the score is due to. Changes nothing.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn attribution(&self, record: &[f64]) -> Result<Attribution, Error> {
        self.check(record)?;
        let mut total = Attribution::default();
        total.reset(self.options.columns);
        if self.warm_up_remaining() == 0 {
            with_grove!(&self.trees, grove => grove.window.preview(record, |point| {
                grove.explain(point, &self.rule, &mut Scratch::default(), &mut total);
            }));
            total.multiply(self.scale());
        }
        Ok(total)
    }

    /// [`Forest::score_and_update`] with the attribution of the score.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn explain_and_update(&mut self, record: &[f64]) -> Result<Attribution, Error> {
        let mut total = Attribution::default();
        self.explain_and_update_into(record, &mut total)?;
        Ok(total)
    }

    /// [`Forest::explain_and_update`] into an attribution that is used again, so that nothing allocates.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`]; `into` is then unchanged too.
    pub fn explain_and_update_into(&mut self, record: &[f64], into: &mut Attribution) -> Result<(), Error> {
        self.push(record)?;
        into.reset(self.options.columns);
        if self.warm_up_remaining() == 0 {
            let scale = self.scale();
            with_grove!(&mut self.trees, grove, scratch =>
                grove.explain(grove.window.point(), &self.rule, scratch, into));
            into.multiply(scale);
        }
        self.take_in();
        Ok(())
    }

    /// Checks a record.
    pub(crate) fn check(&self, record: &[f64]) -> Result<(), Error> {
        window::check(record, self.options.columns)
    }

    /// Checks a record and appends it to the window. It is counted when it is taken in.
    fn push(&mut self, record: &[f64]) -> Result<(), Error> {
        self.check(record)?;
        let first = self.seen + 1 == self.options.shingle as u64;
        with_grove!(&mut self.trees, grove => grove.window.push(record, first));
        Ok(())
    }

    /// Gives the shingle at hand to the trees, once it is whole.
    fn take_in(&mut self) {
        self.seen += 1;
        let points = self.points_seen();
        if points > 0 {
            with_grove!(&mut self.trees, grove => grove.take_in(&self.options, self.decay, points - 1));
        }
    }

    /// Points that have entered trees or passed by: full shingles.
    fn points_seen(&self) -> u64 {
        self.seen.saturating_sub(self.options.shingle as u64 - 1)
    }

    /// The factor from the sum over trees to the score. All trees take all points until they are full, so they hold
    /// equally many.
    fn scale(&self) -> f64 {
        self.rule.scale(self.points_seen().min(self.options.sample as u64) as usize)
    }
}
