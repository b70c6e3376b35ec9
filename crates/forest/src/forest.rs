//! The forest: trees over samples of one stream, scored together.

use crate::error::Error;
use crate::explain::{Attribution, Scratch};
use crate::line::LineTree;
use crate::options::Options;
use crate::random::Stream;
use crate::rule::Rule;
use crate::sampler::Sampler;
use crate::space::SpaceTree;
use crate::tree::Tree;
use crate::window::Window;

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
    rule: Rule,
    decay: f64,
    pub(crate) window: Window,
    /// Records taken in.
    seen: u64,
    pub(crate) grove: Grove,
    pub(crate) samplers: Vec<Sampler>,
    /// By tree: the number of the point (from 0) that enters it next, once the sample is full.
    pub(crate) next: Vec<u64>,
    /// The least of `next`: until then no tree needs looking at.
    soonest: u64,
    scratch: Scratch,
}

/// The trees, of one kind.
#[derive(Debug, Clone)]
pub(crate) enum Grove {
    Line(Vec<LineTree>),
    Space(Vec<SpaceTree>),
}

impl Grove {
    fn new(options: &Options) -> Self {
        let dimensions = options.dimensions();
        if dimensions == 1 {
            Self::Line((0..options.trees).map(|_| LineTree::new(1, options.sample)).collect())
        } else {
            Self::Space((0..options.trees).map(|_| SpaceTree::new(dimensions, options.sample)).collect())
        }
    }
}

/// Runs the same code on whichever kind of tree the forest has.
macro_rules! with_trees {
    ($grove:expr, $trees:ident => $body:expr) => {
        match $grove {
            Grove::Line($trees) => $body,
            Grove::Space($trees) => $body,
        }
    };
}
pub(crate) use with_trees;

impl Forest {
    /// An empty forest. Memory for full samples is reserved here; afterwards nothing allocates, but a first
    /// explanation its scratch space and an [`Attribution`] its vectors.
    ///
    /// # Errors
    /// `FOR0001` to `FOR0006`, see [`Options::check`].
    pub fn new(options: Options) -> Result<Self, Error> {
        options.check()?;
        Ok(Self {
            rule: Rule::new(&options),
            decay: 1.0 / options.time_decay as f64,
            window: Window::new(options.columns, options.shingle),
            seen: 0,
            grove: Grove::new(&options),
            samplers: (0..options.trees).map(|_| Sampler::new(options.sample)).collect(),
            next: vec![u64::MAX; options.trees],
            soonest: u64::MAX,
            scratch: Scratch { path: Vec::with_capacity(options.sample), ..Scratch::default() },
            options,
        })
    }

    /// This forest, its trees in place, in the middle of its life.
    pub(crate) fn resume(self, seen: u64, window: Window, samplers: Vec<Sampler>, next: Vec<u64>) -> Self {
        let soonest = next.iter().copied().min().unwrap_or(u64::MAX);
        Self { window, seen, samplers, next, soonest, ..self }
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
        self.window.check(record)?;
        self.window.push(record);
        let score = self.score_point(self.window.point());
        self.take_in();
        Ok(score)
    }

    /// Scores a record as if it came next, and changes nothing.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn score(&self, record: &[f64]) -> Result<f64, Error> {
        self.window.check(record)?;
        Ok(self.window.preview(record, |point| self.score_point(point)))
    }

    /// Takes a record in without scoring it.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn update(&mut self, record: &[f64]) -> Result<(), Error> {
        self.window.check(record)?;
        self.window.push(record);
        self.take_in();
        Ok(())
    }

    /// Scores a record as if it came next and says which columns the score is due to. Changes nothing.
    ///
    /// # Errors
    /// As [`Forest::score_and_update`].
    pub fn attribution(&self, record: &[f64]) -> Result<Attribution, Error> {
        self.window.check(record)?;
        let mut total = Attribution::default();
        let mut scratch = Scratch::default();
        self.window.preview(record, |point| self.explain_point(point, &mut scratch, &mut total));
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
        self.window.check(record)?;
        self.window.push(record);
        let mut scratch = std::mem::take(&mut self.scratch);
        self.explain_point(self.window.point(), &mut scratch, into);
        self.scratch = scratch;
        self.take_in();
        Ok(())
    }

    /// Points that have entered trees or passed by: full shingles.
    fn points_seen(&self) -> u64 {
        self.seen.saturating_sub(self.options.shingle as u64 - 1)
    }

    /// Points in each tree. All trees take all points until they are full, so they hold equally many.
    fn points_held(&self) -> usize {
        self.points_seen().min(self.options.sample as u64) as usize
    }

    fn score_point(&self, point: &[f64]) -> f64 {
        if self.warm_up_remaining() > 0 {
            return 0.0;
        }
        let sum = with_trees!(&self.grove, trees => Tree::score_all(trees, point, &self.rule));
        sum * self.rule.scale(self.points_held())
    }

    fn explain_point(&self, point: &[f64], scratch: &mut Scratch, total: &mut Attribution) {
        total.reset(self.options.columns);
        if self.warm_up_remaining() > 0 {
            return;
        }
        with_trees!(&self.grove, trees => {
            for tree in trees {
                tree.explain(point, &self.rule, scratch, total);
            }
        });
        total.multiply(self.rule.scale(self.points_held()));
    }

    /// Gives the shingle at hand to the trees whose sample it enters.
    fn take_in(&mut self) {
        self.seen += 1;
        if self.seen < self.options.shingle as u64 {
            return;
        }
        let t = self.points_seen() - 1;
        let sample = self.options.sample as u64;
        if t < sample {
            self.fill(t);
        } else if t >= self.soonest {
            self.replace(t);
        }
    }

    /// Every tree takes point `t`.
    fn fill(&mut self, t: u64) {
        let (point, full) = (self.window.point(), t + 1 == self.options.sample as u64);
        with_trees!(&mut self.grove, trees => {
            for (i, (tree, sampler)) in trees.iter_mut().zip(&mut self.samplers).enumerate() {
                let mut stream = Stream::new(self.options.seed, i, t);
                let key = Sampler::free_key(self.decay, t, &mut stream);
                sampler.push(key, tree.insert(point, &mut stream));
                if full {
                    self.next[i] = sampler.next_entry(self.decay, t + 1, &mut stream);
                }
            }
        });
        self.soonest = self.next.iter().copied().min().unwrap_or(u64::MAX);
    }

    /// The trees whose turn it is take point `t` in place of the point with the greatest key.
    fn replace(&mut self, t: u64) {
        let point = self.window.point();
        with_trees!(&mut self.grove, trees => {
            for (i, (tree, sampler)) in trees.iter_mut().zip(&mut self.samplers).enumerate() {
                if self.next[i] != t {
                    continue;
                }
                let mut stream = Stream::new(self.options.seed, i, t);
                let key = sampler.winning_key(self.decay, t, &mut stream);
                if let Some(loser) = sampler.loser() {
                    tree.delete(loser, &mut self.scratch.path);
                    sampler.replace_loser(key, tree.insert(point, &mut stream));
                }
                self.next[i] = sampler.next_entry(self.decay, t + 1, &mut stream);
            }
        });
        self.soonest = self.next.iter().copied().min().unwrap_or(u64::MAX);
    }
}
