//! Stories told through the program's pages and commands, on SQLite, and on PostgreSQL
//! when `TEST_DATABASE_URL` names a server.

mod clusters;
mod conflicts;
mod figures;
mod law;
mod users;
mod world;
