//! The names that follow from the names in a schema: columns, tables, modules, descriptors. Used by `check`,
//! and by the code generator for what the checked schema does not spell out.

/// The snake case form: `_` before each uppercase letter but the first letter, then lowercase.
///
/// ```
/// assert_eq!(larder_schema::names::to_snake_case("createdAt"), "created_at");
/// ```
pub fn to_snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (position, character) in name.chars().enumerate() {
        if character.is_ascii_uppercase() && position > 0 {
            snake.push('_');
        }
        snake.push(character.to_ascii_lowercase());
    }
    snake
}

/// The plural: `s` takes `es`, a consonant with `y` becomes `ies`, everything else takes `s`.
///
/// ```
/// assert_eq!(larder_schema::names::plural("category"), "categories");
/// ```
pub fn plural(word: &str) -> String {
    if word.ends_with(['s', 'S']) {
        return format!("{word}es");
    }
    match word.strip_suffix('y') {
        Some(stem) if stem.ends_with(is_consonant) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

/// The table of a model, or the SQL name of a view.
pub fn table_name(model: &str) -> String {
    plural(&to_snake_case(model))
}

/// The Rust module with a model's field accessors.
pub fn module_name(model: &str) -> String {
    to_snake_case(model)
}

/// The constant that describes a model, such as `NOTE_MODEL`.
pub fn model_descriptor(model: &str) -> String {
    format!("{}_MODEL", to_snake_case(model).to_ascii_uppercase())
}

/// The constant that describes a view, such as `NOTE_SUMMARY_VIEW`.
pub fn view_descriptor(view: &str) -> String {
    format!("{}_VIEW", to_snake_case(view).to_ascii_uppercase())
}

/// The lower camel case form of a snake case name, as Swift and Kotlin show it.
pub fn to_lower_camel_case(snake: &str) -> String {
    let mut camel = String::with_capacity(snake.len());
    for word in snake.split('_').filter(|word| !word.is_empty()) {
        let mut characters = word.chars();
        if camel.is_empty() {
            camel.push_str(word);
        } else if let Some(first) = characters.next() {
            camel.push(first.to_ascii_uppercase());
            camel.push_str(characters.as_str());
        }
    }
    camel
}

/// The upper camel case form of a snake case name, as the variant of an enum.
pub fn to_upper_camel_case(snake: &str) -> String {
    let camel = to_lower_camel_case(snake);
    let mut characters = camel.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + characters.as_str())
}

/// Whether a name must be written `r#name` in Rust (edition 2024), or cannot be written at all.
pub fn is_rust_keyword(name: &str) -> bool {
    is_reserved(name) || RUST_KEYWORDS.contains(&name)
}

/// Whether Rust has no way to write the name as an identifier, not even with `r#`.
pub fn is_reserved(name: &str) -> bool {
    matches!(name, "self" | "Self" | "super" | "crate" | "_")
}

const RUST_KEYWORDS: [&str; 48] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

fn is_consonant(character: char) -> bool {
    character.is_ascii_alphabetic() && !matches!(character.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn snake_case_puts_a_line_before_each_uppercase_letter_but_the_first() {
        assert_eq!(to_snake_case("Note"), "note");
        assert_eq!(to_snake_case("createdAt"), "created_at");
        assert_eq!(to_snake_case("URLPath"), "u_r_l_path");
        assert_eq!(to_snake_case("already_snake1"), "already_snake1");
        assert_eq!(to_snake_case(""), "");
    }

    #[test]
    fn plurals_follow_three_rules() {
        assert_eq!(plural("note"), "notes");
        assert_eq!(plural("address"), "addresses");
        assert_eq!(plural("category"), "categories");
        assert_eq!(plural("day"), "days");
        assert_eq!(plural("box"), "boxs");
        assert_eq!(plural("y"), "ys");
    }

    #[test]
    fn tables_modules_and_descriptors() {
        assert_eq!(table_name("BlogEntry"), "blog_entries");
        assert_eq!(module_name("BlogEntry"), "blog_entry");
        assert_eq!(model_descriptor("BlogEntry"), "BLOG_ENTRY_MODEL");
        assert_eq!(view_descriptor("BlogEntry"), "BLOG_ENTRY_VIEW");
    }

    #[test]
    fn camel_case_joins_what_snake_case_parted() {
        assert_eq!(to_lower_camel_case("created_at"), "createdAt");
        assert_eq!(to_lower_camel_case("foo_1"), "foo1");
        assert_eq!(to_lower_camel_case("__a__b"), "aB");
    }

    #[test]
    fn keywords_and_the_words_that_even_raw_identifiers_cannot_hold() {
        assert!(is_rust_keyword("type") && is_rust_keyword("gen") && is_rust_keyword("Self"));
        assert!(!is_rust_keyword("order") && !is_rust_keyword("union"));
        assert!(is_reserved("crate") && !is_reserved("type"));
    }
}
