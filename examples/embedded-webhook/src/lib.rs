//! A small HTTP service with its own SQLite: requests come in through axum, and each call of the database moves
//! to a blocking thread. [`build_router`] is the whole service without a port; `main.rs` gives it one.
//!
//! | request | answers |
//! |---|---|
//! | `POST /webhooks` `{source, event, payload, deliveryId?}` | 201 the row, 400, 409 delivered before, 413 |
//! | `GET /webhooks?source=&event=&processed=&limit=&offset=` | 200 `{items, totalCount, limit, offset}`, 400 |
//! | `GET /webhooks/{id}` | 200 the row, 400, 404 |
//! | `POST /webhooks/{id}/processed` `{version?}` | 200 the row, 400, 404, 409 changed since that version |
//! | `GET /healthz` | 200 `{status}` |
//!
//! An error is `{"error": {"code", "message"}}`; the log has what a 500 does not say.

mod error;
mod request_span;
mod routes;

pub use routes::build_router;

cratestack_rusqlite::include_embedded_schema!("schema.cstack");
