//! The verbs: erasing the personal data of an account, and of a person of a body.

use super::model::NewErasure;
use super::store::{self, BodyPerson, Kept, Redaction};
use super::traces::{self, Person, Trace, signs_in_as};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::files::sha256_hex;
use crate::organizations::{self, Organization};
use crate::users::User;

/// What an erasure did.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Erased {
    /// The number of the person from now on.
    pub number: i64,
    /// How many rows of texts were swept.
    pub swept: u64,
    /// How many events say less than they did.
    pub redacted: usize,
    /// SHA-256 over the redactions: what was taken out, and what stands there now.
    pub seal: String,
    /// How many others are called the same; then a name in a text of somebody else stays.
    pub namesakes: i64,
}

/// Erases the personal data of an account: it is closed and gets a number for a name. Everything
/// the person did stays, under that number; the official record stays as it is.
pub async fn erase_user(
    app: &App,
    actor: &Actor,
    user: &User,
    new: &NewErasure,
) -> crate::store::Result<Erased> {
    let mail = store::find_mail(&app.store, &user.id).await?;
    let person = Person {
        id: user.id.clone(),
        name: user.name.clone(),
        full_name: user.full_name.clone(),
        mail,
    };
    let mut tx = app.store.begin().await?;
    let number = store::next_number(&mut tx).await?;
    let namesakes = store::count_namesakes(&mut tx, &person).await?;
    store::blank_user(&mut tx, &person, user.revision, number, actor.today).await?;
    store::remove_own(&mut tx, &person).await?;
    let now = actor.now.to_string();
    let kept = Kept {
        number,
        subject_kind: "user",
        subject_id: &user.id,
        reason: &new.reason,
        erased_by: &actor.user_id,
        erased_at: &now,
        document_id: None,
    };
    store::insert(&mut tx, &kept).await?;

    let mut all = traces::everywhere(&person, number);
    let mut own = traces::of_full_name(&person, number);
    if namesakes == 0 {
        all.append(&mut own);
    }
    let path = Trace {
        was: format!("/users/{}", person.name),
        is: format!("/users/{}", signs_in_as(number)),
    };
    let swept = store::sweep(&app.store, &mut tx, &all, Some(&path)).await?;
    let redactions = store::redact_events(&mut tx, &[&user.id], number, &own, &all).await?;
    let erased =
        Erased { number, swept, redacted: redactions.len(), seal: seal(&redactions), namesakes };
    let act = Act {
        action: "personal.erased",
        subject_kind: "user",
        subject_id: &user.id,
        document_id: None,
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, &erased).await?;
    tx.commit().await?;
    Ok(erased)
}

/// Erases who a person of a body is: name, title, telephone and mail, in every row that speaks of
/// them. What they are to the body, from when to when and by which paper stays, under a number.
pub async fn erase_person(
    app: &App,
    actor: &Actor,
    (organization, person): (&Organization, &BodyPerson),
    new: &NewErasure,
    document: &NewDocument,
) -> crate::store::Result<Erased> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let number = store::next_number(&mut tx).await?;
    let called = traces::person_called(number);
    organizations::store::touch(&mut tx, organization).await?;
    let rows = store::rows_of(&mut tx, person).await?;
    for row in &rows {
        store::blank_person(&mut tx, row, &called).await?;
    }
    let kept = Kept {
        number,
        subject_kind: "organization_person",
        subject_id: &person.id,
        reason: &new.reason,
        erased_by: &actor.user_id,
        erased_at: &now,
        document_id: Some(&document_id),
    };
    store::insert(&mut tx, &kept).await?;

    let mut all = Vec::new();
    for row in &rows {
        for (contact, spelled) in [
            (&row.phone, traces::of_phone(&row.phone, traces::GONE)),
            (&row.mail, traces::of_mail(&row.mail, traces::GONE)),
        ] {
            if !contact.is_empty() && !store::is_of_others(&mut tx, contact).await? {
                all.extend(spelled);
            }
        }
    }
    let (namesakes, in_names) = store::count_bearers(&mut tx, &person.name).await?;
    let mut own = if in_names == 0 && person.name.contains(' ') {
        traces::of_name(&person.name, &called)
    } else {
        // A name that stands in the name of a body is public there and is left in it; one word may
        // stand anywhere.
        traces::of_whole_name(&person.name, &called)
    };
    if namesakes == 0 {
        all.append(&mut own);
    }
    let swept = store::sweep(&app.store, &mut tx, &all, None).await?;
    let mut bodies: Vec<&str> = rows.iter().map(|row| row.organization_id.as_str()).collect();
    bodies.push(&organization.id);
    bodies.sort_unstable();
    bodies.dedup();
    let redactions = store::redact_events(&mut tx, &bodies, number, &own, &all).await?;
    let erased =
        Erased { number, swept, redacted: redactions.len(), seal: seal(&redactions), namesakes };
    let act = Act {
        action: "personal.erased",
        subject_kind: "organization",
        subject_id: &organization.id,
        document_id: Some(&document_id),
        note: &new.reason,
    };
    events::record(&mut tx, actor, &act, &erased).await?;
    tx.commit().await?;
    Ok(erased)
}

/// SHA-256 over redactions, in the order of their events.
///
/// # Panics
/// Never: text always serialises.
pub fn seal(redactions: &[Redaction]) -> String {
    let mut sorted = redactions.to_vec();
    sorted.sort_by(|a, b| a.event_id.cmp(&b.event_id));
    sha256_hex(&serde_json::to_vec(&sorted).expect("text always serialises"))
}
