//! Stories told through the program's pages and commands, on SQLite, and on PostgreSQL
//! when `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod backup;
mod checks;
mod clusters;
mod commands;
mod conflicts;
mod figures;
mod imports;
mod jobs;
mod kill;
mod law;
mod mail;
mod migrations;
mod places;
mod proxies;
mod rights;
mod users;
mod world;
