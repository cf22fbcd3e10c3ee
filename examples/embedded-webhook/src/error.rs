//! What a request is told when it fails: made of every error below the handlers, sent as
//! `{"error": {"code", "message"}}`.

use std::error::Error;

use axum::{
    Json,
    extract::rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use cratestack_rusqlite::RusqliteError;
use serde_json::json;
use tokio::task::JoinError;

/// The failure of a request.
#[derive(Debug)]
pub(crate) enum ApiError {
    /// The request breaks a rule.
    BadRequest(String),
    /// Nothing has this address.
    NotFound(String),
    /// The address does not take this method.
    MethodNotAllowed,
    /// The request does not fit what is stored.
    Conflict(String),
    /// The body is larger than [`BODY_LIMIT`](crate::routes::BODY_LIMIT).
    TooLarge,
    /// The service's own failure: for the log, and nobody else.
    Internal(Box<dyn Error + Send + Sync>),
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::BadRequest(message) => (StatusCode::BAD_REQUEST, "bad_request", message),
            Self::NotFound(message) => (StatusCode::NOT_FOUND, "not_found", message),
            Self::MethodNotAllowed => (
                StatusCode::METHOD_NOT_ALLOWED,
                "method_not_allowed",
                "this address does not take that method".to_owned(),
            ),
            Self::Conflict(message) => (StatusCode::CONFLICT, "conflict", message),
            Self::TooLarge => {
                (StatusCode::PAYLOAD_TOO_LARGE, "payload_too_large", "the body is too large".to_owned())
            }
            Self::Internal(source) => {
                tracing::error!(error = &*source as &(dyn Error + 'static), "a request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "internal", "internal error".to_owned())
            }
        };
        (status, Json(json!({ "error": { "code": code, "message": message } }))).into_response()
    }
}

/// By category: what the sender can mend, what is not there, what another request did first, and the rest.
impl From<RusqliteError> for ApiError {
    fn from(error: RusqliteError) -> Self {
        match &error {
            RusqliteError::Validation { .. }
            | RusqliteError::InvalidValue { .. }
            | RusqliteError::CheckViolation { .. }
            | RusqliteError::NotNullViolation { .. } => Self::BadRequest(error.to_string()),
            RusqliteError::NotFound { .. } => Self::NotFound(error.to_string()),
            RusqliteError::UniqueViolation { .. }
            | RusqliteError::ForeignKeyViolation { .. }
            | RusqliteError::Conflict { .. }
            | RusqliteError::Deleted { .. } => Self::Conflict(error.to_string()),
            RusqliteError::Unreadable { .. }
            | RusqliteError::Query { .. }
            | RusqliteError::Reentrant
            | RusqliteError::Locked { .. }
            | RusqliteError::Closed
            | RusqliteError::Busy { .. }
            | RusqliteError::Interrupted { .. }
            | RusqliteError::CannotOpen { .. }
            | RusqliteError::Corrupt { .. }
            | RusqliteError::DiskFull { .. }
            | RusqliteError::ReadOnly { .. }
            | RusqliteError::SchemaDiffers { .. }
            | RusqliteError::Aborted { .. }
            | RusqliteError::Panicked { .. }
            | RusqliteError::Cancelled
            | RusqliteError::Sqlite(_) => Self::Internal(error.into()),
            // The enum may grow. What we do not know, we do not tell.
            _ => Self::Internal(error.into()),
        }
    }
}

/// The blocking task panicked, or the runtime shut down before it began.
impl From<JoinError> for ApiError {
    fn from(error: JoinError) -> Self {
        Self::Internal(error.into())
    }
}

impl From<JsonRejection> for ApiError {
    fn from(rejection: JsonRejection) -> Self {
        refused_body(rejection.status(), rejection.body_text())
    }
}

impl From<BytesRejection> for ApiError {
    fn from(rejection: BytesRejection) -> Self {
        refused_body(rejection.status(), rejection.body_text())
    }
}

impl From<PathRejection> for ApiError {
    fn from(rejection: PathRejection) -> Self {
        Self::BadRequest(rejection.body_text())
    }
}

impl From<QueryRejection> for ApiError {
    fn from(rejection: QueryRejection) -> Self {
        Self::BadRequest(rejection.body_text())
    }
}

/// One status for every body that is not as it should be, except for its size.
fn refused_body(status: StatusCode, message: String) -> ApiError {
    if status == StatusCode::PAYLOAD_TOO_LARGE { ApiError::TooLarge } else { ApiError::BadRequest(message) }
}

#[cfg(test)]
mod tests {
    use cratestack_rusqlite::rusqlite;

    use super::*;

    #[test]
    fn each_category_has_its_status() {
        let expected = [
            (RusqliteError::Validation { subject: "Webhook.source".into(), rule: "too short".into() }, 400),
            (RusqliteError::CheckViolation { table: "webhooks".into(), constraint: "payload".into() }, 400),
            (RusqliteError::NotNullViolation { table: "webhooks".into(), column: "event".into() }, 400),
            (RusqliteError::NotFound { model: "Webhook" }, 404),
            (RusqliteError::UniqueViolation { table: "webhooks".into(), columns: vec![] }, 409),
            (
                RusqliteError::ForeignKeyViolation {
                    table: "webhooks".into(),
                    columns: vec![],
                    references_table: String::new(),
                    references_columns: vec![],
                },
                409,
            ),
            (RusqliteError::Conflict { model: "Webhook", expected: 1 }, 409),
            (RusqliteError::Deleted { model: "Webhook" }, 409),
            (RusqliteError::Reentrant, 500),
            (RusqliteError::Cancelled, 500),
            (RusqliteError::Panicked { message: "secret".into() }, 500),
            (RusqliteError::aborted("secret"), 500),
            (RusqliteError::Busy { source: rusqlite::Error::InvalidQuery }, 500),
            (RusqliteError::Sqlite(rusqlite::Error::InvalidQuery), 500),
        ];

        for (error, status) in expected {
            let shown = error.to_string();
            assert_eq!(ApiError::from(error).into_response().status().as_u16(), status, "{shown}");
        }
    }

    #[tokio::test]
    async fn a_panic_on_a_blocking_thread_is_an_internal_error() {
        async fn panics() -> Result<(), ApiError> {
            tokio::task::spawn_blocking(|| -> Result<(), RusqliteError> { panic!("secret") }).await??;
            Ok(())
        }

        let response = panics().await.unwrap_err().into_response();

        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(body, r#"{"error":{"code":"internal","message":"internal error"}}"#);
    }
}
