//! A fresh seed from the operating system, when none was given.

use crate::failure::Failure;

/// A seed nobody has drawn before.
pub(crate) fn fresh() -> Result<u64, Failure> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(|error| Failure::Io(format!("cannot draw a seed: {error}")))?;
    Ok(u64::from_le_bytes(bytes))
}
