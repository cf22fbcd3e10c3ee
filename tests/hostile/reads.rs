//! Every verb that reads, and every family of filters.

use std::ops::ControlFlow;

use larder::{
    FilterExpr, PageInput, SnippetOptions, TextSearch, ViewDelegate, coalesce, count, rust_decimal::Decimal,
};

use crate::{
    Kind, Link, Row, Size, assert_says, filled, links, rows,
    schema::cratestack_schema::{UNION_VIEW, Union, option, result, union},
    values,
    world::World,
};

fn found(world: &World, filter: FilterExpr<Row>) -> Vec<i64> {
    let found = rows(world).find_many().where_(filter).order_by(result::index().asc()).run().unwrap();
    found.into_iter().map(|row| row.index).collect()
}

#[test]
fn every_filter_of_a_text_finds_its_row_alone() {
    let world = filled();
    for (text, index) in values().iter().zip(1..) {
        let text = text.as_str();
        let end = &text["planted".len()..];
        let path = format!("$.{}", larder::serde_json::json!(text));
        for filter in [
            result::group().eq(text),
            result::r#where().in_([text]),
            result::r#where().between(text, text),
            result::r#where().gte(text).and(result::r#where().lte(text)),
            result::r#where().not_in([text]).not(),
            result::group().starts_with(text).and(result::group().ends_with(text)),
            result::union().ends_with_ignore_case(text),
            result::union().contains(end).and(result::r#loop().eq(text.as_bytes().to_vec())),
            result::group().match_optional(Some(text)),
            coalesce([result::r#where(), result::group().optional()]).eq(text),
        ] {
            let hits = found(&world, filter.clone());
            let says = |index: &i64| values()[*index as usize - 1].contains(end);
            assert!(hits.contains(&index) && hits.iter().all(says), "{filter:?} {text:.40} {hits:?}");
        }
        assert_eq!(found(&world, result::group().eq(text)), [index]);
        assert_eq!(found(&world, result::union().ne(text)).len(), values().len() - 1);
        // A path has no NUL in it; a document has.
        if !text.contains('\0') {
            assert_eq!(found(&world, result::r#type().json_path(&path).eq(text)), [index]);
            assert_eq!(found(&world, result::r#type().json_get_text(text).starts_with(text)), [index]);
            assert_eq!(found(&world, result::r#type().json_has_key(text)), [index]);
        }
        assert_eq!(found(&world, result::r#type().json_path("$.list[0]").eq(text)), [index]);
    }
}

#[test]
fn every_other_type_is_found_by_its_hostile_name() {
    let world = filled();
    let two = |filter| assert_eq!(found(&world, filter), [2]);
    let nobody = |filter| assert_eq!(found(&world, filter), [0_i64; 0]);

    two(result::r#match().eq(Decimal::new(200, 2)));
    two(result::limit().gt(1).and(result::limit().lt(3)));
    two(result::values().between(0.5, 0.5));
    two(result::order().eq(2).and(result::r#fn().is_true()));
    two(result::key().eq(larder::uuid::Uuid::from_u128(2)));
    two(result::index().in_([2]).and(result::r#async().eq(Kind::null)).and(result::r#impl().eq(Size::INDEX)));
    nobody(result::r#async().in_([Kind::from, Kind::WHERE, Kind::Some]));
    nobody(result::r#impl().eq(Size::drop));
    nobody(result::when().is_not_null().or(result::deleted_at().is_not_null()));
    nobody(result::table().ne(1));
}

#[test]
fn relations_and_includes_go_by_hostile_names() {
    let world = filled();
    let rest: Vec<i64> = (2..=values().len() as i64).collect();
    let first = values()[0].clone();
    assert_eq!(found(&world, result::r#dyn().group().eq(first.as_str())), rest);
    assert_eq!(found(&world, result::r#dyn().is_none()), [1]);
    assert_eq!(found(&world, result::r#dyn().r#trait().some(result::index().eq(2))), rest);

    for (text, index) in values().iter().zip(1..) {
        let linked = result::links().some(option::inner().eq(text.as_str()));
        assert_eq!(found(&world, linked), [index]);
        let by_row = links(&world).find_many().where_(option::natural().union().eq(text.as_str()));
        assert_eq!(by_row.run().unwrap().len(), 1);
        let of_text = result::links().as_include().where_(option::on().eq(text.as_str())).limit(1);
        let row = rows(&world)
            .find_unique(index)
            .include(of_text.include(option::natural().as_include()))
            .include(result::r#dyn().as_include())
            .run()
            .unwrap();
        let (row, links, parent) = row.unwrap();
        assert_says(&row, index, text);
        let (link, back): &(Link, std::option::Option<Row>) = &links[0];
        assert_eq!((link.inner.as_deref(), back.as_ref()), (Some(text.as_str()), Some(&row)));
        assert_eq!(parent.map(|parent| parent.group), (index > 1).then(|| first.clone()));
    }
}

#[test]
fn orders_pages_and_selected_fields_go_by_hostile_names() {
    let world = filled();
    let mut sorted = values();
    sorted.sort();
    let query = || rows(&world).find_many().order_by(result::r#where().asc());
    let texts = |rows: Vec<Row>| rows.into_iter().map(|row| row.group).collect::<Vec<_>>();

    assert_eq!(texts(query().run().unwrap()), sorted);
    assert_eq!(
        rows(&world).find_first().order_by(result::group().desc()).run().unwrap().unwrap().group,
        sorted[13]
    );
    let page = query().paginate(PageInput { limit: Some(3), offset: Some(2) }).run().unwrap();
    assert_eq!((texts(page.items), page.total_count), (sorted[2..5].to_vec(), values().len() as i64));
    let (mut seen, mut cursor) = (Vec::new(), None);
    loop {
        let page = query().order_by(result::r#dyn().group().asc()).limit(4).after(cursor).run().unwrap();
        seen.extend(texts(page.items));
        match page.after {
            Some(after) => cursor = Some(after.to_string().parse().unwrap()),
            None => break,
        }
    }
    assert_eq!(seen, sorted);
    let picked = rows(&world).find_many().select((result::union(), result::r#dyn().group().optional()));
    let picked = picked.distinct().order_by(result::union().asc()).run().unwrap();
    assert_eq!(picked.into_iter().map(|(text, _)| text).collect::<Vec<_>>(), sorted);
    let mut streamed = Vec::new();
    let _ = query()
        .stream(|row| {
            streamed.push(row.group);
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    assert_eq!(streamed, sorted);
    let path = result::r#type().json_path("$.list[0]").asc();
    assert_eq!(texts(rows(&world).find_many().order_by(path).run().unwrap()), sorted);
}

#[test]
fn totals_and_groups_go_by_hostile_names() {
    let world = filled();
    let last = values().len() as i64;
    let sum = last * (last + 1) / 2;

    let totals = rows(&world).aggregate().select((
        count(),
        result::order().sum(),
        result::r#match().sum(),
        result::group().min(),
        result::values().max(),
    ));
    let least = values().into_iter().min();
    assert_eq!(totals.run().unwrap(), (last, sum, Decimal::from(sum), least, Some(last as f64 / 4.0)));
    for (text, index) in values().iter().zip(1..) {
        let groups = rows(&world)
            .aggregate()
            .where_(result::r#where().eq(text.as_str()))
            .select((count(), result::limit().sum()))
            .group_by((result::union(), result::r#impl()))
            .having(result::group().max().eq(text.as_str()))
            .order_by(result::union().desc());
        assert_eq!(groups.run().unwrap(), [((text.clone(), Some(Size::INDEX)), (1, index))]);
    }
    assert!(rows(&world).exists().where_(result::group().eq(values()[3].as_str())).run().unwrap());
}

#[test]
fn a_search_finds_hostile_words_in_hostile_columns() {
    let world = filled();
    for text in values() {
        let found = rows(&world).find_many().search(text.as_str()).run().unwrap();
        assert!(found.iter().any(|row| row.group == text), "{text:.40}");
        let searched = rows(&world).count().search(TextSearch::new(text).prefix()).run();
        assert!(searched.unwrap() >= 1);
    }
    let marks = SnippetOptions::new("<'\"", "?1>").words(5);
    let found = rows(&world).find_many().search("ключ").snippets(marks).run().unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].snippet, "planted 🔑👩‍👩‍👧 <'\"ключ?1>");
}

#[test]
fn statements_of_ones_own_and_views_read_the_same() {
    let world = filled();
    let sql = r#"SELECT * FROM "table ""order"" ; -- " WHERE "group by ""x""" = ?"#;
    for (text, index) in values().into_iter().zip(1..) {
        let found = world.query_as::<Row>(sql, (text.as_str(),)).unwrap();
        assert_eq!(found.len(), 1);
        assert_says(&found[0], index, &text);

        let view = ViewDelegate::new(&world, &UNION_VIEW);
        let seen = view.find_many().where_(union::except().eq(text.as_str())).run().unwrap();
        assert_eq!(seen, [Union { all: index, except: text }]);
        assert_eq!(view.find_unique(index).run().unwrap().as_ref(), seen.first());
    }
}
