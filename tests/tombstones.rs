//! Soft-deleted rows: who sees them, what writes leave alone, and when they go for good.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

mod world;

use larder::{FilterExpr, ModelDelegate, RusqliteError};

mod schema {
    larder::include_embedded_schema!("tests/schemas/tombstones.cstack");
}
use schema::cratestack_schema::{
    self as cs, CreateLabelInput, CreateParcelInput, LABEL_MODEL, PARCEL_MODEL, Parcel, UpdateParcelInput,
    parcel,
};
use world::World;

/// `kept` lives, `gone` is deleted.
fn world() -> World {
    let world = World::new(cs::bootstrap);
    let parcels = ModelDelegate::new(&world, &PARCEL_MODEL);
    for name in ["kept", "gone"] {
        parcels.create(CreateParcelInput::builder().name(name).code(name).build()).run().unwrap();
    }
    parcels.delete(2).run().unwrap();
    world
}

fn names(found: Vec<Parcel>) -> Vec<String> {
    found.into_iter().map(|parcel| parcel.name).collect()
}

#[test]
fn only_those_who_ask_see_tombstones() {
    let world = world();
    let parcels = ModelDelegate::new(&world, &PARCEL_MODEL);

    let ordered = || parcels.find_many().order_by(parcel::name().asc());
    assert_eq!(names(ordered().run().unwrap()), ["kept"]);
    assert_eq!(names(ordered().with_deleted().run().unwrap()), ["gone", "kept"]);
    assert_eq!(names(ordered().only_deleted().run().unwrap()), ["gone"]);
    assert_eq!(
        names(ordered().only_deleted().where_(parcel::name().eq("kept")).run().unwrap()),
        [] as [&str; 0]
    );
    assert_eq!(parcels.count().run().unwrap(), 1);
    assert_eq!(parcels.count().with_deleted().run().unwrap(), 2);
    assert!(!parcels.exists().where_(parcel::name().eq("gone")).run().unwrap());
    assert!(parcels.exists().only_deleted().where_(parcel::name().eq("gone")).run().unwrap());
    assert_eq!(parcels.find_first().only_deleted().run().unwrap().unwrap().name, "gone");
    assert_eq!(parcels.find_unique(2).run().unwrap(), None);
    let page = ordered().with_deleted().paginate(Default::default()).run().unwrap();
    assert_eq!(page.total_count, 2);
}

#[test]
fn a_model_that_deletes_for_good_has_no_tombstones_to_ask_for() {
    let world = world();

    let refused = ModelDelegate::new(&world, &LABEL_MODEL).find_many().only_deleted().run();

    assert_eq!(
        refused.unwrap_err().to_string(),
        "Label.deleted: the model has no @@soft_delete; a deleted row is gone"
    );
}

#[test]
fn no_write_touches_a_tombstone() {
    let world = world();
    let parcels = ModelDelegate::new(&world, &PARCEL_MODEL);
    let before = world.number("SELECT version FROM parcels WHERE id = 2");
    let renamed = || UpdateParcelInput::builder().name("renamed").build();

    assert!(matches!(parcels.update(2).set(renamed()).run(), Err(RusqliteError::NotFound { .. })));
    assert!(matches!(parcels.delete(2).run(), Err(RusqliteError::NotFound { .. })));
    assert_eq!(parcels.update_many().where_(FilterExpr::all([])).set(renamed()).run().unwrap(), 1);
    assert_eq!(parcels.delete_many().where_(FilterExpr::all([])).run().unwrap(), 1);
    let revived = CreateParcelInput { id: Some(2), ..CreateParcelInput::builder().name("revived").build() };
    assert!(matches!(parcels.upsert(revived).run(), Err(RusqliteError::Deleted { model: "Parcel" })));
    let by_code = CreateParcelInput::builder().name("revived").code("gone").build();
    let by_code = parcels.upsert(by_code).on_conflict(parcel::code()).run();
    assert!(matches!(by_code, Err(RusqliteError::Deleted { model: "Parcel" })));
    assert_eq!(world.number("SELECT version FROM parcels WHERE id = 2 AND name = 'gone'"), before);
}

#[test]
fn what_was_deleted_long_ago_is_purged() {
    let world = world();
    let parcels = ModelDelegate::new(&world, &PARCEL_MODEL);
    assert_eq!(parcels.purge_expired().run().unwrap(), 0);
    let age = |id: i64, days: f64| {
        world.execute(&format!(
            "UPDATE parcels SET deleted_at = strftime('%Y-%m-%dT%H:%M:%f000Z', 'now', '-{days} days') WHERE id = {id}"
        ));
    };
    age(2, 29.9);
    assert_eq!(parcels.purge_expired().run().unwrap(), 0);

    age(2, 30.1);

    assert_eq!(parcels.purge_expired().run().unwrap(), 1);
    assert_eq!(world.number("SELECT count(*) FROM parcels"), 1);
    let label = ModelDelegate::new(&world, &LABEL_MODEL).purge_expired().run();
    assert_eq!(
        label.unwrap_err().to_string(),
        "Label.purge_expired: the model has no @@soft_delete with @@retain"
    );
}

#[test]
fn a_purge_that_a_key_stands_against_purges_nothing() {
    let world = world();
    let parcels = ModelDelegate::new(&world, &PARCEL_MODEL);
    ModelDelegate::new(&world, &LABEL_MODEL)
        .create(CreateLabelInput::builder().parcel_id(2).build())
        .run()
        .unwrap();
    parcels.create(CreateParcelInput::builder().name("gone too").build()).run().unwrap();
    world.execute("UPDATE parcels SET deleted_at = '2001-01-01T00:00:00.000000Z' WHERE id > 1");

    let refused = parcels.purge_expired().run();

    assert!(matches!(refused, Err(RusqliteError::ForeignKeyViolation { .. })), "{refused:?}");
    assert_eq!(parcels.count().only_deleted().run().unwrap(), 2);
}
