//! The buckets' objects: what is known of each. The objects themselves are in the store, where the shell fetches them from.

use std::collections::BTreeMap;

use super::{Session, no_lab};
use crate::{
    bucket::spec::BucketSpec,
    engine::Engine,
    outbox::journal::{Record, read},
    protocol::{BucketStatus, Event, ObjectView, ObjectsUpdate, Problem, ProblemSource},
    senders::Refusal,
};

/// Octets that objects may take unless the shell says otherwise.
const LIMIT: u64 = 64 << 20;
/// Most objects.
const MAX_OBJECTS: usize = 20_000;
/// Objects told in one frame.
const PER_FRAME: usize = 500;

/// A file that the shell is to put together from the store and hand to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// A name for it.
    pub name: String,
    /// Keys in the store, with the path within an archive and the time of each.
    pub entries: Vec<(String, String, i64)>,
    /// Whether it is an archive; else it is the one object.
    pub is_archive: bool,
}

/// What is known of the objects.
#[derive(Debug, Default)]
pub(super) struct Objects {
    known: BTreeMap<String, ObjectView>,
    /// By lab and bucket.
    totals: BTreeMap<(String, String), Total>,
    bytes: u64,
    lost: u64,
    limit: Option<u64>,
    /// Ids that are to be told.
    news: Vec<String>,
    reset: bool,
    wanted: Vec<Wanted>,
}

/// Objects of a bucket, and their octets.
#[derive(Debug, Default)]
struct Total {
    objects: u64,
    bytes: u64,
}

impl Objects {
    fn total(&mut self, view: &ObjectView) -> &mut Total {
        self.totals.entry((view.lab.clone(), view.bucket.clone())).or_default()
    }

    fn remove(&mut self, id: &str) -> bool {
        let Some(view) = self.known.remove(id) else { return false };
        self.bytes -= view.bytes;
        let total = self.total(&view);
        total.objects -= 1;
        total.bytes -= view.bytes;
        true
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn lost(&self) -> u64 {
        self.lost
    }

    pub(super) fn limit(&self) -> u64 {
        self.limit.unwrap_or(LIMIT)
    }

    /// Tells the page all objects of the lab anew.
    pub(super) fn relist(&mut self) {
        self.reset = true;
    }

    fn add(&mut self, view: ObjectView) {
        // Where it is in the page's list already, there is no way to say that it has changed.
        self.reset |= self.remove(&view.id);
        self.bytes += view.bytes;
        let total = self.total(&view);
        total.objects += 1;
        total.bytes += view.bytes;
        self.news.push(view.id.clone());
        self.known.insert(view.id.clone(), view);
    }

    pub(super) fn restore(&mut self, records: &[(String, Vec<u8>)]) {
        for (key, bytes) in records.iter().filter(|(key, _)| key.starts_with("object-meta/")) {
            if let Some(Record::Object(view)) = read(key, bytes)
                && !self.known.contains_key(&view.id)
            {
                self.add(*view);
            }
        }
    }

    pub(super) fn take_update(&mut self, lab: &str) -> Option<ObjectsUpdate> {
        if !self.reset && self.news.is_empty() {
            return None;
        }
        let reset = std::mem::take(&mut self.reset);
        if reset {
            let mut all: Vec<&ObjectView> = self.known.values().filter(|view| view.lab == lab).collect();
            all.sort_by_key(|view| view.from_ms);
            self.news = all.into_iter().map(|view| view.id.clone()).collect();
        }
        let now: Vec<String> = self.news.drain(..self.news.len().min(PER_FRAME)).collect();
        let objects = now.iter().filter_map(|id| self.known.get(id)).filter(|view| view.lab == lab);
        // The preview is asked for when somebody looks.
        let objects = objects.map(|view| ObjectView { preview: String::new(), ..view.clone() });
        Some(ObjectsUpdate { reset, objects: objects.collect() })
    }

    pub(super) fn has_news(&self) -> bool {
        self.reset || !self.news.is_empty()
    }

    /// Counters of a lab's buckets.
    pub(super) fn statuses(&self, engine: &Engine) -> Vec<BucketStatus> {
        let mut statuses = engine.buckets.status();
        for (status, bucket) in statuses.iter_mut().zip(&engine.lab().buckets) {
            if let Some(total) = self.totals.get(&(engine.lab().name.clone(), bucket.name.clone())) {
                (status.objects, status.bytes) = (total.objects, total.bytes);
            }
        }
        statuses
    }
}

impl Session {
    /// Hands new objects to the store, as long as there is room.
    pub(super) fn take_objects(&mut self, is_past: bool) {
        let Some(engine) = &mut self.engine else { return };
        for object in engine.take_objects() {
            let size = object.bytes.len() as u64;
            if self.objects.bytes + size > self.objects.limit() || self.objects.known.len() >= MAX_OBJECTS {
                self.objects.lost += 1;
                continue;
            }
            let lab = engine.lab().name.clone();
            let bucket =
                engine.lab().buckets.get(object.bucket).map(|bucket| bucket.name.clone()).unwrap_or_default();
            let id = format!("object/{lab}/{bucket}/{}", object.key);
            // The past comes out as it did.
            if is_past && self.objects.known.contains_key(&id) {
                continue;
            }
            let view = ObjectView {
                id,
                lab,
                bucket,
                key: object.key,
                bytes: size,
                plain_bytes: object.plain_bytes,
                records: object.records,
                from_ms: object.from_ms,
                preview: object.preview,
            };
            let journal = self.outbox.journal();
            journal.put_octets(view.id.clone(), object.bytes);
            journal.put(meta_key(&view.id), &view);
            self.objects.add(view);
        }
    }

