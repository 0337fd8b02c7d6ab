//! The verbs of the register of organizations: each one transaction and one event.

mod correct;
mod merge;

pub use correct::correct_state;
pub use merge::{Undone, merge, say_distinct, undo};

use super::model::{
    Fact, FactKind, NameKind, NewAddress, NewName, Organization, OrganizationWords,
};
use super::store::{self, Source};
use crate::App;
use crate::documents::{self, NewDocument};
use crate::events::{self, Act, Actor};
use crate::places;
use crate::store::{Day, Result, StoreError, Tx};
use crate::ui::Problems;

/// How a verb can end besides well: the form is wrong, or the database says no.
#[derive(Debug)]
pub enum Refusal {
    /// What is wrong with the form.
    Problems(Problems),
    /// The database says no.
    Store(StoreError),
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken(rule) if rule == "organizations_tax_code_unique" => Self::on(
                "tax_code",
                "Mã số thuế này đã có trong sổ. Hãy tìm theo mã số thuế để mở đúng hồ sơ.",
            ),
            other => Self::Store(other),
        }
    }
}

impl Refusal {
    /// A single problem.
    pub fn on(field: &'static str, problem: &str) -> Self {
        Self::Problems(Problems::one(field, problem))
    }

    /// The problems; what the database refused becomes the error of the page.
    pub fn problems(self) -> std::result::Result<Problems, crate::error::Error> {
        match self {
            Self::Problems(problems) => Ok(problems),
            Self::Store(error) => Err(error.into()),
        }
    }
}

fn act<'a>(action: &'a str, id: &'a str, document_id: Option<&'a str>) -> Act<'a> {
    Act { action, subject_kind: "organization", subject_id: id, document_id, note: "" }
}

/// Adds a body with its first address, on the word of a paper.
pub async fn add(
    app: &App,
    actor: &Actor,
    words: &OrganizationWords,
    address: &NewAddress,
    location: &str,
    document: &NewDocument,
) -> std::result::Result<Organization, Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let same = super::NewOrganization {
        name: words.name.clone(),
        kind: words.kind,
        tax_code: words.tax_code.clone(),
    };
    if words.tax_code.is_none() && store::find_same(&mut tx, &same).await?.is_some() {
        return Err(Refusal::on(
            "name",
            "Sổ đã có tổ chức mang tên này. Hãy mở hồ sơ đó; nếu là tổ chức khác thì nhập mã số thuế để phân biệt.",
        ));
    }
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let organization = store::insert_words(&mut tx, words).await?;
    let source = Source { document_id: &document_id, location, now: &now };
    let fact = Fact::Address(address.clone());
    store::insert_fact(&mut tx, &organization.id, &fact, source).await?;
    work_out_places(app, &mut tx, &organization.id).await?;
    let act = act("organizations.added", &organization.id, Some(&document_id));
    events::record(&mut tx, actor, &act, &organization).await?;
    commit(tx).await?;
    Ok(organization)
}

/// Changes the words of a body; the reason is kept.
pub async fn edit(
    app: &App,
    actor: &Actor,
    before: &Organization,
    after: &OrganizationWords,
    reason: &str,
) -> std::result::Result<(), Refusal> {
    let mut tx = app.store.begin().await?;
    store::update_words(&mut tx, before, after).await?;
    let act = Act { note: reason, ..act("organizations.edited", &before.id, None) };
    events::record(&mut tx, actor, &act, &image(before, after)).await?;
    commit(tx).await?;
    Ok(())
}

fn image(before: &Organization, after: &OrganizationWords) -> Organization {
    Organization {
        revision: before.revision + 1,
        name: after.name.clone(),
        kind: after.kind,
        partner: after.partner.clone(),
        tax_code: after.tax_code.clone(),
        phone: after.phone.clone(),
        mail: after.mail.clone(),
        note: after.note.clone(),
        ..before.clone()
    }
}

/// The words a body has now.
pub fn words_of(organization: &Organization) -> OrganizationWords {
    OrganizationWords {
        name: organization.name.clone(),
        kind: organization.kind,
        partner: organization.partner.clone(),
        tax_code: organization.tax_code.clone(),
        phone: organization.phone.clone(),
        mail: organization.mail.clone(),
        note: organization.note.clone(),
    }
}

