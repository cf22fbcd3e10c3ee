//! What kind of text the caller's own SQL is, before SQLite sees it: some PRAGMAs take effect when they are compiled.
//! It knows the tokens of <https://www.sqlite.org/lang.html> as far as a `;` can hide in them.

/// What a text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outline {
    /// One statement that begins as a query does. It may still write, after its `WITH`.
    Query,
    /// Something else, or nothing.
    Other,
    /// More than one statement.
    Several,
}

/// Says what a text holds.
pub(crate) fn outline(sql: &str) -> Outline {
    let mut rest = after_space(sql);
    let word = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let is_query = ["SELECT", "VALUES", "WITH"].into_iter().any(|read| word.eq_ignore_ascii_case(read));
    let mut has_ended = false;
    while let Some(first) = rest.chars().next() {
        if has_ended && first != ';' {
            return Outline::Several;
        }
        has_ended |= first == ';';
        rest = after_space(after_token(first, &rest[first.len_utf8()..]));
    }
    if is_query { Outline::Query } else { Outline::Other }
}

/// A quote that is doubled ends one token and begins another, which is as well.
fn after_token(first: char, rest: &str) -> &str {
    let end = match first {
        '\'' | '"' | '`' => first,
        '[' => ']',
        _ => return rest,
    };
    rest.split_once(end).map_or("", |(_, after)| after)
}

fn after_space(mut text: &str) -> &str {
    loop {
        text = text.trim_start_matches([' ', '\t', '\n', '\x0c', '\r', '\u{feff}']);
        let (comment, end) = match (text.strip_prefix("--"), text.strip_prefix("/*")) {
            (Some(comment), _) => (comment, "\n"),
            (None, Some(comment)) => (comment, "*/"),
            (None, None) => return text,
        };
        text = comment.split_once(end).map_or("", |(_, after)| after);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_known_by_its_first_word_after_comments() {
        for query in ["select 1", " /* a; */ -- b;\n/**/ WITH x AS (SELECT 1) SELECT 1", "VALUES (1)"] {
            assert_eq!(outline(query), Outline::Query, "{query}");
        }
        for other in
            ["PRAGMA cache_size = 1", "EXPLAIN SELECT 1", "-- SELECT 1", "/* SELECT 1", "selects", ""]
        {
            assert_eq!(outline(other), Outline::Other, "{other}");
        }
    }

    #[test]
    fn only_a_semicolon_that_is_a_token_ends_a_statement() {
        for one in
            ["SELECT ';', 'it''s; ', \";\", `;`, [;] -- ;\n; /* ; */ ; -- done", "SELECT 1;;", "SELECT '; x"]
        {
            assert_eq!(outline(one), Outline::Query, "{one}");
        }
        for several in
            ["SELECT 1; PRAGMA foreign_keys = OFF", "SELECT 'a''';x", ";SELECT 1", "SELECT 1 -- \n;2"]
        {
            assert_eq!(outline(several), Outline::Several, "{several}");
        }
    }
}
