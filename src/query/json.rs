//! Values inside a `Json` field, as filters and orders name them: `note::meta().json_path("$.author.name")`.

use std::{fmt, marker::PhantomData, sync::Arc};

use super::{Case, Comparison, FieldRef, FilterExpr, OrderBy, Place, Predicate, TextMatch, order::Direction};
use crate::value::{FieldValue, Json, Value, ValueError};

/// A value inside the `Json` field of a row of the model `M`, or nothing where the document has none there.
///
/// A comparison is typed: a number is compared with numbers alone, a text with texts. Where the document holds
/// something else, or nothing, it is false, and its complement by `not` is true.
pub struct JsonRef<M> {
    place: Place,
    model: PhantomData<fn() -> M>,
}

/// What a value in a document is compared with.
#[derive(Clone, PartialEq)]
pub enum JsonScalar {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number.
    Float(f64),
    /// True or false.
    Boolean(bool),
}

/// What a value in a document can be less or greater than.
#[derive(Clone, PartialEq)]
pub struct JsonOrdered(JsonScalar);

macro_rules! scalar {
    ($($from:ty => $variant:ident $(as $into:ty)?),*) => {
        $(impl From<$from> for JsonScalar {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

scalar!(String => Text, &str => Text, i64 => Integer, i32 => Integer, u32 => Integer, f64 => Float, bool => Boolean);

macro_rules! ordered {
    ($($from:ty),*) => {
        $(impl From<$from> for JsonOrdered {
            fn from(value: $from) -> Self {
                Self(value.into())
            }
        })*
    };
}

ordered!(String, &str, i64, i32, u32, f64);

const TEXT: &[&str] = &["text"];
const NUMBER: &[&str] = &["integer", "real"];

impl JsonScalar {
    /// Gives the types of JSON that it can be equal to, and the stored value; a boolean is a type by itself.
    fn stored(self) -> (&'static [&'static str], Option<Value>) {
        match self {
            Self::Text(text) => (TEXT, Some(Value::Text(text))),
            Self::Integer(number) => (NUMBER, Some(Value::Integer(number))),
            Self::Float(number) => (NUMBER, Some(Value::Real(number))),
            Self::Boolean(true) => (&["true"], None),
            Self::Boolean(false) => (&["false"], None),
        }
    }
}

impl<M, T: FieldValue<Base = Json<serde_json::Value>>> FieldRef<M, T> {
    /// Names the value at this path: `$.author.name`, `$.tags[0]`, `$.tags[#-1]` for the last, `$."any \"key\""`.
    ///
    /// ```
    /// # mod schema { larder::include_embedded_schema!("tests/schemas/notes.cstack"); }
    /// # use schema::cratestack_schema::note;
    /// let by_ada = note::meta().json_path("$.author.name").eq("Ada");
    /// let long = note::meta().json_path("$.pages").gt(100);
    /// ```
    pub fn json_path(self, path: &str) -> JsonRef<M> {
        self.json(parse(path))
    }

    /// Names the value of this key of the document, whatever characters the key has.
    pub fn json_get_text(self, key: &str) -> JsonRef<M> {
        self.json(step(key).map(|step| format!("${step}")))
    }

    /// True where the document has this key, whatever its value is.
    pub fn json_has_key(self, key: &str) -> FilterExpr<M> {
        self.json_get_text(key).exists()
    }

    fn json(self, path: Result<String, ValueError>) -> JsonRef<M> {
        let mut place = self.into_place();
        place.json = Some(path.map(Arc::from));
        JsonRef { place, model: PhantomData }
    }
}

impl<M> JsonRef<M> {
    /// True where there is a value, null as well.
    pub fn exists(self) -> FilterExpr<M> {
        self.typed(&[])
    }

    /// True where the value is a JSON null.
    pub fn is_json_null(self) -> FilterExpr<M> {
        self.typed(&["null"])
    }

    /// True where the value is this one.
    pub fn eq(self, value: impl Into<JsonScalar>) -> FilterExpr<M> {
        let (types, value) = value.into().stored();
        match value {
            Some(value) => self.compare(types, Comparison::Equal, value),
            None => self.typed(types),
        }
    }

    /// True where the value is not this one; also where it is of another type, or is not there.
    pub fn ne(self, value: impl Into<JsonScalar>) -> FilterExpr<M> {
        self.eq(value).not()
    }

    /// True where the value is less than this one.
    pub fn lt(self, value: impl Into<JsonOrdered>) -> FilterExpr<M> {
        self.order(Comparison::Less, value.into())
    }

    /// True where the value is this one or less.
    pub fn lte(self, value: impl Into<JsonOrdered>) -> FilterExpr<M> {
        self.order(Comparison::LessOrEqual, value.into())
    }

    /// True where the value is greater than this one.
    pub fn gt(self, value: impl Into<JsonOrdered>) -> FilterExpr<M> {
        self.order(Comparison::Greater, value.into())
    }

    /// True where the value is this one or greater.
    pub fn gte(self, value: impl Into<JsonOrdered>) -> FilterExpr<M> {
        self.order(Comparison::GreaterOrEqual, value.into())
    }

    /// True where the value is a text that contains this one.
    pub fn contains(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::Contains, text.into())
    }

    /// True where the value is a text that begins with this one.
    pub fn starts_with(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::StartsWith, text.into())
    }

    /// True where the value is a text that ends with this one.
    pub fn ends_with(self, text: impl Into<String>) -> FilterExpr<M> {
        self.text(TextMatch::EndsWith, text.into())
    }

    /// Orders by the value, least first: nothing, then numbers, then texts.
    pub fn asc(self) -> OrderBy<M> {
        OrderBy::new(self.place, Direction::Ascending)
    }

    /// Orders by the value, greatest first.
    pub fn desc(self) -> OrderBy<M> {
        OrderBy::new(self.place, Direction::Descending)
    }

    /// Compares with a value that may have no order: true and false have none.
    #[cfg(feature = "uniffi")]
    pub(crate) fn compare_scalar(
        self,
        value: JsonScalar,
        compare: fn(Self, JsonOrdered) -> FilterExpr<M>,
    ) -> FilterExpr<M> {
        if let JsonScalar::Boolean(_) = value {
            let error = ValueError::new("Json", "true and false are not less or greater");
            return FilterExpr::new(Predicate::Refused { column: self.place.column, error });
        }
        compare(self, JsonOrdered(value))
    }

    fn order(self, comparison: Comparison, value: JsonOrdered) -> FilterExpr<M> {
        match value.0.stored() {
            (types, Some(value)) => self.compare(types, comparison, value),
            (types, None) => self.typed(types),
        }
    }

    fn compare(self, types: &'static [&'static str], comparison: Comparison, value: Value) -> FilterExpr<M> {
        let place = self.place.clone();
        self.typed(types).and(FilterExpr::new(Predicate::Compare { place, comparison, value }))
    }

    fn text(self, matching: TextMatch, text: String) -> FilterExpr<M> {
        let place = self.place.clone();
        let case = Case::Sensitive;
        self.typed(TEXT).and(FilterExpr::new(Predicate::Text { place, matching, case, text }))
    }

    fn typed(self, types: &'static [&'static str]) -> FilterExpr<M> {
        FilterExpr::new(match &self.place.json {
            Some(Err(error)) => Predicate::Refused { column: self.place.column, error: error.clone() },
            Some(Ok(_)) | None => Predicate::JsonType { place: self.place, types },
        })
    }
}

