//! Adding up the rows of figures, several in one statement.

use super::Binds;
use crate::figures::{Basis, Figure};
use crate::store::{Result, Store};

/// How many figures one statement adds up at most.
const TOGETHER: usize = 16;

/// The fold over a figure's rows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    /// Sum of the rows that count, or of the numerator.
    pub numerator: i64,
    /// Sum of the denominator.
    pub denominator: i64,
    /// How many rows contribute.
    pub row_count: i64,
    /// How many records could not be counted.
    pub left_out: i64,
}

/// Sums the rows of figures by part, in the order given. Figures whose queries begin with the same
/// definitions are asked together, so that those are worked out once.
pub async fn list_sums(
    store: &Store,
    figures: &[(&'static Figure, Basis)],
    binds: &Binds,
) -> Result<Vec<Sums>> {
    let mut sums = vec![Sums::default(); figures.len()];
    let mut left: Vec<usize> = (0..figures.len()).collect();
    while let Some(&first) = left.first() {
        let shared = figures[first].0.subjects.shared;
        let (together, others): (Vec<usize>, Vec<usize>) =
            left.into_iter().partition(|&at| figures[at].0.subjects.shared == shared);
        left = others;
        for few in together.chunks(TOGETHER) {
            add_up(store, shared, figures, few, binds, &mut sums).await?;
        }
    }
    Ok(sums)
}

/// Adds up some of the figures, which share their first definitions.
async fn add_up(
    store: &Store,
    shared: &'static [&'static str],
    figures: &[(&'static Figure, Basis)],
    few: &[usize],
    binds: &Binds,
    sums: &mut [Sums],
) -> Result<()> {
    let each = few.iter().map(|&at| {
        let (figure, basis) = figures[at];
        format!(
            "select {at} as nth, part, cast(coalesce(sum(amount), 0) as bigint) as total, count(*) as row_count from ({}) figure_rows group by part",
            own_rows((figure.rows)(basis), shared)
        )
    });
    let sql = format!("{} {}", shared.concat(), each.collect::<Vec<_>>().join(" union all "));
    let parts: Vec<(i64, String, i64, i64)> = binds.ask(sql).fetch_all(store.read()).await?;
    for (nth, part, total, row_count) in parts {
        let Some(sum) = usize::try_from(nth).ok().and_then(|at| sums.get_mut(at)) else { continue };
        match part.as_str() {
            "denominator" => sum.denominator = total,
            "left_out" => sum.left_out = row_count,
            _ => sum.numerator = total,
        }
        if part != "left_out" {
            sum.row_count += row_count;
        }
    }
    Ok(())
}

/// The query of a figure's rows without the definitions that stand before all of them.
fn own_rows(rows: &'static str, shared: &[&str]) -> String {
    let own =
        shared.iter().fold(rows, |own, definition| own.strip_prefix(definition).unwrap_or(own));
    match own.trim_start().strip_prefix(',') {
        Some(definitions) => format!("with {definitions}"),
        None => own.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::own_rows;

    #[test]
    fn what_is_shared_is_said_once() {
        let shared = ["with a as (select 1)", ", b as (select 2)"];
        let own = |rows| own_rows(rows, &shared);
        assert_eq!(own("with a as (select 1)select * from a"), "select * from a");
        assert_eq!(own("with a as (select 1), b as (select 2)select * from b"), "select * from b");
        let with_own = "with a as (select 1), c as (select 3) select * from c";
        assert_eq!(own(with_own), "with  c as (select 3) select * from c");
        assert_eq!(own("with x as (select 9) select 1"), "with x as (select 9) select 1");
    }
}
