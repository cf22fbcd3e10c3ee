//! What Swift, Kotlin and Python read by, called from Rust: selections, keyset pages, related rows, values in documents.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops where its world breaks"
)]

use std::sync::Arc;

use larder::{
    Json,
    ffi::{
        ColumnCondition, ColumnOrder, JsonCondition, JsonValue, NumberFilter, OptionalJsonFilter, PageStart,
        Scalar, SelectOptions, SortOrder, StoreError, TextFilter,
    },
    rust_decimal::Decimal,
    serde_json::json,
};
use notes::cratestack_schema::{
    CreateNoteInput, CreateNoteTagInput, CreateNotebookInput, CreateTagInput, Database, Priority,
    bindings::{
        NoteColumn, NoteField, NoteInclude, NoteOrder, NoteQuery, NoteTagInclude, NoteTagQuery, NoteWhere,
        NotebookInclude, NotebookQuery,
    },
};

/// One notebook with three notes, the first of which has a tag; one note of its own.
fn world() -> Arc<Database> {
    let database = Database::in_memory(None).unwrap();
    let home = database.notebooks().create(CreateNotebookInput::builder().name("Home").build()).unwrap().id;
    let input = |title: &str, priority, words, cost: &str, meta| {
        let cost: Decimal = cost.parse().unwrap();
        CreateNoteInput::builder()
            .title(title)
            .priority(priority)
            .word_count(words)
            .cost(cost)
            .meta(Json(meta))
    };
    let notes = database.notes();
    let milk = input("Milk", Priority::LOW, 1, "1.50", json!({ "shop": "near", "n": 2 }));
    let milk = notes.create(milk.notebook_id(home).build()).unwrap();
    let rest = vec![
        input("Bread", Priority::LOW, 4, "2.25", json!({ "shop": "far", "n": 10 })).notebook_id(home).build(),
        input("Call", Priority::HIGH, 10, "0", json!({ "n": "ten" })).notebook_id(home).build(),
        CreateNoteInput::builder().title("Alone").priority(Priority::HIGH).build(),
    ];
    assert_eq!(notes.create_many(rest).unwrap(), 3);
    let food = database.tags().create(CreateTagInput::builder().label("food").build()).unwrap().id;
    let tie = CreateNoteTagInput::builder().note_id(milk.id).tag_id(food).build();
    database.note_tags().create(tie).unwrap();
    database
}

