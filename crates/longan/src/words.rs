//! One list for a set of fixed words: the enum, what is stored, what is shown.

/// Defines an enum whose variants are stored as one word and shown as a Vietnamese label.
///
/// ```text
/// words! {
///     /// Who built it.
///     pub enum Funder { Investor = "investor" => "Chủ đầu tư hạ tầng", State = "state" => "Ngân sách nhà nước" }
/// }
/// ```
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$kind:meta])* $variant:ident = $word:literal => $label:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`: ", $label)] #[serde(rename = $word)] $(#[$kind])* $variant),+
        }

        impl $name {
            /// Every value, in the order people expect them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word it is stored as.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// What people read.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }

        impl std::str::FromStr for $name {
            type Err = anyhow::Error;
            fn from_str(s: &str) -> std::result::Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|value| value.word() == s)
                    .ok_or_else(|| anyhow::anyhow!(concat!("unknown ", stringify!($name), " `{}`"), s))
            }
        }

        $crate::text_column!($name);
    };
}
