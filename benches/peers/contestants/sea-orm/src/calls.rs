//! The calls, in `SeaORM`'s words.

use peers_course::{PAGE, PAGE_RANK, ROWS, key, new_item, owner};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseConnection, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, TransactionTrait,
};

use crate::item::{ActiveModel, Column, Entity, Model};

pub(crate) async fn read(db: &DatabaseConnection, n: i64) -> Model {
    Entity::find_by_id(key(n)).one(db).await.expect("a read").expect("a row")
}

pub(crate) async fn page(db: &DatabaseConnection, n: i64) -> Vec<Model> {
    let rows = Entity::find()
        .filter(Column::Owner.eq(owner(n)))
        .filter(Column::Rank.gte(PAGE_RANK))
        .order_by_asc(Column::Rank)
        .order_by_asc(Column::Id)
        .limit(PAGE.unsigned_abs());
    rows.all(db).await.expect("a page")
}

pub(crate) async fn scan(db: &DatabaseConnection) -> Vec<Model> {
    Entity::find().all(db).await.expect("rows")
}

pub(crate) async fn create(db: &DatabaseConnection, n: i64) -> Model {
    row(n).insert(db).await.expect("a row")
}

pub(crate) async fn create_many(db: &DatabaseConnection) {
    let transaction = db.begin().await.expect("BEGIN");
    for n in 0..ROWS {
        Entity::insert(row(n)).exec_without_returning(&transaction).await.expect("a row");
    }
    transaction.commit().await.expect("COMMIT");
}

pub(crate) async fn update(db: &DatabaseConnection, n: i64) -> Model {
    let change = ActiveModel { id: Set(key(n)), rank: Set(n % 1_000), ..Default::default() };
    change.update(db).await.expect("a row")
}

pub(crate) async fn delete(db: &DatabaseConnection, id: i64) -> Option<Model> {
    Entity::delete_by_id(id).exec_with_returning(db).await.expect("a row")
}

pub(crate) async fn count(db: &DatabaseConnection, n: i64) -> u64 {
    Entity::find().filter(Column::Owner.eq(owner(n))).count(db).await.expect("a count")
}

pub(crate) async fn clean(db: &DatabaseConnection) {
    Entity::delete_many().filter(Column::Id.gt(ROWS)).exec(db).await.expect("a count");
}

fn row(n: i64) -> ActiveModel {
    let row = new_item(n);
    ActiveModel {
        owner: Set(row.owner),
        title: Set(row.title),
        body: Set(row.body),
        rank: Set(row.rank),
        score: Set(row.score),
        created_at: Set(row.created_at),
        ..Default::default()
    }
}
