//! Rows as a Parquet file: one row group, a page a column, plain encoding, every column optional.
//!
//! What reads Parquet reads this; what would make files smaller (dictionaries, statistics, several pages) is left out, since an object of a lab is small
//! and the library that writes all of it is larger than the whole engine. `cargo xtask objects` has pyarrow and DuckDB read what comes of it.

use rillcut_record::{Column, ColumnData, DataType, Field, MS_PER_DAY};

use super::{buffer::gzip, thrift::Thrift};

const MAGIC: &[u8] = b"PAR1";
const PLAIN: i32 = 0;
const RLE: i32 = 3;
const OPTIONAL: i32 = 1;
const CREATED_BY: &str = concat!("rillcut version ", env!("CARGO_PKG_VERSION"));

/// Physical types of Parquet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Physical {
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Float = 4,
    Double = 5,
    Octets = 6,
}

/// What a SQL type is in Parquet: how it lies, and what that means (its "converted type").
fn parquet_type(data_type: DataType) -> (Physical, Option<i32>) {
    match data_type {
        DataType::Boolean => (Physical::Boolean, None),
        DataType::TinyInt => (Physical::Int32, Some(15)),
        DataType::SmallInt => (Physical::Int32, Some(16)),
        DataType::Integer => (Physical::Int32, None),
        DataType::Decimal { .. } => (Physical::Int64, Some(5)),
        DataType::Real => (Physical::Float, None),
        DataType::Double => (Physical::Double, None),
        DataType::Char { .. } | DataType::Varchar { .. } | DataType::Record(_) => (Physical::Octets, Some(0)),
        DataType::Binary { .. } | DataType::Varbinary { .. } => (Physical::Octets, None),
        DataType::Date => (Physical::Int32, Some(6)),
        DataType::Time => (Physical::Int32, Some(7)),
        DataType::Timestamp => (Physical::Int64, Some(9)),
        DataType::BigInt | DataType::Interval(_) | DataType::Null => (Physical::Int64, None),
    }
}

/// A column within the file.
struct Chunk {
    offset: usize,
    /// Octets with the page's header.
    plain: usize,
    stored: usize,
}

/// Writes rows; with `compress`, pages are gzip.
pub(super) fn write(fields: &[Field], columns: &[Column], compress: bool) -> Vec<u8> {
    let rows = columns.first().map_or(0, Column::len);
    let mut out = MAGIC.to_vec();
    let mut chunks = Vec::new();
    for (field, column) in fields.iter().zip(columns) {
        let page = page(field.data_type, column);
        let stored = if compress { gzip(&page) } else { page.clone() };
        let header = Thrift::document(|header| {
            header.i32(1, 0);
            header.i32(2, page.len() as i32);
            header.i32(3, stored.len() as i32);
            header.object(5, |data| {
                data.i32(1, rows as i32);
                data.i32(2, PLAIN);
                data.i32(3, RLE);
                data.i32(4, RLE);
            });
        });
        let chunk = Chunk {
            offset: out.len(),
            plain: header.len() + page.len(),
            stored: header.len() + stored.len(),
        };
        out.extend_from_slice(&header);
        out.extend_from_slice(&stored);
        chunks.push(chunk);
    }
    let footer = footer(fields, &chunks, rows, compress);
    out.extend_from_slice(&footer);
    out.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    out.extend_from_slice(MAGIC);
    out
}

/// Which rows are not NULL, then the values of those.
fn page(data_type: DataType, column: &Column) -> Vec<u8> {
    let mut levels = Vec::new();
    let mut at = 0;
    while at < column.len() {
        let is_null = column.is_null(at);
        let run = (at..column.len()).take_while(|&row| column.is_null(row) == is_null).count();
        let mut header = (run as u64) << 1;
        while header >= 0x80 {
            levels.push(header as u8 | 0x80);
            header >>= 7;
        }
        levels.extend([header as u8, u8::from(!is_null)]);
        at += run;
    }
    let mut out = (levels.len() as u32).to_le_bytes().to_vec();
    out.extend(levels);
    push_values(data_type, column, &mut out);
    out
}

fn push_values(data_type: DataType, column: &Column, out: &mut Vec<u8>) {
    let rows = || (0..column.len()).filter(|&row| !column.is_null(row));
    let (physical, _) = parquet_type(data_type);
    match column.data() {
        ColumnData::Boolean(values) => {
            let mut octet = 0_u8;
            let mut bits = 0;
            for row in rows() {
                octet |= u8::from(values[row]) << bits;
                bits += 1;
                if bits == 8 {
                    out.push(std::mem::take(&mut octet));
                    bits = 0;
                }
            }
            if bits > 0 {
                out.push(octet);
            }
        }
        ColumnData::Long(values) => {
            for row in rows() {
                let value = if data_type == DataType::Date {
                    values[row].div_euclid(MS_PER_DAY)
                } else {
                    values[row]
                };
                if physical == Physical::Int32 {
                    out.extend_from_slice(&(value as i32).to_le_bytes());
                } else {
                    out.extend_from_slice(&value.to_le_bytes());
                }
            }
        }
        ColumnData::Double(values) => {
            for row in rows() {
                if physical == Physical::Float {
                    out.extend_from_slice(&(values[row] as f32).to_le_bytes());
                } else {
                    out.extend_from_slice(&values[row].to_le_bytes());
                }
            }
        }
        ColumnData::Text(values) => rows().for_each(|row| push_octets(values.get(row).as_bytes(), out)),
        ColumnData::Bytes(values) => rows().for_each(|row| push_octets(values.get(row), out)),
    }
}

fn push_octets(octets: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(&(octets.len() as u32).to_le_bytes());
    out.extend_from_slice(octets);
}

fn footer(fields: &[Field], chunks: &[Chunk], rows: usize, compress: bool) -> Vec<u8> {
    let total: usize = chunks.iter().map(|chunk| chunk.plain).sum();
    Thrift::document(|file| {
        file.i32(1, 1);
        let elements: Vec<Option<&Field>> = std::iter::once(None).chain(fields.iter().map(Some)).collect();
        file.objects(2, &elements, |element, field| match field {
            None => {
                element.text(4, "row");
                element.i32(5, fields.len() as i32);
            }
            Some(field) => push_element(element, field),
        });
        file.i64(3, rows as i64);
        file.objects(4, &[()], |group, ()| {
            let columns: Vec<(&Field, &Chunk)> = fields.iter().zip(chunks).collect();
            group.objects(1, &columns, |column, (field, chunk)| {
                column.i64(2, chunk.offset as i64);
                column.object(3, |data| {
                    data.i32(1, parquet_type(field.data_type).0 as i32);
                    data.i32s(2, &[PLAIN, RLE]);
                    data.texts(3, &[&field.name]);
                    data.i32(4, if compress { 2 } else { 0 });
                    data.i64(5, rows as i64);
                    data.i64(6, chunk.plain as i64);
                    data.i64(7, chunk.stored as i64);
                    data.i64(9, chunk.offset as i64);
                });
            });
            group.i64(2, total as i64);
            group.i64(3, rows as i64);
        });
        file.text(6, CREATED_BY);
    })
}

fn push_element(element: &mut Thrift, field: &Field) {
    let (physical, converted) = parquet_type(field.data_type);
    element.i32(1, physical as i32);
    element.i32(3, OPTIONAL);
    element.text(4, &field.name);
    if let Some(converted) = converted {
        element.i32(6, converted);
    }
    if let DataType::Decimal { precision, scale } = field.data_type {
        element.i32(7, i32::from(scale));
        element.i32(8, i32::from(precision));
    }
}
