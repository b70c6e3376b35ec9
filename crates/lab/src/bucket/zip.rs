//! Several objects as one file: a ZIP archive that stores them as they are, since most are compressed already.

use flate2::Crc;
use rillcut_record::{CivilTime, MS_PER_DAY, civil_from_days};

/// An object for an archive.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Path within the archive.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// When it was made, epoch milliseconds.
    pub made_ms: i64,
}

/// Writes an archive; `None` when it would be larger than 4 GiB or have more than 65,535 entries, which the format's first version cannot say.
pub fn archive(entries: &[Entry]) -> Option<Vec<u8>> {
    let total: usize = entries.iter().map(|entry| entry.bytes.len() + 2 * entry.name.len() + 92).sum();
    if total + 22 > u32::MAX as usize || entries.len() > usize::from(u16::MAX) {
        return None;
    }
    let mut out = Vec::with_capacity(total + 22);
    let mut directory = Vec::new();
    for entry in entries {
        let offset = out.len() as u32;
        let fields = fields(entry);
        out.extend_from_slice(b"PK\x03\x04");
        out.extend_from_slice(&fields);
        out.extend_from_slice(entry.name.as_bytes());
        out.extend_from_slice(&entry.bytes);
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&fields);
        // Comment, disk, attributes inside and outside.
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&offset.to_le_bytes());
        directory.extend_from_slice(entry.name.as_bytes());
    }
    let count = (entries.len() as u16).to_le_bytes();
    let offset = out.len() as u32;
    out.extend_from_slice(&directory);
    out.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    out.extend_from_slice(&count);
    out.extend_from_slice(&count);
    out.extend_from_slice(&(directory.len() as u32).to_le_bytes());
    out.extend_from_slice(&offset.to_le_bytes());
    out.extend_from_slice(&[0, 0]);
    Some(out)
}

/// What both headers of an entry share: version, flags (names are UTF-8), method (stored), time, checksum, sizes, length of the name.
fn fields(entry: &Entry) -> [u8; 26] {
    let mut crc = Crc::new();
    crc.update(&entry.bytes);
    let date = civil_from_days(entry.made_ms.div_euclid(MS_PER_DAY));
    let time = CivilTime::from_ms(entry.made_ms);
    let dos_time = ((time.hour << 11) | (time.minute << 5) | (time.second / 2)) as u16;
    let dos_date = (((date.year - 1980).clamp(0, 127) as u32) << 9) | (date.month << 5) | date.day;
    let size = (entry.bytes.len() as u32).to_le_bytes();
    let mut out = [0; 26];
    out[..6].copy_from_slice(&[20, 0, 0, 8, 0, 0]);
    out[6..8].copy_from_slice(&dos_time.to_le_bytes());
    out[8..10].copy_from_slice(&(dos_date as u16).to_le_bytes());
    out[10..14].copy_from_slice(&crc.sum().to_le_bytes());
    out[14..18].copy_from_slice(&size);
    out[18..22].copy_from_slice(&size);
    out[22..24].copy_from_slice(&(entry.name.len() as u16).to_le_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_its_parts_where_they_belong() {
        let entry = |name: &str, bytes: &[u8]| Entry {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
            made_ms: 1_767_225_800_000,
        };
        let zip = archive(&[entry("a/b", b"hello"), entry("ü", b"")]).unwrap();
        assert_eq!(&zip[..4], b"PK\x03\x04");
        assert_eq!(&zip[14..18], &0x3610_a686_u32.to_le_bytes(), "the checksum of 'hello'");
        assert_eq!(&zip[30..38], b"a/bhello");
        let end = zip.len() - 22;
        assert_eq!((&zip[end..end + 4], zip[end + 10]), (&b"PK\x05\x06"[..], 2));
        let directory = u32::from_le_bytes(zip[end + 16..end + 20].try_into().unwrap()) as usize;
        assert_eq!(&zip[directory..directory + 4], b"PK\x01\x02");
        assert_eq!(&zip[directory + 46..directory + 49], b"a/b");
    }
}
