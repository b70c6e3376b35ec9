//! From a score to a verdict: a grade between 0 and 1 by what the scores of this stream usually are.
//!
//! A score has no natural threshold: what is high depends on the data, the sample and the shingle. The grader keeps the
//! discounted mean and deviation of the scores so far and grades how far a new one lies above them. It is the open
//! library's thresholder (spec rcf 1.12): deviations of the scores, of their differences and of the gap below the mean, discounted
//! by the time decay; a threshold of mean and deviation times a factor, no lower than 0.8, blended in from a fixed 1.5 between the tenth
//! and the twentieth score.
//!
//! Kept out: that library's corrections after the threshold (spec rcf 1.12 a–e), which hide repeats within a
//! shingle and values within noise. A grade here is a function of the scores alone.
//!
//! **Confidence** is not in the sources; ours says how well the deviation is known: one less its relative standard error,
//! `1 − 1/√(2(n−1))` for `n` scores, where `n` is the effective number under discounting, `(Σw)²/Σw²`.

/// How far a score must lie above the mean, in deviations.
const Z: f64 = 3.0;
/// Scores before there is a grade.
const LEAST_SCORES: u64 = 10;
/// The threshold before the scores say enough.
const INITIAL: f64 = 1.5;
/// No threshold is lower.
const LOWEST: f64 = 0.8;
/// Scores enter the statistics no greater than this: an anomaly must not raise the threshold for the next.
const CLIP: f64 = 2.0;
/// The share of the deviation of differences in that of shingled scores.
const DIFFERENCING: f64 = 0.5;

/// An exponentially discounted mean and deviation.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Discounted {
    weight: f64,
    sum: f64,
    squares: f64,
}

impl Discounted {
    fn push(&mut self, x: f64, discount: f64) {
        let keep = 1.0 - discount;
        self.weight = self.weight * keep + 1.0;
        self.sum = self.sum * keep + x;
        self.squares = self.squares * keep + x * x;
    }

    fn mean(&self) -> f64 {
        if self.weight > 0.0 { self.sum / self.weight } else { 0.0 }
    }

    fn deviation(&self) -> f64 {
        if self.weight > 0.0 {
            let mean = self.mean();
            libm::sqrt(greater(self.squares / self.weight - mean * mean, 0.0))
        } else {
            0.0
        }
    }
}

/// A graded score.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Grade {
    /// 0 for what is not an anomaly, up to 1, in steps of 1/16.
    pub grade: f64,
    /// How well the threshold is known, from 0 to below 1. 0 while there is no grade.
    pub confidence: f64,
    /// The score from which on a grade is above 0, about: it was made from the scores before this one.
    pub threshold: f64,
}

/// Grades the scores of one stream, in their order.
///
/// ```
/// use rillcut_forest::{Forest, Grader, Options};
///
/// let options = Options::new(1).sample(64);
/// let mut grader = Grader::new(&options);
/// let mut forest = Forest::new(options)?;
/// let mut last = 0.0;
/// for i in 0..1000 {
///     let silent = forest.warm_up_remaining() > 0;
///     let score = forest.score_and_update(&[if i == 999 { 500.0 } else { f64::from(i * 7 % 40) }])?;
///     if !silent {
///         last = grader.grade(score).grade;
///     }
/// }
/// assert!(last > 0.5);
/// # Ok::<(), rillcut_forest::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Grader {
    discount: f64,
    shingled: bool,
    count: u64,
    last: f64,
    scores: Discounted,
    differences: Discounted,
    gaps: Discounted,
    /// Σw² of the scores.
    square_weight: f64,
}

impl Grader {
    /// A grader for the scores of a forest with these options. Scores of the warm-up are not for it.
    pub fn new(options: &crate::Options) -> Self {
        Self {
            discount: 1.0 / (options.time_decay as f64).max(1.0),
            shingled: options.shingle > 1,
            count: 0,
            last: 0.0,
            scores: Discounted::default(),
            differences: Discounted::default(),
            gaps: Discounted::default(),
            square_weight: 0.0,
        }
    }

    /// Scores graded so far.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Grades a score against those before it, then counts it among them. A score that is not finite is graded 0 and
    /// not counted.
    pub fn grade(&mut self, score: f64) -> Grade {
        if !score.is_finite() {
            return Grade::default();
        }
        let grade = self.peek(score);
        self.push(score);
        grade
    }