impl<M> fmt::Debug for JsonRef<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonRef").field(&self.place.shown()).finish()
    }
}

/// Reads a path and writes it so that SQLite takes each key as it is.
fn parse(path: &str) -> Result<String, ValueError> {
    let mut rest = path.strip_prefix('$').ok_or_else(|| broken("it must begin with $"))?;
    let mut written = String::from("$");
    while !rest.is_empty() {
        rest = if let Some(after) = rest.strip_prefix('[') {
            let (index, after) = after.split_once(']').ok_or_else(|| broken("a [ has no ]"))?;
            let digits = index.strip_prefix("#-").unwrap_or(index);
            if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(broken("between [ and ] stands a number, or #- and a number"));
            }
            written.push_str(&format!("[{index}]"));
            after
        } else if let Some(after) = rest.strip_prefix(".\"") {
            let (key, after) = quoted(after)?;
            written.push_str(&step(&key)?);
            after
        } else if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (key, after) = after.split_at(end);
            if key.is_empty() || key.contains('"') {
                return Err(broken("a key is missing, or has a quote; such a key stands in quotes"));
            }
            written.push_str(&step(key)?);
            after
        } else {
            return Err(broken("a step begins with . or ["));
        };
    }
    Ok(written)
}

/// Reads a key up to its closing quote, and gives what comes after it.
fn quoted(rest: &str) -> Result<(String, &str), ValueError> {
    let mut escaped = false;
    for (at, part) in rest.char_indices() {
        match part {
            '"' if !escaped => {
                let key = serde_json::from_str(&format!("\"{}\"", &rest[..at]));
                return key
                    .map(|key| (key, &rest[at + 1..]))
                    .map_err(|_| broken("a key in quotes is no JSON string"));
            }
            _ => escaped = part == '\\' && !escaped,
        }
    }
    Err(broken("a quote has no end"))
}

/// Writes a step to a key.
fn step(key: &str) -> Result<String, ValueError> {
    if key.contains('\0') {
        return Err(broken("a key has no NUL"));
    }
    Ok(format!(".{}", serde_json::Value::from(key)))
}

fn broken(reason: &str) -> ValueError {
    ValueError::new("JSON path", reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_read_and_written_for_sqlite() {
        assert_eq!(parse("$").unwrap(), "$");
        assert_eq!(parse("$.a.b[0][#-1].c d").unwrap(), r#"$."a"."b"[0][#-1]."c d""#);
        assert_eq!(parse(r#"$."say \"hi\".x"[2]"#).unwrap(), r#"$."say \"hi\".x"[2]"#);
    }

    #[test]
    fn what_is_no_path_says_why() {
        for text in ["", "a", "$a", "$.", "$..a", "$[", "$[x]", "$[]", "$[-1]", "$.\"a", "$.a\"b", "$.a[1]b"]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
