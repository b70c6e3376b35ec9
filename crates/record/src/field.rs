//! A column's name and type.

use serde::{Deserialize, Serialize};

use crate::types::DataType;

/// A named column of a stream or of an intermediate result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Name in its stored form: unquoted names are already upper-case.
    pub name: String,
    /// SQL type.
    pub data_type: DataType,
    /// False for `NOT NULL`.
    pub nullable: bool,
}

/// The columns of a row, in order.
pub type Fields = Vec<Field>;

impl Field {
    /// A nullable column.
    pub fn new(name: impl Into<String>, data_type: DataType) -> Self {
        Self { name: name.into(), data_type, nullable: true }
    }
}
