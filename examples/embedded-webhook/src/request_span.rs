//! The span of one request: around every handler, parent of the spans of its database calls.

use axum::{extract::Request, middleware::Next, response::Response};
use tracing::{Instrument as _, Span, field::Empty};

/// Runs the rest of the request in a span with its method, path and status. The query is left out: it has values.
pub(crate) async fn in_request_span(request: Request, next: Next) -> Response {
    let span = tracing::info_span!(
        "request", method = %request.method(), path = request.uri().path(), status = Empty
    );
    async move {
        let response = next.run(request).await;
        Span::current().record("status", response.status().as_u16());
        response
    }
    .instrument(span)
    .await
}
