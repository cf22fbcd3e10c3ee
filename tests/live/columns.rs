//! A live query that tells no rows apart is asked again for the columns that it looks at.

use larder::{BatchUpdate, Snapshot, count};

use super::*;

/// Gives what a query reads of the counters, as text.
type Read = fn(&Snapshot<'_>) -> Result<String, RusqliteError>;

/// Queries, and whether each looks at `label` and at `hits`.
fn reads() -> Vec<(&'static str, [bool; 2], Read)> {
    vec![
        ("how many", [false, false], |s| Ok(format!("{}", counters(s).count().run()?))),
        ("how many by hits", [false, true], |s| {
            Ok(format!("{}", counters(s).count().where_(counter::hits().gte(5)).run()?))
        }),
        ("whether one has a label or hits", [true, true], |s| {
            let filter = counter::label().eq("new").or(counter::hits().eq(9));
            Ok(format!("{}", counters(s).exists().where_(filter.not()).run()?))
        }),
        ("sum", [false, true], |s| Ok(format!("{}", counters(s).aggregate().sum(counter::hits()).run()?))),
        ("sum by label", [true, true], |s| {
            let sum = counters(s).aggregate().where_(counter::label().ne("none")).sum(counter::hits());
            Ok(format!("{}", sum.run()?))
        }),
        ("groups", [true, false], |s| {
            let groups = counters(s).aggregate().select(count()).group_by(counter::label()).run()?;
            Ok(format!("{groups:?}"))
        }),
        ("groups in an order", [true, true], |s| {
            let groups = counters(s).aggregate().select(count()).group_by(counter::label());
            Ok(format!("{:?}", groups.order_by(counter::hits().max().desc()).run()?))
        }),
        ("labels", [true, false], |s| {
            Ok(format!("{:?}", counters(s).find_many().select(counter::label()).run()?))
        }),
        ("labels in an order", [true, true], |s| {
            let labels = counters(s).find_many().order_by(counter::hits().asc()).select(counter::label());
            Ok(format!("{:?}", labels.run()?))
        }),
        ("page", [true, true], |s| {
            Ok(format!("{:?}", counters(s).find_many().paginate(PageInput::default()).run()?))
        }),
    ]
}

fn set_label<'a>(target: impl Into<Target<'a>>, id: i64, label: &str) {
    let change = UpdateCounterInput { label: Some(label.to_owned()), ..Default::default() };
    counters(target).update(id).set(change).run().unwrap();
}

/// Gives which of the queries are asked again after each of some writes.
fn asked_after<const N: usize>(
    world: &World,
    writes: [&dyn Fn(&World); N],
) -> Vec<(&'static str, [bool; N])> {
    let watched: Vec<_> = reads()
        .into_iter()
        .map(|(name, _, read)| {
            let (answers, subscription) = heard(|observer| world.observe(read, observer));
            next(&answers);
            (name, subscription)
        })
        .collect();
    let each = |write: &dyn Fn(&World)| {
        settled(world);
        let before: Vec<u64> = watched.iter().map(|(_, subscription)| subscription.asked()).collect();
        write(world);
        settled(world);
        let after = watched.iter().map(|(_, subscription)| subscription.asked());
        after.zip(before).map(|(after, before)| after > before).collect::<Vec<bool>>()
    };
    let asked = writes.map(each);
    let of = |at: usize| std::array::from_fn(|write| asked[write][at]);
    watched.iter().enumerate().map(|(at, (name, _))| (*name, of(at))).collect()
}

#[test]
fn an_update_lets_those_ask_that_look_at_what_it_sets() {
    let world = World::new(cs::bootstrap);
    let [one, other] = ["one", "other"].map(|label| create(&world, label).id);
    let looks: Vec<_> = reads().into_iter().map(|(name, looks, _)| (name, looks)).collect();

    let asked = asked_after(
        &world,
        [&|world: &World| set_label(world, one, "new"), &|world: &World| {
            set_hits(world, one, 9);
        }],
    );
    let by_verbs_for_many = asked_after(
        &world,
        [
            &|world: &World| {
                let change = UpdateCounterInput { label: Some("newer".to_owned()), ..Default::default() };
                let some = counters(world).update_many().where_(counter::id().eq(other));
                assert_eq!(some.set(change).run().unwrap(), 1);
            },
            &|world: &World| {
                let change = UpdateCounterInput { hits: Some(3), ..Default::default() };
                let items = [one, other].map(|key| BatchUpdate::new(key, change.clone()));
                let outcome = counters(world).batch_update(items.into()).run();
                assert_eq!(outcome.unwrap().results.len(), 2);
            },
        ],
    );

    assert_eq!(asked, looks);
    assert_eq!(by_verbs_for_many, looks);
}

#[test]
fn what_sets_more_than_is_known_lets_all_ask() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one").id;

    let asked = asked_after(
        &world,
        [
            &|world: &World| drop(create(world, "two")),
            &|world: &World| world.execute("UPDATE counters SET label = 'two' WHERE label = 'one'"),
            &|world: &World| {
                let both = world.transaction(|tx| {
                    set_label(tx, one, "three");
                    set_hits(tx, one, 3);
                    Ok(())
                });
                both.unwrap();
            },
            &|world: &World| counters(world).delete(one).run().map(drop).unwrap(),
        ],
    );

    let all = |asked: [bool; 4]| [asked[0], asked[1], asked[3]] == [true; 3];
    assert!(asked.iter().all(|(_, asked)| all(*asked)), "{asked:?}");
    let in_one_transaction: Vec<bool> = asked.iter().map(|(_, asked)| asked[2]).collect();
    let looks: Vec<bool> = reads().into_iter().map(|(_, [label, hits], _)| label || hits).collect();
    assert_eq!(in_one_transaction, looks);
}

#[test]
fn what_a_trigger_sets_besides_is_seen() {
    let world = World::new(cs::bootstrap);
    let one = create(&world, "one").id;
    world.execute(
        "CREATE TRIGGER counted AFTER UPDATE OF label ON counters
         BEGIN UPDATE counters SET hits = hits + 1 WHERE id = new.id; END",
    );
    let (sums, _subscription) =
        heard(|observer| world.observe(|s| counters(s).aggregate().sum(counter::hits()).run(), observer));
    assert_eq!(next(&sums), 0);

    set_label(&world, one, "new");
    assert_eq!(next(&sums), 1);
    world
        .transaction(|tx| {
            set_label(tx, one, "newer");
            Ok(())
        })
        .unwrap();
    assert_eq!(next(&sums), 2);
}

#[test]
fn what_an_update_touches_besides_is_seen() {
    let world = World::new(cs::bootstrap);
    let notes = ModelDelegate::new(&*world, &NOTE_MODEL);
    let mine = notes.create(CreateNoteInput::builder().title("mine").build()).run().unwrap();
    let (latest, _subscription) = heard(|observer| {
        world.observe(
            |snapshot| ModelDelegate::new(snapshot, &NOTE_MODEL).aggregate().max(note::updated_at()).run(),
            observer,
        )
    });
    assert_eq!(next(&latest), Some(mine.updated_at));

    let renamed = UpdateNoteInput { title: Some("still mine".to_owned()), ..Default::default() };
    let later = notes.update(mine.id).set(renamed).run().unwrap();

    assert_eq!(next(&latest), Some(later.updated_at));
    assert!(later.updated_at > mine.updated_at);
}
