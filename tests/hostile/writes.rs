//! Every verb that writes.

use larder::{BatchResult, BatchUpdate, FilterExpr};

use crate::{
    assert_says, filled, input, links, rows,
    schema::cratestack_schema::{
        self as cs, CreateOptionInput, OptionKey, UpdateOptionInput, UpdateResultInput, option, result,
    },
    values,
    world::World,
};

fn change(text: &str) -> UpdateResultInput {
    UpdateResultInput::builder().r#where(text).build()
}

#[test]
fn what_is_created_is_what_is_read() {
    let world = World::new(cs::bootstrap);
    for (text, index) in values().iter().zip(1..) {
        let created = rows(&world).create(input(index, text)).run().unwrap();
        assert_says(&created, index, text);
        assert_eq!(rows(&world).find_unique(index).run().unwrap(), Some(created));
        let link = CreateOptionInput { using: index, on: text.clone(), inner: Some(text.clone()) };
        let link = links(&world).create(link).run().unwrap();
        let key = OptionKey { using: index, on: text.clone() };
        assert_eq!(links(&world).find_unique(key).run().unwrap(), Some(link));
    }

    let many = filled();
    let all = rows(&many).find_many().order_by(result::index().asc()).run().unwrap();
    assert_eq!(all.len(), values().len());
    all.iter().zip(values()).zip(1..).for_each(|((row, text), index)| assert_says(row, index, &text));
}

#[test]
fn an_update_writes_its_value_and_no_other() {
    let world = filled();
    for (text, index) in values().iter().zip(1..) {
        let longer = format!("{text}{text}");
        let row = rows(&world).update(index).set(change(&longer)).if_match(1).run().unwrap();
        assert_eq!((row.r#where.as_deref(), row.table), (Some(longer.as_str()), 2));
        assert_eq!(row.group, *text);

        let hits =
            rows(&world).update_many().where_(result::r#where().eq(longer.as_str())).set(change(text)).run();
        assert_eq!(hits.unwrap(), 1);
        let set = UpdateOptionInput::builder().inner(longer.as_str()).build();
        let by_text = links(&world).update_many().where_(option::natural().group().eq(text.as_str()));
        assert_eq!(by_text.set(set).run().unwrap(), 1);
        let key = OptionKey { using: index, on: text.clone() };
        let clear = UpdateOptionInput { inner: Some(None) };
        assert_eq!(links(&world).update(key).set(clear).run().unwrap().inner, None);
    }
    let all = rows(&world).find_many().order_by(result::index().asc()).run().unwrap();
    all.iter().zip(values()).zip(1..).for_each(|((row, text), index)| assert_says(row, index, &text));
}

#[test]
fn an_upsert_finds_its_row_by_a_hostile_key() {
    let world = filled();
    for (text, index) in values().iter().zip(1..) {
        let mut by_key = input(index, text);
        by_key.limit = Some(-index);
        assert_eq!(rows(&world).upsert(by_key).run().unwrap().limit, Some(-index));
        let by_union = rows(&world).upsert(input(index, text)).on_conflict(result::union()).run().unwrap();
        assert_says(&by_union, index, text);
        let of_two = (result::group(), result::limit());
        let by_two = rows(&world).upsert(input(index, text)).on_conflict(of_two).run().unwrap();
        assert_says(&by_two, index, text);
        let inner = Some(format!("{text}!"));
        let link = CreateOptionInput { using: index, on: text.clone(), inner: inner.clone() };
        assert_eq!(links(&world).upsert(link).run().unwrap().inner, inner);
    }
    assert_eq!(rows(&world).count().run().unwrap(), values().len() as u64);
    assert_eq!(links(&world).count().run().unwrap(), values().len() as u64);
}

#[test]
fn what_is_deleted_comes_back_as_it_was() {
    let world = filled();
    let last = values().len() as i64;
    links(&world).delete_many().where_(FilterExpr::all([])).run().unwrap();
    // Children go before their parent.
    for (text, index) in values().iter().rev().zip((1..=last).rev()) {
        assert_says(&rows(&world).delete(index).run().unwrap(), index, text);
        let gone = rows(&world).find_many().only_deleted().where_(result::group().eq(text.as_str()));
        assert_eq!(gone.run().unwrap().len(), 1);
        assert_says(&rows(&world).restore(index).run().unwrap(), index, text);

        let of_text = || rows(&world).delete_many().where_(result::union().eq(text.as_str()));
        assert_eq!((of_text().run().unwrap(), of_text().run().unwrap()), (1, 0));
        assert_eq!(rows(&world).find_unique(index).run().unwrap(), None);
    }
    assert_eq!(rows(&world).count().with_deleted().run().unwrap(), last as u64);
    assert_eq!(rows(&world).count().run().unwrap(), 0);
}

#[test]
fn a_link_goes_by_a_key_of_two_columns() {
    let world = filled();
    for (text, using) in values().into_iter().zip(1..) {
        let key = || OptionKey { using, on: text.clone() };
        assert_eq!(links(&world).delete(key()).run().unwrap().inner.as_ref(), Some(&text));
        assert_eq!(links(&world).find_unique(key()).run().unwrap(), None);
    }
    assert_eq!(links(&world).count().run().unwrap(), 0);
}

#[test]
fn batches_take_and_give_every_value() {
    let world = World::new(cs::bootstrap);
    let inputs = || values().iter().zip(1..).map(|(text, index)| input(index, text)).collect::<Vec<_>>();
    let keys = || (1..=values().len() as i64).collect::<Vec<_>>();
    let says = |results: Vec<BatchResult<crate::Row>>| {
        assert_eq!(results.len(), values().len());
        for ((outcome, text), index) in results.into_iter().zip(values()).zip(1..) {
            let BatchResult::Ok { value } = outcome else { panic!("{index}: {outcome:?}") };
            assert_says(&value, index, &text);
        }
    };

    says(rows(&world).batch_create(inputs()).run().unwrap().results);
    says(rows(&world).batch_upsert(inputs()).run().unwrap().results);
    let updates = values().iter().zip(1..).map(|(text, key)| BatchUpdate::new(key, change(text))).collect();
    says(rows(&world).batch_update(updates).run().unwrap().results);
    says(rows(&world).batch_get(keys()).run().unwrap().results);
    let mut keys = keys();
    keys.reverse();
    let gone = rows(&world).batch_delete(keys).run().unwrap();
    assert_eq!((gone.summary.failed, rows(&world).count().run().unwrap()), (0, 0));
}
