//! What is exchanged in a text of uniffi's.

use camino::Utf8Path;

use crate::report::Failure;

/// A text of uniffi's and what stands in its place.
pub(super) struct Mend {
    pub(super) from: &'static str,
    pub(super) to: &'static str,
}

impl Mend {
    /// Gives the text with the change; a text that has it already is left as it is.
    pub(super) fn apply(&self, file: &Utf8Path, text: &str) -> Result<String, Failure> {
        if text.contains(self.to) {
            return Ok(text.to_owned());
        }
        if !text.contains(self.from) {
            return Err(Failure::Bindings(format!(
                "{file}: not as uniffi 0.32 writes it: no {:?}",
                self.from
            )));
        }
        Ok(text.replace(self.from, self.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mended_text_is_left_as_it_is() {
        let mend = Mend { from: "one", to: "someone" };
        let file = Utf8Path::new("notes.kt");

        let once = mend.apply(file, "one").unwrap();
        let twice = mend.apply(file, &once).unwrap();

        assert_eq!(once, "someone");
        assert_eq!(twice, "someone");
    }

    #[test]
    fn a_text_that_uniffi_writes_in_another_way_is_refused() {
        let mend = Mend { from: "one", to: "someone" };

        let refused = mend.apply(Utf8Path::new("notes.kt"), "two").unwrap_err();

        assert_eq!(refused.to_string(), "notes.kt: not as uniffi 0.32 writes it: no \"one\"");
    }
}
