//! What the types of fields refuse, and in which words: an operator that a type does not have, a value of another type, a
//! field of another model. The fields are written by hand as generated accessors give them.

#[test]
fn an_operator_takes_what_its_field_can_hold_and_nothing_else() {
    trybuild::TestCases::new().compile_fail("tests/ui/fields/*.rs");
}
