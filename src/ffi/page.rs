//! Which page is asked for and where it stands, for Swift, Kotlin and Python: the runtime's own types.

pub use crate::query::{PageInfo, PageInput};

#[uniffi::remote(Record)]
pub struct PageInput {
    #[uniffi(default = None)]
    pub limit: Option<i64>,
    #[uniffi(default = None)]
    pub offset: Option<i64>,
}

#[uniffi::remote(Record)]
pub struct PageInfo {
    pub limit: i64,
    pub offset: i64,
    pub has_next_page: bool,
    pub has_previous_page: bool,
}
