//! SQL of the rules by which one of several sources is taken, and of the ranks they give.

use super::super::model::precedence::{IndicatorGroup, NewPrecedence, Precedence, Precedences};
use super::super::model::{Indicator, ReporterKind};
use crate::store::{Day, Result, Statement, Store, Tx, new_id};

const EVERY: &str =
    "select p.id, p.indicator_group, p.from_day, p.ranking, p.reason, u.full_name, p.recorded_at
     from observation_precedences p join users u on u.id = p.user_id order by p.id desc";

/// Every rule that was ever set, latest first.
pub async fn list_precedences(store: &Store) -> Result<Vec<Precedence>> {
    Ok(sqlx::query_as(EVERY).fetch_all(store.read()).await?)
}

/// The rules as a transaction sees them.
pub async fn precedences_within(tx: &mut Tx) -> Result<Precedences> {
    let rules = sqlx::query_as(EVERY).fetch_all(&mut **tx).await?;
    Ok(Precedences::of(rules))
}

/// Keeps a rule; returns its id.
pub async fn insert_precedence(
    tx: &mut Tx,
    new: &NewPrecedence,
    user_id: &str,
    now: &str,
) -> Result<String> {
    let id = new_id();
    sqlx::query(
        "insert into observation_precedences (id, indicator_group, from_day, ranking, reason, user_id, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(&id)
    .bind(new.indicator_group)
    .bind(new.from_day)
    .bind(&new.ranking)
    .bind(&new.reason)
    .bind(user_id)
    .bind(now)
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

/// Gives every number of a group on which nobody has decided the rank that the rules give it.
/// Returns how many were ranked anew.
pub async fn rank_anew(tx: &mut Tx, group: IndicatorGroup) -> Result<u64> {
    let rules = precedences_within(tx).await?;
    let indicators: Vec<Indicator> =
        Indicator::ALL.iter().copied().filter(|one| one.group() == group).collect();
    let mut spans: Vec<(String, Day)> = Vec::new();
    let days = rules.days(group);
    let before_all = days.first().and_then(|day| day.0.yesterday().ok()).map(Day);
    spans.extend(before_all.map(|day| (String::new(), day)));
    spans.extend(days.iter().map(|day| (day.to_string(), *day)));
    let mut ranked = 0;
    for (nth, (from, day)) in spans.iter().enumerate() {
        let until = spans.get(nth + 1).map_or("9", |(next, _)| next.as_str());
        let ranking = rules.ranking(group, *day);
        for kind in ReporterKind::ALL {
            let rank = ranking.rank(*kind);
            let mut query = Statement::new("update observations set rank = ");
            query
                .push_bind(rank)
                .push(", revision = revision + 1 where status = 'standing' and reporter_kind = ");
            query.push_bind(*kind).push(" and as_of >= ").push_bind(from.clone());
            query.push(" and as_of < ").push_bind(until.to_owned());
            query.push(" and rank <> ").push_bind(rank).push(" and indicator in ");
            query.push_list(indicators.iter().copied());
            ranked += query.execute(tx).await?;
        }
    }
    Ok(ranked)
}
