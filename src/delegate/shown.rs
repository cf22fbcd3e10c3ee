//! How a call that has not run shows itself: which verb of which model. Never a key or an input, which may hold what
//! must not be seen.

/// Writes `Debug` for a builder, whose first field leads to its delegate.
macro_rules! shown {
    ($builder:ident < $($parameter:tt),+ >, $($path:ident).+) => {
        impl<$($parameter),+> std::fmt::Debug for $builder<$($parameter),+> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($builder)).field("on", &self.$($path).+).finish_non_exhaustive()
            }
        }
    };
}

pub(super) use shown;
