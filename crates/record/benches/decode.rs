//! How fast records become columns.

fn main() {}
