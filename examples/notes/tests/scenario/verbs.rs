//! The verbs of a model: the arguments of a step become a call of `ModelDelegate`, its result a form.

use larder::{
    Batch, BatchUpdate, Cursor, FilterExpr, FindFirst, FindMany, Keyset, ModelDelegate, PageInput,
    SnippetOptions, Target, TextSearch, ffi::StoreError,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{
    filters::{filter, order, single},
    forms::{given, shown},
    models::{Rows, Subject},
};

/// Runs a verb with its step, in which every name is resolved.
pub(crate) fn run<S: Subject>(target: Target<'_>, verb: &str, step: &Value) -> Result<Value, StoreError> {
    let rows = ModelDelegate::new(target, S::model());
    let whole = |row: S| shown(row);
    match verb {
        "create" => Ok(rows.create(input::<S>(&step["with"])?).run().map(whole)?),
        "createMany" => Ok(json!(rows.create_many(inputs::<S>(step)?).execute()?)),
        "upsert" => {
            let upsert = rows.upsert(input::<S>(&step["with"])?);
            let row = match step.get("onConflict") {
                Some(name) => upsert.on_conflict(S::conflict(name.as_str().unwrap())).run(),
                None => upsert.run(),
            };
            Ok(row.map(whole)?)
        }
        "delete" => Ok(rows.delete(read(&step["id"])).run().map(whole)?),
        "restore" => Ok(rows.restore(read(&step["id"])).run().map(whole)?),
        "update" => {
            let update = rows.update(read(&step["id"])).set(change::<S>(&step["with"])?);
            let row = match step.get("ifMatch") {
                Some(version) => update.if_match(version.as_i64().unwrap()).run(),
                None => update.run(),
            };
            Ok(row.map(whole)?)
        }
        "updateMany" => {
            let update = rows.update_many().where_(filter(&step["where"]));
            Ok(json!(update.set(change::<S>(&step["with"])?).run()?))
        }
        "deleteMany" => Ok(json!(rows.delete_many().where_(filter(&step["where"])).run()?)),
        "purgeExpired" => Ok(json!(rows.purge_expired().run()?)),
        "batchGet" => Ok(outcomes(rows.batch_get(keys::<S>(step)).run()?)),
        "batchDelete" => Ok(outcomes(rows.batch_delete(keys::<S>(step)).run()?)),
        "batchCreate" => Ok(outcomes(rows.batch_create(inputs::<S>(step)?).run()?)),
        "batchUpsert" => Ok(outcomes(rows.batch_upsert(inputs::<S>(step)?).run()?)),
        "batchUpdate" => {
            let items = list(&step["items"]).map(|item| {
                let if_match = item.get("ifMatch").and_then(Value::as_i64);
                Ok(BatchUpdate { key: read(&item["id"]), input: change::<S>(&item["with"])?, if_match })
            });
            let items = items.collect::<Result<_, StoreError>>()?;
            Ok(outcomes(rows.batch_update(items).run()?))
        }
        _ => read_rows::<S>(rows, verb, step),
    }
}

/// Runs a verb that a view has as well.
pub(crate) fn read_rows<S: Rows>(
    rows: ModelDelegate<'_, S, S::Key>,
    verb: &str,
    step: &Value,
) -> Result<Value, StoreError> {
    let form = |row: Option<S>| row.map_or(Value::Null, shown);
    match verb {
        "findUnique" => Ok(S::find_unique(rows, &step["id"]).map(form)?),
        "findMany" => Ok(find_many::<S>(rows, &step["query"])
            .run()
            .map(|rows| rows.into_iter().map(shown).collect())?),
        "findFirst" => Ok(find_first::<S>(rows, &step["query"]).run().map(form)?),
        "findSnippets" => {
            let options: SnippetOptions = read(&step["snippet"]);
            let found = find_many::<S>(rows, &step["query"]).snippets(options).run()?;
            let form =
                |found: larder::Found<S>| json!({ "item": shown(found.item), "snippet": found.snippet });
            Ok(found.into_iter().map(form).collect())
        }
        "paginate" => {
            let page: PageInput = read(&step["page"]);
            let page = find_many::<S>(rows, &step["query"]).paginate(page).run()?;
            let items: Vec<Value> = page.items.into_iter().map(shown).collect();
            Ok(json!({ "items": items, "totalCount": page.total_count, "pageInfo": page.page_info }))
        }
        "findPage" => {
            let page = beside(find_many::<S>(rows, &step["query"]), &step["start"]).run()?;
            let items: Vec<Value> = page.items.into_iter().map(shown).collect();
            Ok(json!({ "items": items, "before": page.before, "after": page.after }))
        }
        "count" => Ok(json!(rows.count().where_optional(filter_of(step)).run()?)),
        "exists" => Ok(json!(rows.exists().where_optional(filter_of(step)).run()?)),
        other => panic!("no verb {other}"),
    }
}

/// Says which page: the first, the last, or one beside a cursor.
fn beside<'a, S: Rows>(find: FindMany<'a, S, S::Key>, start: &Value) -> Keyset<'a, S, S::Key> {
    let (side, place) = single(start);
    match side {
        "first" => find.after(None),
        "last" => find.before(None),
        "after" => find.after(read::<Cursor>(&place["cursor"])),
        "before" => find.before(read::<Cursor>(&place["cursor"])),
        other => panic!("{other} is no start of a page"),
    }
}

