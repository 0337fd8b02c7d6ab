//! Stories told through the program's pages and commands, on SQLite, and on PostgreSQL
//! when `TEST_DATABASE_URL` names a server.
#![expect(clippy::unwrap_used, reason = "in a test a panic is the message")]

mod api;
mod audit;
mod backup;
mod checks;
mod clusters;
mod commands;
mod conflicts;
mod corrections;
mod documents;
mod events;
mod exchange;
mod figures;
mod files;
mod imports;
mod jobs;
mod kill;
mod law;
mod mail;
mod metrics;
mod migrations;
mod notices;
mod organizations;
mod personal;
mod places;
mod promotion;
mod proxies;
mod reports;
mod retention;
mod rights;
mod upgrade;
mod uploads;
mod users;
mod work;
mod world;
