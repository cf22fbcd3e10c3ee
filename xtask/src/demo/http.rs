//! One HTTP request with JSON on both sides, shown as it goes out and as it comes back.

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;
use ureq::Agent;
use ureq::http::Response;

use super::PATIENCE;

/// Longer answers are cut on the terminal; the whole answer is returned.
const SHOWN_CHARS: usize = 230;

/// Talks to one service.
pub(super) struct Client {
    agent: Agent,
    base: String,
}

impl Client {
    /// Makes a client for the service at `base`, such as `http://127.0.0.1:8080`.
    pub(super) fn new(base: String) -> Self {
        let agent =
            Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE)).build();
        Self { agent: agent.into(), base }
    }

    /// Asks for `path` and gives the answer's JSON.
    ///
    /// # Errors
    /// When there is no answer or its status is not `expected`.
    pub(super) fn get(&self, path: &str, expected: u16) -> Result<Value> {
        println!("\n> GET {path}");
        read(self.agent.get(format!("{}{path}", self.base)).call()?, expected)
    }

    /// Sends `body` to `path` and gives the answer's JSON.
    ///
    /// # Errors
    /// When there is no answer or its status is not `expected`.
    pub(super) fn post(&self, path: &str, body: &Value, expected: u16) -> Result<Value> {
        println!("\n> POST {path} {body}");
        read(self.agent.post(format!("{}{path}", self.base)).send_json(body)?, expected)
    }
}

fn read(mut response: Response<ureq::Body>, expected: u16) -> Result<Value> {
    let status = response.status();
    let text = response.body_mut().read_to_string()?;
    let shown: String = text.chars().take(SHOWN_CHARS).collect();
    let cut = if shown.len() < text.len() { "..." } else { "" };
    println!("< {status} {shown}{cut}");
    ensure!(status.as_u16() == expected, "expected status {expected}, got {status}: {text}");
    serde_json::from_str(&text).with_context(|| format!("the answer is not JSON: {text}"))
}
