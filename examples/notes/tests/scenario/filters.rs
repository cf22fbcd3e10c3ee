//! Filters and orders by the operators of `FieldRef`, as Rust code writes them.

use larder::{
    FieldRef, FieldValue, FilterExpr, IntoFieldValue, Json, JsonOrdered, JsonRef, JsonScalar, OrderBy,
    Ordered, ToMany, ToOne,
    chrono::{DateTime, Utc},
    rust_decimal::Decimal,
    uuid::Uuid,
};
use notes::cratestack_schema::{Hue, Priority};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{forms, models::Rows};

/// A type that an operator's argument can have.
pub(crate) trait Argument: FieldValue + DeserializeOwned {
    fn read(form: &Value) -> Self {
        serde_json::from_value(form.clone()).unwrap()
    }
}

impl Argument for String {}
impl Argument for i64 {}
impl Argument for f64 {}
impl Argument for bool {}
impl Argument for Uuid {}
impl Argument for DateTime<Utc> {}
impl Argument for Decimal {}
impl Argument for Json<Value> {}
impl Argument for Hue {}
impl Argument for Priority {}
impl Argument for Vec<u8> {
    fn read(form: &Value) -> Self {
        forms::bytes(form.as_str().unwrap())
    }
}

/// One operator and its argument.
#[derive(Clone, Copy)]
pub(crate) struct Ask<'f> {
    operator: &'f str,
    argument: &'f Value,
}

impl Ask<'_> {
    fn value<V: Argument>(self) -> V {
        V::read(self.argument)
    }

    fn values<V: Argument>(self) -> Vec<V> {
        self.argument.as_array().unwrap().iter().map(V::read).collect()
    }

    /// Asks of a nullable field whether it holds anything, or what `more` knows to ask.
    pub(crate) fn nullable<M, V: FieldValue<Base = V>>(
        self,
        field: FieldRef<M, Option<V>>,
        more: impl FnOnce(Self, FieldRef<M, Option<V>>) -> FilterExpr<M>,
    ) -> FilterExpr<M> {
        match self.operator {
            "isNull" => field.is_null(),
            "isNotNull" => field.is_not_null(),
            _ => more(self, field),
        }
    }

    pub(crate) fn scalar<M, T>(self, field: FieldRef<M, T>) -> FilterExpr<M>
    where
        T: FieldValue<Base: Argument + IntoFieldValue<T>>,
        T::Base: IntoFieldValue<T::Base>,
    {
        match self.operator {
            "eq" => field.eq(self.value::<T::Base>()),
            "ne" => field.ne(self.value::<T::Base>()),
            "in" => field.in_(self.values::<T::Base>()),
            "notIn" => field.not_in(self.values::<T::Base>()),
            other => panic!("{other} is no operator of {field:?}"),
        }
    }

    pub(crate) fn ordered<M, T>(self, field: FieldRef<M, T>) -> FilterExpr<M>
    where
        T: FieldValue<Base: Argument + Ordered + IntoFieldValue<T>>,
        T::Base: IntoFieldValue<T::Base>,
    {
        match self.operator {
            "lt" => field.lt(self.value::<T::Base>()),
            "lte" => field.lte(self.value::<T::Base>()),
            "gt" => field.gt(self.value::<T::Base>()),
            "gte" => field.gte(self.value::<T::Base>()),
            "between" => field.between(T::Base::read(&self.argument[0]), T::Base::read(&self.argument[1])),
            _ => self.scalar(field),
        }
    }

    pub(crate) fn text<M, T: FieldValue<Base = String>>(self, field: FieldRef<M, T>) -> FilterExpr<M>
    where
        String: IntoFieldValue<T>,
    {
        match self.operator {
            "contains" => field.contains(self.value::<String>()),
            "startsWith" => field.starts_with(self.value::<String>()),
            "endsWith" => field.ends_with(self.value::<String>()),
            "containsIgnoreCase" => field.contains_ignore_case(self.value::<String>()),
            "startsWithIgnoreCase" => field.starts_with_ignore_case(self.value::<String>()),
            "endsWithIgnoreCase" => field.ends_with_ignore_case(self.value::<String>()),
            _ => self.ordered(field),
        }
    }

    /// Asks something of a document, or of a value in it.
    pub(crate) fn document<M>(self, field: FieldRef<M, Option<Json<Value>>>) -> FilterExpr<M> {
        match self.operator {
            "path" => inside(field.json_path(self.argument[0].as_str().unwrap()), &self.argument[1]),
            "hasKey" => field.json_has_key(self.argument.as_str().unwrap()),
            _ => self.scalar(field),
        }
    }

    /// Asks something of the one related row.
    pub(crate) fn one<M, T: Rows>(self, relation: &ToOne<M, T>) -> FilterExpr<M> {
        match self.operator {
            "is" => relation.is(filter(self.argument)),
            "isNone" => relation.is_none(),
            "isSome" => relation.is_some(),
            other => panic!("{other} is no operator of {relation:?}"),
        }
    }

    /// Asks something of the many related rows.
    pub(crate) fn many<M, T: Rows>(self, relation: &ToMany<M, T>) -> FilterExpr<M> {
        match self.operator {
            "some" => relation.some(filter(self.argument)),
            "every" => relation.every(filter(self.argument)),
            "none" => relation.none(filter(self.argument)),
            other => panic!("{other} is no operator of {relation:?}"),
        }
    }

    pub(crate) fn boolean<M>(self, field: FieldRef<M, bool>) -> FilterExpr<M> {
        match self.operator {
            "isTrue" => field.is_true(),
            "isFalse" => field.is_false(),
            _ => self.scalar(field),
        }
    }
}

