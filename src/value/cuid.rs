//! `Cuid`: TEXT of a lowercase letter and further lowercase letters and digits. New ones have the cuid2
//! form: 24 characters, here drawn evenly from the operating system's randomness (124 bits).

use super::ValueError;

const LENGTH: usize = 24;
const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const LETTERS: usize = 26;

/// Makes a new id.
pub(crate) fn new_cuid() -> Result<String, ValueError> {
    let mut id = String::with_capacity(LENGTH);
    let mut random = [0_u8; 64];
    while id.len() < LENGTH {
        getrandom::fill(&mut random).map_err(|error| ValueError::new("Cuid", error.to_string()))?;
        for byte in random.iter().map(|&byte| usize::from(byte)) {
            let choices = if id.is_empty() { LETTERS } else { ALPHABET.len() };
            // Bytes past the last whole multiple would make some characters likelier than others.
            if byte < 256 / choices * choices && id.len() < LENGTH {
                id.push(char::from(ALPHABET[byte % choices]));
            }
        }
    }
    Ok(id)
}

/// Whether a text has the form of a cuid: 2 to 32 lowercase letters and digits, a letter first.
pub(crate) fn is_cuid(text: &str) -> bool {
    (2..=32).contains(&text.len())
        && text.bytes().all(|byte| ALPHABET.contains(&byte))
        && text.starts_with(|first: char| first.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn new_ids_have_the_form_and_differ() {
        let ids: HashSet<String> = (0..1000).map(|_| new_cuid().unwrap()).collect();

        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 24 && is_cuid(id)));
    }

    #[test]
    fn other_text_is_not_a_cuid() {
        for text in ["", "a", "1abc", "aB", "a-b", &"a".repeat(33)] {
            assert!(!is_cuid(text), "{text}");
        }
    }
}
