//! What the database itself is told to refuse. Triggers are spelled differently by the two
//! engines, so they cannot stand in a migration; they are made after it, once.

use super::{Engine, Result, Store};
use sqlx::Executor as _;

const SQLITE: &str = "
    create trigger if not exists events_are_kept before update on events when old.hash <> ''
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
