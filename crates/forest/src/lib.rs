//! A streaming Random Cut Forest that scores as the Kinesis Data Analytics service did.
//!
//! A forest keeps a fading random sample of a stream and says of every new record how little it resembles that sample:
//! a score near 0.7 for the usual, above 2 or 3 for what would need explaining, at most log2(sample). It needs no
//! training, no threshold and no scale of the data, learns as it goes, takes a few microseconds a record, and explains
//! which columns a score is due to.
//!
//! ```
//! use rillcut_forest::{Direction, Forest, Options};
//!
//! // Two columns, 100 trees of 256 points: what RANDOM_CUT_FOREST does when it is given no arguments.
//! let mut forest = Forest::new(Options::new(2).seed(1))?;
//! for i in 0..1000 {
//!     let (requests, errors) = (f64::from(500 + i * 7 % 40), f64::from(i % 5));
//!     forest.score_and_update(&[requests, errors])?;
//! }
//! let why = forest.explain_and_update(&[510.0, 60.0])?;
//! assert!(why.score() > 3.0);
//! assert!(why.column(1) > why.column(0));
//! assert_eq!(why.direction(1), Direction::High);
//! # Ok::<(), rillcut_forest::Error>(())
//! ```
//!
//! # Trees
//!
//! Each tree cuts the bounding box of its points at random until every leaf holds one value: a dimension is chosen in
//! proportion to its extent, the place uniformly in it. A point far from the others is cut off near the root, which is
//! what the score measures. Points enter and leave the trees one by one, with the same distribution of trees as if each
//! had been grown from its present points alone; tests hold the mean of thousands of trees against exact
//! expectations.
//!
//! A tree keeps `sample` points. The first `sample` all enter; after that a point of age `a` is kept with a weight
//! proportional to `exp(−a/timeDecay)`.
//!
//! # Scores
//!
//! A record is scored before it enters. With `d` the depth of a node (root 0), `m` the copies of a value in its leaf,
//! `N` the points of the tree, and `p` the share of the record's excess beyond the node's box in that box's extent plus
//! the excess,
//!
//! ```text
//! s(leaf ≠ record)        = 1/(d+1)
//! s(leaf = record)        = service:      1/(d + log2 m), and 1/(1+m) when the leaf is the root
//!                           open source:  (1 − m/2N) / (d + log2(1+m))
//! s(node)                 = p/(d+1) + (1−p)·s(child on the record's side)
//! score                   = mean over trees of s(root) · log2(sample)   (service)   or   · log2(1+N)   (open source)
//! ```
//!
//! [`Mode::Service`], the default, is what `RANDOM_CUT_FOREST` of Kinesis Data Analytics for SQL returned, as recovered
//! from 365,558 recorded scores: 0.0 for the first `sample` records, 8/257 on a flat line, 8.0 for the first value that
//! ever differs. [`Mode::OpenSource`] is the default score of AWS's open-source library (its Java edition).
//!
//! With a shingle of `k`, a point is the last `k` records laid end to end, the newest last. Then the service's start is
//! not recorded; here the first `k − 1` records enter no tree, and the score is 0.0 until the sample is full.
//!
//! # Beside the score
//!
//! - [`Forest::attribution`]: the columns the score is due to, high and low; the parts add up to it.
//! - [`Forest::expected`]: what a value should have been, with the usual range.
//! - [`Grader`]: a grade from 0 to 1 and a confidence, for whom a score says nothing.
//! - [`Forest::to_bytes`], [`Forest::from_bytes`]: a forest to be taken up again, exactly.
//!
//! # Same bits everywhere
//!
//! Equal options and records give equal bits on every platform: the generator is `Xoshiro256PlusPlus`, logarithms come
//! from `libm`, sums run in a fixed order, and nothing depends on time, threads or hashing. The crate is `no_std` and needs
//! `alloc`.

#![cfg_attr(not(test), no_std)]

extern crate alloc;

mod aligned;
mod bounds;
mod cut_tree;
mod error;
mod expected;
mod explain;
mod forest;
mod grade;
mod grove;
#[cfg(test)]
mod invariants;
mod line;
mod link;
mod nearest;
mod options;
#[cfg(test)]
mod oracle;
mod random;
mod rule;
mod sampler;
mod space;
mod state;
mod tree;
mod walk;
mod window;

pub use error::{Error, ErrorKind, Parameter};
pub use expected::Expected;
pub use explain::{Attribution, Direction};
pub use forest::Forest;
pub use grade::{Grade, Grader};
pub use options::{Mode, Options};
pub use window::MAX_MAGNITUDE;

/// The examples of the README are tests too.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
