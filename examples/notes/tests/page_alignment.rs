//! The library that ships: each part that the system maps stands on a border of 16 KiB, as Android asks.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::fs;

const PAGE: u64 = 16_384;

/// The kind of a program header whose part of the file is mapped into memory.
const PT_LOAD: u64 = 1;

#[test]
fn each_part_that_is_mapped_stands_on_a_border_of_16_kib() {
    let here = std::env::current_exe().unwrap();
    let library = fs::read(here.with_file_name("libnotes.so")).unwrap();

    let alignments = load_alignments(&library);

    assert!(!alignments.is_empty());
    assert!(alignments.iter().all(|alignment| *alignment >= PAGE), "{alignments:?}");
}

/// Reads the alignments from the program headers of a 64-bit little-endian ELF file.
fn load_alignments(elf: &[u8]) -> Vec<u64> {
    assert_eq!(&elf[..6], b"\x7fELF\x02\x01");
    let number = |at: usize, bytes: usize| {
        elf[at..at + bytes].iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let position = |at, bytes| usize::try_from(number(at, bytes)).unwrap();
    let (table, size, count) = (position(32, 8), position(54, 2), position(56, 2));
    let headers = (0..count).map(|index| table + index * size);
    headers.filter(|header| number(*header, 4) == PT_LOAD).map(|header| number(header + 48, 8)).collect()
}
