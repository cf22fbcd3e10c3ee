//! The SQL that other engines lack and our statements use: the decimal collation, the text functions and `rarray`,
//! registered on every connection before its first statement; sums and averages, registered before the first that
//! needs them.

mod totals;

use rusqlite::{Connection, Result, functions::FunctionFlags};

pub(super) use totals::{average_name, sum_name};
pub(crate) use totals::{explained, provide_totals};

use crate::{
    query::{Case, TextMatch},
    value::{DECIMAL_COLLATION, compare_decimal_text},
};

/// Registers them on a connection.
pub(crate) fn register(connection: &Connection) -> Result<()> {
    rusqlite::vtab::array::load_module(connection)?;
    connection.create_collation(DECIMAL_COLLATION, compare_decimal_text)?;
    for case in [Case::Sensitive, Case::Ignored] {
        for matching in [TextMatch::Contains, TextMatch::StartsWith, TextMatch::EndsWith] {
            register_text_match(connection, matching, case)?;
        }
    }
    Ok(())
}

/// Gives the name of the function that matches text so.
pub(super) fn text_match_name(matching: TextMatch, case: Case) -> &'static str {
    match (matching, case) {
        (TextMatch::Contains, Case::Sensitive) => "larder_contains",
        (TextMatch::StartsWith, Case::Sensitive) => "larder_starts_with",
        (TextMatch::EndsWith, Case::Sensitive) => "larder_ends_with",
        (TextMatch::Contains, Case::Ignored) => "larder_contains_ignore_case",
        (TextMatch::StartsWith, Case::Ignored) => "larder_starts_with_ignore_case",
        (TextMatch::EndsWith, Case::Ignored) => "larder_ends_with_ignore_case",
    }
}

/// `name(text, part)`: 1 when `part` stands so in `text`, 0 when it does not or when `text` is no text.
fn register_text_match(connection: &Connection, matching: TextMatch, case: Case) -> Result<()> {
    let flags =
        FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    connection.create_scalar_function(text_match_name(matching, case), 2, flags, move |context| {
        let (Ok(text), Ok(part)) = (context.get_raw(0).as_str(), context.get_raw(1).as_str()) else {
            return Ok(false);
        };
        Ok(match case {
            Case::Sensitive => matches(matching, text, part),
            Case::Ignored => matches(matching, &lower(text), &lower(part)),
        })
    })
}

/// Gives the text in small letters, a sigma at the end of a word as one elsewhere: the part may end where the text goes on.
fn lower(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.chars().flat_map(char::to_lowercase);
    lower.map(|letter| if letter == 'ς' { 'σ' } else { letter }).collect()
}

fn matches(matching: TextMatch, text: &str, part: &str) -> bool {
    match matching {
        TextMatch::Contains => text.contains(part),
        TextMatch::StartsWith => text.starts_with(part),
        TextMatch::EndsWith => text.ends_with(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(sql: &str) -> bool {
        let connection = Connection::open_in_memory().unwrap();
        register(&connection).unwrap();
        connection.query_row(&format!("SELECT {sql}"), [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn every_character_means_itself() {
        assert!(holds("larder_starts_with('100% sure', '100%')"));
        assert!(!holds("larder_starts_with('1000 sure', '100%')"));
        assert!(holds("larder_contains('a_b', '_')"));
        assert!(!holds("larder_contains('ab', '_')"));
        assert!(holds("larder_ends_with('a', '')"));
        assert!(!holds("larder_contains(NULL, '')"));
    }

    #[test]
    fn case_is_ignored_beyond_ascii() {
        assert!(holds("larder_contains_ignore_case('Grüße aus ÅRE', 'åre')"));
        assert!(!holds("larder_contains('Grüße aus ÅRE', 'åre')"));
    }

    #[test]
    fn decimals_sort_by_value() {
        assert!(holds("'100.5' = '100.50' COLLATE larder_decimal"));
        assert!(holds("'9' COLLATE larder_decimal < '10'"));
    }
}
