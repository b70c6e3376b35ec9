//! The page: draws what the engine's worker tells it and sends it commands.
//!
//! `model` holds what the worker has said, `engine` is the line to it, and each folder is a part of the screen. Components only wire;
//! what can be decided without a browser is in plain functions with tests.

#![allow(unreachable_pub, reason = "what the component macro makes of a component is `pub`")]

mod address;
mod analytics;
mod app;
mod bar;
mod destination;
mod detection;
mod embed;
mod engine;
mod generator;
mod guide;
mod model;
mod pipeline;
mod ui;
mod words;

use leptos::prelude::*;

fn main() {
    if let Some(skeleton) = document().get_element_by_id("skeleton") {
        skeleton.remove();
    }
    mount_to_body(app::App);
}
