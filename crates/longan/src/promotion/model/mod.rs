//! The nouns of promotion.

mod words;

pub use words::{
    Activity, Axis, Content, Part, Priority, ProjectKind, Source, Stage, State, Track,
};
