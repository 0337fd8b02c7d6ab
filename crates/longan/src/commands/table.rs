//! Tables of plain text, for people at a terminal.

/// Which side a column's text stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under headings, each column as wide as its widest text.
pub fn draw(headings: &[(&str, Side)], rows: &[Vec<String>]) -> String {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = headings
        .iter()
        .enumerate()
        .map(|(column, (heading, _))| {
            let cells = rows.iter().map(|row| row.get(column).map_or(0, |cell| width(cell)));
            cells.max().unwrap_or(0).max(width(heading))
        })
        .collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(headings).zip(&widths).map(|((cell, (_, side)), wide)| {
            let blank = " ".repeat(wide - width(cell));
            match side {
                Side::Left => format!("{cell}{blank}"),
                Side::Right => format!("{blank}{cell}"),
            }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let mut lines = vec![line(headings.iter().map(|(heading, _)| *heading).collect())];
    lines.push(widths.iter().map(|wide| "─".repeat(*wide)).collect::<Vec<_>>().join("  "));
    lines.extend(rows.iter().map(|row| line(row.iter().map(String::as_str).collect())));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_left_and_numbers_right() {
        let rows = vec![vec!["Đức Hòa".into(), "412,62".into()], vec!["Cần".into(), "3".into()]];
        let drawn = draw(&[("Cụm", Side::Left), ("ha", Side::Right)], &rows);
        assert_eq!(drawn, "Cụm          ha\n───────  ──────\nĐức Hòa  412,62\nCần           3");
    }
}
