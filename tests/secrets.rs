//! What is `@pii` or `@sensitive` is in no log, no error and no `Debug`: planted words are looked for in all of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use std::{
    fmt::{Debug, Display},
    io::{self, Write},
    sync::{Arc, Mutex},
};

use larder::{
    BatchResult, BatchUpdate, ModelDelegate, RusqliteError, TextSearch, chrono::DateTime,
    rust_decimal::Decimal, serde_json::json,
};
use tracing_subscriber::fmt::MakeWriter;

mod schema {
    larder::include_embedded_schema!("tests/schemas/secrets.cstack");
}
use schema::cratestack_schema::{
    self as cs, CreatePersonInput, PERSON_MODEL, Person, UpdatePersonInput, person,
};
use world::World;

/// Stands in every text; the numbers are those of nothing else, and no time has as many digits as the age.
const WORD: &str = "planted";
const AGE: i64 = 4_711_934_711_934;
const NUMBERS: [&str; 3] = ["4711934711934", "88123.45", "1961-04-12"];

/// What was said so far, by logs and by everything that was shown.
#[derive(Clone, Default)]
struct Said(Arc<Mutex<Vec<u8>>>);

impl Write for Said {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Said {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

impl Said {
    fn show(&self, shown: &impl Debug) {
        writeln!(self.clone(), "{shown:?}\n{shown:#?}").unwrap();
    }

    fn tell(&self, shown: &(impl Debug + Display)) {
        self.show(shown);
        writeln!(self.clone(), "{shown}").unwrap();
    }

