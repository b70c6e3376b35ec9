//! Keys of objects, as Amazon Data Firehose makes them: `PREFIXyyyy/MM/dd/HH/NAME-1-yyyy-MM-dd-HH-mm-ss-UUID`.

use rand::Rng;
use rand_xoshiro::{Xoshiro256PlusPlus, rand_core::SeedableRng};
use rillcut_record::{CivilTime, MS_PER_DAY, civil_from_days};

use super::spec::{BucketSpec, ObjectFormat};

/// The names of one bucket's objects, drawn from the lab's seed.
#[derive(Debug, Clone)]
pub(super) struct Names {
    rng: Xoshiro256PlusPlus,
}

impl Names {
    pub(super) fn new(spec: &BucketSpec, seed: u64, at: usize) -> Self {
        // Another bucket, another name: other draws.
        let salt = spec
            .name
            .bytes()
            .fold(at as u64 + 1, |salt, byte| (salt ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        Self { rng: Xoshiro256PlusPlus::seed_from_u64(seed ^ salt.rotate_left(17)) }
    }

    /// The key of the next object, whose first record is of `from_ms`.
    pub(super) fn next(&mut self, spec: &BucketSpec, from_ms: i64) -> String {
        let date = civil_from_days(from_ms.div_euclid(MS_PER_DAY));
        let time = CivilTime::from_ms(from_ms);
        let day = format!("{:04}/{:02}/{:02}", date.year, date.month, date.day);
        let ending = match (spec.format, spec.stream.is_some()) {
            (ObjectFormat::Parquet, true) => ".parquet",
            (ObjectFormat::Csv, true) if spec.gzip => ".csv.gz",
            (ObjectFormat::Csv, true) => ".csv",
            (ObjectFormat::Ndjson, true) if spec.gzip => ".ndjson.gz",
            (ObjectFormat::Ndjson, true) => ".ndjson",
            (_, false) if spec.gzip => ".gz",
            (_, false) => "",
        };
        format!(
            "{}{day}/{:02}/{}-1-{}-{:02}-{:02}-{:02}-{}{ending}",
            spec.prefix,
            time.hour,
            spec.name,
            day.replace('/', "-"),
            time.hour,
            time.minute,
            time.second,
            self.uuid()
        )
    }

    fn uuid(&mut self) -> String {
        let (high, low) = (self.rng.next_u64(), self.rng.next_u64());
        // Version 4 and variant 1 of RFC 9562.
        let high = (high & !0xf000) | 0x4000;
        let low = (low & !(0b11 << 62)) | (0b10 << 62);
        format!(
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            high >> 32,
            (high >> 16) & 0xffff,
            high & 0xffff,
            low >> 48,
            low & 0xffff_ffff_ffff
        )
    }
}
