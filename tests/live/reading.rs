//! A live query of several reads is asked again for what they look at, whichever verbs read.

use std::ops::ControlFlow;

use larder::Snapshot;

use super::*;

/// Gives what a verb reads of the counters, as text.
type Read = fn(&Snapshot<'_>) -> Result<String, RusqliteError>;

/// Every verb that reads, and whether it is asked again for what happens in another table.
fn reads() -> Vec<(&'static str, bool, Read)> {
    vec![
        ("find_unique", false, |s| Ok(format!("{:?}", counters(s).find_unique(1).run()?))),
        ("find_many", false, |s| Ok(format!("{:?}", counters(s).find_many().run()?))),
        ("find_first", false, |s| Ok(format!("{:?}", counters(s).find_first().run()?))),
        ("count", false, |s| Ok(format!("{:?}", counters(s).count().where_(counter::hits().eq(7)).run()?))),
        ("exists", false, |s| Ok(format!("{:?}", counters(s).exists().where_(counter::hits().eq(7)).run()?))),
        ("aggregate", false, |s| {
            let sum: i64 = counters(s).aggregate().sum(counter::hits()).run()?;
            Ok(format!("{sum:?}"))
        }),
        ("group_by", false, |s| {
            let groups = counters(s).aggregate().count().group_by(counter::hits());
            Ok(format!("{:?}", groups.run()?))
        }),
        ("paginate", false, |s| {
            let page = counters(s).find_many().paginate(PageInput { limit: Some(1), offset: None });
            Ok(format!("{:?}", page.run()?))
        }),
        ("keyset", false, |s| {
            Ok(format!(
                "{:?}",
                counters(s).find_many().order_by(counter::hits().asc()).after(None).run()?.items
            ))
        }),
        ("select", false, |s| Ok(format!("{:?}", counters(s).find_many().select(counter::hits()).run()?))),
        ("stream", false, |s| {
            let mut hits = Vec::new();
            counters(s).find_many().stream(|row| {
                hits.push(row.hits);
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(format!("{hits:?}"))
        }),
        ("batch_get", false, |s| Ok(format!("{:?}", counters(s).batch_get(vec![1]).run()?))),
        ("query_as", true, |s| Ok(format!("{:?}", s.query_as::<i64>("SELECT hits FROM counters", ())?))),
        ("connection", true, |s| {
            let hits: i64 = s.connection().query_row("SELECT hits FROM counters", [], |row| row.get(0))?;
            Ok(format!("{hits:?}"))
        }),
    ]
}

#[test]
fn every_verb_that_reads_is_asked_again_for_its_table_and_for_no_other() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one").id;
    let notebooks = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    for (verb, is_anything, read) in reads() {
        set_hits(&world, one, 0);
        let (answers, subscription) = heard(|observer| world.observe(read, observer));
        let before = next(&answers);

        notebooks.create(CreateNotebookInput::builder().name(verb).build()).run().unwrap();
        settled(&world);
        let asked = subscription.asked();
        set_hits(&world, one, 7);

        assert_ne!(next(&answers), before, "{verb}");
        assert_eq!(asked > 1, is_anything, "{verb}");
    }
}

#[test]
fn rows_that_come_along_are_looked_at_as_well() {
    let world = World::new(cs::bootstrap);
    let notebooks = ModelDelegate::new(&*world, &NOTEBOOK_MODEL);
    let home = notebooks.create(CreateNotebookInput::builder().name("home").build()).run().unwrap();
    let (answers, subscription) = heard(|observer| {
        world.observe(
            move |snapshot| {
                let notebook = ModelDelegate::new(snapshot, &NOTEBOOK_MODEL).find_unique(home.id);
                let found = notebook.include(notebook::notes().as_include()).run()?;
                Ok(found.map_or(0, |(_, notes)| notes.len()))
            },
            observer,
        )
    });
    assert_eq!(next(&answers), 0);

    create(&world, "another table");
    notebooks.create(CreateNotebookInput::builder().name("another row").build()).run().unwrap();
    settled(&world);
    let asked = subscription.asked();
    let mine = CreateNoteInput::builder().title("mine").notebook_id(home.id).build();
    ModelDelegate::new(&*world, &NOTE_MODEL).create(mine).run().unwrap();

    assert_eq!(next(&answers), 1);
    assert_eq!(asked, 1);
}

#[test]
fn a_reading_looks_at_what_its_last_answer_read() {
    let world = World::new(cs::bootstrap);
    let [switch, other] = ["switch", "other"].map(|label| create(&world, label).id);
    let (answers, subscription) = heard(|observer| {
        world.observe(
            move |snapshot| {
                let hits = |id| Ok(counters(snapshot).find_unique(id).run()?.map_or(0, |row| row.hits));
                if hits(switch)? == 0 { Ok(0) } else { hits(other) }
            },
            observer,
        )
    });
    assert_eq!(next(&answers), 0);

    set_hits(&world, other, 3);
    settled(&world);
    let asked_before = subscription.asked();
    set_hits(&world, switch, 1);
    assert_eq!(next(&answers), 3);
    set_hits(&world, other, 4);

    assert_eq!(next(&answers), 4);
    assert_eq!(asked_before, 1);
}

#[test]
fn a_reading_that_fails_is_asked_again_after_any_commit() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one").id;
    let (send, answers) = mpsc::channel();
    let _subscription = world.observe(
        move |snapshot| match counters(snapshot).find_unique(one).run()? {
            Some(row) if row.hits == 0 => Err(RusqliteError::aborted("no hits")),
            found => Ok(found.map(|row| row.hits)),
        },
        move |answer: Result<_, RusqliteError>| drop(send.send(answer.map_err(|error| error.to_string()))),
    );
    assert_eq!(next(&answers), Err("the transaction was rolled back: no hits".to_owned()));

    set_hits(&world, one, 1);

    assert_eq!(next(&answers), Ok(Some(1)));
}

#[test]
fn what_one_reading_looks_at_is_its_own_after_a_panic_of_another() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one").id;
    let panicking = world.observe(|_| -> Result<(), _> { panic!("a reading") }, |_| ()).unwrap();
    let (answers, subscription) =
        heard(|observer| world.observe(move |snapshot| counters(snapshot).find_unique(one).run(), observer));
    next(&answers);

    create(&world, "two");
    settled(&world);

    assert_eq!(subscription.asked(), 1);
    assert!(!panicking.is_active());
    set_hits(&world, one, 1);
    assert_eq!(next(&answers).unwrap().hits, 1);
}

#[test]
fn a_reading_gives_its_answers_one_by_one() {
    let world = World::new(cs::bootstrap);
    let mut counts = world.live(|snapshot| counters(snapshot).count().run()).unwrap();

    let first = counts.next().unwrap().unwrap();
    create(&world, "one");
    let second = counts.next().unwrap().unwrap();
    world.close().unwrap();

    assert_eq!((first, second), (0, 1));
    assert!(counts.next().is_none());
}
