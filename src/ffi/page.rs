//! Which page is asked for and where it stands, for Swift, Kotlin and Python: the runtime's own types.

pub use crate::query::{PageInfo, PageInput};

/// Which page is asked for.
#[uniffi::remote(Record)]
pub struct PageInput {
    /// The greatest count of rows, from 1 to 1000; 1000 when left out.
    #[uniffi(default = None)]
    pub limit: Option<i64>,
    /// How many rows are passed over first; none when left out.
    #[uniffi(default = None)]
    pub offset: Option<i64>,
}

/// Where a page stands among all of them.
#[uniffi::remote(Record)]
pub struct PageInfo {
    /// The limit that held.
    pub limit: i64,
    /// How many rows were passed over.
    pub offset: i64,
    /// Whether there are rows after this page.
    pub has_next_page: bool,
    /// Whether the page begins after the first row.
    pub has_previous_page: bool,
}