    /// The grade of a score, which is not counted.
    pub fn peek(&self, score: f64) -> Grade {
        if self.count < LEAST_SCORES {
            return Grade { threshold: INITIAL, ..Grade::default() };
        }
        let primary = self.scores.deviation();
        let gap = core::f64::consts::SQRT_2 * self.gaps.deviation();
        // How far the scores wander from their mean in the long run.
        let long_term = if self.shingled {
            let secondary = self.differences.deviation();
            let first = lesser(primary, greater(secondary, gap));
            (1.0 - DIFFERENCING) * first + DIFFERENCING * secondary
        } else {
            lesser(gap, primary)
        };
        let deviation = (Z - 1.0) * long_term + primary;
        let ramp = lesser((self.count - LEAST_SCORES) as f64 / LEAST_SCORES as f64, 1.0);
        let threshold = greater(LOWEST, ramp * (self.scores.mean() + deviation) + (1.0 - ramp) * INITIAL);
        let confidence = self.confidence();
        let above = score - threshold;
        if above <= 0.0 {
            return Grade { grade: 0.0, confidence, threshold };
        }
        let unit = deviation / Z;
        let surprise = if unit > 0.0 { lesser(Z, above / unit) / Z } else { 1.0 };
        Grade { grade: lesser(libm::floor(20.0 * surprise) / 16.0, 1.0), confidence, threshold }
    }

    fn push(&mut self, score: f64) {
        let score = lesser(score, CLIP);
        if self.count > 0 {
            self.differences.push(score - self.last, self.discount);
            let mean = self.scores.mean();
            if score < mean {
                // Remembered twice as long.
                self.gaps.push(mean - score, self.discount / 2.0);
            }
        }
        self.scores.push(score, self.discount);
        let keep = 1.0 - self.discount;
        self.square_weight = self.square_weight * keep * keep + 1.0;
        self.last = score;
        self.count += 1;
    }

    fn confidence(&self) -> f64 {
        let effective = self.scores.weight * self.scores.weight / self.square_weight;
        if effective > 1.5 { 1.0 - 1.0 / libm::sqrt(2.0 * (effective - 1.0)) } else { 0.0 }
    }
}

fn lesser(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}

fn greater(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::Options;

    fn usual(i: u32) -> f64 {
        0.7 + f64::from(i * 7 % 11) / 50.0
    }

    #[test]
    fn the_first_ten_scores_have_no_grade() {
        let mut grader = Grader::new(&Options::new(1));
        for _ in 0..10 {
            assert_eq!(grader.grade(8.0), Grade { grade: 0.0, confidence: 0.0, threshold: INITIAL });
        }
        assert_eq!(grader.count(), 10);
    }

    #[test]
    fn usual_scores_are_graded_0_and_outliers_up_to_1() {
        for options in [Options::new(1), Options::new(1).shingle(8), Options::new(1).time_decay(100)] {
            let mut grader = Grader::new(&options);
            for i in 0..500 {
                let grade = grader.grade(usual(i));
                assert_eq!(grade.grade, 0.0, "{i}");
                assert!((0.8..=1.5).contains(&grade.threshold), "{grade:?}");
            }
            let grades = [1.0, 1.2, 1.5, 3.0, 8.0].map(|score| grader.peek(score).grade);
            assert!(grades.is_sorted() && grades[4] == 1.0, "{grades:?}");
            assert!(
                grades.iter().all(|grade| (grade * 16.0).fract() == 0.0),
                "steps of a sixteenth: {grades:?}"
            );
            // One great score hardly raises the threshold: it counts as 2.
            let before = grader.peek(8.0).threshold;
            grader.grade(8.0);
            assert!(grader.peek(8.0).threshold - before < 0.5);
        }
    }

    #[test]
    fn the_threshold_is_that_of_the_formula() {
        // Ten scores 1 and ten 0.5 in turn, without discounting to speak of.
        let mut grader = Grader::new(&Options::new(1).time_decay(2_147_483_647));
        for i in 0..20 {
            grader.grade(if i % 2 == 0 { 1.0 } else { 0.5 });
        }
        let mut gaps = Discounted::default();
        let mut sum = 0.0;
        for i in 0..20 {
            let score = if i % 2 == 0 { 1.0 } else { 0.5 };
            if i > 0 && score < sum / f64::from(i) {
                gaps.push(sum / f64::from(i) - score, 0.0);
            }
            sum += score;
        }
        let long_term = (core::f64::consts::SQRT_2 * gaps.deviation()).min(0.25);
        let expected = 0.75 + 2.0 * long_term + 0.25;
        assert!((grader.peek(0.0).threshold - expected).abs() < 1e-6);
        // 20 scores: 1 − 1/√38.
        assert!((grader.peek(0.0).confidence - (1.0 - 1.0 / 38.0_f64.sqrt())).abs() < 1e-6);
    }

    #[test]
    fn scores_that_never_change_grade_any_rise_as_certain() {
        let mut grader = Grader::new(&Options::new(1));
        for _ in 0..50 {
            grader.grade(8.0 / 257.0);
        }
        assert_eq!(grader.peek(0.79).grade, 0.0, "no threshold is below 0.8");
        assert_eq!(grader.peek(8.0).grade, 1.0);
        assert_eq!(grader.grade(f64::NAN), Grade::default());
        assert_eq!(grader.count(), 50);
    }
}
