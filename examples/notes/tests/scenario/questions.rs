//! The questions whose answer has a type of its own in Rust: some columns, related rows. What their steps ask is written here
//! as Rust code writes it; filters, orders and limits come from the step.

use larder::{
    FieldRef, FieldValue, FromRow, IncludeMany, ModelDelegate, OrderBy, RusqliteError, Target, coalesce,
    count,
    ffi::{Scalar, StoreError},
    rust_decimal::Decimal,
};
use notes::cratestack_schema::{
    Attachment, NOTE_MODEL, NOTEBOOK_MODEL, NOTEBOOK_SUMMARY_VIEW, Note, NoteTag, Notebook, TAG_MODEL, Tag,
    note, note_tag, notebook, notebook_summary,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    filters::{by, filter, order, single},
    forms::shown,
    models::Rows,
    verbs::find_many,
};

/// What is known of a notebook's notes when their tags came along.
type Tagged = (Note, Vec<(NoteTag, Option<Tag>)>);

/// What a note has in the file: its title, its words, its cost, when it was deleted.
type Stored = (String, i64, Option<String>, Option<String>);

/// Runs a verb whose answer depends on what is asked; nothing for any other call.
pub(crate) fn ask(target: Target<'_>, call: &str, step: &Value) -> Option<Result<Value, StoreError>> {
    match call {
        "note.select" => Some(select(target, step)),
        "query" => Some(query(target, step)),
        "tag.explain" => Some(explain(target, step)),
        "notebookSummary.select" => Some(select_summaries(target, step)),
        "notebook.findManyWith" => Some(notebooks_with(target, step)),
        "note.findManyWith" => Some(notes_with(target, step)),
        _ => None,
    }
}

fn select(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    let rows = ModelDelegate::new(target, &NOTE_MODEL);
    let (fields, totals) =
        (rows.find_many().where_(filter(&step["where"])), rows.aggregate().where_(filter(&step["where"])));
    let options = &step["options"];
    Ok(match step["columns"].to_string().as_str() {
        r#"["title","cost","meta"]"# => fields
            .select((note::title(), note::cost(), note::meta()))
            .order_by(of_column(options, 0, note::title()))
            .limit(options["limit"].as_u64().unwrap())
            .run()?
            .into_iter()
            .map(|(title, cost, meta)| json!([title, cost.map(digits), meta]))
            .collect(),
        r#"["priority"]"# => {
            assert_eq!(options["distinct"], true);
            let order = of_column(options, 0, note::priority());
            let once = fields.select(note::priority()).distinct().order_by(order).run()?;
            once.into_iter().map(|priority| json!([priority])).collect()
        }
        r#"["count",{"sum":"wordCount"},{"avg":"wordCount"},{"sum":"cost"},{"avg":"cost"},{"min":"title"},{"max":"cost"}]"# =>
        {
            let words = (note::word_count().sum(), note::word_count().avg());
            let costs = (note::cost().sum(), note::cost().avg(), note::cost().max());
            let asked = (count(), words.0, words.1, costs.0, costs.1, note::title().min(), costs.2);
            let (count, sum, average, costs, mean, first, most) = totals.select(asked).run()?;
            json!([[count, sum, average, digits(costs), mean.map(digits), first, most.map(digits)]])
        }
        r#"["priority","count",{"sum":"wordCount"}]"# => {
            let words = || note::word_count().sum();
            let mut groups = totals.select((count(), words())).group_by(note::priority());
            if let Some(condition) = options["having"].get(0) {
                assert_eq!(condition["column"], 2);
                let (operator, limit) = single(&condition["filter"]);
                assert_eq!(operator, "lt");
                groups =
                    groups.having(words().lt(limit.as_str().unwrap().parse::<f64>().unwrap().ceil() as i64));
            }
            if let Some(step) = options["orderBy"].get(0) {
                assert_eq!(step, &json!({ "column": 2, "order": "descending" }));
                groups = groups.order_by(words().desc());
            }
            groups
                .run()?
                .into_iter()
                .map(|(priority, (count, words))| json!([priority, count, words]))
                .collect()
        }
        r#"[{"coalesce":["summary","title"]},"count"]"# => {
            let shown = || coalesce([note::summary(), note::title().optional()]);
            assert_eq!(options, &json!({ "orderBy": [{ "column": 0, "order": "descending" }], "limit": 2 }));
            let groups = totals.select(count()).group_by(shown()).order_by(shown().desc()).limit(2);
            groups.run()?.into_iter().map(|(shown, count)| json!([shown, count])).collect()
        }
        r#"[{"sum":"cost"},{"min":"title"}]"# => {
            let (costs, first) = totals.select((note::cost().sum(), note::title().min())).run()?;
            json!([[digits(costs), first]])
        }
        other => panic!("no columns {other}"),
    })
}

/// Reads with a statement of one's own, into a type for each.
fn query(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    let sql = step["sql"].as_str().unwrap();
    let params = step.get("params").map_or(&[][..], |params| params.as_array().unwrap());
    let params: Vec<Scalar> = params.iter().map(scalar).collect();
    Ok(match sql {
        _ if sql.contains("word_count") => json!(query_as::<Stored>(target, sql, params)?),
        _ if sql.contains("count(*)") => {
            json!(query_as::<i64>(target, sql, params)?.into_iter().map(|count| [count]).collect::<Vec<_>>())
        }
        _ => {
            json!(query_as::<String>(target, sql, params)?.into_iter().map(|text| [text]).collect::<Vec<_>>())
        }
    })
}