fn find_first<'a, S: Rows>(rows: ModelDelegate<'a, S, S::Key>, query: &Value) -> FindFirst<'a, S, S::Key> {
    let mut find = rows.find_first().where_optional(filter_of(query));
    for step in orders(query) {
        find = find.order_by(order(step));
    }
    if let Some(search) = query.get("search") {
        find = find.search(read::<TextSearch>(search));
    }
    match query.get("deleted").map(|deleted| deleted.as_str().unwrap()) {
        None => find,
        Some("included") => find.with_deleted(),
        Some(only) => {
            assert_eq!(only, "only");
            find.only_deleted()
        }
    }
}

/// Makes the query of a step.
pub(crate) fn find_many<'a, S: Rows>(
    rows: ModelDelegate<'a, S, S::Key>,
    query: &Value,
) -> FindMany<'a, S, S::Key> {
    let mut find = rows.find_many().where_optional(filter_of(query));
    for step in orders(query) {
        find = find.order_by(order(step));
    }
    if let Some(limit) = query.get("limit") {
        find = find.limit(limit.as_u64().unwrap());
    }
    if let Some(offset) = query.get("offset") {
        find = find.offset(offset.as_u64().unwrap());
    }
    if let Some(search) = query.get("search") {
        find = find.search(read::<TextSearch>(search));
    }
    match query.get("deleted").map(|deleted| deleted.as_str().unwrap()) {
        None => find,
        Some("included") => find.with_deleted(),
        Some(only) => {
            assert_eq!(only, "only");
            find.only_deleted()
        }
    }
}

fn list(items: &Value) -> std::slice::Iter<'_, Value> {
    items.as_array().unwrap().iter()
}

fn keys<S: Subject>(step: &Value) -> Vec<S::Key> {
    list(&step["ids"]).map(read).collect()
}

fn inputs<S: Subject>(step: &Value) -> Result<Vec<S::Create>, StoreError> {
    list(&step["with"]).map(input::<S>).collect()
}

/// Shows the rows of a batch in their forms.
fn outcomes(batch: Batch<impl Serialize>) -> Value {
    let mut form = serde_json::to_value(batch).unwrap();
    for result in form["results"].as_array_mut().unwrap() {
        if let Some(row) = result.get_mut("value") {
            *row = shown(row.take());
        }
    }
    form
}

fn filter_of<S: Rows>(holder: &Value) -> Option<FilterExpr<S>> {
    holder.get("where").map(filter)
}

fn orders(query: &Value) -> &[Value] {
    query.get("orderBy").map_or(&[], |steps| steps.as_array().unwrap())
}

fn input<S: Subject>(with: &Value) -> Result<S::Create, StoreError> {
    let mut with = given(with.clone())?;
    let members = with.as_object_mut().unwrap();
    let nan = members.iter().find(|(_, form)| *form == "NaN").map(|(name, _)| name.clone());
    if let Some(name) = &nan {
        members.remove(name);
    }
    let mut input: S::Create = read(&with);
    if let Some(name) = nan {
        S::set_float(&mut input, &name, f64::NAN);
    }
    Ok(input)
}

fn change<S: Subject>(with: &Value) -> Result<S::Update, StoreError> {
    Ok(read(&given(with.clone())?))
}

pub(crate) fn read<T: DeserializeOwned>(form: &Value) -> T {
    serde_json::from_value(form.clone()).unwrap_or_else(|error| panic!("{form}: {error}"))
}
