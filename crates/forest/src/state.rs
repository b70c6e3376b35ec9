//! A forest as bytes, to be saved and taken up again.
//!
//! A forest read back goes on exactly as the one that was saved: the same scores to the last bit. There is no generator
//! state to keep (see [`crate::random`]), and boxes are not written but computed from the leaves, so bytes that pass
//! the checks below cannot describe a tree that contradicts itself.
//!
//! Version 2, little-endian: `RCFS`, version u16; columns u16, trees u16, sample u16, time decay u32, shingle u16,
//! seed u64, mode u8; records seen u64; the shingle at hand and the first one, f64 each. Then, by tree: next entry u64;
//! number of leaves u16; the pieces in preorder, a cut as 0u8, dimension u16 (not on a line) and place, a leaf as 1u8 and
//! coordinates, or as 2u8, copies u16 and coordinates; the sample in heap order, each key f64 and ordinal of its leaf u16.
//! Last, the FNV-1a hash of all before, u64. Places and coordinates are f64 on a line, else f32. A full forest of
//! distinct points so takes 28 bytes a point on a line, else 18 and 4 a dimension.
//!
//! Rejected: serde derives. They would make the layout of the arrays a file format, and every link in it a thing to
//! distrust.

use alloc::vec;
use alloc::vec::Vec;

use crate::cut_tree::{CutTree, Piece};
use crate::error::{Error, ErrorKind};
use crate::forest::{Forest, Kind, Trees, with_grove};
use crate::grove::{Grove, Scratch};
use crate::options::{Mode, Options};
use crate::sampler::Sampler;
use crate::space::Coordinate;
use crate::window::{MAX_MAGNITUDE, Window};

const MAGIC: &[u8; 4] = b"RCFS";
const VERSION: u16 = 2;

/// Numbers of points are exact as f64 up to here, and far from overflow.
const MOST_SEEN: u64 = 1 << 53;

impl Forest {
    /// The forest as bytes, for [`Forest::from_bytes`]: 28 bytes a point of one dimension, else 18 and 4 a dimension
    /// more; 0.72 MB for 100 trees of 256 with one column.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        out.extend(VERSION.to_le_bytes());
        let options = self.options();
        for narrow in [options.columns, options.trees, options.sample] {
            out.extend((narrow as u16).to_le_bytes());
        }
        out.extend((options.time_decay as u32).to_le_bytes());
        out.extend((options.shingle as u16).to_le_bytes());
        out.extend(options.seed.to_le_bytes());
        out.push(match options.mode {
            Mode::Service => 0,
            Mode::OpenSource => 1,
        });
        out.extend(self.seen().to_le_bytes());
        with_grove!(&self.trees, grove => {
            for x in grove.window.records().iter().chain(grove.window.origin()) {
                out.extend(x.to_le_bytes());
            }
            for ((tree, sampler), next) in grove.trees.iter().zip(&grove.samplers).zip(&grove.next) {
                out.extend(next.to_le_bytes());
                write_tree(tree, sampler, options.dimensions(), options.sample, &mut out);
            }
        });
        let hash = fnv(&out);
        out.extend(hash.to_le_bytes());
        out
    }

    /// The forest that [`Forest::to_bytes`] wrote. `memory_limit` bounds what it may take, in bytes
    /// ([`Options::MEMORY_LIMIT`] is the usual choice); nothing is reserved before the checksum and the options hold.
    ///
    /// # Errors
    /// `FOR0020` when these are not such bytes or of another version, `FOR0021` when they are damaged, `FOR0006` when
    /// the forest would exceed the limit, `FOR0001` to `FOR0005` when its options are out of range.
    pub fn from_bytes(bytes: &[u8], memory_limit: u64) -> Result<Self, Error> {
        let mut reader = Reader { rest: bytes };
        if reader.take::<4>().ok().as_ref() != Some(MAGIC) || reader.u16().ok() != Some(VERSION) {
            return Err(ErrorKind::NotAForest.into());
        }
        let Some((body, hash)) = bytes.split_last_chunk::<8>() else {
            return Err(damaged("it is cut short"));
        };
        if fnv(body) != u64::from_le_bytes(*hash) {
            return Err(damaged("the checksum does not match"));
        }
        let [columns, trees, sample] = [reader.u16()?, reader.u16()?, reader.u16()?].map(usize::from);
        let time_decay = u64::from(reader.u32()?);
        let shingle = usize::from(reader.u16()?);
        let seed = reader.u64()?;
        let mode = match reader.u8()? {
            0 => Mode::Service,
            1 => Mode::OpenSource,
            _ => return Err(damaged("the mode is unknown")),
        };
        let options = Options { columns, trees, sample, time_decay, shingle, seed, mode, memory_limit };
        options.check()?;
        let seen = reader.u64()?;
        if seen > MOST_SEEN {
            return Err(damaged("it has seen more records than can be"));
        }
        let trees = match Kind::of(&options) {
            Kind::Line => Trees::Line(read_grove(&mut reader, &options, seen)?, Scratch::default()),
            Kind::LongLine => Trees::LongLine(read_grove(&mut reader, &options, seen)?, Scratch::default()),
            Kind::Wide => Trees::Wide(read_grove(&mut reader, &options, seen)?, Scratch::default()),
        };
        if reader.rest.len() != hash.len() {
            return Err(damaged("there is more than a forest"));
        }
        Ok(Self::resume(options, seen, trees))
    }
}

