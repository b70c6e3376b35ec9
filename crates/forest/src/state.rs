//! A forest as bytes, to be saved and taken up again.
//!
//! A forest read back goes on exactly as the one that was saved: the same scores to the last bit. There is no generator
//! state to keep (see [`crate::random`]), and boxes are not written but computed from the leaves, so bytes that pass
//! the checks below cannot describe a tree that contradicts itself.
//!
//! Version 1, little-endian: `RCFS`, version u16; columns u16, trees u16, sample u16, time decay u32, shingle u16,
//! seed u64, mode u8; records seen u64; the shingle at hand, f64 each. Then, by tree: next entry u64; number of leaves
//! u16; the pieces in preorder, a cut as 0u8, dimension u16, value f64, a leaf as 1u8, mass u16, coordinates f64 each;
//! the sample in heap order, each key f64 and ordinal of its leaf u16. Last, the FNV-1a hash of all before, u64.
//!
//! Rejected: serde derives. They would make the layout of the arrays a file format, and every link in it a thing to
//! distrust.

use crate::error::{Error, ErrorKind};
use crate::forest::{Forest, Grove, with_trees};
use crate::options::{Mode, Options};
use crate::sampler::Sampler;
use crate::tree::{Piece, Tree};
use crate::window::{MAX_MAGNITUDE, Window};

const MAGIC: &[u8; 4] = b"RCFS";
const VERSION: u16 = 1;

/// Numbers of points are exact as f64 up to here, and far from overflow.
const MOST_SEEN: u64 = 1 << 53;

impl Forest {
    /// The forest as bytes, for [`Forest::from_bytes`].
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
        self.window.point().iter().for_each(|x| out.extend(x.to_le_bytes()));
        with_trees!(&self.grove, trees => {
            for ((tree, sampler), next) in trees.iter().zip(&self.samplers).zip(&self.next) {
                out.extend(next.to_le_bytes());
                write_tree(tree, sampler, options.sample, &mut out);
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
        let mut window = Window::new(columns, shingle);
        for _ in 0..shingle {
            window.push(&reader.point(columns)?);
        }
        let mut forest = Self::new(options)?;
        let points = seen.saturating_sub(shingle as u64 - 1);
        let (held, dimensions) = (points.min(sample as u64) as usize, columns * shingle);
        let waits = if points >= sample as u64 { points..=u64::MAX } else { u64::MAX..=u64::MAX };
        let (mut samplers, mut next) = (Vec::with_capacity(trees), Vec::with_capacity(trees));
        with_trees!(&mut forest.grove, grove => {
            for tree in grove {
                next.push(reader.u64()?);
                if !next.last().is_some_and(|next| waits.contains(next)) {
                    return Err(damaged("a tree's next entry lies in the past"));
                }
                let sampler;
                (*tree, sampler) = read_tree(&mut reader, dimensions, sample, held)?;
                samplers.push(sampler);
            }
        });
        if reader.rest.len() != hash.len() {
            return Err(damaged("there is more than a forest"));
        }
        Ok(forest.resume(seen, window, samplers, next))
    }
}

fn write_tree<T: Tree>(tree: &T, sampler: &Sampler, sample: usize, out: &mut Vec<u8>) {
    // Slots of leaves in memory become ordinals in preorder.
    let mut ordinals = vec![0_u16; sample];
    let mut leaves = 0_u16;
    let mut pieces = Vec::new();
    tree.pieces(&mut |piece| match piece {
        Piece::Cut { dimension, value } => {
            pieces.push(0);
            pieces.extend(dimension.to_le_bytes());
            pieces.extend(value.to_le_bytes());
        }
        Piece::Leaf { slot } => {
            let (mass, point) = tree.leaf(slot);
            pieces.push(1);
            pieces.extend(mass.to_le_bytes());
            for x in point {
                pieces.extend(x.to_le_bytes());
            }
            ordinals[usize::from(slot)] = leaves;
            leaves += 1;
        }
    });
    out.extend(leaves.to_le_bytes());
    out.append(&mut pieces);
    for (key, leaf) in sampler.entries() {
        out.extend(key.to_le_bytes());
        out.extend(ordinals[usize::from(leaf)].to_le_bytes());
    }
}

fn read_tree<T: Tree>(
    reader: &mut Reader<'_>,
    dimensions: usize,
    sample: usize,
    held: usize,
) -> Result<(T, Sampler), Error> {
    let leaves = usize::from(reader.u16()?);
    if leaves > held || (leaves == 0) != (held == 0) {
        return Err(damaged("a tree has not the leaves its sample asks for"));
    }
    let (mut pieces, mut masses, mut coordinates) = (Vec::new(), Vec::new(), Vec::new());
    // A binary tree of n leaves has n − 1 cuts.
    for _ in 0..(2 * leaves).saturating_sub(1) {
        match reader.u8()? {
            0 => pieces.push(Piece::Cut { dimension: reader.u16()?, value: reader.f64()? }),
            1 => {
                pieces.push(Piece::Leaf { slot: masses.len() as u16 });
                masses.push(reader.u16()?);
                coordinates.extend(reader.point(dimensions)?);
            }
            _ => return Err(damaged("a piece of a tree is of no known kind")),
        }
    }
    let total: usize = masses.iter().map(|&mass| usize::from(mass)).sum();
    if masses.len() != leaves || total != held || masses.contains(&0) {
        return Err(damaged("the leaves of a tree do not add up to its sample"));
    }
    let points: Vec<(u16, &[f64])> =
        masses.iter().copied().zip(coordinates.chunks_exact(dimensions)).collect();
    let tree =
        T::build(dimensions, sample, &pieces, &points).ok_or_else(|| damaged("a cut does not separate"))?;
    let mut keys: Vec<f64> = Vec::with_capacity(held);
    let mut sampler = Sampler::new(sample);
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
        sampler.push(key, leaf);
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

    /// Coordinates, as they could have come in.
    fn point(&mut self, dimensions: usize) -> Result<Vec<f64>, Error> {
        let mut point = Vec::with_capacity(dimensions);
        for _ in 0..dimensions {
            let x = self.f64()?;
            if !x.is_finite() || x.abs() > MAX_MAGNITUDE {
                return Err(damaged("a coordinate is not a usable number"));
            }
            point.push(x + 0.0);
        }
        Ok(point)
    }
}
