//! Every answer of the service, asked without a port.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "clippy's exception for tests covers test functions, not what they share"
)]

use std::{
    fmt::Debug,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use cratestack_rusqlite::{RusqliteRuntime, chrono::DateTime, uuid::Uuid};
use embedded_webhook::{build_router, cratestack_schema};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use tracing::{Dispatch, Event, Level, Subscriber, dispatcher::set_default, field::Field, span};
use tracing_subscriber::{
    Layer,
    layer::{Context, SubscriberExt as _},
    registry::LookupSpan,
};

const BODY_LIMIT: usize = 1024 * 1024;

struct Service {
    runtime: Arc<RusqliteRuntime>,
    router: Router,
}

impl Service {
    fn new() -> Self {
        let runtime = Arc::new(RusqliteRuntime::open_in_memory().unwrap());
        cratestack_schema::bootstrap(&runtime).unwrap();
        Self { router: build_router(Arc::clone(&runtime)), runtime }
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, Value) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let status = response.status();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&body).expect("every body is JSON"))
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        self.post_text(path, body.to_string()).await
    }

    async fn post_text(&self, path: &str, body: impl Into<Body>) -> (StatusCode, Value) {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Stores a webhook and gives its row.
    async fn received(&self, source: &str, event: &str) -> Value {
        let (status, row) =
            self.post("/webhooks", &json!({"source": source, "event": event, "payload": null})).await;
        assert_eq!(status, 201, "{row}");
        row
    }

    async fn total(&self) -> u64 {
        self.get("/webhooks").await.1["totalCount"].as_u64().unwrap()
    }
}

fn path(row: &Value) -> String {
    format!("/webhooks/{}", row["id"].as_str().unwrap())
}

fn assert_error(answer: &(StatusCode, Value), status: u16, code: &str, says: &str) {
    assert_eq!(answer.0.as_u16(), status, "{}", answer.1);
    let message = answer.1["error"]["message"].as_str().unwrap();
    assert_eq!(answer.1, json!({"error": {"code": code, "message": message}}));
    assert!(message.contains(says), "{message:?} does not say {says:?}");
}

#[tokio::test]
async fn a_webhook_is_stored_and_given_back() {
    let service = Service::new();
    let payload = json!({"ref": "refs/heads/main", "size": 3, "ü": [1.5, null, "\u{0}"]});
    let sent = json!({"source": "github", "event": "push", "payload": payload, "deliveryId": "d-1"});

    let (status, row) = service.post("/webhooks", &sent).await;

    assert_eq!(status, 201, "{row}");
    let id: Uuid = row["id"].as_str().unwrap().parse().unwrap();
    let received_at = row["receivedAt"].as_str().unwrap();
    DateTime::parse_from_rfc3339(received_at).unwrap();
    let expected = json!({
        "id": id, "source": "github", "event": "push", "deliveryId": "d-1", "payload": payload,
        "receivedAt": received_at, "processedAt": null, "version": 1,
    });
    assert_eq!(row, expected);
    assert_eq!(service.get(&path(&row)).await, (StatusCode::OK, expected));
}

#[tokio::test]
async fn the_answer_to_a_new_webhook_says_where_it_is() {
    let service = Service::new();
    let body = json!({"source": "github", "event": "push", "payload": {}}).to_string();
    let request = Request::post("/webhooks").header(header::CONTENT_TYPE, "application/json");

    let response = service.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();

    let place = response.headers()[header::LOCATION].to_str().unwrap().to_owned();
    assert_eq!(service.get(&place).await.0, StatusCode::OK, "{place}");
}

#[tokio::test]
async fn a_delivery_is_stored_once() {
    let service = Service::new();
    let sent = json!({"source": "github", "event": "push", "payload": {}, "deliveryId": "d-1"});
    let (first, _) = service.post("/webhooks", &sent).await;
    assert_eq!(first, 201);

    let again = service.post("/webhooks", &sent).await;

    assert_error(&again, 409, "conflict", "another row has the same source, delivery_id");
    assert_eq!(service.total().await, 1);
    // Senders number for themselves.
    let (other, _) = service
        .post("/webhooks", &json!({"source": "stripe", "event": "paid", "payload": {}, "deliveryId": "d-1"}))
        .await;
    assert_eq!(other, 201);
}

