//! The verbs of a model: the arguments of a step become a call of `ModelDelegate`, its result a form.

use larder::{FilterExpr, ModelDelegate, PageInput, Target, ffi::StoreError};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::{
    filters::{filter, order},
    forms::{given, shown},
    models::Subject,
};

/// Runs a verb with its step, in which every name is resolved.
pub(crate) fn run<S: Subject>(target: Target<'_>, verb: &str, step: &Value) -> Result<Value, StoreError> {
    let rows = ModelDelegate::new(target, S::model());
    let form = |row: Option<S>| row.map_or(Value::Null, shown);
    let whole = |row: S| shown(row);
    match verb {
        "create" => Ok(rows.create(input::<S>(&step["with"])?).run().map(whole)?),
        "createMany" => {
            let inputs = step["with"].as_array().unwrap().iter().map(input::<S>);
            let made = rows.create_many(inputs.collect::<Result<_, _>>()?).run()?;
            Ok(json!(made.len()))
        }
        "upsert" => {
            let upsert = rows.upsert(input::<S>(&step["with"])?);
            let row = match step.get("onConflict") {
                Some(name) => upsert.on_conflict(S::conflict(name.as_str().unwrap())).run(),
                None => upsert.run(),
            };
            Ok(row.map(whole)?)
        }
        "findUnique" => Ok(rows.find_unique(read(&step["id"])).run().map(form)?),
        "delete" => Ok(rows.delete(read(&step["id"])).run().map(whole)?),
        "restore" => Ok(rows.restore(read(&step["id"])).run().map(whole)?),
        "findMany" => Ok(find_many::<S>(rows, &step["query"])
            .run()
            .map(|rows| rows.into_iter().map(shown).collect())?),
        "findFirst" => {
            let query = &step["query"];
            let mut find = rows.find_first().where_optional(filter_of(query));
            for step in orders(query) {
                find = find.order_by(order(step));
            }
            Ok(find.run().map(form)?)
        }
        "paginate" => {
            let page: PageInput = read(&step["page"]);
            let page = find_many::<S>(rows, &step["query"]).paginate(page).run()?;
            let items: Vec<Value> = page.items.into_iter().map(shown).collect();
            Ok(json!({ "items": items, "totalCount": page.total_count, "pageInfo": page.page_info }))
        }
        "count" => Ok(json!(rows.count().where_optional(filter_of(step)).run()?)),
        "exists" => Ok(json!(rows.exists().where_optional(filter_of(step)).run()?)),
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
        other => panic!("no verb {other}"),
    }
}

fn find_many<'a, S: Subject>(
    rows: ModelDelegate<'a, S, S::Key>,
    query: &Value,
) -> larder::FindMany<'a, S, S::Key> {
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
    find
}

fn filter_of<S: Subject>(holder: &Value) -> Option<FilterExpr<S>> {
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

fn read<T: DeserializeOwned>(form: &Value) -> T {
    serde_json::from_value(form.clone()).unwrap_or_else(|error| panic!("{form}: {error}"))
}
