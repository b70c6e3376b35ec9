//! The trees of a forest, each with its sample, over points of one kind of space.

use alloc::vec;
use alloc::vec::Vec;

use crate::cut_tree::CutTree;
use crate::explain::{Attribution, Shadow, Shares};
use crate::options::Options;
use crate::random::Stream;
use crate::rule::Rule;
use crate::sampler::{self, Sampler};
use crate::window::Window;

/// What an explanation needs beside the trees.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scratch<S> {
    shares: Shares,
    shadow: Shadow<S>,
}

/// Trees over one stream.
#[derive(Debug, Clone)]
pub(crate) struct Grove<T: CutTree> {
    pub(crate) window: Window<T::Scalar>,
    pub(crate) trees: Vec<T>,
    pub(crate) samplers: Vec<Sampler<T::Leaf>>,
    /// By tree: the number of the point (from 0) that enters it next, once the sample is full.
    pub(crate) next: Vec<u64>,
    /// The least of `next`: until then no tree needs looking at.
    soonest: u64,
}

impl<T: CutTree> Grove<T> {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            window: Window::new(options.columns, options.shingle),
            trees: (0..options.trees).map(|_| T::new(options.dimensions(), options.sample)).collect(),
            samplers: (0..options.trees).map(|_| Sampler::new(options.sample)).collect(),
            next: vec![u64::MAX; options.trees],
            soonest: u64::MAX,
        }
    }

    /// A grove in the middle of its life.
    pub(crate) fn resume(
        window: Window<T::Scalar>,
        trees: Vec<T>,
        samplers: Vec<Sampler<T::Leaf>>,
        next: Vec<u64>,
    ) -> Self {
        let soonest = soonest(&next);
        Self { window, trees, samplers, next, soonest }
    }

    /// The sum of the trees' scores.
    pub(crate) fn score(&self, point: &[T::Scalar], rule: &Rule) -> f64 {
        T::score_all(&self.trees, point, rule)
    }

    /// Adds the trees' scores, explained, to `total`.
    pub(crate) fn explain(
        &self,
        point: &[T::Scalar],
        rule: &Rule,
        scratch: &mut Scratch<T::Scalar>,
        total: &mut Attribution,
    ) {
        T::explain_all(&self.trees, point, rule, (&mut scratch.shares, &mut scratch.shadow), total);
    }

    /// Gives the shingle at hand, point `t` of the stream, to the trees whose sample it enters.
    pub(crate) fn take_in(&mut self, options: &Options, decay: f64, t: u64) {
        if t < options.sample as u64 {
            self.fill(options, decay, t);
        } else if t >= self.soonest {
            self.replace(options, decay, t);
        }
    }

    /// Every tree takes point `t`.
    fn fill(&mut self, options: &Options, decay: f64, t: u64) {
        let full = t + 1 == options.sample as u64;
        for (i, (tree, sampler)) in self.trees.iter_mut().zip(&mut self.samplers).enumerate() {
            let mut stream = Stream::new(options.seed, i, t);
            let key = sampler::free_key(decay, t, &mut stream);
            sampler.push(key, tree.insert(self.window.point(), &mut stream));
            if full {
                self.next[i] = sampler.next_entry(decay, t + 1, &mut stream);
            }
        }
        self.soonest = soonest(&self.next);
    }

    /// The trees whose turn it is take point `t` in place of the point with the greatest key.
    fn replace(&mut self, options: &Options, decay: f64, t: u64) {
        for (i, (tree, sampler)) in self.trees.iter_mut().zip(&mut self.samplers).enumerate() {
            if self.next[i] != t {
                continue;
            }
            let mut stream = Stream::new(options.seed, i, t);
            let key = sampler.winning_key(decay, t, &mut stream);
            if let Some(loser) = sampler.loser() {
                tree.delete(loser);
                sampler.replace_loser(key, tree.insert(self.window.point(), &mut stream));
            }
            self.next[i] = sampler.next_entry(decay, t + 1, &mut stream);
        }
        self.soonest = soonest(&self.next);
    }
}

fn soonest(next: &[u64]) -> u64 {
    next.iter().copied().min().unwrap_or(u64::MAX)
}
