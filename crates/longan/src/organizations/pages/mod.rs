//! Pages of the register: the list, one body, the forms that change it, duplicates.

pub mod api;
pub mod correction;
pub mod duplicates;
pub mod edit;
pub mod export;
pub mod facts;
pub mod list;
pub mod show;

pub use super::store::People;
pub use show::{Whole, whole};

use super::model::{Organization, any_gives};
use super::store;
use crate::App;
use crate::error::Error;
use crate::users::{Right, Viewer};

/// A body over which the viewer has `right`; one it does not see is not there.
async fn with_right(
    app: &App,
    viewer: &Viewer,
    right: Right,
    id: &str,
) -> Result<Organization, Error> {
    let organization = store::find(&app.store, viewer, id).await?.ok_or(Error::NotFound)?;
    let roles = store::list_roles_reaching(&app.store, viewer, &organization.id).await?;
    if any_gives(&roles, right) { Ok(organization) } else { Err(Error::Forbidden) }
}
