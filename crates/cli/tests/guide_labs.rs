//! The labs that chapters of the workshop begin with: the clickstream lab as far as the chapters before have built it.
//!
//! They stand in guide/labs as the hash of an address takes them, and chapters include them. With `BLESS=1` in the environment they are written.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod pages;

use std::{
    fs,
    io::{Read, Write},
};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use pages::guide;
use rillcut_lab::examples;
use serde_json::{Value, json};

/// The labs by their names: each has what the one before has, and one thing more.
fn labs() -> [(&'static str, Value); 4] {
    let whole: Value = serde_json::from_str(examples::CLICKSTREAM).unwrap();
    let mut empty: Value = serde_json::from_str(examples::EMPTY).unwrap();
    for member in ["name", "description"] {
        empty[member] = whole[member].clone();
    }
    let mut templates = empty.clone();
    templates["templates"] = whole["templates"].clone();
    let mut schema = templates.clone();
    schema["schema"] = whole["schema"].clone();
    let mut program = whole;
    program["senders"] = json!([]);
    program["moments"] = json!([]);
    [("empty", empty), ("templates", templates), ("schema", schema), ("program", program)]
}

/// The lab in what stands behind `#lab=`.
fn read(link: &str) -> Value {
    let packed = URL_SAFE_NO_PAD.decode(link.strip_prefix("v1.").unwrap()).unwrap();
    let mut text = String::new();
    DeflateDecoder::new(packed.as_slice()).read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn written(lab: &Value) -> String {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(lab.to_string().as_bytes()).unwrap();
    format!("v1.{}", URL_SAFE_NO_PAD.encode(encoder.finish().unwrap()))
}

#[test]
fn chapters_begin_where_the_ones_before_have_ended() {
    for (name, lab) in labs() {
        let path = guide("labs").join(format!("{name}.link"));
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, written(&lab)).unwrap();
        }
        let link = fs::read_to_string(&path).unwrap();
        assert!(link.len() < 4096 && !link.contains('\n'), "{name}: {} characters", link.len());
        assert_eq!(read(&link), lab, "{name}: run with BLESS=1");
    }
}
