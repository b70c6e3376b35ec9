//! A lab as a Flink job for the page: one archive, or what is wrong with the lab.

#![allow(clippy::unwrap_used, reason = "a test that fails is to stop")]

use rillcut_lab::{
    examples,
    file::Lab,
    flink::{JobAnswer, JobRequest, answer, export_lab},
    protocol,
};

const RUN_MS: i64 = 30_000;

fn request(sql: Option<&str>, streams: &[&str]) -> JobRequest {
    let mut lab = Lab::from_json(examples::CLICKSTREAM).unwrap();
    if let Some(sql) = sql {
        sql.clone_into(&mut lab.sql);
    }
    let streams = streams.iter().map(|&name| name.to_owned()).collect();
    JobRequest { lab, for_ms: RUN_MS, streams, wall_ms: 1_767_225_600_000 }
}

#[test]
fn the_archive_holds_the_folder_of_the_command() {
    let asked = request(None, &["CTRSTREAM"]);
    let octets = protocol::encode(&asked).unwrap();
    assert_eq!(protocol::decode::<JobRequest>(&octets).unwrap(), asked);
    let exported = export_lab(asked.lab.clone(), asked.for_ms, &asked.streams, 0).unwrap();
    let JobAnswer::Made { name, archive, files, records, .. } = answer(asked) else { panic!("refused") };
    assert_eq!(name, "clickstream-anomaly-detection-flink.zip");
    assert_eq!((files as usize, records), (exported.files.len(), exported.records));
    assert!(records > 30);
    // Stored as they are, so that each can be found.
    for (path, bytes) in &exported.files {
        let mut entry = format!("clickstream-anomaly-detection-flink/{path}").into_bytes();
        entry.extend_from_slice(bytes);
        assert!(archive.windows(entry.len()).any(|part| part == entry), "{path}");
    }
}

#[test]
fn what_has_no_place_in_a_job_is_refused_with_its_place() {
    let hotspots = "CREATE STREAM o (x VARCHAR(4000));\nCREATE PUMP p AS INSERT INTO o SELECT STREAM HOTSPOTS_RESULT FROM \
                    TABLE(HOTSPOTS(CURSOR(SELECT STREAM ROWTIME, CAST(1 AS DOUBLE) AS X FROM SOURCE_SQL_STREAM_001), 100, 1.0, 5));";
    for (sql, streams, code, line) in [
        (Some(hotspots), &[] as &[&str], "FLK0001", 2),
        (None, &["NOWHERE"], "LAB0056", 0),
        (Some("SELECT"), &[], "SQL0010", 1),
    ] {
        let JobAnswer::Refused(problems) = answer(request(sql, streams)) else { panic!("{code}: made") };
        let found = problems.iter().find(|problem| problem.is_error).unwrap();
        assert_eq!((found.code.as_str(), found.line), (code, line), "{problems:?}");
    }
}
