//! What tells which event that waits another one stands for. The host's function is called by the sender, before any lock.

use std::{
    any::Any,
    collections::HashMap,
    hash::{BuildHasher, Hash, RandomState},
    panic::{AssertUnwindSafe, catch_unwind},
};

/// Gives the keys of events.
pub(super) type KeyOf<E> = Box<dyn Fn(&E) -> Option<Box<dyn Key>> + Send + Sync>;

/// A key of whichever type the host has for one bridge.
pub(super) trait Key: Any + Send {
    fn hash(&self) -> u64;

    fn is(&self, other: &dyn Key) -> bool;
}

struct Hashed<K> {
    hash: u64,
    key: K,
}

impl<K: Eq + Send + 'static> Key for Hashed<K> {
    fn hash(&self) -> u64 {
        self.hash
    }

    fn is(&self, other: &dyn Key) -> bool {
        let other: &dyn Any = other;
        other.downcast_ref::<Self>().is_some_and(|other| self.key == other.key)
    }
}

/// Makes of the host's function one that gives no key where it panics.
pub(super) fn key_of<E, K: Hash + Eq + Send + 'static>(
    key: impl Fn(&E) -> K + Send + Sync + 'static,
) -> KeyOf<E> {
    let hasher = RandomState::new();
    Box::new(move |event| {
        let hashed = || {
            let key = key(event);
            Hashed { hash: hasher.hash_one(&key), key }
        };
        match catch_unwind(AssertUnwindSafe(hashed)) {
            Ok(key) => Some(Box::new(key)),
            Err(_) => {
                tracing::error!(target: "larder", "the key of an event panicked: the event stands for itself");
                None
            }
        }
    })
}

/// Under which numbers events with a key wait.
#[derive(Default)]
pub(super) struct Places(HashMap<u64, Vec<u64>>);

impl Places {
    /// Gives the number under which an event with this key waits. The keys of the others are asked for by their numbers.
    pub(super) fn find<'k>(&self, key: &dyn Key, at: impl Fn(u64) -> Option<&'k dyn Key>) -> Option<u64> {
        let numbers = self.0.get(&key.hash())?;
        numbers.iter().copied().find(|number| at(*number).is_some_and(|other| key.is(other)))
    }

    /// Notes that an event with this key waits under a number.
    pub(super) fn note(&mut self, key: &dyn Key, number: u64) {
        self.0.entry(key.hash()).or_default().push(number);
    }

    /// Forgets an event that waits no longer.
    pub(super) fn forget(&mut self, key: &dyn Key, number: u64) {
        if let Some(numbers) = self.0.get_mut(&key.hash()) {
            numbers.retain(|noted| *noted != number);
            if numbers.is_empty() {
                self.0.remove(&key.hash());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::hash::Hasher;

    use super::*;

    /// Every one has the same hash.
    #[derive(PartialEq, Eq)]
    struct Crowded(u8);

    impl Hash for Crowded {
        fn hash<H: Hasher>(&self, state: &mut H) {
            state.write_u8(0);
        }
    }

    #[test]
    fn keys_with_one_hash_are_told_apart() {
        let of = key_of(|event: &u8| Crowded(*event));
        let keys: Vec<_> = [7, 8].iter().filter_map(&of).collect();
        let mut places = Places::default();
        let find = |places: &Places, event: u8| {
            let key = of(&event)?;
            places.find(&*key, |number| keys.get(usize::try_from(number).ok()?).map(|key| &**key))
        };

        (0..).zip(&keys).for_each(|(number, key)| places.note(&**key, number));
        let all = [7, 8, 9].map(|event| find(&places, event));
        places.forget(&*keys[0], 0);
        let rest = [7, 8, 9].map(|event| find(&places, event));

        assert_eq!(all, [Some(0), Some(1), None]);
        assert_eq!(rest, [None, Some(1), None]);
    }
}
