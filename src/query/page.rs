//! A page of rows: what a caller asks for, and what it gets.

use serde::{Deserialize, Serialize};

/// Which page is asked for. The default is the first, of 1000 rows.
///
/// ```
/// let second: larder::PageInput = larder::serde_json::from_str(r#"{ "limit": 20, "offset": 20 }"#).unwrap();
/// assert_eq!(second, larder::PageInput { limit: Some(20), offset: Some(20) });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageInput {
    /// The greatest count of rows, from 1 to 1000; 1000 when it is not given.
    pub limit: Option<i64>,
    /// How many rows are passed over first; none when it is not given.
    pub offset: Option<i64>,
}

impl PageInput {
    /// The greatest limit, and the one of a page that asks for none: what a screen or a message can hold.
    pub(crate) const MAX_LIMIT: i64 = 1000;
}

/// A part of the rows that meet a query, and where it stands among them. Both are of one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<M> {
    /// The rows of the page.
    pub items: Vec<M>,
    /// How many rows meet the query, on every page.
    pub total_count: i64,
    /// Where the page stands.
    pub page_info: PageInfo,
}

/// Where a page stands among all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
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

impl<M> Page<M> {
    pub(crate) fn new(items: Vec<M>, total_count: i64, limit: i64, offset: i64) -> Self {
        let passed = i64::try_from(items.len()).unwrap_or(i64::MAX).saturating_add(offset);
        let page_info =
            PageInfo { limit, offset, has_next_page: passed < total_count, has_previous_page: offset > 0 };
        Self { items, total_count, page_info }
    }
}
