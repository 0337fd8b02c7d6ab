//! What the database itself is told to refuse. Triggers are spelled differently by the two
//! engines, so they cannot stand in a migration; they are made after it.

use super::{Engine, Result, Store};
use sqlx::Executor as _;

/// Made anew at each start: it costs nothing, and depends on which tables there are.
const SQLITE: &str = "
    drop trigger if exists events_are_kept;
    create trigger events_are_kept before update on events when old.hash <> ''
    begin select raise(abort, 'events are only ever added'); end;
    create trigger if not exists events_stay before delete on events
    begin select raise(abort, 'events are only ever added'); end";

/// The same where words may be taken out of an event, once that was written down.
const SQLITE_WITH_REDACTIONS: &str = "
    drop trigger if exists events_are_kept;
    create trigger events_are_kept before update on events
    when old.hash <> '' and not (
        new.id = old.id and new.hash = old.hash and new.previous_hash = old.previous_hash
        and new.position = old.position and new.happened_at = old.happened_at
        and new.user_id = old.user_id and new.action = old.action and new.subject_id = old.subject_id
        and exists (select 1 from event_redactions r where r.event_id = old.id))
    begin select raise(abort, 'events are only ever added'); end;
    create trigger if not exists events_stay before delete on events
    begin select raise(abort, 'events are only ever added'); end";

/// Processes that start together make the trigger one after the other.
const POSTGRESQL: &str = "
    select pg_advisory_xact_lock(20260101);
    create or replace function events_are_kept() returns trigger language plpgsql as $$
    begin
        if tg_op = 'UPDATE' then
            if old.hash = '' then return new; end if;
            if (new.id, new.hash, new.previous_hash, new.position, new.happened_at, new.user_id, new.action, new.subject_id)
               = (old.id, old.hash, old.previous_hash, old.position, old.happened_at, old.user_id, old.action, old.subject_id) then
                if to_regclass('event_redactions') is not null then
                    if exists (select 1 from event_redactions r where r.event_id = old.id) then return new; end if;
                end if;
            end if;
        end if;
        raise exception 'events are only ever added';
    end $$;
    create or replace trigger events_are_kept before update or delete on events
    for each row execute function events_are_kept();
    create or replace trigger events_stay before truncate on events
    for each statement execute function events_are_kept()";

/// Makes the database refuse to change or take away an event that is in the chain. Whoever
/// owns the database can take this away again; that is what the chain of hashes is for.
pub(super) async fn keep_events(store: &Store) -> Result<()> {
    match store.engine {
        Engine::Sqlite if store.has_table("event_redactions").await? => {
            store.write.execute(SQLITE_WITH_REDACTIONS).await?;
        }
        Engine::Sqlite => {
            store.write.execute(SQLITE).await?;
        }
        Engine::PostgreSql => {
            let made: (i64,) = sqlx::query_as(
                "select count(*) from pg_trigger where tgname = 'events_are_kept' and tgrelid = to_regclass('events')",
            )
            .fetch_one(&store.read)
            .await?;
            if made.0 == 0 {
                store.write.execute(POSTGRESQL).await?;
            }
        }
    }
    Ok(())
}

impl Store {
    /// Whether the schema has a table of this name.
    pub async fn has_table(&self, name: &str) -> Result<bool> {
        let sql = match self.engine {
            Engine::Sqlite => {
                "select count(*) from sqlite_master where type = 'table' and name = $1"
            }
            Engine::PostgreSql => "select count(to_regclass(cast($1 as text)))",
        };
        let (count,): (i64,) = sqlx::query_as(sql).bind(name).fetch_one(&self.read).await?;
        Ok(count > 0)
    }
}
