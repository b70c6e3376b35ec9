//! Buckets: what a delivery stream would have put into S3, object by object.
//!
//! A bucket gathers records of the source, or rows of a stream, in a buffer, and makes an object of it when the buffer is large enough or its
//! time is up. Times are of the lab's clock and fall on a grid from the start of the lab, at which the engine stops; so the objects of a lab are the same,
//! byte for byte, however its run is cut into calls, natively and in the browser. A delivery stream counts from a buffer's first record
//! instead; with the grid an object covers a stretch of time that one can name.
//!
//! Objects are handed on as they are made. Nothing here keeps them.

pub(crate) mod buffer;
mod key;
pub(crate) mod parquet;
pub mod spec;
mod thrift;
pub mod zip;

use rillcut_record::{Batch, Fields, Records};
use rillcut_sql::plan::{Plan, StreamId};

use self::{
    buffer::Buffer,
    key::Names,
    spec::{BucketSpec, ObjectFormat},
};
use crate::protocol::BucketStatus;

/// An object of a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Position of the bucket in the lab's list.
    pub bucket: usize,
    /// Key, as in S3: the prefix, the hour, and a name that no other object has.
    pub key: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Records or rows.
    pub records: u64,
    /// Octets before compression.
    pub plain_bytes: u64,
    /// Time of the first record or row, epoch milliseconds.
    pub from_ms: i64,
    /// The beginning of what is in it, as text.
    pub preview: String,
}

/// The buckets of a lab at work.
#[derive(Debug, Clone, Default)]
pub(crate) struct Buckets {
    list: Vec<Bucket>,
    start_ms: i64,
    /// Objects that were made and not taken.
    made: Vec<Object>,
}

#[derive(Debug, Clone)]
struct Bucket {
    spec: BucketSpec,
    /// The stream whose rows it gathers; of the source's records it is `None`.
    stream: Option<StreamId>,
    /// That stream's columns.
    fields: Fields,
    buffer: Buffer,
    names: Names,
}

impl Buckets {
    /// The buckets of a lab whose clock starts at `start_ms`, over a plan.
    pub(crate) fn new(specs: &[BucketSpec], plan: &Plan, seed: u64, start_ms: i64) -> Self {
        let list = specs.iter().enumerate().map(|(at, spec)| Bucket {
            spec: spec.clone(),
            stream: None,
            fields: Fields::new(),
            buffer: Buffer::new(spec.stream.is_none()),
            names: Names::new(spec, seed, at),
        });
        let mut buckets = Self { list: list.collect(), start_ms, made: Vec::new() };
        buckets.connect(plan);
        buckets
    }

    /// Another program runs: rows of the old one become objects first.
    pub(crate) fn connect(&mut self, plan: &Plan) {
        for at in 0..self.list.len() {
            if self.list[at].spec.stream.is_some() {
                self.flush(at);
            }
            let bucket = &mut self.list[at];
            let stream = bucket.spec.stream.as_ref().and_then(|name| plan.find_stream(name));
            bucket.fields = stream.map_or_else(Fields::new, |id| plan.stream(id).fields.clone());
            bucket.stream = stream;
        }
    }

    /// The first instant after `now_ms` at which a buffer's time is up.
    pub(crate) fn next_boundary(&self, now_ms: i64) -> Option<i64> {
        let next = |bucket: &Bucket| {
            let length = bucket.spec.buffer_ms();
            now_ms + length - (now_ms - self.start_ms).rem_euclid(length)
        };
        self.list.iter().map(next).min()
    }

    /// Takes records of the source.
    pub(crate) fn records(&mut self, records: Records<'_>, instants: &[i64]) {
        for at in 0..self.list.len() {
            if self.list[at].spec.stream.is_some() {
                continue;
            }
            for (record, &instant) in records.iter().zip(instants) {
                self.flush_if_past(at, instant);
                self.list[at].buffer.push_record(record, instant);
                self.flush_if_large(at);
            }
        }
    }

    /// Takes rows of a stream.
    pub(crate) fn rows(&mut self, stream: StreamId, batch: &Batch) {
        for at in 0..self.list.len() {
            if self.list[at].stream != Some(stream) {
                continue;
            }
            for row in 0..batch.len() {
                self.flush_if_past(at, batch.rowtimes[row]);
                let Bucket { spec, buffer, fields, .. } = &mut self.list[at];
                buffer.push_row(spec.format, fields, batch, row);
                self.flush_if_large(at);
            }
        }
    }

    /// The clock has come to `now_ms`: buffers whose time is up become objects.
    pub(crate) fn clock(&mut self, now_ms: i64) {
        for at in 0..self.list.len() {
            if (now_ms - self.start_ms).rem_euclid(self.list[at].spec.buffer_ms()) == 0 {
                self.flush_if_past(at, now_ms);
            }
        }
    }

    /// Every buffer becomes an object, as when a delivery stream is deleted.
    pub(crate) fn finish(&mut self) {
        (0..self.list.len()).for_each(|at| self.flush(at));
    }

    /// Makes an object when an instant lies beyond the stretch of time that the buffer began in.
    fn flush_if_past(&mut self, at: usize, instant_ms: i64) {
        let stretch = |ms: i64| (ms - self.start_ms).div_euclid(self.list[at].spec.buffer_ms());
        if self.list[at].buffer.began_ms().is_some_and(|from| stretch(instant_ms) > stretch(from)) {
            self.flush(at);
        }
    }

    fn flush_if_large(&mut self, at: usize) {
        if self.list[at].buffer.bytes() >= self.list[at].spec.buffer_bytes {
            self.flush(at);
        }
    }

    fn flush(&mut self, at: usize) {
        let Bucket { spec, buffer, fields, names, .. } = &mut self.list[at];
        let Some(full) = buffer.take() else { return };
        let key = names.next(spec, full.from_ms);
        let (records, plain_bytes, from_ms) = (full.records, full.bytes(), full.from_ms);
        let preview = full.preview();
        let bytes = match spec.format {
            ObjectFormat::Parquet if spec.stream.is_some() => {
                parquet::write(fields, &full.columns, spec.gzip)
            }
            _ if spec.gzip => buffer::gzip(&full.text),
            _ => full.text,
        };
        self.made.push(Object { bucket: at, key, bytes, records, plain_bytes, from_ms, preview });
    }

    /// The objects that were made since the last call.
    pub(crate) fn take(&mut self) -> Vec<Object> {
        std::mem::take(&mut self.made)
    }

    /// Octets that wait in all buffers.
    pub(crate) fn buffered_bytes(&self) -> u64 {
        self.list.iter().map(|bucket| bucket.buffer.bytes()).sum()
    }

    /// What waits in each bucket's buffer.
    pub(crate) fn status(&self) -> Vec<BucketStatus> {
        let status = |bucket: &Bucket| BucketStatus {
            buffered_records: bucket.buffer.records(),
            buffered_bytes: bucket.buffer.bytes(),
            ..BucketStatus::default()
        };
        self.list.iter().map(status).collect()
    }
}
