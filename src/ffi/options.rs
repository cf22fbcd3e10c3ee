//! How Swift, Kotlin and Python open a database.

use std::time::Duration;

use super::StoreError;
use crate::db::{self, RuntimeOptions};

/// What a power cut may take. A killed process loses nothing that was acknowledged, under either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum Durability {
    /// A power cut may take the last commits, never consistency.
    Normal,
    /// Every commit is synced to the disk before the call returns.
    Full,
}

/// The options of a database. What is left out has a default that suits an app.
#[derive(Debug, Clone, Default, PartialEq, Eq, uniffi::Record)]
pub struct DatabaseOptions {
    /// What a power cut may take; `Normal` when left out.
    #[uniffi(default = None)]
    pub durability: Option<Durability>,
    /// How long a call waits for others, in milliseconds; 5,000 when left out.
    #[uniffi(default = None)]
    pub busy_timeout_millis: Option<i64>,
    /// The page cache, in bytes; 8 MiB when left out.
    #[uniffi(default = None)]
    pub cache_size_bytes: Option<i64>,
    /// How many connections may read a file while another call writes it; one for each core, 2 to 8, when left out. With 0
    /// there is one connection for everything.
    #[uniffi(default = None)]
    pub readers: Option<i64>,
    /// How many bytes the write-ahead log may have until reads that keep it are interrupted; 64 MiB when left out.
    #[uniffi(default = None)]
    pub log_limit_bytes: Option<i64>,
    /// Whether a call waits while the database is suspended, and is not refused at once.
    #[uniffi(default = false)]
    pub waits_for_resume: bool,
}

impl DatabaseOptions {
    /// Gives them as the runtime takes them.
    ///
    /// # Errors
    /// [`StoreError::Validation`] for a number below zero.
    pub(super) fn runtime(&self) -> Result<RuntimeOptions, StoreError> {
        let mut options = RuntimeOptions::new();
        if let Some(durability) = self.durability {
            options = options.durability(match durability {
                Durability::Normal => db::Durability::Normal,
                Durability::Full => db::Durability::Full,
            });
        }
        if let Some(millis) = self.busy_timeout_millis {
            options = options.busy_timeout(Duration::from_millis(unsigned("busy_timeout_millis", millis)?));
        }
        if let Some(bytes) = self.cache_size_bytes {
            options = options.cache_size(unsigned("cache_size_bytes", bytes)?);
        }
        if let Some(readers) = self.readers {
            options = options.readers(unsigned("readers", readers)?);
        }
        if let Some(bytes) = self.log_limit_bytes {
            options = options.log_limit(unsigned("log_limit_bytes", bytes)?);
        }
        Ok(options.wait_for_resume(self.waits_for_resume))
    }
}

fn unsigned<T: TryFrom<i64>>(name: &str, number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| below_zero(format!("DatabaseOptions.{name}")))
}

pub(super) fn below_zero(subject: String) -> StoreError {
    StoreError::Validation { subject, rule: "must not be below zero".to_owned() }
}

/// Reads how long a call may take.
///
/// # Errors
/// [`StoreError::Validation`] for a number below zero.
pub(super) fn deadline(verb: &str, millis: i64) -> Result<Duration, StoreError> {
    u64::try_from(millis)
        .map(Duration::from_millis)
        .map_err(|_| below_zero(format!("{verb}.deadline_millis")))
}