fn write_tree<T: CutTree>(
    tree: &T,
    sampler: &Sampler<T::Leaf>,
    dimensions: usize,
    sample: usize,
    out: &mut Vec<u8>,
) {
    // Slots of leaves in memory become ordinals in preorder.
    let mut ordinals = vec![0_u16; sample];
    let mut leaves = 0_u16;
    let mut pieces = Vec::new();
    tree.pieces(&mut |piece| match piece {
        Piece::Cut { dimension, value } => {
            pieces.push(0);
            if dimensions > 1 {
                pieces.extend(dimension.to_le_bytes());
            }
            value.write(&mut pieces);
        }
        Piece::Leaf { slot } => {
            match tree.mass(usize::from(slot)) {
                1 => pieces.push(1),
                mass => {
                    pieces.push(2);
                    pieces.extend(mass.to_le_bytes());
                }
            }
            tree.point(usize::from(slot)).iter().for_each(|x| x.write(&mut pieces));
            ordinals[usize::from(slot)] = leaves;
            leaves += 1;
        }
    });
    out.extend(leaves.to_le_bytes());
    out.append(&mut pieces);
    for (key, leaf) in sampler.entries() {
        out.extend(key.to_le_bytes());
        out.extend(ordinals[tree.slot(leaf)].to_le_bytes());
    }
}

fn read_grove<T: CutTree>(reader: &mut Reader<'_>, options: &Options, seen: u64) -> Result<Grove<T>, Error> {
    let dimensions = options.dimensions();
    let window = Window::resume(options.columns, reader.values(dimensions)?, reader.values(dimensions)?);
    let points = seen.saturating_sub(options.shingle as u64 - 1);
    let held = points.min(options.sample as u64) as usize;
    let waits = if points >= options.sample as u64 { points..=u64::MAX } else { u64::MAX..=u64::MAX };
    let (mut trees, mut samplers, mut next) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.trees {
        next.push(reader.u64()?);
        if !next.last().is_some_and(|next| waits.contains(next)) {
            return Err(damaged("a tree's next entry lies in the past"));
        }
        let (tree, sampler) = read_tree(reader, options, held)?;
        trees.push(tree);
        samplers.push(sampler);
    }
    Ok(Grove::resume(window, trees, samplers, next))
}

