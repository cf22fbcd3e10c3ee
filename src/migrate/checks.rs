//! The checks of a table, read from its `CREATE` statement: SQLite has no pragma for them. Feeds `shape`.

/// A check: its name, and its condition without brackets and with one blank between the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) name: Option<String>,
    pub(super) condition: String,
}

/// Gives the checks of a table in their order.
pub(super) fn checks(sql: &str) -> Vec<Check> {
    let words = words(sql);
    let is = |at: usize, word: &str| words.get(at).is_some_and(|found| found.eq_ignore_ascii_case(word));
    let begins = (0..words.len()).filter(|&at| is(at, "CHECK") && is(at + 1, "("));
    begins
        .map(|at| Check {
            name: (at >= 2 && is(at - 2, "CONSTRAINT")).then(|| unquoted(words[at - 1])),
            condition: condition(&words[at + 2..]),
        })
        .collect()
}

/// Reads up to the bracket that closes the one before these words.
fn condition(words: &[&str]) -> String {
    let mut depth = 1_usize;
    let inside = words.iter().take_while(|word| {
        match **word {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        depth > 0
    });
    inside.copied().collect::<Vec<_>>().join(" ")
}

/// Cuts SQL into names, literals and signs; leaves blanks and comments out.
fn words(sql: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = sql.trim_start();
    while let Some(first) = rest.chars().next() {
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        let (length, is_comment) = match first {
            '\'' | '"' | '`' => (quoted(rest, first), false),
            '[' => (until("]"), false),
            '-' if rest.starts_with("--") => (until("\n"), true),
            '/' if rest.starts_with("/*") => (until("*/"), true),
            _ if is_part(first) => (rest.find(|c| !is_part(c)).unwrap_or(rest.len()), false),
            _ => (first.len_utf8(), false),
        };
        let (word, after) = rest.split_at(length);
        if !is_comment {
            words.push(word);
        }
        rest = after.trim_start();
    }
    words
}

fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '_' | '$' | '.')
}

/// Gives the length of what is quoted at the beginning; a doubled quote does not end it.
fn quoted(text: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(found) = text[at..].find(quote) {
        at += found + 1;
        if !text[at..].starts_with(quote) {
            return at;
        }
        at += 1;
    }
    text.len()
}

fn unquoted(name: &str) -> String {
    for quote in ["\"", "`", "'"] {
        if let Some(inside) = name.strip_prefix(quote).and_then(|name| name.strip_suffix(quote)) {
            return inside.replace(&quote.repeat(2), quote);
        }
    }
    name.trim_matches(['[', ']']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_is_found_and_nothing_else() {
        let sql = r#"CREATE TABLE t ( -- CHECK (comment)
            "check" TEXT DEFAULT 'CHECK (no)' check(x IN (1,  ')', 'it''s')), /* CHECK (no) */
            CONSTRAINT "t.""a""" CHECK ("a" IN (0, 1)), CONSTRAINT plain CHECK (json_valid(b)))"#;

        let found = checks(sql);

        let check = |name: Option<&str>, condition: &str| Check {
            name: name.map(str::to_owned),
            condition: condition.to_owned(),
        };
        let expected = [
            check(None, "x IN ( 1 , ')' , 'it''s' )"),
            check(Some("t.\"a\""), "\"a\" IN ( 0 , 1 )"),
            check(Some("plain"), "json_valid ( b )"),
        ];
        assert_eq!(found, expected);
        assert_eq!(checks("CHECK (open 'text"), [check(None, "open 'text")]);
    }
}
