//! Every unit a cluster lies in, found once for each distinct set of communes, and whether
//! the person may write there.

use crate::App;
use crate::places::Link;
use crate::places::store::links_for;
use crate::users::Viewer;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Units by set of communes.
pub struct Links {
    app: App,
    own: HashSet<String>,
    found: HashMap<Vec<String>, Arc<[Link]>>,
}

impl Links {
    /// Begins with the places the viewer works for.
    pub async fn new(app: &App, viewer: &Viewer) -> crate::store::Result<Self> {
        let own = crate::users::store::list_place_ids(&app.store, viewer).await?;
        Ok(Self { app: app.clone(), own: own.into_iter().collect(), found: HashMap::new() })
    }

    /// Every unit that something recorded in `place_ids` lies in.
    pub async fn of(&mut self, place_ids: &[String]) -> crate::store::Result<Arc<[Link]>> {
        if let Some(links) = self.found.get(place_ids) {
            return Ok(links.clone());
        }
        let links: Arc<[Link]> = links_for(&self.app.store, place_ids).await?.into();
        self.found.insert(place_ids.to_vec(), links.clone());
        Ok(links)
    }

    /// Whether the viewer works for any of these units.
    pub fn are_own(&self, links: &[Link]) -> bool {
        links.iter().any(|link| self.own.contains(&link.place_id))
    }
}
