//! The `rillcut` command.
fn main() {}
