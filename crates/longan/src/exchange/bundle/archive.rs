//! A ZIP of one form only: nothing compressed, nothing beside the parts, no times.
//!
//! Any program opens it. Because its parts say every byte of it, whoever reads one writes it again
//! and compares: there is no place in which something could be hidden or changed unseen, and
//! nothing unfolds to more than what came.

/// Bytes of the head before a part, without its name.
const LOCAL_BYTES: usize = 30;
const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 2.0, no flags, stored, midnight, 1 January 1980.
const STORED: [u8; 10] = [20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
/// Longest name of a part.
const NAME_BYTES: usize = 60;

/// A part: its name and its bytes.
pub type Part<'p> = (&'p str, &'p [u8]);

/// Writes the parts in their order; `None` when they are too large for a ZIP.
pub fn write(parts: &[Part<'_>]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut index = Vec::new();
    for (name, bytes) in parts {
        let at = u32::try_from(out.len()).ok()?;
        let size = u32::try_from(bytes.len()).ok()?.to_le_bytes();
        let name_bytes = u16::try_from(name.len()).ok()?.to_le_bytes();
        let sum = crc32(bytes).to_le_bytes();
        // Both heads say the same: form, sum, size, size, length of the name, nothing extra.
        let said = [&STORED[..], &sum, &size, &size, &name_bytes, &[0, 0]].concat();
        out.extend([&LOCAL[..], &said, name.as_bytes(), bytes].concat());
        index.extend([&CENTRAL[..], &[20, 0], &said, &[0; 10], &at.to_le_bytes()].concat());
        index.extend(name.as_bytes());
    }
    let count = u16::try_from(parts.len()).ok()?.to_le_bytes();
    let at = u32::try_from(out.len()).ok()?.to_le_bytes();
    let size = u32::try_from(index.len()).ok()?.to_le_bytes();
    out.extend(index);
    out.extend([&END[..], &[0; 4], &count, &count, &size, &at, &[0, 0]].concat());
    Some(out)
}

/// What stands at the beginning of some bytes.
#[derive(Debug, PartialEq, Eq)]
pub enum Next<'b> {
    /// A part, and what follows it.
    Part(Part<'b>, &'b [u8]),
    /// No more parts.
    End,
    /// The part says how long it is, and it has not all come.
    Short,
    /// Nothing of ours.
    Foreign,
}

/// The next part.
pub fn next(bytes: &[u8]) -> Next<'_> {
    let beginning = bytes.get(..4).unwrap_or(bytes);
    if beginning == CENTRAL {
        return Next::End;
    }
    if !LOCAL.starts_with(beginning) && !CENTRAL.starts_with(beginning) {
        return Next::Foreign;
    }
    let Some((head, rest)) = bytes.split_at_checked(LOCAL_BYTES) else { return Next::Short };
    let number = |at: usize| -> Option<usize> {
        let four: [u8; 4] = head.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(four)).ok()
    };
    let name_bytes = usize::from(u16::from_le_bytes([head[26], head[27]]));
    let Some(size) = number(18).filter(|_| head[4..14] == STORED && name_bytes <= NAME_BYTES)
    else {
        return Next::Foreign;
    };
    let Some((name, rest)) = rest.split_at_checked(name_bytes) else { return Next::Short };
    let Ok(name) = std::str::from_utf8(name) else { return Next::Foreign };
    match rest.split_at_checked(size) {
        Some((part, rest)) => Next::Part((name, part), rest),
        None => Next::Short,
    }
}

/// Every part of a whole file, when it is one that [`write`] would have written: to the byte.
pub fn read(bytes: &[u8], most_parts: usize) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    loop {
        match next(rest) {
            Next::Part(part, after) => {
                parts.push(part);
                rest = after;
            }
            Next::End => break,
            Next::Short | Next::Foreign => return None,
        }
        if parts.len() > most_parts {
            return None;
        }
    }
    (write(&parts)? == bytes).then_some(parts)
}

/// The checksum of ZIP (CRC-32/ISO-HDLC). It guards against accidents, the hashes against people.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut at = 0;
        while at < 256 {
            #[expect(clippy::cast_possible_truncation, reason = "it is below 256")]
            let mut sum = at as u32;
            let mut bit = 0;
            while bit < 8 {
                sum = if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 };
                bit += 1;
            }
            table[at] = sum;
            at += 1;
        }
        table
    };
    !bytes
        .iter()
        .fold(!0, |sum: u32, byte| TABLE[usize::from(sum.to_le_bytes()[0] ^ byte)] ^ (sum >> 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn any_program_opens_it() {
        let bytes = write(&[("manifest.json", b"{}"), ("report.json", b"so lieu")]).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
        let mut text = String::new();
        zip.by_name("report.json").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((text.as_str(), zip.len()), ("so lieu", 2));
        assert_eq!(read(&bytes, 2).unwrap()[1], ("report.json", &b"so lieu"[..]));
        assert!(read(&bytes, 1).is_none(), "more parts than allowed");
    }

    #[test]
    fn a_byte_more_less_or_other_is_no_such_file() {
        let whole = write(&[("a", b"1234"), ("b", b"")]).unwrap();
        for at in 0..whole.len() {
            assert!(read(&whole[..at], 9).is_none(), "cut at {at}");
            let mut changed = whole.clone();
            changed[at] ^= 0x20;
            // Contents are guarded by their hash; the checksum notices them as well.
            assert!(read(&changed, 9).is_none(), "changed at {at}");
        }
        assert!(read(&[&whole[..], b"x"].concat(), 9).is_none());
    }

    #[test]
    fn a_length_that_was_made_up_is_not_believed() {
        let mut huge = write(&[("a", b"1234")]).unwrap();
        huge[18..22].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(next(&huge), Next::Short);
        assert!(read(&huge, 9).is_none());
        assert_eq!(next(b"%PDF-1.7"), Next::Foreign);
        assert_eq!(next(b""), Next::Short);
    }
}