fn query(r#where: Option<NoteWhere>, order_by: Vec<NoteOrder>, limit: Option<i64>) -> NoteQuery {
    NoteQuery { r#where, search: None, deleted: None, order_by, limit, offset: None }
}

fn options(order_by: Vec<ColumnOrder>) -> Option<SelectOptions> {
    Some(SelectOptions { order_by, ..SelectOptions::default() })
}

fn ascending(column: i64) -> ColumnOrder {
    ColumnOrder { column, order: SortOrder::Ascending }
}

fn text(text: &str) -> Scalar {
    Scalar::Text(text.to_owned())
}

#[test]
fn fields_are_read_alone_and_equal_rows_come_once() {
    let notes = world().notes();
    let priority = || vec![NoteColumn::Field(NoteField::Priority)];

    let all = notes.select(priority(), None, options(vec![ascending(0)])).unwrap();
    assert_eq!(all, ["LOW", "LOW", "HIGH", "HIGH"].map(|name| vec![text(name)]));
    let once = SelectOptions { order_by: vec![ascending(0)], distinct: true, ..SelectOptions::default() };
    assert_eq!(
        notes.select(priority(), None, Some(once)).unwrap(),
        ["LOW", "HIGH"].map(|name| vec![text(name)])
    );
    let alone = NoteWhere::Title(TextFilter::Eq("Alone".to_owned()));
    let columns = vec![NoteColumn::Field(NoteField::Cost), NoteColumn::Field(NoteField::Keywords)];
    let row = notes.select(columns, Some(alone), None).unwrap();
    assert_eq!(row, [[Scalar::Null, Scalar::Json(Json(json!([])))]]);
}

#[test]
fn what_is_computed_is_typed_by_its_field_over_all_rows_and_over_groups() {
    let notes = world().notes();
    let decimal = |text: &str| Scalar::Decimal(text.parse().unwrap());

    let columns = vec![
        NoteColumn::Count,
        NoteColumn::Sum(NoteField::WordCount),
        NoteColumn::Avg(NoteField::WordCount),
        NoteColumn::Sum(NoteField::Cost),
        NoteColumn::Avg(NoteField::Cost),
        NoteColumn::Min(NoteField::Title),
        NoteColumn::Max(NoteField::Cost),
    ];
    let expected = [
        Scalar::Integer(4),
        Scalar::Integer(15),
        Scalar::Float(3.75),
        decimal("3.75"),
        decimal("1.25"),
        text("Alone"),
        decimal("2.25"),
    ];
    assert_eq!(notes.select(columns, None, None).unwrap(), [expected]);

    let columns = || {
        vec![NoteColumn::Sum(NoteField::WordCount), NoteColumn::Field(NoteField::Priority), NoteColumn::Count]
    };
    let groups = notes.select(columns(), None, options(vec![ascending(1)])).unwrap();
    let row = |sum, name: &str, count| vec![Scalar::Integer(sum), text(name), Scalar::Integer(count)];
    assert_eq!(groups, [row(5, "LOW", 2), row(10, "HIGH", 2)]);
    let having = vec![ColumnCondition { column: 0, filter: NumberFilter::Gt("5.5".parse().unwrap()) }];
    let large = SelectOptions { having, ..SelectOptions::default() };
    assert_eq!(notes.select(columns(), None, Some(large)).unwrap(), [row(10, "HIGH", 2)]);
}

#[test]
fn a_selection_that_means_nothing_is_told() {
    let notes = world().notes();
    let refused = |columns: Vec<NoteColumn>, options: Option<SelectOptions>| {
        let error = notes.select(columns, None, options).unwrap_err();
        let StoreError::Validation { subject, .. } = error else { panic!("{error}") };
        subject
    };
    let limited = || Some(SelectOptions { limit: Some(1), ..SelectOptions::default() });

    assert_eq!(refused(vec![], None), "select.columns");
    assert_eq!(refused(vec![NoteColumn::Count], limited()), "select.columns");
    assert_eq!(refused(vec![NoteColumn::Sum(NoteField::Title)], None), "Note.title");
    let first_of = |fields: &[NoteField]| vec![NoteColumn::Coalesce(fields.to_vec())];
    assert_eq!(refused(first_of(&[]), None), "select.columns");
    assert_eq!(refused(first_of(&[NoteField::Title, NoteField::Cost]), None), "Note.cost");
    assert_eq!(refused(first_of(&[NoteField::Meta, NoteField::Meta]), None), "Note.meta");
    assert_eq!(refused(vec![NoteColumn::Max(NoteField::Keywords)], None), "Note.keywords");
    assert_eq!(
        refused(vec![NoteColumn::Field(NoteField::Title)], options(vec![ascending(1)])),
        "select.order_by"
    );
    let having = vec![ColumnCondition { column: 0, filter: NumberFilter::Eq(Decimal::ONE) }];
    let having = Some(SelectOptions { having, ..SelectOptions::default() });
    assert_eq!(refused(vec![NoteColumn::Field(NoteField::Title)], having.clone()), "select.having");
    let least = |field| vec![NoteColumn::Min(field), NoteColumn::Field(NoteField::Priority)];
    assert_eq!(refused(least(NoteField::Title), having.clone()), "select.having");
    assert!(notes.select(least(NoteField::WordCount), None, having).is_ok());
}

#[test]
fn pages_beside_cursors_lead_through_all_rows_and_back() {
    let notes = world().notes();
    let by_title = || query(None, vec![NoteOrder::Title(SortOrder::Ascending)], Some(3));
    let titles = |page: &notes::cratestack_schema::bindings::NoteKeysetPage| {
        page.items.iter().map(|note| note.title.clone()).collect::<Vec<_>>()
    };

    let first = notes.find_page(by_title(), None).unwrap();
    assert_eq!(
        (titles(&first), first.before.is_none()),
        (["Alone", "Bread", "Call"].map(str::to_owned).to_vec(), true)
    );
    let after = PageStart::After { cursor: first.after.unwrap() };
    let second = notes.find_page(by_title(), Some(after)).unwrap();
    assert_eq!((titles(&second), second.after), (vec!["Milk".to_owned()], None));
    let before = PageStart::Before { cursor: second.before.unwrap() };
    assert_eq!(titles(&notes.find_page(by_title(), Some(before)).unwrap()), ["Alone", "Bread", "Call"]);
    assert_eq!(
        titles(&notes.find_page(by_title(), Some(PageStart::Last)).unwrap()),
        ["Bread", "Call", "Milk"]
    );
    let broken = PageStart::After { cursor: "none".to_owned() };
    assert!(matches!(notes.find_page(by_title(), Some(broken)), Err(StoreError::Validation { .. })));
}

#[test]
fn related_rows_come_along_nested_and_limited() {
    let database = world();
    let notebooks = NotebookQuery { r#where: None, order_by: vec![], limit: None, offset: None };
    let tags = NoteTagQuery { r#where: None, order_by: vec![], limit: None, offset: None };
    let tag = NoteTagInclude::Tag { include: vec![] };
    let note_query = query(None, vec![NoteOrder::Title(SortOrder::Descending)], Some(2));
    let include = NotebookInclude::Notes {
        query: note_query,
        include: vec![NoteInclude::Tags { query: tags, include: vec![tag] }],
    };

    let found = database.notebooks().find_many_with(notebooks, vec![include]).unwrap();

    assert_eq!(found.len(), 1);
    let notes = found[0].notes.as_ref().unwrap();
    let titles: Vec<_> = notes.iter().map(|note| note.record.title.as_str()).collect();
    assert_eq!(titles, ["Milk", "Call"]);
    assert!(notes[0].notebook.is_none() && notes[0].attachments.is_none());
    let tags = notes[0].tags.as_ref().unwrap();
    assert_eq!(tags[0].tag.as_ref().unwrap().record.label, "food");
    assert_eq!(notes[1].tags.as_ref().unwrap().len(), 0);

    let alone = query(Some(NoteWhere::Title(TextFilter::Eq("Alone".to_owned()))), vec![], None);
    let notebook = || NoteInclude::Notebook { include: vec![] };
    let found = database.notes().find_many_with(alone, vec![notebook()]).unwrap();
    assert!(found[0].notebook.is_none());
    let twice = database.notes().find_many_with(query(None, vec![], None), vec![notebook(), notebook()]);
    assert!(matches!(twice, Err(StoreError::Validation { .. })));
}

#[test]
fn values_inside_documents_filter_and_order() {
    let notes = world().notes();
    let found = |condition| {
        let filter = OptionalJsonFilter::Path("$.n".to_owned(), condition);
        let query = query(Some(NoteWhere::Meta(filter)), vec![NoteOrder::Title(SortOrder::Ascending)], None);
        notes.find_many(query).unwrap().into_iter().map(|note| note.title).collect::<Vec<_>>()
    };

    assert_eq!(found(JsonCondition::Gt(JsonValue::Integer(3))), ["Bread"]);
    assert_eq!(found(JsonCondition::Eq(JsonValue::Text("ten".to_owned()))), ["Call"]);
    assert_eq!(found(JsonCondition::Exists), ["Bread", "Call", "Milk"]);
    let has_shop = OptionalJsonFilter::HasKey("shop".to_owned());
    let order = vec![NoteOrder::MetaPath("$.n".to_owned(), SortOrder::Descending)];
    let ordered = notes.find_many(query(Some(NoteWhere::Meta(has_shop)), order, None)).unwrap();
    assert_eq!(ordered.iter().map(|note| note.title.as_str()).collect::<Vec<_>>(), ["Bread", "Milk"]);
    let refused = OptionalJsonFilter::Path("$.n".to_owned(), JsonCondition::Lt(JsonValue::Boolean(true)));
    let outcome = notes.find_many(query(Some(NoteWhere::Meta(refused)), vec![], None));
    assert!(matches!(outcome, Err(StoreError::InvalidValue { .. })));
}
