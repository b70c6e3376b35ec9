//! `cargo xtask`: sets up what is missing, then does it.
fn main() {}