    pub(super) fn flush_buckets(&mut self) -> Result<Option<Event>, Refusal> {
        self.engine.as_mut().ok_or_else(no_lab)?.flush_buckets();
        self.take_objects(false);
        self.shown.dirty = true;
        Ok(None)
    }

    pub(super) fn show_object(&self, id: &str) -> Option<Event> {
        let object = Box::new(self.objects.known.get(id)?.clone());
        Some(Event::ObjectPreview { object })
    }

    /// The ids that are meant: those, or all of the lab.
    fn meant(&self, ids: &[String]) -> Vec<String> {
        if !ids.is_empty() {
            return ids.iter().filter(|id| self.objects.known.contains_key(*id)).cloned().collect();
        }
        let lab = self.engine.as_ref().map(|engine| engine.lab().name.as_str());
        let all = self.objects.known.values().filter(|view| Some(view.lab.as_str()) == lab);
        all.map(|view| view.id.clone()).collect()
    }

    pub(super) fn download(&mut self, ids: &[String]) -> Result<Option<Event>, Refusal> {
        let chosen = self.meant(ids);
        let views: Vec<&ObjectView> = chosen.iter().filter_map(|id| self.objects.known.get(id)).collect();
        let Some(first) = views.first() else {
            let problem = Problem::plain("LAB0095", "there is no object to download", None);
            return Err((ProblemSource::Bucket(0), vec![problem]));
        };
        let is_archive = ids.len() != 1;
        let name = if is_archive {
            format!("{}.zip", super::file_stem(&first.lab))
        } else {
            first.key.rsplit('/').next().unwrap_or(&first.key).to_owned()
        };
        let entry =
            |view: &&ObjectView| (view.id.clone(), format!("{}/{}", view.bucket, view.key), view.from_ms);
        let wanted = Wanted { name, entries: views.iter().map(entry).collect(), is_archive };
        self.objects.wanted.push(wanted);
        Ok(None)
    }

    pub(super) fn delete_objects(&mut self, ids: &[String]) {
        for id in self.meant(ids) {
            self.drop_object(&id);
        }
        self.objects.lost = 0;
    }

    fn drop_object(&mut self, id: &str) {
        if self.objects.remove(id) {
            self.objects.reset = true;
            let journal = self.outbox.journal();
            journal.delete(meta_key(id));
            journal.delete(id.to_owned());
            self.shown.dirty = true;
        }
    }

    /// The store had no room for an object.
    pub fn object_lost(&mut self, id: &str) {
        self.drop_object(id);
        self.objects.lost += 1;
    }

    /// What the store still has room for, octets. A tenth of it is left to messages, which must not be refused for the sake of objects.
    pub fn limit_room(&mut self, bytes: u64) {
        self.objects.limit = Some(LIMIT.min(self.objects.bytes + bytes / 10 * 9));
    }

    /// The files that the page asked for since the last call.
    pub fn take_wanted(&mut self) -> Vec<Wanted> {
        std::mem::take(&mut self.objects.wanted)
    }

    pub(super) fn put_bucket(&mut self, at: usize, bucket: BucketSpec) -> Result<(), Refusal> {
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        if let Some(stream) = &bucket.stream
            && engine.plan().find_stream(stream).is_none()
        {
            let message = format!("the program has no stream called '{stream}'");
            return Err((ProblemSource::Bucket(at), vec![Problem::plain("LAB0060", message, None)]));
        }
        let mut lab = engine.lab().clone();
        let at = at.min(lab.buckets.len());
        if at == lab.buckets.len() {
            lab.buckets.push(bucket);
        } else {
            lab.buckets[at] = bucket;
        }
        let problems = lab.bucket_problems();
        if !problems.is_empty() {
            return Err((ProblemSource::Bucket(at), problems));
        }
        self.set_buckets(lab.buckets);
        Ok(())
    }

    pub(super) fn remove_bucket(&mut self, at: usize) -> Result<(), Refusal> {
        let engine = self.engine.as_mut().ok_or_else(no_lab)?;
        let mut buckets = engine.lab().buckets.clone();
        if at < buckets.len() {
            buckets.remove(at);
            self.set_buckets(buckets);
        }
        Ok(())
    }

    /// What the old buckets gathered becomes objects under their names, then the new ones begin.
    fn set_buckets(&mut self, buckets: Vec<BucketSpec>) {
        if let Some(engine) = &mut self.engine {
            engine.flush_buckets();
        }
        self.take_objects(false);
        if let Some(engine) = &mut self.engine {
            engine.set_buckets(buckets);
        }
    }
}

fn meta_key(id: &str) -> String {
    format!("object-meta/{id}")
}