/// Asks something of a value in a document.
fn inside<M>(place: JsonRef<M>, condition: &Value) -> FilterExpr<M> {
    let (operator, operand) = single(condition);
    let text = || operand.as_str().unwrap();
    match operator {
        "exists" => place.exists(),
        "isNull" => place.is_json_null(),
        "eq" => place.eq(json_scalar(operand)),
        "ne" => place.ne(json_scalar(operand)),
        "lt" => place.lt(json_value::<JsonOrdered>(operand)),
        "lte" => place.lte(json_value::<JsonOrdered>(operand)),
        "gt" => place.gt(json_value::<JsonOrdered>(operand)),
        "gte" => place.gte(json_value::<JsonOrdered>(operand)),
        "contains" => place.contains(text()),
        "startsWith" => place.starts_with(text()),
        "endsWith" => place.ends_with(text()),
        other => panic!("{other} is no operator of a value in a document"),
    }
}

/// Reads a value that may have no order: true and false have none.
fn json_scalar(form: &Value) -> JsonScalar {
    match single(form) {
        ("boolean", truth) => truth.as_bool().unwrap().into(),
        _ => json_value(form),
    }
}

fn json_value<'f, V: From<&'f str> + From<i64> + From<f64>>(form: &'f Value) -> V {
    match single(form) {
        ("text", text) => text.as_str().unwrap().into(),
        ("integer", number) => number.as_i64().unwrap().into(),
        ("number", number) => number.as_f64().unwrap().into(),
        (other, _) => panic!("{other} is no value with an order"),
    }
}

/// Makes the filter of a `where`.
pub(crate) fn filter<S: Rows>(form: &Value) -> FilterExpr<S> {
    let (name, rest) = single(form);
    let parts = || rest.as_array().unwrap().iter().map(filter);
    match name {
        "and" => FilterExpr::all(parts()),
        "or" => FilterExpr::any(parts()),
        "not" => filter(rest).not(),
        field => {
            let (operator, argument) = single(rest);
            S::ask(field, Ask { operator, argument })
        }
    }
}

/// Makes a step of an order.
pub(crate) fn order<S: Rows>(form: &Value) -> OrderBy<S> {
    let (field, order) = single(form);
    S::by(field, order)
}

/// Orders by a field.
pub(crate) fn by<M, T>(field: FieldRef<M, T>, order: &Value) -> OrderBy<M> {
    match order.as_str().unwrap() {
        "ascending" => field.asc(),
        "descending" => field.desc(),
        "ascendingNullsLast" => field.asc().nulls_last(),
        "descendingNullsFirst" => field.desc().nulls_first(),
        other => panic!("{other} is no order"),
    }
}

/// Orders by a value in a document.
pub(crate) fn by_path<M>(field: FieldRef<M, Option<Json<Value>>>, form: &Value) -> OrderBy<M> {
    let place = field.json_path(form[0].as_str().unwrap());
    match form[1].as_str().unwrap() {
        "ascending" => place.asc(),
        "descending" => place.desc(),
        other => panic!("{other} is no order of a value in a document"),
    }
}

/// Orders by a field of a related row.
pub(crate) fn by_related<M, T: Rows>(relation: &ToOne<M, T>, form: &Value) -> OrderBy<M> {
    relation.by(order(form))
}

/// Gives the one member of an object.
pub(crate) fn single(form: &Value) -> (&str, &Value) {
    let members = form.as_object().unwrap();
    assert_eq!(members.len(), 1, "one member is expected in {form}");
    let (name, value) = members.iter().next().unwrap();
    (name, value)
}
