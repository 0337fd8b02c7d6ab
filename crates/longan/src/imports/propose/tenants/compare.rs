//! Comparing what a row says of an enterprise with what the register knows.

use crate::clusters::model::{Cluster, DayPrecision, NewLease, NewTenant, Tenant, TenantState};
use crate::imports::model::{Change, Outcome};
use crate::imports::payload::{Seen, TenantPayload};
use crate::imports::propose::compare::{change, number_change};
use crate::imports::propose::register::KnownTenants;
use crate::imports::propose::same_words;
use crate::observations::{NewObservation, Unit};

pub(super) fn of_new(payload: &TenantPayload, cluster: &Cluster) -> Vec<Change> {
    let tenant = &payload.tenant;
    let mut changes = vec![
        change("Tên", "", &tenant.name),
        change("Mã số thuế", "", tenant.tax_code.as_deref().unwrap_or_default()),
        change("Cụm công nghiệp", "", &cluster.name),
    ];
    changes
        .extend(payload.states.iter().map(|state| change("Tình trạng", "", state.state.label())));
    changes.extend(payload.leases.iter().map(lease_change));
    changes.extend(payload.observations.iter().map(|told| number_change(told, "")));
    changes.retain(|change| !change.after.is_empty());
    changes
}

fn lease_change(lease: &NewLease) -> Change {
    change(&format!("Lô {}", lease.plot), "", &Unit::SquareMetres.vi(lease.area_m2))
}

/// Leaves in the payload only what the register does not know, and tells the changes.
pub(super) fn with_known(
    payload: &mut TenantPayload,
    tenant: &Tenant,
    known: &KnownTenants,
) -> (Outcome, Vec<Change>) {
    let mut changes = words(payload, tenant);
    let has_words = !changes.is_empty();
    let states = known.states.get(&tenant.id).map(Vec::as_slice).unwrap_or_default();
    payload.states.retain(|told| match told.precision {
        DayPrecision::Exact => {
            !states.iter().any(|s| s.state == told.state && s.on_day == told.on_day)
        }
        DayPrecision::By => known.state(&tenant.id, told.on_day) != Some(told.state),
    });
    for told in &payload.states {
        let before = known.state(&tenant.id, told.on_day).map_or("", TenantState::label);
        changes.push(change("Tình trạng", before, told.state.label()));
    }
    let leases = known.leases.get(&tenant.id).map(Vec::as_slice).unwrap_or_default();
    payload.leases.retain(|told| {
        !leases.iter().any(|lease| lease.plot == told.plot && lease.area_m2 == told.area_m2)
    });
    for told in std::mem::take(&mut payload.leases) {
        let mut counted = leases.iter().filter(|lease| lease.superseded_at.is_empty());
        let before = counted.find(|lease| lease.plot == told.plot);
        let mut line = lease_change(&told);
        line.before = before.map(|l| Unit::SquareMetres.vi(l.area_m2)).unwrap_or_default();
        changes.push(line);
        let seen = before.map(|l| Seen { id: l.id.clone(), revision: l.revision });
        match (before, seen) {
            (Some(lease), Some(seen)) if lease.from_day >= told.from_day => {
                payload.mended_leases.push((seen, told));
            }
            (_, seen) => {
                payload.ended_leases.extend(seen);
                payload.leases.push(told);
            }
        }
    }
    payload.observations.retain(|told| !knows_number(known, &tenant.id, told));
    changes.extend(payload.observations.iter().map(|told| number_change(told, "")));
    // The revision is only asked for where the enterprise's own words change.
    payload.seen =
        Some(Seen { id: tenant.id.clone(), revision: if has_words { tenant.revision } else { 0 } });
    let outcome = if changes.is_empty() { Outcome::Unchanged } else { Outcome::Changed };
    (outcome, changes)
}

fn knows_number(known: &KnownTenants, id: &str, told: &NewObservation) -> bool {
    known.facts.numbers.get(id).is_some_and(|numbers| {
        numbers.iter().any(|number| {
            number.indicator == told.indicator
                && number.as_of == told.as_of
                && number.period == told.period
                && number.value == told.value
        })
    })
}

/// The enterprise's own words, where the row says something else; what the row leaves out stays.
fn words(payload: &mut TenantPayload, before: &Tenant) -> Vec<Change> {
    let told = payload.tenant.clone();
    let mut after = NewTenant {
        name: before.name.clone(),
        tax_code: before.tax_code.clone(),
        activity: before.activity.clone(),
        vsic_version: before.vsic_version.clone(),
        vsic_code: before.vsic_code.clone(),
        capital: before.capital,
        licensed_on: before.licensed_on,
        note: before.note.clone(),
    };
    let mut changes = Vec::new();
    let texts = [
        ("Tên", &told.name, &mut after.name),
        ("Ngành nghề", &told.activity, &mut after.activity),
        ("Mã ngành", &told.vsic_code, &mut after.vsic_code),
        ("Ghi chú", &told.note, &mut after.note),
    ];
    for (field, new, kept) in texts {
        if !new.is_empty() && !same_words(new, kept) {
            changes.push(change(field, kept, new));
            kept.clone_from(new);
        }
    }
    if after.vsic_code == told.vsic_code {
        after.vsic_version.clone_from(&told.vsic_version);
    }
    if told.tax_code.is_some() && told.tax_code != before.tax_code {
        let shown = |code: &Option<String>| code.clone().unwrap_or_default();
        changes.push(change("Mã số thuế", &shown(&before.tax_code), &shown(&told.tax_code)));
        after.tax_code.clone_from(&told.tax_code);
    }
    if told.capital != before.capital {
        changes.push(change("Nguồn vốn", before.capital.label(), told.capital.label()));
        after.capital = told.capital;
    }
    if let Some(day) = told.licensed_on.filter(|day| before.licensed_on != Some(*day)) {
        let shown = before.licensed_on.map(crate::store::Day::vi).unwrap_or_default();
        changes.push(change("Ngày cấp", &shown, &day.vi()));
        after.licensed_on = Some(day);
    }
    payload.tenant = after;
    changes
}