/// Keeps what a paper says of a body. The name it had before stays known as its former name.
pub async fn record(
    app: &App,
    actor: &Actor,
    organization: &Organization,
    fact: &Fact,
    location: &str,
    document: &NewDocument,
) -> std::result::Result<(), Refusal> {
    let now = actor.now.to_string();
    let mut tx = app.store.begin().await?;
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let source = Source { document_id: &document_id, location, now: &now };
    let id = organization.id.as_str();
    if store::insert_fact(&mut tx, id, fact, source).await? == 0 {
        return Err(Refusal::on("form", "Điều này đã có trong hồ sơ."));
    }
    match fact {
        Fact::Renaming { name, from_day } => {
            if *name == organization.name {
                return Err(Refusal::on("name", "Tên mới phải khác tên hiện nay."));
            }
            let former = NewName {
                name: organization.name.clone(),
                kind: NameKind::Former,
                from_day: None,
                to_day: Some(*from_day),
            };
            store::insert_name(&mut tx, id, &former, source).await?;
            let after = OrganizationWords { name: name.clone(), ..words_of(organization) };
            store::update_words(&mut tx, organization, &after).await?;
        }
        Fact::Name(_) => {
            store::touch(&mut tx, organization).await?;
            store::refresh_search_text(&mut tx, id).await?;
        }
        Fact::Address(_) => {
            store::touch(&mut tx, organization).await?;
            work_out_places(app, &mut tx, id).await?;
        }
        Fact::Person(_) | Fact::Industry(_) | Fact::State(_) => {
            store::touch(&mut tx, organization).await?;
        }
    }
    let (action, after) = told(fact);
    events::record(&mut tx, actor, &act(action, id, Some(&document_id)), &after).await?;
    commit(tx).await?;
    Ok(())
}

/// The act and its image. Of a person the image says what they are, never who: personal data stand
/// in one table only.
fn told(fact: &Fact) -> (&'static str, serde_json::Value) {
    match fact {
        Fact::Renaming { name, from_day } => {
            ("organizations.renamed", serde_json::json!({ "name": name, "from_day": from_day }))
        }
        Fact::Name(new) => ("organizations.name_added", serde_json::json!(new)),
        Fact::Address(new) => ("organizations.address_added", serde_json::json!(new)),
        Fact::Person(new) => (
            "organizations.person_added",
            serde_json::json!({ "kind": new.kind, "from_day": new.from_day }),
        ),
        Fact::Industry(new) => ("organizations.industry_added", serde_json::json!(new)),
        Fact::State(new) => ("organizations.state_added", serde_json::json!(new)),
    }
}

/// What is to end, and when.
#[derive(Clone, Debug)]
pub struct Ending {
    /// What it is.
    pub kind: FactKind,
    /// Its id.
    pub id: String,
    /// Its revision as it was seen.
    pub revision: i64,
    /// Its first day, where known.
    pub from_day: Option<Day>,
    /// First day it no longer holds.
    pub to_day: Day,
}

/// Ends a name, an address, a person's part or an industry; it stays on record.
pub async fn end(
    app: &App,
    actor: &Actor,
    organization: &Organization,
    ending: &Ending,
    document: &NewDocument,
) -> std::result::Result<(), Refusal> {
    if ending.from_day.is_some_and(|first| ending.to_day <= first) {
        return Err(Refusal::on("to_day", "Ngày kết thúc phải sau ngày bắt đầu."));
    }
    let mut tx = app.store.begin().await?;
    let now = actor.now.to_string();
    let document_id = documents::store::find_or_insert(&mut tx, document, &now).await?;
    let id = organization.id.as_str();
    let fact = (ending.id.as_str(), ending.revision);
    store::end_fact(&mut tx, ending.kind, id, fact, ending.to_day).await?;
    store::touch(&mut tx, organization).await?;
    if ending.kind == FactKind::Address {
        work_out_places(app, &mut tx, id).await?;
    }
    let after =
        serde_json::json!({ "id": ending.id, "ended": ending.kind, "to_day": ending.to_day });
    let act = act("organizations.fact_ended", id, Some(&document_id));
    events::record(&mut tx, actor, &act, &after).await?;
    commit(tx).await?;
    Ok(())
}

/// Works out anew through which units a body is reached: those of its addresses that hold.
pub(super) async fn work_out_places(app: &App, tx: &mut Tx, id: &str) -> Result<()> {
    let places = store::list_address_places(tx, id).await?;
    let links = if places.is_empty() {
        Vec::new()
    } else {
        places::store::links_for(&app.store, &places).await?
    };
    store::replace_places(tx, id, &links).await
}

async fn commit(tx: Tx) -> Result<()> {
    Ok(tx.commit().await?)
}
