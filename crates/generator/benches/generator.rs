//! Records a second of the generator.
fn main() {}
