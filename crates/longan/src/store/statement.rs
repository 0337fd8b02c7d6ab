//! A statement whose number of values is only known when it runs: many rows at once, or a
//! list of ids. The words stay ours and constant; values are always bound, never written in.

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::query::{Query, QueryAs};
use sqlx::{Any, Arguments as _, AssertSqlSafe, Encode, FromRow, Type};
use std::fmt::Write as _;

/// A growing statement. (`sqlx::QueryBuilder` writes `?` for this driver, which PostgreSQL does not read.)
pub struct Statement {
    sql: String,
    arguments: AnyArguments,
}

impl Statement {
    /// Begins with constant words.
    pub fn new(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), arguments: AnyArguments::default() }
    }

    /// Adds constant words.
    pub fn push(&mut self, sql: &'static str) -> &mut Self {
        self.sql.push_str(sql);
        self
    }

    /// Adds constant words one after the other.
    pub fn push_all(&mut self, words: &[&'static str]) -> &mut Self {
        for word in words {
            self.push(word);
        }
        self
    }

    /// Adds a bound value.
    ///
    /// # Panics
    /// Never with the types stored here: text, whole numbers and options of them always encode.
    pub fn push_bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        self.arguments.add(value).expect("text and whole numbers always encode");
        let _ = write!(self.sql, "${}", self.arguments.len());
        self
    }

    /// Adds `(a, b, …)`.
    pub fn push_list<'t, T: Encode<'t, Any> + Type<Any>>(
        &mut self,
        values: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        self.push("(");
        for (index, value) in values.into_iter().enumerate() {
            if index > 0 {
                self.push(", ");
            }
            self.push_bind(value);
        }
        self.push(")")
    }

    /// Adds `values (…), (…)`, one group an item; `fill` binds the item's values in order.
    pub fn push_values<I>(
        &mut self,
        items: impl IntoIterator<Item = I>,
        mut fill: impl FnMut(&mut Values<'_>, I),
    ) -> &mut Self {
        self.push("values ");
        for (index, item) in items.into_iter().enumerate() {
            self.push(if index > 0 { ", (" } else { "(" });
            let mut values = Values { statement: self, filled: 0 };
            fill(&mut values, item);
            self.push(")");
        }
        self
    }

    /// The finished statement.
    pub fn build(self) -> Query<'static, Any, AnyArguments> {
        sqlx::query_with(AssertSqlSafe(self.sql), self.arguments)
    }

    /// The finished query, its rows read as `T`.
    pub fn build_query_as<T: for<'r> FromRow<'r, AnyRow>>(
        self,
    ) -> QueryAs<'static, Any, T, AnyArguments> {
        sqlx::query_as_with(AssertSqlSafe(self.sql), self.arguments)
    }
}

/// One group of values being filled.
pub struct Values<'s> {
    statement: &'s mut Statement,
    filled: usize,
}

impl Values<'_> {
    /// Adds the next value of the group.
    pub fn push_bind<'t, T: Encode<'t, Any> + Type<Any>>(&mut self, value: T) -> &mut Self {
        if self.filled > 0 {
            self.statement.push(", ");
        }
        self.filled += 1;
        self.statement.push_bind(value);
        self
    }
}
