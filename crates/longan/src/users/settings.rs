//! How people sign in here, as the administrator of the machine has set it.

/// The part `[settings.sign_in]` of the configuration.
#[derive(Clone, Debug, Default, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignInSettings {
    /// What becomes of a password that was handed out once.
    pub one_time_passwords: OneTimePasswords,
    /// Another house where people have accounts.
    pub openid: Option<OpenIdSettings>,
}

/// What becomes of a password that was handed out once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OneTimePasswords {
    /// Whoever signs in with it chooses one of their own before anything else.
    #[default]
    MustChange,
    /// It may stay: for the sample province, where people only look around.
    MayStay,
}

/// A house that speaks `OpenID` Connect.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpenIdSettings {
    /// Its address, as it writes it itself.
    pub issuer: String,
    /// What this program is called there.
    pub client_id: String,
    /// The password of this program there.
    pub client_secret: String,
    /// What people read on the button: “Tài khoản công vụ tỉnh”.
    pub label: String,
    /// How strongly a person must have signed in there, in that house's own words (`acr`): one of
    /// these; empty when any way will do.
    #[serde(default)]
    pub acr_values: Vec<String>,
}
