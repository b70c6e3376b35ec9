//! Templates to begin with, templates out of files, and records to take away: what the page asks beside the running lab.

use rillcut_generator::{
    Batch, Clock, Function, Periods, Rng, Template, functions,
    gallery::{Entry, GALLERY},
    import::{self, storage, write_storage},
};

use crate::{
    file::{Lab, SenderSpec},
    protocol::{Event, FunctionView, GalleryView, Problem, ProblemSource, StoredTemplate},
    record_form::{RecordForm, RecordWriter},
    senders::{MAX_DRAWN, Refusal, alone},
};

/// Most bytes of records that are drawn at once.
const MAX_BYTES: usize = 64 << 20;
/// Records drawn between two looks at the size.
const AT_ONCE: usize = 4096;

/// Every function and every template of the gallery, with a record of it.
pub(crate) fn catalogue(seed: u64, now_ms: i64) -> Event {
    let function = |function: &Function| FunctionView {
        name: function.name().to_owned(),
        example: function.example().to_owned(),
        summary: function.summary().to_owned(),
        in_kdg: function.is_in_kdg(),
    };
    let entry = |entry: &Entry| GalleryView {
        title: entry.title.to_owned(),
        purpose: entry.purpose.to_owned(),
        text: entry.text.to_owned(),
        rate: entry.rate,
        record: record(entry.text, seed, now_ms),
    };
    Event::Catalogue {
        functions: functions().map(function).collect(),
        gallery: GALLERY.iter().map(entry).collect(),
    }
}

fn record(text: &str, seed: u64, now_ms: i64) -> String {
    let Ok(template) = Template::parse(text) else { return String::new() };
    let mut out = Vec::new();
    let clock = Clock { now_ms, utc_offset_minutes: 0 };
    template.render(&mut out, &mut Rng::seed(seed), &mut template.state(), clock);
    String::from_utf8_lossy(&out).into_owned()
}

/// The templates of a file. Their names are made unlike those of the lab and of each other.
pub(crate) fn read(lab: &Lab, file: &str, text: &str) -> Result<Event, Refusal> {
    let (found, periods) = match storage(text) {
        Ok(stored) => (stored.templates, stored.periods),
        // Any text is a template, but what was meant to be an export is not.
        Err(error) if is_export(text) || text.trim().is_empty() => {
            let hint =
                Some("on KDG's page the browser's console prints it: localStorage.templates".to_owned());
            return Err((ProblemSource::Import, vec![Problem::plain(error.code(), error.to_string(), hint)]));
        }
        Err(_) => {
            let name = file.rsplit_once('.').map_or(file, |(stem, _)| stem).to_owned();
            (vec![import::NamedTemplate { name, template: text.to_owned() }], None)
        }
    };
    let mut names: Vec<String> = lab.templates.iter().map(|template| template.name.clone()).collect();
    let mut templates = Vec::new();
    for one in found {
        let name = free_name(one.name.trim(), &names);
        names.push(name.clone());
        let problems = Template::check(&one.template);
        let problems = problems.iter().map(|found| Problem::of_template(found, &one.template)).collect();
        templates.push(StoredTemplate { name, text: one.template, problems });
    }
    Ok(Event::Stored { templates, periods: periods.map(Box::new) })
}

/// Whether a text looks like what KDG keeps, well-formed or not.
fn is_export(text: &str) -> bool {
    text.trim_start().starts_with(['[', '"'])
        || ["\"templates\"", "\"periods\"", "-mu\""].iter().any(|key| text.contains(key))
}

/// A name that is not among `taken`: with a number where it would be.
fn free_name(name: &str, taken: &[String]) -> String {
    let name = if name.is_empty() { "Template" } else { name };
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap_or_default()
}

/// The lab's templates, and the table of the first sender that has one, as KDG keeps them.
pub(crate) fn exported(lab: &Lab) -> String {
    let template = |named: &crate::file::NamedTemplate| import::NamedTemplate {
        name: named.name.clone(),
        template: named.text.clone(),
    };
    let templates: Vec<_> = lab.templates.iter().map(template).collect();
    let table = |sender: &SenderSpec| -> Option<Box<Periods>> { sender.periods.clone() };
    write_storage(&templates, lab.senders.iter().find_map(table).as_deref())
}

/// Records of a sender as it would send them from `now_ms` on, in a form, without end by count or time.
pub(crate) fn drawn(
    lab: &Lab,
    at: usize,
    records: u32,
    form: RecordForm,
    now_ms: i64,
) -> Result<Event, Refusal> {
    let Some(spec) = lab.senders.get(at) else {
        let problem = Problem::plain("LAB0017", "there is no such sender", None);
        return Err((ProblemSource::Sender(at), vec![problem]));
    };
    let mut sender = alone(lab, at, now_ms)?;
    let mut writer = RecordWriter::new(form, spec.partition_key.as_deref(), Rng::stream(lab.seed, u64::MAX));
    let (mut out, mut batch, mut left) = (Vec::new(), Batch::new(), records.min(MAX_DRAWN) as usize);
    let asked = left;
    while left > 0 && out.len() < MAX_BYTES {
        batch.clear();
        left -= sender.emit_until(i64::MAX, left.min(AT_ONCE), &mut batch).records;
        if batch.is_empty() {
            break;
        }
        writer.write(&batch, &mut out).map_err(|error| {
            let message = format!("record {}: {}", error.record, error.message);
            (ProblemSource::Sender(at), vec![Problem::plain(error.code, message, None)])
        })?;
    }
    let ending = match form {
        RecordForm::Text => "ndjson",
        RecordForm::Csv => "csv",
        RecordForm::Kinesis => "kinesis.ndjson",
    };
    let stem = super::session::file_stem(&spec.name);
    let text =
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Ok(Event::Drawn { name: format!("{stem}.{ending}"), text, records: (asked - left) as u32 })
}
