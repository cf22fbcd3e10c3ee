//! The addresses of the service and their handlers: requests in, calls of the delegate on a blocking thread, rows
//! out as JSON.

use std::sync::Arc;

use axum::{
    Json, Router,
    body::Bytes,
    extract::{
        DefaultBodyLimit, Path, Query, State,
        rejection::{BytesRejection, JsonRejection, PathRejection, QueryRejection},
    },
    http::{HeaderName, StatusCode, header::LOCATION},
    middleware,
    routing::{get, post},
};
use cratestack_rusqlite::{FilterExpr, ModelDelegate, RusqliteRuntime, chrono::Utc, uuid::Uuid};
use serde::{Deserialize, Serialize};
use tracing::Span;

use crate::{
    cratestack_schema::{CreateWebhookInput, UpdateWebhookInput, WEBHOOK_MODEL, Webhook, webhook},
    error::ApiError,
    request_span::in_request_span,
};

/// The most bytes of a body: one of them may be in memory for each open request.
pub(crate) const BODY_LIMIT: usize = 1024 * 1024;
/// The rows of a page that names no limit.
const DEFAULT_LIMIT: u64 = 50;
/// The most rows of a page: with every body at its limit, more would not fit a small machine's memory.
const MAX_LIMIT: u64 = 1000;

/// Gives the service over `runtime`, whose database has this crate's schema (`cratestack_schema::bootstrap`).
///
/// It needs a tokio runtime and no port: `tower::ServiceExt::oneshot` answers a request as well.
pub fn build_router(runtime: Arc<RusqliteRuntime>) -> Router {
    Router::new()
        .route("/webhooks", post(receive).get(list))
        .route("/webhooks/{id}", get(show))
        .route("/webhooks/{id}/processed", post(mark_processed))
        .route("/healthz", get(health))
        .fallback(async || ApiError::NotFound("no such address".to_owned()))
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(in_request_span))
        .with_state(runtime)
}

/// What a sender says. A word we do not know is refused: a misspelt `deliveryId` would let repetitions in.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct NewWebhook {
    source: String,
    event: String,
    delivery_id: Option<String>,
    payload: serde_json::Value,
}

async fn receive(
    State(runtime): State<Arc<RusqliteRuntime>>,
    body: Result<Json<NewWebhook>, JsonRejection>,
) -> Result<(StatusCode, [(HeaderName, String); 1], Json<Webhook>), ApiError> {
    let Json(new) = body?;
    let input = CreateWebhookInput::builder()
        .source(new.source)
        .event(new.event)
        .delivery_id(new.delivery_id)
        .payload(new.payload)
        .build();
    let row =
        runtime.run_blocking(move |rt| ModelDelegate::new(rt, &WEBHOOK_MODEL).create(input).run()).await?;
    Ok((StatusCode::CREATED, [(LOCATION, format!("/webhooks/{}", row.id))], Json(row)))
}

/// Which rows a reader asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    source: Option<String>,
    event: Option<String>,
    processed: Option<bool>,
    limit: Option<u64>,
    #[serde(default)]
    offset: u64,
}

impl Wanted {
    fn filter(&self) -> FilterExpr<Webhook> {
        let source = self.source.as_ref().map(|source| webhook::source().eq(source));
        let event = self.event.as_ref().map(|event| webhook::event().eq(event));
        let processed = self.processed.map(|processed| {
            if processed { webhook::processed_at().is_not_null() } else { webhook::processed_at().is_null() }
        });
        FilterExpr::all([source, event, processed].into_iter().flatten())
    }
}

/// A page of rows, newest first, and how many there are on all pages.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Listing {
    items: Vec<Webhook>,
    total_count: u64,
    limit: u64,
    offset: u64,
}

async fn list(
    State(runtime): State<Arc<RusqliteRuntime>>,
    query: Result<Query<Wanted>, QueryRejection>,
) -> Result<Json<Listing>, ApiError> {
    let Query(wanted) = query?;
    let limit = wanted.limit.unwrap_or(DEFAULT_LIMIT);
    let offset = wanted.offset;
    if limit > MAX_LIMIT {
        return Err(ApiError::BadRequest(format!("limit: must be at most {MAX_LIMIT}")));
    }
    let filter = wanted.filter();
    let read_page = move |rt: &RusqliteRuntime| {
        // One state: a webhook that arrives between the two calls would be counted and not listed.
        rt.read(|snapshot| {
            let webhooks = ModelDelegate::new(snapshot, &WEBHOOK_MODEL);
            let total_count = webhooks.count().where_(filter.clone()).run()?;
            let items = webhooks
                .find_many()
                .where_(filter)
                .order_by(webhook::received_at().desc())
                .order_by(webhook::id().desc())
                .limit(limit)
                .offset(offset)
                .run()?;
            Ok(Listing { items, total_count, limit, offset })
        })
    };
    Ok(Json(runtime.run_blocking(read_page).await?))
}

/// What `run_blocking` does for the other handlers, by hand: both ways to fail reach the `?` of their own.
async fn show(
    State(runtime): State<Arc<RusqliteRuntime>>,
    id: Result<Path<Uuid>, PathRejection>,
) -> Result<Json<Webhook>, ApiError> {
    let Path(id) = id?;
    let span = Span::current();
    let row = tokio::task::spawn_blocking(move || {
        // A blocking thread knows nothing of the request unless it is told.
        span.in_scope(|| ModelDelegate::new(&runtime, &WEBHOOK_MODEL).find_unique(id).run())
    })
    .await??;
    row.map(Json).ok_or_else(|| ApiError::NotFound("no webhook has this id".to_owned()))
}

/// What a worker that has processed a webhook may say: the version that it worked on.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Processed {
    version: Option<i64>,
}

async fn mark_processed(
    State(runtime): State<Arc<RusqliteRuntime>>,
    id: Result<Path<Uuid>, PathRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Webhook>, ApiError> {
    let Path(id) = id?;
    let body = body?;
    let Processed { version } =
        if body.is_empty() { Processed::default() } else { Json::from_bytes(&body)?.0 };
    let input = UpdateWebhookInput { processed_at: Some(Some(Utc::now())), ..Default::default() };
    let write = move |rt: &RusqliteRuntime| {
        let update = ModelDelegate::new(rt, &WEBHOOK_MODEL).update(id).set(input);
        match version {
            Some(version) => update.if_match(version).run(),
            None => update.run(),
        }
    };
    Ok(Json(runtime.run_blocking(write).await?))
}

#[derive(Serialize)]
struct Health {
    status: &'static str,
}

/// Says that requests are taken and the database answers.
async fn health(State(runtime): State<Arc<RusqliteRuntime>>) -> Result<Json<Health>, ApiError> {
    runtime.run_blocking(|rt| rt.query_as::<i64>("SELECT 1", ())).await?;
    Ok(Json(Health { status: "ok" }))
}
