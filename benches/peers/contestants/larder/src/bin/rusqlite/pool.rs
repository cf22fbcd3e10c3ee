//! A few connections that whoever needs one takes in turn, as an app without a library for it has them.

use std::sync::{Condvar, Mutex};

use larder::rusqlite::Connection;
use peers_course::READERS;

pub(crate) struct Pool {
    free: Mutex<Vec<Connection>>,
    returned: Condvar,
}

impl Pool {
    pub(crate) fn new(connect: impl Fn() -> Connection) -> Self {
        let free = (0..READERS).map(|_| connect()).collect();
        Self { free: Mutex::new(free), returned: Condvar::new() }
    }

    /// Waits for a connection.
    pub(crate) fn with<T>(&self, work: impl FnOnce(&Connection) -> T) -> T {
        let mut free = self.free.lock().expect("no panic");
        let connection = loop {
            match free.pop() {
                Some(connection) => break connection,
                None => free = self.returned.wait(free).expect("no panic"),
            }
        };
        drop(free);
        let outcome = work(&connection);
        self.free.lock().expect("no panic").push(connection);
        self.returned.notify_one();
        outcome
    }
}
