//! The first scene: a service receives webhooks, lists them in pages, and refuses what is wrong.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use super::heading;
use super::http::Client;
use super::program::{Program, Stop};

/// Runs the scene with a database at `db`.
///
/// # Errors
/// When an answer differs from what the scene shows, or the service does not stop cleanly.
pub(super) fn show(program: &Path, db: &Path) -> Result<()> {
    heading("A webhook service with its own database");
    let service =
        Program::start(program, [Path::new("--db"), db, "--bind".as_ref(), "127.0.0.1:0".as_ref()])?;
    let address = service.wait_for("where it listens", |line| {
        line.split_once("listening on ").map(|(_, address)| address.trim().to_owned())
    })?;
    let client = Client::new(address);
    client.get("/healthz", 200)?;

    heading("Webhooks come in");
    let row = post_several(&client)?;
    heading("Read them by filter and page");
    list(&client)?;
    client.get(&path_of(&row)?, 200)?;
    heading("Mark one as processed");
    let processed =
        client.post(&format!("{}/processed", path_of(&row)?), &json!({"version": row["version"]}), 200)?;
    ensure!(!processed["processedAt"].is_null(), "the processed webhook has no time: {processed}");
    ensure!(total(&client.get("/webhooks?processed=true", 200)?)? == 1, "one webhook is processed");
    heading("What is wrong is refused");
    refuse(&client, &row)?;

    heading("Stop the service");
    service.stop(Stop::Terminate)
}

/// Sends three webhooks and gives the first as the service stored it.
fn post_several(client: &Client) -> Result<Value> {
    let push = json!({"source": "github", "event": "push", "payload": {"ref": "refs/heads/main"}, "deliveryId": "d-1"});
    let opened = json!({"source": "github", "event": "issues", "payload": {"action": "opened", "number": 7}});
    let paid =
        json!({"source": "stripe", "event": "invoice.paid", "payload": {"amount": 1250, "currency": "eur"}});
    let row = client.post("/webhooks", &push, 201)?;
    client.post("/webhooks", &opened, 201)?;
    client.post("/webhooks", &paid, 201)?;
    Ok(row)
}

fn list(client: &Client) -> Result<()> {
    let github = client.get("/webhooks?source=github", 200)?;
    ensure!(total(&github)? == 2, "two webhooks came from github");
    let page = client.get("/webhooks?limit=1&offset=1", 200)?;
    let items = page["items"].as_array().context("a page has items")?;
    ensure!(items.len() == 1 && total(&page)? == 3, "a page of one out of three: {page}");
    Ok(())
}

/// Shows a body without its required parts, a delivery sent twice, a lost race and an unknown row.
fn refuse(client: &Client, row: &Value) -> Result<()> {
    client.post("/webhooks", &json!({"source": "github"}), 400)?;
    let again = json!({"source": "github", "event": "push", "payload": {}, "deliveryId": row["deliveryId"]});
    client.post("/webhooks", &again, 409)?;
    client.post(&format!("{}/processed", path_of(row)?), &json!({"version": row["version"]}), 409)?;
    client.get(&format!("/webhooks/{}", unknown_id(&id_of(row)?)), 404)?;
    ensure!(total(&client.get("/webhooks", 200)?)? == 3, "what was refused left nothing behind");
    Ok(())
}

fn total(page: &Value) -> Result<u64> {
    page["totalCount"].as_u64().with_context(|| format!("a page says its total count: {page}"))
}

fn path_of(row: &Value) -> Result<String> {
    Ok(format!("/webhooks/{}", id_of(row)?))
}

fn id_of(row: &Value) -> Result<String> {
    match &row["id"] {
        Value::String(id) => Ok(id.clone()),
        Value::Number(id) => Ok(id.to_string()),
        _ => anyhow::bail!("the row has no id: {row}"),
    }
}

/// Gives a well-formed id that no row has: the same form with another last digit.
fn unknown_id(id: &str) -> String {
    let mut id = id.to_owned();
    let last = id.pop();
    id.push(if last == Some('0') { '1' } else { '0' });
    id
}
