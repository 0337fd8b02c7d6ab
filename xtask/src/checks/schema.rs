//! What a table may look like.

use crate::house;
use crate::tree::{Problem, Tree, line_at};

/// A table as a migration makes it.
pub struct Table<'a> {
    pub path: &'a str,
    pub line: usize,
    pub name: String,
    /// Line, name and type of each column.
    pub columns: Vec<(usize, String, String)>,
}

/// Every table that the migrations make.
pub fn tables(tree: &Tree) -> Vec<Table<'_>> {
    let mut tables = Vec::new();
    for file in tree.within("migrations/", ".sql").filter(|file| !file.path.contains("/sample/")) {
        let sql = without_comments(&file.text.to_lowercase());
        for (at, made) in sql.match_indices("create table ") {
            let rest = &sql[at + made.len()..];
            let rest = rest.strip_prefix("if not exists ").unwrap_or(rest);
            let (Some(open), Some(end)) = (rest.find('('), rest.find(");")) else { continue };
            let body_at = sql.len() - rest.len() + open + 1;
            tables.push(Table {
                path: &file.path,
                line: line_at(&sql, at),
                name: rest[..open].trim().to_owned(),
                columns: columns(&sql, body_at, sql.len() - rest.len() + end),
            });
        }
    }
    tables
}

/// Blanks what follows `--` on each line; offsets of lines stay.
fn without_comments(sql: &str) -> String {
    sql.lines().map(|line| line.split("--").next().unwrap_or("")).collect::<Vec<_>>().join("\n")
}

/// The columns between two bytes: pieces split at commas outside parentheses.
fn columns(sql: &str, from: usize, to: usize) -> Vec<(usize, String, String)> {
    let mut columns = Vec::new();
    let (mut start, mut depth) = (from, 0);
    for at in from..=to {
        match sql.as_bytes()[at] {
            _ if at == to => {}
            b'(' => depth += 1,
            b')' => depth -= 1,
            b',' if depth == 0 => {}
            _ => continue,
        }
        if depth == 0 && (at == to || sql.as_bytes()[at] == b',') {
            let piece = &sql[start..at];
            let line = line_at(sql, start + piece.len() - piece.trim_start().len());
            let mut words = piece.split_whitespace();
            if let (Some(name), Some(kind)) = (words.next(), words.next())
                && !["constraint", "primary", "unique", "foreign", "check"].contains(&name)
            {
                columns.push((line, name.to_owned(), kind.to_owned()));
            }
            start = at + 1;
        }
    }
    columns
}

/// A table that any statement updates carries a revision.
pub fn revisions(tree: &Tree) -> Vec<Problem> {
    let code: String =
        tree.program().map(|(_, source)| source.text.to_lowercase() + "\n").collect();
    let words: Vec<&str> = code.split_whitespace().collect();
    let is_updated = |table: &str| {
        words.windows(3).any(|next| {
            next[0].trim_start_matches(|c: char| !c.is_alphanumeric()) == "update"
                && next[1] == table
                && next[2] == "set"
        })
    };
    tables(tree)
        .into_iter()
        .filter(|table| is_updated(&table.name))
        .filter(|table| !house::GUARDED_OTHERWISE.iter().any(|(name, _)| *name == table.name))
        .filter(|table| !table.columns.iter().any(|(_, name, _)| name == "revision"))
        .map(|table| {
            let message = format!("`{}` is updated but has no `revision`", table.name);
            Problem::new(table.path, table.line, message)
        })
        .collect()
}

/// Columns are text, bigint or double precision: no booleans, no types of one engine.
pub fn types(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in tables(tree) {
        for (line, name, kind) in &table.columns {
            let kind = kind.split('(').next().unwrap_or(kind);
            let is_blob_token = kind.starts_with('{');
            if !house::COLUMN_TYPES.contains(&kind) && !is_blob_token {
                let message = format!(
                    "`{}.{name}` is `{kind}`; a state is text, a day is ISO text, a number is bigint",
                    table.name
                );
                problems.push(Problem::new(table.path, *line, message));
            }
        }
    }
    problems
}

/// A table begins with its slice's word, or with a noun that the slice owns.
pub fn names(tree: &Tree) -> Vec<Problem> {
    let begins = |table: &str, word: &str| {
        table == word || table.strip_prefix(word).is_some_and(|rest| rest.starts_with('_'))
    };
    let has_slice = |table: &str| {
        house::SLICES.iter().any(|slice| {
            begins(table, slice.word)
                || begins(table, &house::singular(slice.word))
                || slice.tables.iter().any(|word| begins(table, word))
        })
    };
    tables(tree)
        .into_iter()
        .filter(|table| !has_slice(&table.name))
        .map(|table| {
            let message = format!("`{}` belongs to no slice of xtask/src/house.rs", table.name);
            Problem::new(table.path, table.line, message)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLUSTERS: &str = "-- all\ncreate table clusters (\n  id text not null primary key, -- a, b\n  name text,\n  constraint clusters_name_unique unique (id, name)\n);\n";

    #[test]
    fn an_updated_table_without_a_revision_is_found() {
        let store = "let q = \"update clusters\n set name = $1\";";
        let tree = Tree::of(&[
            ("migrations/0001_a.sql", CLUSTERS),
            ("crates/longan/src/clusters/store.rs", store),
        ]);
        let found = revisions(&tree);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
        let tree = Tree::of(&[("migrations/0001_a.sql", CLUSTERS)]);
        assert!(revisions(&tree).is_empty());
    }

    #[test]
    fn a_boolean_column_is_found() {
        let sql = CLUSTERS.replace("name text", "is_closed boolean not null");
        let found = types(&Tree::of(&[("migrations/0001_a.sql", &sql)]));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].line, 4);
        assert!(types(&Tree::of(&[("migrations/0001_a.sql", CLUSTERS)])).is_empty());
    }

    #[test]
    fn a_table_of_no_slice_is_found() {
        let sql = CLUSTERS.replace("table clusters", "table misc_rows");
        assert_eq!(names(&Tree::of(&[("migrations/0001_a.sql", &sql)])).len(), 1);
        let sql = CLUSTERS.replace("table clusters", "table cluster_states");
        assert!(names(&Tree::of(&[("migrations/0001_a.sql", &sql)])).is_empty());
    }
}
