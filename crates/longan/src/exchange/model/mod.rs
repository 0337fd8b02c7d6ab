//! The nouns: the country's roll-up; partners, bundles, where they went; why one is refused.

mod bundle;
mod partner;
mod refusal;
mod rollup;

pub use bundle::{
    BundleDirection, Delivery, DeliveryState, DeliveryWay, NewBundle, SentBundle, Standing,
};
pub use partner::{NewPartner, Partner, SigningKey, partner_fields};
pub use refusal::{ExchangeProblem, Refusal};
pub use rollup::{
    Rollup, RollupProvince, RollupReceived, RollupReport, RollupSort, RollupState, RollupTotal,
};
