//! Buckets: the same objects however a run is cut, and the records and rows that were sent in them.
#![allow(clippy::expect_used, reason = "a test may fail")]

use std::io::Read;

use rillcut_lab::{
    Engine,
    bucket::Object,
    examples,
    file::{BucketSpec, Lab, ObjectFormat},
};

fn lab(buckets: Vec<BucketSpec>) -> Lab {
    Lab { buckets, ..Lab::from_json(examples::CLICKSTREAM).expect("a lab") }
}

fn bucket(name: &str, stream: Option<&str>, format: ObjectFormat, gzip: bool) -> BucketSpec {
    BucketSpec {
        name: name.to_owned(),
        stream: stream.map(str::to_owned),
        prefix: format!("weblogs/{name}/"),
        format,
        gzip,
        buffer_bytes: 5 << 20,
        buffer_seconds: 60,
    }
}

fn all() -> Vec<BucketSpec> {
    vec![
        bucket("raw", None, ObjectFormat::Ndjson, true),
        bucket("rates", Some("CTRSTREAM"), ObjectFormat::Ndjson, false),
        BucketSpec {
            buffer_seconds: 300,
            ..bucket("processed", Some("DESTINATION_SQL_STREAM"), ObjectFormat::Csv, true)
        },
        bucket("parquet", Some("SOURCE_SQL_STREAM_001"), ObjectFormat::Parquet, false),
        BucketSpec { buffer_bytes: 1024, ..bucket("small", None, ObjectFormat::Ndjson, false) },
    ]
}

fn run(lab: Lab, minutes: i64, mut step: impl FnMut(i64) -> (i64, usize)) -> Vec<Object> {
    let mut engine = Engine::new(lab, 0).expect("an engine");
    let end = engine.now_ms() + minutes * 60_000;
    let mut objects = Vec::new();
    while engine.now_ms() < end {
        let (to, records) = step(engine.now_ms());
        engine.advance(to.min(end), records);
        objects.extend(engine.take_objects());
    }
    engine.flush_buckets();
    objects.extend(engine.take_objects());
    objects.sort_by(|a, b| (a.bucket, a.from_ms, &a.key).cmp(&(b.bucket, b.from_ms, &b.key)));
    objects
}

fn plain(object: &Object) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(&object.bytes[..]).read_to_end(&mut out).expect("gzip");
    out
}

#[test]
fn objects_are_the_same_however_a_run_is_cut() {
    let whole = run(lab(all()), 10, |_| (i64::MAX, usize::MAX));
    let fine = run(lab(all()), 10, |now| (now + 137, 3));
    let single = run(lab(all()), 10, |now| (now + 100_000, 1));
    assert_eq!(whole.len(), fine.len());
    for (a, b) in whole.iter().zip(&fine) {
        assert_eq!((&a.key, a.records, &a.bytes), (&b.key, b.records, &b.bytes));
    }
    assert_eq!(whole, single);
    let other = run(Lab { seed: 99, ..lab(all()) }, 10, |_| (i64::MAX, usize::MAX));
    assert!(other.iter().zip(&whole).all(|(a, b)| a.key != b.key), "another seed, other names");
}

#[test]
fn raw_objects_hold_every_record_once_under_the_services_keys() {
    let objects = run(lab(all()), 10, |_| (i64::MAX, usize::MAX));
    let raw: Vec<&Object> = objects.iter().filter(|object| object.bucket == 0).collect();
    assert_eq!(raw.len(), 10, "one a minute");
    let mut engine = Engine::new(lab(Vec::new()), 0).expect("an engine");
    engine.advance(engine.now_ms() + 600_000, usize::MAX);
    assert_eq!(raw.iter().map(|object| object.records).sum::<u64>(), engine.records());
    let text = String::from_utf8(raw.iter().flat_map(|object| plain(object)).collect()).expect("text");
    assert_eq!(text.lines().count() as u64, engine.records());
    assert!(text.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    let key = &raw[1].key;
    let (hour, name) = key.rsplit_once('/').expect("parts");
    assert_eq!(hour, "weblogs/raw/2026/01/01/00");
    assert!(name.starts_with("raw-1-2026-01-01-00-01-00-") && name.strip_suffix(".gz").is_some(), "{name}");
    assert_eq!(name.len(), "raw-1-2026-01-01-00-01-00-".len() + 36 + 3);
    assert!(raw[1].preview.starts_with("{\"browseraction\""));
    let small: Vec<&Object> = objects.iter().filter(|object| object.bucket == 4).collect();
    assert!(small.len() > 70 && small.iter().all(|object| object.plain_bytes < 1024 + 200));
    let joined: Vec<u8> = small.iter().flat_map(|object| object.bytes.clone()).collect();
    assert_eq!(joined, text.into_bytes(), "the same records in smaller parts");
}

#[test]
fn rows_are_written_as_destinations_get_them() {
    let objects = run(lab(all()), 10, |_| (i64::MAX, usize::MAX));
    let rates: Vec<&Object> = objects.iter().filter(|object| object.bucket == 1).collect();
    let text =
        String::from_utf8(rates.iter().flat_map(|object| object.bytes.clone()).collect()).expect("text");
    assert!(text.lines().count() > 50 && text.lines().all(|line| line.starts_with("{\"CTR\":")));
    let processed = objects.iter().find(|object| object.bucket == 2).expect("anomalies");
    let csv = String::from_utf8(plain(processed)).expect("text");
    let cells: Vec<f64> =
        csv.lines().next().expect("a row").split(',').map(|cell| cell.parse().expect("a number")).collect();
    assert!(cells.len() == 2 && cells[1] > 2.0, "{csv}");
    let parquet = objects.iter().find(|object| object.bucket == 3).expect("rows");
    assert!(parquet.bytes.starts_with(b"PAR1") && parquet.bytes.ends_with(b"PAR1"));
    assert!(
        parquet.key.strip_suffix(".parquet").is_some() && parquet.preview.starts_with("{\"browseraction\":")
    );
}

#[test]
fn a_bucket_that_cannot_be_is_refused_with_its_code() {
    for (change, code) in [
        (BucketSpec { name: "a/b".to_owned(), ..all().remove(0) }, "LAB0090"),
        (BucketSpec { prefix: "../x/".to_owned(), ..all().remove(0) }, "LAB0091"),
        (BucketSpec { prefix: "/x".to_owned(), ..all().remove(0) }, "LAB0091"),
        (BucketSpec { buffer_seconds: 0, ..all().remove(0) }, "LAB0092"),
    ] {
        let found = Engine::new(lab(vec![change]), 0).expect_err("refused").1;
        assert_eq!(found[0].code, code);
    }
    let twice = Engine::new(lab(vec![all().remove(0), all().remove(0)]), 0).expect_err("refused").1;
    assert_eq!(twice[0].code, "LAB0093");
}
