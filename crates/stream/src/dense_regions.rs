//! Where the last so many points lie close: DBSCAN over a sliding window of rows (spec/kda-sql.md 12.4).
//!
//! A point with at least `minimum` points within `radius` of it, itself among them, is a core; cores within `radius` of each
//! other, and every point within `radius` of one of them, are a region. The service names its arguments after DBSCAN's; its rule is not
//! published. A point at the edge of two regions counts in both, so that nothing depends on the order of points.
//!
//! Who is near whom is kept as bits, a row of them a point, and mended when a point comes and the oldest goes. A push then costs
//! `window` distances, and finding the regions at most `window²/64` words: with 1000 points, a row took 7 µs when they lay far apart and 84 µs when all
//! were near each other (`cargo bench -p rillcut-stream --bench tables`, on a busy machine). Lists of neighbours were rejected, for 1000 points
//! of one place have a million.

use std::cmp::Ordering;

/// The last points and their neighbourhoods.
#[derive(Debug, Clone)]
pub(crate) struct DenseRegions {
    dimensions: usize,
    window: usize,
    radius: f64,
    minimum: u32,
    /// Point after point; the slot of the oldest is used again.
    points: Vec<f64>,
    next: usize,
    /// Words of a slot's bits.
    words: usize,
    /// Who is near, a bit a slot, the slot's own among them.
    near: Vec<u64>,
    /// How many are near.
    degrees: Vec<u32>,
}

/// A region where points lie close.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Region {
    /// Points for each unit of the box's volume; see [`DenseRegions::regions`].
    pub(crate) density: f64,
    /// The box's least corner.
    pub(crate) low: Vec<f64>,
    /// The box's greatest corner.
    pub(crate) high: Vec<f64>,
}

impl DenseRegions {
    pub(crate) fn new(dimensions: usize, window: usize, radius: f64, minimum: u32) -> Self {
        Self {
            dimensions,
            window,
            radius,
            minimum,
            points: Vec::new(),
            next: 0,
            words: window.div_ceil(64),
            near: Vec::new(),
            degrees: Vec::new(),
        }
    }

    /// Points in the window.
    pub(crate) fn len(&self) -> usize {
        self.degrees.len()
    }

    fn point(&self, slot: usize) -> &[f64] {
        &self.points[slot * self.dimensions..(slot + 1) * self.dimensions]
    }

    fn near(&self, slot: usize) -> &[u64] {
        &self.near[slot * self.words..(slot + 1) * self.words]
    }

    /// Takes a point of finite numbers; the oldest goes when the window is full.
    pub(crate) fn push(&mut self, point: &[f64]) {
        let slot = self.next;
        self.next = (slot + 1) % self.window;
        if slot == self.len() {
            self.points.extend_from_slice(point);
            self.near.resize(self.near.len() + self.words, 0);
            self.degrees.push(0);
        } else {
            self.forget(slot);
            self.points[slot * self.dimensions..(slot + 1) * self.dimensions].copy_from_slice(point);
        }
        let limit = self.radius * self.radius;
        for other in 0..self.len() {
            let squares: f64 = point.iter().zip(self.point(other)).map(|(a, b)| (a - b) * (a - b)).sum();
            if squares <= limit {
                self.near[slot * self.words + other / 64] |= 1 << (other % 64);
                self.degrees[slot] += 1;
                if other != slot {
                    self.near[other * self.words + slot / 64] |= 1 << (slot % 64);
                    self.degrees[other] += 1;
                }
            }
        }
    }

    fn forget(&mut self, slot: usize) {
        for word in 0..self.words {
            let mut bits = std::mem::take(&mut self.near[slot * self.words + word]);
            while let Some(other) = next_bit(&mut bits, word) {
                self.near[other * self.words + slot / 64] &= !(1 << (slot % 64));
                self.degrees[other] -= 1;
            }
        }
        self.degrees[slot] = 0;
    }

    /// The regions, the densest first; of equally dense ones the one with the least corner.
    ///
    /// The density is the number of points over the volume of their box. An edge without length does not count, for there is no volume
    /// then; points that are all the same have their number as density.
    pub(crate) fn regions(&self) -> Vec<Region> {
        let mut cores = vec![0_u64; self.words];
        for (slot, &degree) in self.degrees.iter().enumerate() {
            if degree >= self.minimum {
                cores[slot / 64] |= 1 << (slot % 64);
            }
        }
        let mut regions = Vec::new();
        let mut stack = Vec::new();
        let mut members = vec![0_u64; self.words];
        while let Some(first) = take_first(&mut cores) {
            members.fill(0);
            stack.push(first);
            while let Some(core) = stack.pop() {
                for (word, &near) in self.near(core).iter().enumerate() {
                    members[word] |= near;
                    let mut fresh = near & cores[word];
                    cores[word] &= !fresh;
                    while let Some(slot) = next_bit(&mut fresh, word) {
                        stack.push(slot);
                    }
                }
            }
            regions.push(self.region(&members));
        }
        regions.sort_by(|a, b| {
            let corner = |a: &[f64], b: &[f64]| {
                let differing = a.iter().zip(b).map(|(a, b)| a.total_cmp(b)).find(|order| order.is_ne());
                differing.unwrap_or(Ordering::Equal)
            };
            b.density
                .total_cmp(&a.density)
                .then_with(|| corner(&a.low, &b.low))
                .then_with(|| corner(&a.high, &b.high))
        });
        regions
    }