fn query_as<T: FromRow>(target: Target<'_>, sql: &str, params: Vec<Scalar>) -> Result<Vec<T>, RusqliteError> {
    match target {
        Target::Runtime(runtime) => runtime.query_as(sql, params),
        Target::Transaction(transaction) => transaction.query_as(sql, params),
    }
}

fn scalar(form: &Value) -> Scalar {
    let (kind, given) = single(form);
    match kind {
        "integer" => Scalar::Integer(given.as_i64().unwrap()),
        "text" => Scalar::Text(given.as_str().unwrap().to_owned()),
        "uuid" => Scalar::Uuid(given.as_str().unwrap().parse().unwrap()),
        other => panic!("no statement takes a {other}"),
    }
}

fn explain(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    let tags = find_many(ModelDelegate::new(target, &TAG_MODEL), &step["query"]);
    let plan = tags.explain()?;
    Ok(json!({ "sql": tags.preview_sql()?, "steps": plan.to_string(), "scanned": plan.scanned() }))
}

fn select_summaries(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    assert_eq!(step["columns"], json!(["name", "notes", "dearest"]));
    let rows =
        ModelDelegate::new(target, &NOTEBOOK_SUMMARY_VIEW.rows).find_many().where_(filter(&step["where"]));
    let fields = (notebook_summary::name(), notebook_summary::notes(), notebook_summary::dearest());
    let found = rows.select(fields).run()?;
    Ok(found.into_iter().map(|(name, notes, dearest)| json!([name, notes, dearest.map(digits)])).collect())
}

fn notebooks_with(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    let rows = || find_many(ModelDelegate::new(target, &NOTEBOOK_MODEL), &step["query"]);
    let asked = &step["include"][0]["notes"];
    let notes = part(notebook::notes().as_include(), &asked["query"]);
    let Some(nested) = asked.get("include") else {
        let found = rows().include(notes).run()?.into_iter();
        return Ok(found.map(|(row, notes)| with(row, [("notes", list(notes, bare))])).collect());
    };
    assert_eq!(nested, &json!([{ "tags": { "include": [{ "tag": {} }] } }]));
    let tags = note::tags().as_include().include(note_tag::tag().as_include());
    let found = rows().include(notes.include(tags)).run()?.into_iter();
    Ok(found.map(|(row, notes)| with(row, [("notes", list(notes, tagged))])).collect())
}

fn notes_with(target: Target<'_>, step: &Value) -> Result<Value, StoreError> {
    assert_eq!(step["include"], json!([{ "notebook": {} }, { "attachments": {} }]));
    let rows = find_many(ModelDelegate::new(target, &NOTE_MODEL), &step["query"]);
    let found =
        rows.include(note::notebook().as_include()).include(note::attachments().as_include()).run()?;
    let form = |(note, notebook, attachments): (Note, Option<Notebook>, Vec<Attachment>)| {
        let notebook = notebook.map(|row| with(row, [("notes", Value::Null)])).unwrap_or_default();
        let attachments = list(attachments, |row| with(row, [("note", Value::Null)]));
        with(note, [("notebook", notebook), ("attachments", attachments), ("tags", Value::Null)])
    };
    Ok(list(found, form))
}

/// Says which of the related rows.
fn part<M, T: Rows>(mut include: IncludeMany<M, T>, query: &Value) -> IncludeMany<M, T> {
    if let Some(form) = query.get("where") {
        include = include.where_(filter(form));
    }
    for step in query.get("orderBy").map_or(&[][..], |steps| steps.as_array().unwrap()) {
        include = include.order_by(order(step));
    }
    match query.get("limit") {
        Some(limit) => include.limit(limit.as_u64().unwrap()),
        None => include,
    }
}

fn bare(note: Note) -> Value {
    with(note, ["notebook", "attachments", "tags"].map(|relation| (relation, Value::Null)))
}

fn tagged((note, tags): Tagged) -> Value {
    let tie = |(tie, tag): (NoteTag, Option<Tag>)| {
        let tag = tag.map(|tag| with(tag, [("notes", Value::Null)])).unwrap_or_default();
        with(tie, [("note", Value::Null), ("tag", tag)])
    };
    with(note, [("notebook", Value::Null), ("attachments", Value::Null), ("tags", list(tags, tie))])
}

/// Shows a row and what came along with it, null where nothing was asked for.
fn with<const N: usize>(record: impl Serialize, relations: [(&str, Value); N]) -> Value {
    let relations = relations.map(|(relation, value)| (relation.to_owned(), value));
    std::iter::once(("record".to_owned(), shown(record))).chain(relations).collect()
}

fn list<T>(rows: Vec<T>, form: impl Fn(T) -> Value) -> Value {
    rows.into_iter().map(form).collect()
}

/// Orders by a field that stands in this column of the answer.
fn of_column<M, T: FieldValue>(options: &Value, column: i64, field: FieldRef<M, T>) -> OrderBy<M> {
    let step = &options["orderBy"][0];
    assert_eq!(step["column"], column);
    by(field, &step["order"])
}

fn digits(number: Decimal) -> String {
    number.normalize().to_string()
}
