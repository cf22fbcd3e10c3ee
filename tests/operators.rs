//! What the types of fields refuse, and in which words: an operator that a type does not have, a value of another type, a
//! field of another model. The fields are written by hand as generated accessors give them; those whose types do not fit are of primitive
//! ones, as the compiler shows where another type is from when it has the sources of the standard library.

#[test]
fn an_operator_takes_what_its_field_can_hold_and_nothing_else() {
    trybuild::TestCases::new().compile_fail("tests/ui/fields/*.rs");
}