    /// Shows the error with all of its causes.
    fn fail<T: Debug>(&self, outcome: Result<T, RusqliteError>) {
        let error = outcome.unwrap_err();
        self.tell(&error);
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            self.tell(&format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
}

fn input(number: usize) -> CreatePersonInput {
    CreatePersonInput {
        ssn: format!("planted-ssn-{number}"),
        email: format!("planted{number}@example.com"),
        token: format!("planted token {number}"),
        code: Some("planted code".to_owned()),
        age: AGE,
        born: Some("1961-04-12T00:00:00Z".parse().unwrap()),
        salary: Some(Decimal::new(8_812_345, 2)),
        papers: Some(larder::Json(json!({ "planted": "papers" }))),
        aliases: Some(vec!["planted alias".to_owned()]),
        boss_ssn: None,
    }
}

/// Runs every verb so that it works, and so that it fails in each way there is.
fn everything(world: &World, said: &Said) {
    let people = ModelDelegate::new(world, &PERSON_MODEL);
    let key = |number: usize| format!("planted-ssn-{number}");
    let made: Person = people.create(input(1)).run().unwrap();
    let change =
        || UpdatePersonInput { token: Some("planted anew".to_owned()), ..UpdatePersonInput::default() };
    said.show(&made);
    said.show(&vec![Some(input(1))]);
    said.show(&change());

    // What waits to run.
    said.show(&people.create(input(2)));
    said.show(&people.create_many(vec![input(2)]));
    said.show(&people.upsert(input(2)).on_conflict(person::email()));
    said.show(&people.find_unique(key(1)));
    said.show(&people.update(key(1)));
    said.show(&people.update(key(1)).set(change()));
    said.show(&people.update_many().where_(person::email().eq("planted")).set(change()));
    said.show(&people.delete(key(1)));
    said.show(&people.restore(key(1)));
    said.show(&people.batch_get(vec![key(1)]));
    said.show(&people.batch_update(vec![BatchUpdate::new(key(1), change())]));
    said.show(&BatchUpdate::new(key(1), change()));
    said.show(&people.batch_create(vec![input(2)]));
    said.show(&TextSearch::new("planted"));
    let filter = person::age()
        .eq(AGE)
        .or(person::ssn().in_(["planted"]).not())
        .and(person::code().contains("planted"));
    said.show(&filter);
    said.show(&people.find_many().where_(filter.clone()).search("planted"));

    // What runs.
    assert_eq!(people.find_many().where_(filter).search("planted").run().unwrap().len(), 1);
    said.show(&people.update(key(1)).set(change()).run().unwrap());
    said.show(&people.batch_get(vec![key(1), key(9)]).run().unwrap());
    people.create(input(3)).run().unwrap();
    people.create(CreatePersonInput { boss_ssn: Some(key(3)), ..input(4) }).run().unwrap();

    // What fails.
    let mut taken = input(1);
    said.fail(people.create(taken.clone()).run());
    taken.ssn = key(5);
    said.fail(people.create(taken.clone()).run());
    said.fail(people.upsert(taken.clone()).run());
    said.fail(
        people.create(CreatePersonInput { boss_ssn: Some("planted nobody".to_owned()), ..input(6) }).run(),
    );
    said.fail(people.create(CreatePersonInput { email: "planted no address".to_owned(), ..input(7) }).run());
    said.fail(people.create(CreatePersonInput { token: "planted".repeat(20), ..input(7) }).run());
    said.fail(people.create(CreatePersonInput { code: Some("planted wrong".to_owned()), ..input(7) }).run());
    said.fail(people.create(CreatePersonInput { age: -AGE, ..input(7) }).run());
    said.fail(people.create_many(vec![input(7), taken.clone()]).run());
    let far = DateTime::from_timestamp(300_000_000_000, 0);
    said.fail(people.create(CreatePersonInput { born: far, ..input(7) }).run());
    said.fail(people.update(key(9)).set(change()).run());
    said.fail(people.update(key(1)).set(change()).if_match(99).run());
    let email = UpdatePersonInput { email: Some("planted3@example.com".to_owned()), ..change() };
    said.fail(people.update(key(1)).set(email).run());
    said.fail(people.delete(key(9)).run());
    said.fail(people.batch_get(vec![key(1), key(1)]).run());
    let batch = people.batch_create(vec![taken, CreatePersonInput { age: -1, ..input(8) }]).run().unwrap();
    for result in batch.results.clone() {
        let BatchResult::Error { message, .. } = result else { panic!("{result:?}") };
        said.tell(&message);
    }
    said.show(&batch);
    people.delete(key(1)).run().unwrap();
    said.fail(people.upsert(input(1)).run());

    // What another program wrote.
    for (column, value) in [
        ("born", "'planted time'"),
        ("salary", "'planted number'"),
        ("papers", "'\"planted'"),
        ("aliases", "'{\"planted\": 1}'"),
        ("age", "'planted age'"),
    ] {
        let broken = world.with_connection(|c| {
            c.pragma_update(None, "ignore_check_constraints", true)?;
            let sql = format!("UPDATE persons SET {column} = {value} WHERE ssn = 'planted-ssn-4'");
            c.execute(&sql, []).map(drop).map_err(RusqliteError::from)
        });
        match broken {
            Ok(()) => said.fail(people.find_unique(key(4)).run()),
            Err(error) => said.tell(&error),
        }
        world.execute("UPDATE persons SET born = NULL, salary = NULL, papers = NULL, aliases = '[]' WHERE ssn = 'planted-ssn-4'");
    }
    world.execute(
        "UPDATE persons SET boss_ssn = NULL; DELETE FROM persons; PRAGMA ignore_check_constraints = 0",
    );
}

#[test]
fn what_is_planted_is_found_nowhere() {
    let world = World::new(cs::bootstrap);
    let said = Said::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_ansi(false)
        .with_writer(said.clone())
        .finish();

    tracing::subscriber::with_default(subscriber, || everything(&world, &said));

    let said = String::from_utf8(said.0.lock().unwrap().clone()).unwrap();
    assert!(
        said.contains("verb=\"update\"") && said.contains("<redacted>") && said.contains("no such row"),
        "{said}"
    );
    for planted in [WORD].iter().chain(&NUMBERS) {
        let found = said.lines().find(|line| line.contains(planted));
        assert_eq!(found, None, "{planted} was said");
    }
}

/// What is recorded has no value at all, and no path.
#[cfg(feature = "telemetry")]
#[test]
fn what_is_planted_is_in_no_record_of_a_sink() {
    use larder::telemetry::{self, LogBatch, LogLevel, Options};

    let (world, said) = (World::new(cs::bootstrap), Said::default());
    let mut sink = said.clone();
    let options = Options::new().level(LogLevel::Trace).target("", LogLevel::Trace).capacity(usize::MAX);
    let telemetry =
        telemetry::init(options.sink(move |batch: LogBatch| Ok(writeln!(sink, "{batch:#?}")?))).unwrap();

    larder::log_slow_statements(Some(std::time::Duration::from_nanos(1)));
    everything(&world, &Said::default());
    let file = world.path();
    world.close().unwrap();
    world.with_connection(|_| Ok(())).unwrap_err();
    telemetry.flush(std::time::Duration::from_secs(60)).unwrap();
    larder::log_slow_statements(None);

    let said = String::from_utf8(said.0.lock().unwrap().clone()).unwrap();
    assert!(
        said.contains("\"upsert\"") && said.contains("\"plan\"") && said.contains("\"failed\""),
        "{said}"
    );
    let folder = file.parent().unwrap().to_str().unwrap();
    for planted in [WORD, folder].iter().chain(&NUMBERS) {
        let found = said.lines().find(|line| line.contains(planted));
        assert_eq!(found, None, "{planted} was recorded");
    }
}
