//! Makes generated Swift read a buffer without a generic copy for every number. Runs after uniffi on each source.
//!
//! uniffi's readers copy through `DataProtocol`, which Swift does not specialise: that was two thirds of the time of
//! a large read. What is put in place checks the same bounds and gives the same values.

use camino::Utf8Path;

use crate::report::Failure;

/// A piece of uniffi's own text and what stands for it.
struct Reader {
    slow: &'static str,
    quick: &'static str,
}

const READERS: [Reader; 3] = [
    Reader {
        slow: "\
    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
",
        quick: "\
    let value = reader.data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: range.lowerBound, as: T.self) }
    reader.offset = range.upperBound
",
    },
    Reader {
        slow: "\
    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
    reader.offset = range.upperBound
",
        quick: "\
    let value = reader.data.withUnsafeBytes { [UInt8]($0[range]) }
    reader.offset = range.upperBound
",
    },
    Reader {
        slow: "\
        // See `lift` above for why we avoid Foundation's NSString-backed decoder here.
        return String(decoding: try readBytes(&buf, count: Int(len)), as: UTF8.self)
",
        quick: "\
        let range = buf.offset..<(buf.offset + Int(len))
        guard buf.data.count >= range.upperBound else {
            throw UniffiInternalError.bufferOverflow
        }
        buf.offset = range.upperBound
        // See `lift` above for why we avoid Foundation's NSString-backed decoder here.
        return buf.data.withUnsafeBytes { String(decoding: $0[range], as: UTF8.self) }
",
    },
];

/// Gives the source with quick readers.
///
/// # Errors
/// When a reader is not as the pinned uniffi writes it: this file must follow an update.
pub(crate) fn quicken(source: &str, file: &Utf8Path) -> Result<String, Failure> {
    let mut source = source.to_owned();
    for reader in READERS {
        if source.matches(reader.slow).count() != 1 {
            return Err(Failure::Bindings(format!(
                "{file} reads a buffer in a way that larder does not know"
            )));
        }
        source = source.replace(reader.slow, reader.quick);
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_is_replaced_and_the_rest_is_kept() {
        let written: String = READERS.iter().map(|reader| format!("func {{\n{}}}\n", reader.slow)).collect();

        let quick = quicken(&written, "notes.swift".into()).unwrap();

        assert_eq!(quick.matches("func {").count(), READERS.len());
        assert_eq!(quick.matches("withUnsafeBytes").count(), READERS.len());
        assert!(!quick.contains("copyBytes"));
    }

    #[test]
    fn a_reader_that_is_not_as_expected_is_an_error() {
        assert!(quicken("func readInt() {}\n", "notes.swift".into()).is_err());
    }
}