fn read_tree<T: CutTree>(
    reader: &mut Reader<'_>,
    options: &Options,
    held: usize,
) -> Result<(T, Sampler<T::Leaf>), Error> {
    let dimensions = options.dimensions();
    let leaves = usize::from(reader.u16()?);
    if leaves > held || (leaves == 0) != (held == 0) {
        return Err(damaged("a tree has not the leaves its sample asks for"));
    }
    let (mut pieces, mut masses, mut coordinates) = (Vec::new(), Vec::new(), Vec::new());
    // A binary tree of n leaves has n − 1 cuts.
    for _ in 0..(2 * leaves).saturating_sub(1) {
        let kind = reader.u8()?;
        match kind {
            0 => {
                let dimension = if dimensions > 1 { reader.u16()? } else { 0 };
                pieces.push(Piece::Cut { dimension, value: reader.coordinate(f64::INFINITY)? });
            }
            1 | 2 => {
                pieces.push(Piece::Leaf { slot: masses.len() as u16 });
                masses.push(if kind == 1 { 1 } else { reader.u16()? });
                coordinates.append(&mut reader.point(dimensions)?);
            }
            _ => return Err(damaged("a piece of a tree is of no known kind")),
        }
    }
    let total: usize = masses.iter().map(|&mass| usize::from(mass)).sum();
    if masses.len() != leaves || total != held || masses.contains(&0) {
        return Err(damaged("the leaves of a tree do not add up to its sample"));
    }
    let points: Vec<(u16, &[T::Scalar])> =
        masses.iter().copied().zip(coordinates.chunks_exact(dimensions)).collect();
    let tree = T::build(dimensions, options.sample, &pieces, &points)
        .ok_or_else(|| damaged("a cut does not separate"))?;
    let mut keys: Vec<f64> = Vec::with_capacity(held);
    let mut sampler = Sampler::new(options.sample);
    for at in 0..held {
        let (key, leaf) = (reader.f64()?, reader.u16()?);
        // In heap order every key is at most its parent's, which also rules out NaN; pushing keeps the order.
        if key.is_nan() || (at > 0 && keys[(at - 1) / 2] < key) {
            return Err(damaged("a sample is not in order"));
        }
        let Some(mass) = masses.get_mut(usize::from(leaf)).filter(|mass| **mass > 0) else {
            return Err(damaged("a sample and its tree hold different points"));
        };
        *mass -= 1;
        keys.push(key);
        sampler.push(key, tree.leaf(leaf));
    }
    Ok((tree, sampler))
}

fn damaged(reason: &'static str) -> Error {
    ErrorKind::Damaged { reason }.into()
}

/// FNV-1a with 64 bits: guards against accidents, not against intent.
fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or_else(|| damaged("it is cut short"))?;
        self.rest = rest;
        Ok(*bytes)
    }

    fn u8(&mut self) -> Result<u8, Error> {
        self.take().map(|[byte]| byte)
    }

    fn u16(&mut self) -> Result<u16, Error> {
        self.take().map(u16::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        self.take().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, Error> {
        self.take().map(u64::from_le_bytes)
    }

    fn f64(&mut self) -> Result<f64, Error> {
        self.take().map(f64::from_le_bytes)
    }

    /// A finite coordinate, as it could have come in.
    fn coordinate<S: Coordinate>(&mut self, limit: f64) -> Result<S, Error> {
        let (bytes, rest) = self.rest.split_at_checked(S::BYTES).ok_or_else(|| damaged("it is cut short"))?;
        self.rest = rest;
        let x = S::read(bytes);
        if !x.wide().is_finite() || x.wide().abs() > limit {
            return Err(damaged("a coordinate is not a usable number"));
        }
        // The two zeros are one value.
        Ok(x + S::default())
    }

    /// Values as they come in.
    fn values(&mut self, count: usize) -> Result<Vec<f64>, Error> {
        (0..count).map(|_| self.coordinate(MAX_MAGNITUDE)).collect()
    }

    fn point<S: Coordinate>(&mut self, dimensions: usize) -> Result<Vec<S>, Error> {
        // A difference from the first record can be twice as great as a value, and is rounded.
        (0..dimensions).map(|_| self.coordinate(2.01 * MAX_MAGNITUDE)).collect()
    }
}
