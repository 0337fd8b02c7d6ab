//! What every handler can reach: the database, the law, the files, the clock.

use crate::config::Settings;
use crate::events::Actor;
use crate::files::Files;
use crate::store::{Day, Store};
use crate::users::Viewer;
use kernel::law::Law;
use std::path::PathBuf;
use std::sync::Arc;

/// The running program.
#[derive(Clone, Debug)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The law parameters, resolved for a day and a province.
    pub law: Arc<Law>,
    /// Workbooks and papers people brought.
    pub files: Files,
    /// Draws the pages of papers.
    pub pictures: crate::documents::Pictures,
    /// Time.
    pub clock: Clock,
    /// What the first page shows when nothing else is asked.
    pub opening: Opening,
    /// What the administrator of the machine has set.
    pub settings: Arc<Settings>,
    /// What keeps secrets secret.
    pub seal: crate::users::Seal,
    /// Pages drawn since the last change.
    pub remembered: crate::remembered::Remembered,
    /// What the program counts of itself.
    pub meter: Arc<crate::meter::Meter>,
    /// Lets at most two passwords be checked at once; each takes 19 MiB and some time.
    pub password_turns: Arc<tokio::sync::Semaphore>,
}

/// What a program is made of besides its database and law.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The data folder.
    pub folder: PathBuf,
    /// Time.
    pub clock: Clock,
    /// What the first page shows when nothing else is asked.
    pub opening: Opening,
    /// What the administrator of the machine has set.
    pub settings: Settings,
}

impl App {
    /// Puts a program together.
    pub fn new(store: Store, law: Law, setup: Setup) -> Self {
        Self {
            store,
            law: Arc::new(law),
            files: Files::of(setup.folder.join("files"), &setup.settings.files),
            pictures: crate::documents::Pictures::default(),
            seal: crate::users::Seal::in_folder(&setup.folder),
            clock: setup.clock,
            opening: setup.opening,
            settings: Arc::new(setup.settings),
            remembered: crate::remembered::Remembered::default(),
            meter: Arc::new(crate::meter::Meter::new(setup.clock.now())),
            password_turns: Arc::new(tokio::sync::Semaphore::new(2)),
        }
    }
}

/// The day and place a fresh page opens with.
#[derive(Clone, Debug, Default)]
pub struct Opening {
    /// Day of the figures; today when empty.
    pub day: Option<Day>,
    /// Id of the place; the person's own first place when empty.
    pub place_id: Option<String>,
}

/// Where the time comes from. Nothing else in the program reads a clock.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A moment that stands still, for tests.
    Fixed(jiff::Timestamp),
}

impl Clock {
    /// The moment, UTC.
    pub fn now(self) -> jiff::Timestamp {
        match self {
            #[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
            Self::System => jiff::Timestamp::now(),
            Self::Fixed(moment) => moment,
        }
    }

    /// The calendar day in Việt Nam, which keeps UTC+7 the whole year.
    pub fn today(self) -> Day {
        Day(jiff::tz::Offset::constant(7).to_datetime(self.now()).date())
    }
}

impl App {
    /// The calendar day in Việt Nam.
    pub fn today(&self) -> Day {
        self.clock.today()
    }

    /// The person who acts now.
    pub fn actor(&self, viewer: &Viewer) -> Actor {
        Actor {
            user_id: viewer.user_id.clone(),
            full_name: viewer.full_name.clone(),
            now: self.clock.now(),
            today: self.today(),
            on_behalf_of: None,
        }
    }
}
