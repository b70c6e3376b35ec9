//! A streaming Random Cut Forest that scores as the Kinesis Data Analytics service did.

mod bounds;
mod error;
mod explain;
mod forest;
mod line;
mod link;
mod options;
mod random;
mod rule;
mod sampler;
mod space;
mod tree;
mod window;

pub use error::{Error, ErrorKind, Parameter};
pub use explain::{Attribution, Direction};
pub use forest::Forest;
pub use options::{Mode, Options};
pub use window::MAX_MAGNITUDE;
