//! Scopes that say how urgent calls are and what may stop them.

use super::super::call::*;

#[test]
fn scopes_nest_and_end_by_a_panic_as_well() {
    let (outer, inner) = (CancelToken::new(), CancelToken::new());

    outer.scope(|| {
        Priority::Background.scope(|| {
            let panicked = std::panic::catch_unwind(|| {
                inner.scope(|| Priority::User.scope(|| panic!("in the innermost scope")))
            });
            assert!(panicked.is_err());
            assert_eq!(Priority::current(), Priority::Background);
            inner.cancel();
            assert!(!is_cancelled());
        });
        assert_eq!(Priority::current(), Priority::User);
        inner.scope(|| assert!(is_cancelled()));
        outer.cancel();
        assert!(is_cancelled());
    });

    assert!(!is_stoppable() && !is_cancelled());
}

#[test]
fn a_token_stops_no_other_thread() {
    let token = CancelToken::new();
    token.cancel();

    token
        .scope(|| std::thread::scope(|scope| scope.spawn(|| assert!(refuse_cancelled().is_ok())).join()))
        .unwrap();
}