    fn region(&self, members: &[u64]) -> Region {
        let mut low = vec![f64::INFINITY; self.dimensions];
        let mut high = vec![f64::NEG_INFINITY; self.dimensions];
        let mut count = 0_u32;
        for (word, &bits) in members.iter().enumerate() {
            let mut bits = bits;
            while let Some(slot) = next_bit(&mut bits, word) {
                count += 1;
                for ((low, high), &value) in low.iter_mut().zip(&mut high).zip(self.point(slot)) {
                    *low = low.min(value);
                    *high = high.max(value);
                }
            }
        }
        let edges = low.iter().zip(&high).map(|(low, high)| high - low);
        let volume: f64 = edges.filter(|edge| *edge > 0.0).product();
        // Numbers of 300 digits have volumes beyond a double.
        let density = (f64::from(count) / volume).clamp(0.0, f64::MAX);
        Region { density, low, high }
    }
}

/// Takes the lowest bit of a word; the slot it stands for.
fn next_bit(bits: &mut u64, word: usize) -> Option<usize> {
    if *bits == 0 {
        return None;
    }
    let bit = bits.trailing_zeros() as usize;
    *bits &= *bits - 1;
    Some(word * 64 + bit)
}

fn take_first(bits: &mut [u64]) -> Option<usize> {
    bits.iter_mut().enumerate().find_map(|(word, bits)| next_bit(bits, word))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_places_and_a_stray_point() {
        let mut regions = DenseRegions::new(2, 100, 1.0, 3);
        for point in [[0.0, 0.0], [0.5, 0.0], [0.5, 0.5], [9.0, 9.0], [9.0, 9.5], [10.0, 9.0], [5.0, 5.0]] {
            regions.push(&point);
        }
        let found = regions.regions();
        assert_eq!(
            found,
            [
                Region { density: 12.0, low: vec![0.0, 0.0], high: vec![0.5, 0.5] },
                Region { density: 6.0, low: vec![9.0, 9.0], high: vec![10.0, 9.5] },
            ]
        );
    }

    #[test]
    fn an_edge_without_length_does_not_count() {
        let mut regions = DenseRegions::new(2, 100, 1.0, 2);
        regions.push(&[0.0, 3.0]);
        assert!(regions.regions().is_empty());
        regions.push(&[0.5, 3.0]);
        assert_eq!(regions.regions()[0].density, 4.0);
        let mut same = DenseRegions::new(1, 100, 1.0, 2);
        same.push(&[7.0]);
        same.push(&[7.0]);
        assert_eq!(same.regions()[0].density, 2.0);
    }

    /// Regions by the definition: cores that reach each other over cores, and whoever is near one.
    fn plain(points: &[[f64; 2]], radius: f64, minimum: usize) -> Vec<(usize, [f64; 2], [f64; 2])> {
        let is_near = |a: usize, b: usize| {
            let squares: f64 = points[a].iter().zip(&points[b]).map(|(a, b)| (a - b) * (a - b)).sum();
            squares <= radius * radius
        };
        let all = || 0..points.len();
        let cores: Vec<usize> =
            all().filter(|&a| all().filter(|&b| is_near(a, b)).count() >= minimum).collect();
        let mut label: Vec<usize> = all().collect();
        for _ in &cores {
            for &a in &cores {
                for &b in &cores {
                    if is_near(a, b) {
                        let least = label[a].min(label[b]);
                        (label[a], label[b]) = (least, least);
                    }
                }
            }
        }
        let mut names: Vec<usize> = cores.iter().map(|&core| label[core]).collect();
        names.sort_unstable();
        names.dedup();
        let region = |name: usize| {
            let members: Vec<usize> = all()
                .filter(|&a| cores.iter().any(|&core| label[core] == name && is_near(a, core)))
                .collect();
            let edge = |pick: fn(f64, f64) -> f64, axis: usize| {
                members.iter().map(|&member| points[member][axis]).reduce(pick).unwrap()
            };
            (members.len(), [edge(f64::min, 0), edge(f64::min, 1)], [edge(f64::max, 0), edge(f64::max, 1)])
        };
        let mut regions: Vec<_> = names.into_iter().map(region).collect();
        regions.sort_by(|a, b| a.partial_cmp(b).unwrap());
        regions
    }

    proptest! {
        #[test]
        fn the_window_slides_as_if_made_anew(
            points in prop::collection::vec([0_i32..12, 0_i32..12], 1..60),
            minimum in 2_u32..5,
            window in 3_usize..70,
        ) {
            let points: Vec<[f64; 2]> = points.into_iter().map(|point| point.map(f64::from)).collect();
            let mut sliding = DenseRegions::new(2, window, 1.5, minimum);
            for to in 1..=points.len() {
                sliding.push(&points[to - 1]);
                let last = &points[to.saturating_sub(window)..to];
                let mut found: Vec<_> = sliding
                    .regions()
                    .into_iter()
                    .map(|region| {
                        let edge = |axis: usize| match region.high[axis] - region.low[axis] {
                            0.0 => 1.0,
                            edge => edge,
                        };
                        let count = (region.density * edge(0) * edge(1)).round() as usize;
                        (count, [region.low[0], region.low[1]], [region.high[0], region.high[1]])
                    })
                    .collect();
                found.sort_by(|a, b| a.partial_cmp(b).unwrap());
                prop_assert_eq!(found, plain(last, 1.5, minimum as usize));
            }
        }
    }
}