#[tokio::test]
async fn webhooks_without_a_delivery_id_are_no_repetitions() {
    let service = Service::new();

    service.received("github", "push").await;
    service.received("github", "push").await;

    assert_eq!(service.total().await, 2);
}

#[tokio::test]
async fn a_wrong_body_is_refused_and_stores_nothing() {
    let service = Service::new();
    let cases = [
        ("", ""),
        ("{", "EOF"),
        ("[]", ""),
        (r#"{"event": "push", "payload": {}}"#, "missing field `source`"),
        (r#"{"source": "github", "payload": {}}"#, "missing field `event`"),
        (r#"{"source": "github", "event": "push"}"#, "missing field `payload`"),
        (r#"{"source": 7, "event": "push", "payload": {}}"#, "source"),
        (
            r#"{"source": "a", "event": "b", "payload": {}, "delivery_id": "d"}"#,
            "unknown field `delivery_id`",
        ),
        (r#"{"source": "", "event": "push", "payload": {}}"#, "Webhook.source"),
        (r#"{"source": "github", "event": "", "payload": {}}"#, "Webhook.event"),
    ];

    for (body, says) in cases {
        assert_error(&service.post_text("/webhooks", body).await, 400, "bad_request", says);
    }
    let long = json!({"source": "é".repeat(101), "event": "push", "payload": {}});
    assert_error(&service.post("/webhooks", &long).await, 400, "bad_request", "Webhook.source");
    let untyped = Request::post("/webhooks").body(Body::from("{}")).unwrap();
    assert_error(&service.send(untyped).await, 400, "bad_request", "application/json");

    assert_eq!(service.total().await, 0);
}

#[tokio::test]
async fn the_bounds_of_a_text_are_counted_in_characters() {
    let service = Service::new();

    service.received(&"é".repeat(100), "p").await;

    assert_eq!(service.total().await, 1);
}

#[tokio::test]
async fn a_body_may_have_one_mebibyte_and_no_more() {
    let service = Service::new();
    let frame = json!({"source": "github", "event": "push", "payload": ""}).to_string().len();
    let body =
        |size: usize| json!({"source": "github", "event": "push", "payload": "x".repeat(size - frame)});

    let (largest, _) = service.post("/webhooks", &body(BODY_LIMIT)).await;
    let beyond = service.post("/webhooks", &body(BODY_LIMIT + 1)).await;

    assert_eq!(largest, 201);
    assert_error(&beyond, 413, "payload_too_large", "too large");
    assert_eq!(service.total().await, 1);
    let row = service.received("github", "push").await;
    let padded = format!("{{{}}}", " ".repeat(BODY_LIMIT));
    let processed = service.post_text(&format!("{}/processed", path(&row)), padded).await;
    assert_error(&processed, 413, "payload_too_large", "too large");
}

#[tokio::test]
async fn webhooks_are_listed_newest_first_in_pages() {
    let service = Service::new();
    let mut rows = Vec::new();
    for number in 0..5 {
        rows.insert(0, service.received("github", &format!("event-{number}")).await);
    }

    let (status, whole) = service.get("/webhooks").await;
    let (_, page) = service.get("/webhooks?limit=2&offset=1").await;
    let (_, rest) = service.get("/webhooks?offset=4&limit=1000").await;
    let (_, beyond) = service.get("/webhooks?offset=5").await;

    assert_eq!(status, StatusCode::OK);
    assert_eq!(whole, json!({"items": rows, "totalCount": 5, "limit": 50, "offset": 0}));
    assert_eq!(page, json!({"items": rows[1..3], "totalCount": 5, "limit": 2, "offset": 1}));
    assert_eq!(rest, json!({"items": rows[4..], "totalCount": 5, "limit": 1000, "offset": 4}));
    assert_eq!(beyond, json!({"items": [], "totalCount": 5, "limit": 50, "offset": 5}));
}

#[tokio::test]
async fn the_listing_takes_every_filter_and_their_combination() {
    let service = Service::new();
    let push = service.received("github", "push").await;
    let issue = service.received("github", "issues").await;
    let paid = service.received("stripe", "push").await;
    let (_, push) = service.post(&format!("{}/processed", path(&push)), &json!({})).await;
    let cases = [
        ("source=github", vec![&issue, &push]),
        ("event=push", vec![&paid, &push]),
        ("processed=true", vec![&push]),
        ("processed=false", vec![&paid, &issue]),
        ("source=github&event=push&processed=true", vec![&push]),
        ("source=stripe&processed=true", vec![]),
        ("source=git%25", vec![]),
    ];

    for (query, expected) in cases {
        let (status, found) = service.get(&format!("/webhooks?{query}")).await;

        assert_eq!(status, StatusCode::OK, "{query}: {found}");
        assert_eq!(found["items"], json!(expected), "{query}");
        assert_eq!(found["totalCount"], expected.len(), "{query}");
    }
}

#[tokio::test]
async fn a_wrong_query_is_refused() {
    let service = Service::new();
    let cases = [
        ("limit=1001", "at most 1000"),
        ("limit=-1", "limit"),
        ("limit=many", "limit"),
        ("offset=-1", "offset"),
        ("offset=18446744073709551615", "Webhook"),
        ("processed=yes", "processed"),
        ("sauce=github", "unknown field `sauce`"),
    ];

    for (query, says) in cases {
        let answer = service.get(&format!("/webhooks?{query}")).await;
        assert_error(&answer, 400, "bad_request", says);
    }
}

#[tokio::test]
async fn an_id_that_no_webhook_has_is_not_found_and_one_that_is_none_is_refused() {
    let service = Service::new();
    let nobody = format!("/webhooks/{}", Uuid::nil());

    assert_error(&service.get(&nobody).await, 404, "not_found", "no webhook has this id");
    let processed = service.post(&format!("{nobody}/processed"), &json!({"version": 1})).await;
    assert_error(&processed, 404, "not_found", "no such row");
    assert_error(&service.get("/webhooks/7").await, 400, "bad_request", "");
    assert_error(&service.post("/webhooks/7/processed", &json!({})).await, 400, "bad_request", "");
}

#[tokio::test]
async fn the_first_worker_to_process_a_version_wins() {
    let service = Service::new();
    let row = service.received("github", "push").await;
    let processed = format!("{}/processed", path(&row));

    let (status, first) = service.post(&processed, &json!({"version": 1})).await;
    let second = service.post(&processed, &json!({"version": 1})).await;

    assert_eq!(status, StatusCode::OK, "{first}");
    let processed_at = first["processedAt"].as_str().unwrap();
    DateTime::parse_from_rfc3339(processed_at).unwrap();
    let mut expected = row.clone();
    expected["processedAt"] = json!(processed_at);
    expected["version"] = json!(2);
    assert_eq!(first, expected);
    assert_error(&second, 409, "conflict", "not at version 1");
    assert_eq!(service.get(&path(&row)).await.1, first);
}

#[tokio::test]
async fn a_worker_need_not_name_the_version() {
    let service = Service::new();
    let row = service.received("github", "push").await;
    let processed = format!("{}/processed", path(&row));

    let (bare, _) = service.send(Request::post(&processed).body(Body::empty()).unwrap()).await;
    let (empty, row) = service.post(&processed, &json!({})).await;
    let wrong = service.post(&processed, &json!({"version": "1"})).await;
    let misspelt = service.post(&processed, &json!({"versoin": 1})).await;

    assert_eq!((bare, empty), (StatusCode::OK, StatusCode::OK));
    assert_eq!(row["version"], 3);
    assert_error(&wrong, 400, "bad_request", "version");
    assert_error(&misspelt, 400, "bad_request", "unknown field `versoin`");
}

#[tokio::test]
async fn the_service_says_that_it_is_well() {
    let service = Service::new();

    assert_eq!(service.get("/healthz").await, (StatusCode::OK, json!({"status": "ok"})));
}

#[tokio::test]
async fn other_addresses_and_methods_are_refused_in_the_same_form() {
    let service = Service::new();
    let delete = Request::builder().method(Method::DELETE).uri("/webhooks").body(Body::empty()).unwrap();

    assert_error(&service.get("/elsewhere").await, 404, "not_found", "no such address");
    assert_error(&service.send(delete).await, 405, "method_not_allowed", "method");
}

#[tokio::test]
async fn a_failure_of_the_service_is_logged_and_not_told() {
    let service = Service::new();
    let record = Record::default();
    let _recording = set_default(&Dispatch::new(tracing_subscriber::registry().with(record.clone())));
    service.runtime.with_connection(|c| Ok(c.execute_batch("DROP TABLE webhooks")?)).unwrap();

    let listed = service.get("/webhooks").await;
    let shown = service.get(&format!("/webhooks/{}", Uuid::nil())).await;

    for answer in [listed, shown] {
        assert_error(&answer, 500, "internal", "internal error");
        assert!(!answer.1.to_string().contains("webhooks"), "{}", answer.1);
    }
    let logged = record.errors.lock().unwrap();
    assert_eq!(logged.len(), 2, "{logged:?}");
    assert!(logged.iter().all(|line| line.contains("no such table: webhooks")), "{logged:?}");
}

#[test]
fn the_span_of_a_database_call_is_inside_that_of_its_request() {
    let service = Service::new();
    let record = Record::default();
    let subscriber = Dispatch::new(tracing_subscriber::registry().with(record.clone()));
    let everywhere = subscriber.clone();
    let threads = tokio::runtime::Builder::new_current_thread()
        // Blocking threads as well: `show` has only what it carries over by itself. Ends with the thread.
        .on_thread_start(move || std::mem::forget(set_default(&everywhere)))
        .build()
        .unwrap();
    let _recording = set_default(&subscriber);

    threads.block_on(async {
        let row = service.received("github", "push").await;
        service.get(&path(&row)).await;
        service.get("/webhooks?limit=1").await;
    });

    let spans = record.spans.lock().unwrap();
    let of_requests = |of: &Seen| (of.name, of.target) == ("request", "embedded_webhook::request_span");
    let requests: Vec<_> = spans.iter().filter(|span| of_requests(span)).collect();
    // A call is in its request, whether it has a span of its way to a blocking thread around it or not.
    let hop = |id: u64| spans.iter().find(|span| span.id == id && span.name == "blocking");
    let request = |call: &Seen| call.parent.and_then(hop).map_or(call.parent, |hop| hop.parent);
    let parents: Vec<_> = spans.iter().filter(|span| span.name == "larder").map(request).collect();
    let [post, show, list] = requests[..] else { panic!("{spans:?}") };
    assert_eq!(parents, [Some(post.id), Some(show.id), Some(list.id), Some(list.id)], "{spans:?}");
    assert!(requests.iter().all(|request| request.parent.is_none()), "{spans:?}");
}

/// Keeps what a subscriber is told.
#[derive(Clone, Default)]
struct Record {
    spans: Arc<Mutex<Vec<Seen>>>,
    errors: Arc<Mutex<Vec<String>>>,
}

#[derive(Debug)]
struct Seen {
    id: u64,
    name: &'static str,
    target: &'static str,
    parent: Option<u64>,
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Record {
    fn on_new_span(&self, attributes: &span::Attributes<'_>, id: &span::Id, context: Context<'_, S>) {
        let parent = context.span(id).and_then(|span| span.parent()).map(|parent| parent.id().into_u64());
        let metadata = attributes.metadata();
        let seen = Seen { id: id.into_u64(), name: metadata.name(), target: metadata.target(), parent };
        self.spans.lock().unwrap().push(seen);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::ERROR {
            let mut line = String::new();
            let mut keep = |field: &Field, value: &dyn Debug| line += &format!("{field}={value:?} ");
            event.record(&mut keep);
            self.errors.lock().unwrap().push(line);
        }
    }
}
