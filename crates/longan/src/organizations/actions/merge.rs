//! Two records of one body become one, or are said to be two; and the way back.

use super::super::model::Organization;
use super::super::moves::{self, Move};
use super::super::store::{self, Merge, Moved};
use super::{Refusal, act, commit, work_out_places};
use crate::App;
use crate::events::{self, Act, Actor};
use crate::store::Tx;
use crate::users;

/// Makes one body of two: everything that belongs to `merged` belongs to `survivor` from now on.
/// One transaction; both histories stay, each with the event.
pub async fn merge(
    app: &App,
    actor: &Actor,
    merged: &Organization,
    survivor: &Organization,
    reason: &str,
) -> Result<(), Refusal> {
    if merged.id == survivor.id || survivor.merged_into.is_some() || merged.merged_into.is_some() {
        return Err(Refusal::on("form", "Hãy chọn hai tổ chức khác nhau, đang có trong sổ."));
    }
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let merge_id =
        store::insert_merge(&mut tx, &merged.id, &survivor.id, reason, &actor.user_id, &now)
            .await?;
    // What was seen when the person decided is what is made one.
    store::set_merged_into(&mut tx, (&merged.id, merged.revision), Some(&survivor.id)).await?;
    store::touch(&mut tx, survivor).await?;
    let mut moving = Moving { tx: &mut tx, merge_id: &merge_id, position: 0 };
    moving.take_tax_code(merged, survivor).await?;
    for each in moves::all() {
        moving.make(each, &merged.id, &survivor.id).await?;
    }
    let moved = moving.position;
    settle(app, &mut tx, merged, survivor).await?;
    let image = serde_json::json!({
        "merged_id": merged.id, "merged": merged.name, "merged_tax_code": merged.tax_code,
        "survivor_id": survivor.id, "survivor": survivor.name, "moved": moved,
    });
    for id in [&merged.id, &survivor.id] {
        let act = Act { note: reason, ..act("organizations.merged", id, None) };
        events::record(&mut tx, actor, &act, &image).await?;
    }
    commit(tx).await?;
    Ok(())
}

/// How taking a merge back went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// Values that went back.
    pub returned: u64,
    /// Values that somebody changed since: they stay where they are.
    pub left: u64,
}

/// Takes a merge back: both bodies stand on their own again, and every value that nobody changed
/// since returns.
pub async fn undo(
    app: &App,
    actor: &Actor,
    merge: &Merge,
    reason: &str,
) -> Result<Undone, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let (Some(merged), Some(survivor)) = (
        store::find_within(&mut tx, &merge.merged_id).await?,
        store::find_within(&mut tx, &merge.survivor_id).await?,
    ) else {
        return Err(Refusal::Store(crate::store::StoreError::Stale));
    };
    store::undo_merge(&mut tx, merge, &actor.user_id, &now).await?;
    store::set_merged_into(&mut tx, (&merged.id, merged.revision), None).await?;
    let mut undone = Undone { returned: 0, left: 0 };
    for moved in store::list_moved(&mut tx, &merge.id).await? {
        let changed = match moves::of(&moved) {
            Some(moving) => {
                store::change_value(&mut tx, moving, &moved.row_key, &moved.became, &moved.was)
                    .await?
            }
            None => 0,
        };
        if changed == 1 {
            undone.returned += 1;
        } else {
            undone.left += 1;
        }
    }
    settle(app, &mut tx, &merged, &survivor).await?;
    let image = serde_json::json!({
        "merged_id": merged.id, "merged": merged.name, "survivor_id": survivor.id,
        "survivor": survivor.name, "returned": undone.returned, "left": undone.left,
    });
    for id in [&merged.id, &survivor.id] {
        let act = Act { note: reason, ..act("organizations.merge_undone", id, None) };
        events::record(&mut tx, actor, &act, &image).await?;
    }
    commit(tx).await?;
    Ok(undone)
}

/// Keeps that two bodies that look alike are not the same, and why.
pub async fn say_distinct(
    app: &App,
    actor: &Actor,
    pair: (&Organization, &Organization),
    reason: &str,
) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    let ids = (pair.0.id.as_str(), pair.1.id.as_str());
    let now = actor.now.to_string();
    if store::insert_distinction(&mut tx, ids, reason, &actor.user_id, &now).await? == 0 {
        return Err(Refusal::on("form", "Cặp này đã được ghi là không trùng."));
    }
    for (one, other) in [pair, (pair.1, pair.0)] {
        let image = serde_json::json!({ "other_id": other.id, "other": other.name });
        let act = Act { note: reason, ..act("organizations.said_distinct", &one.id, None) };
        events::record(&mut tx, actor, &act, &image).await?;
    }
    commit(tx).await?;
    Ok(())
}

/// What follows from what belongs to whom: reach, search, the rights of people.
async fn settle(
    app: &App,
    tx: &mut Tx,
    merged: &Organization,
    survivor: &Organization,
) -> crate::store::Result<()> {
    for id in [&merged.id, &survivor.id] {
        work_out_places(app, tx, id).await?;
        store::refresh_search_text(tx, id).await?;
        users::store::forget_reach_at(tx, &format!("organization:{id}")).await?;
    }
    Ok(())
}

/// Moves values one after the other and writes each down.
struct Moving<'a> {
    tx: &'a mut Tx,
    merge_id: &'a str,
    position: i64,
}

impl Moving<'_> {
    async fn make(
        &mut self,
        moving: &Move,
        merged_id: &str,
        survivor_id: &str,
    ) -> Result<(), Refusal> {
        for (row_key, was, becomes) in
            store::list_moving(self.tx, moving, merged_id, survivor_id).await?
        {
            self.change(moving, &row_key, &was, &becomes).await?;
        }
        Ok(())
    }

    /// The code leaves the one before it comes to the other: a code stands once in the register.
    async fn take_tax_code(
        &mut self,
        merged: &Organization,
        survivor: &Organization,
    ) -> Result<(), Refusal> {
        let going = store::list_moving(self.tx, &moves::TAX_CODE, &merged.id, &survivor.id).await?;
        for (row_key, code, nothing) in going {
            self.change(&moves::TAX_CODE, &row_key, &code, &nothing).await?;
            self.change(&moves::TAX_CODE, &survivor.id, "", &code).await?;
        }
        Ok(())
    }

    async fn change(
        &mut self,
        moving: &Move,
        row_key: &str,
        was: &str,
        becomes: &str,
    ) -> Result<(), Refusal> {
        if store::change_value(self.tx, moving, row_key, was, becomes).await? != 1 {
            return Ok(());
        }
        self.position += 1;
        let moved = Moved {
            table_name: moving.table.to_owned(),
            column_name: moving.column.to_owned(),
            row_key: row_key.to_owned(),
            was: was.to_owned(),
            became: becomes.to_owned(),
        };
        store::insert_moved(self.tx, self.merge_id, self.position, &moved).await?;
        Ok(())
    }
}
