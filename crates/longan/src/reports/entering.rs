//! In which capacity somebody enters Biểu số 01 and 02: for a body of their own, as an agency, or as
//! the investor of a cluster for an enterprise in it.

use super::model::{Owed, OwedReach, ReportCollector, ReportTerm, WantedOwed};
use super::{rules, store};
use crate::App;
use crate::error::Error;
use crate::events::Actor;
use crate::users::{self, Right, Viewer};
use std::collections::{BTreeMap, BTreeSet};

/// Most reports of a person's own bodies.
const MOST_OWN: i64 = 5_000;

/// Who enters a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EnteredAs {
    /// Somebody of the body that owes it.
    Own,
    /// An agency, by a paper that the body sent.
    Agency,
    /// The investor of the cluster, for an enterprise in it.
    Investor(ReportCollector),
}

impl EnteredAs {
    /// The body that enters it instead of the one that owes it.
    pub fn entered_by(&self) -> Option<String> {
        match self {
            Self::Investor(investor) => Some(investor.organization_id.clone()),
            Self::Own | Self::Agency => None,
        }
    }
}

/// What the viewer collects as an investor, and which of the reports are their own all the same.
#[derive(Clone, Debug, Default)]
pub struct Entering {
    /// Where they collect, by cluster.
    collectors: BTreeMap<String, ReportCollector>,
    /// The reports of bodies they act for.
    own: BTreeSet<String>,
}

impl Entering {
    /// What the viewer collects of a form. A role that enters for everybody in the cluster comes
    /// before that of the investor.
    pub async fn of(app: &App, viewer: &Viewer, term: &ReportTerm) -> Result<Self, Error> {
        let mut found = Self::default();
        if !term.form.is_collected() || !viewer.may(Right::CollectReports) {
            return Ok(found);
        }
        for one in store::list_collectors(&app.store, viewer, app.today()).await? {
            let right = Right::EnterReports;
            if !users::may_with_cluster(app, viewer, right, &one.cluster_id).await? {
                found.collectors.insert(one.cluster_id.clone(), one);
            }
        }
        if !found.collectors.is_empty() {
            let own = WantedOwed { own_only: OwedReach::Own, ..WantedOwed::all(term.clone()) };
            let own = store::list_owed(&app.store, viewer, &own, MOST_OWN, 0).await?;
            found.own = own.into_iter().map(|line| line.subject_id).collect();
        }
        Ok(found)
    }

    /// The investor as whom the viewer enters this report; `None` where they enter it otherwise.
    pub fn collector(&self, owed: &Owed) -> Option<&ReportCollector> {
        self.collectors.get(&owed.cluster_id).filter(|_| !self.own.contains(&owed.subject_id))
    }

    /// Whether the viewer collects anything.
    pub fn collects(&self) -> bool {
        !self.collectors.is_empty()
    }

    /// Whether this report waits for the viewer as an investor: nobody else has begun it.
    pub fn may_collect(&self, owed: &Owed) -> bool {
        self.collector(owed).is_some_and(|investor| {
            let entered_by = owed.entered_by.as_deref().unwrap_or_default();
            let begun = owed.report_id.is_some().then_some(entered_by);
            rules::may_collect(begun, &investor.organization_id)
        })
    }

    /// Whether the viewer may open what was begun and not sent.
    pub fn sees_draft(&self, owed: &Owed) -> bool {
        self.collector(owed)
            .is_none_or(|investor| owed.entered_by.as_ref() == Some(&investor.organization_id))
    }
}

/// In which capacity the viewer enters a report that it sees, or why it may not.
pub async fn entered_as(
    app: &App,
    viewer: &Viewer,
    term: &ReportTerm,
    owed: &Owed,
) -> Result<EnteredAs, Error> {
    let own = WantedOwed {
        subject_id: owed.subject_id.clone(),
        own_only: OwedReach::Own,
        ..WantedOwed::all(term.clone())
    };
    if !store::list_owed(&app.store, viewer, &own, 1, 0).await?.is_empty() {
        return Ok(EnteredAs::Own);
    }
    let entering = Entering::of(app, viewer, term).await?;
    let Some(investor) = entering.collector(owed) else {
        users::require_with_cluster(app, viewer, Right::EnterReports, &owed.cluster_id).await?;
        return Ok(EnteredAs::Agency);
    };
    let newest = store::find_entered_by(&app.store, viewer, term, &owed.subject_id).await?;
    if rules::may_collect(newest.as_deref(), &investor.organization_id) {
        return Ok(EnteredAs::Investor(investor.clone()));
    }
    let why = format!(
        "{} đã tự lập, hoặc cơ quan nhà nước đã nhập báo cáo này, nên chủ đầu tư không nhập thay được. Nếu số chưa đúng, hãy nhờ doanh nghiệp sửa trên trang báo cáo của mình.",
        owed.who()
    );
    Err(Error::Unusable(why))
}

/// The investor's person, on behalf of the enterprise.
pub fn for_enterprise(actor: Actor, owed: &Owed) -> Actor {
    Actor { on_behalf_of: Some(owed.seat()), ..actor }
}
