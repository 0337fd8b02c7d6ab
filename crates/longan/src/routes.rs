//! The routes of the program: each is a path, a method, and who may come through.
//!
//! A route without a rule cannot be written, and a page that asks who is there
//! ([`crate::users::SignedIn`]) on a route that is open to all is refused: the rule is checked
//! where the person is found.

use crate::App;
use crate::error::Error;
use crate::users::{Right, Viewer};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::{MethodRouter, get, post};

/// Who may come through a route. Which records they meet there, SQL decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Anybody, signed in or not.
    Open,
    /// Whoever has signed in.
    SignedIn,
    /// Whoever has this right somewhere.
    Needs(Right),
}

impl Rule {
    /// `Ok` when `viewer` may come through. A page that asks who is there has a rule of its own:
    /// on an open route it lets nobody in.
    pub fn check(self, viewer: &Viewer) -> Result<(), Error> {
        match self {
            Self::Open => {
                Err(Error::Internal(anyhow::anyhow!("a page for people stands on an open route")))
            }
            Self::SignedIn => Ok(()),
            Self::Needs(right) => viewer.require(right),
        }
    }
}

/// How a route is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To read.
    Get,
    /// To change something.
    Post,
}

/// One route.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Path with its `{names}`.
    pub path: &'static str,
    /// Who may come through.
    pub rule: Rule,
    /// What programs are told about it; every route under `/api/` is told.
    pub told: Option<&'static Told>,
}

/// What programs are told about a route: the `OpenAPI` description comes from here.
#[derive(Debug)]
pub struct Told {
    /// One sentence in Vietnamese.
    pub summary: &'static str,
    /// Names of its query, each with what it means.
    pub query: &'static [(&'static str, &'static str)],
    /// The JSON schema of the answer.
    pub answer: fn() -> serde_json::Value,
}

/// Routes being gathered: what axum serves, and the list of what there is.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<App>,
    list: Vec<Route>,
}

impl Routes {
    /// No route yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a page that is read.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Route { method: Method::Get, path, rule, told: None }, get(handler))
    }

    /// Adds an answer for programs, with what they are told about it.
    #[must_use]
    pub fn api<H, T>(self, path: &'static str, rule: Rule, told: &'static Told, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Route { method: Method::Get, path, rule, told: Some(told) }, get(handler))
    }

    /// Adds what programs may send, with what they are told about it.
    #[must_use]
    pub fn api_post<H, T>(
        self,
        path: &'static str,
        rule: Rule,
        told: &'static Told,
        handler: H,
    ) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Route { method: Method::Post, path, rule, told: Some(told) }, post(handler))
    }

    /// Adds a change.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, rule: Rule, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add(Route { method: Method::Post, path, rule, told: None }, post(handler))
    }

    fn add(mut self, route: Route, handler: MethodRouter<App>) -> Self {
        self.router = self.router.route(route.path, handler.layer(axum::Extension(route.rule)));
        self.list.push(route);
        self
    }

    /// Sets how large a request to these routes may be.
    #[must_use]
    pub fn limit(mut self, limit: DefaultBodyLimit) -> Self {
        self.router = self.router.layer(limit);
        self
    }

    /// Adds the routes of another slice.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }

    /// What axum serves.
    pub fn into_router(self) -> Router<App> {
        self.router
    }

    /// Every route, in the order it was added.
    pub fn list(&self) -> &[Route] {
        &self.list
    }
}
