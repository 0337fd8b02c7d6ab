//! Codes that an app on the telephone makes from a shared secret and the time (RFC 6238).

use crate::App;
use anyhow::Context as _;
use qrcode::QrCode;
use qrcode::render::svg;
use rand::RngCore as _;
use totp_rs::{Builder, Secret, Totp};

/// Digits of a code.
pub const DIGITS: usize = 6;
/// Bytes of a secret, as RFC 4226 recommends.
const SECRET_BYTES: usize = 20;
/// What the app shows above the codes.
const ISSUER: &str = "Longan";

/// A secret that is being set up.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The secret, sealed: the form carries it until a code has proved it.
    pub sealed: String,
    /// The secret as one types it into an app, in groups.
    pub typed: String,
    /// A picture for the telephone's camera, as the address of an image.
    pub picture: String,
}

/// Offers a new secret, which nobody has kept yet.
pub fn offer(app: &App, user_id: &str, name: &str) -> anyhow::Result<Offer> {
    let mut secret = vec![0u8; SECRET_BYTES];
    rand::rng().fill_bytes(&mut secret);
    let sealed = app.seal.close(&purpose(user_id), &secret)?;
    draw(secret, sealed, name)
}

/// Offers again what was offered before, for one who mistyped the code.
pub fn offer_again(app: &App, user_id: &str, name: &str, sealed: &str) -> anyhow::Result<Offer> {
    draw(open(app, user_id, sealed)?, sealed.to_owned(), name)
}

fn draw(secret: Vec<u8>, sealed: String, name: &str) -> anyhow::Result<Offer> {
    let base32 = Secret::from(secret.clone()).to_base32();
    let groups: Vec<String> =
        base32.as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into()).collect();
    let url = Builder::new()
        .with_secret(secret)
        .with_issuer(Some(ISSUER))
        .with_account_name(name)
        .build()
        .context("describe a secret")?
        .to_url()
        .context("describe a secret")?;
    let picture = QrCode::new(url.as_bytes()).context("draw a secret")?;
    let picture = picture.render::<svg::Color>().min_dimensions(220, 220).build();
    let picture = format!("data:image/svg+xml,{}", crate::ui::url_encode(&picture));
    Ok(Offer { sealed, typed: groups.join(" "), picture })
}

/// Opens the secret of a person.
pub fn open(app: &App, user_id: &str, sealed: &str) -> anyhow::Result<Vec<u8>> {
    app.seal.open(&purpose(user_id), sealed)
}

fn purpose(user_id: &str) -> String {
    format!("totp {user_id}")
}

/// The step a code belongs to, when it is of now, of the step before or of the next.
pub fn step_of(secret: Vec<u8>, code: &str, now: i64) -> Option<i64> {
    let totp: Totp = Builder::new().with_secret(secret).build().ok()?;
    let step = totp.check(code, u64::try_from(now).ok()?)?;
    i64::try_from(step).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_that_of_the_standard() {
        // RFC 6238, appendix B, SHA-1, the last six digits.
        let secret = b"12345678901234567890".to_vec();
        assert_eq!(step_of(secret.clone(), "287082", 59), Some(1));
        assert_eq!(step_of(secret.clone(), "081804", 1_111_111_109), Some(37_037_036));
        assert_eq!(step_of(secret.clone(), "287082", 59 + 90), None);
        assert_eq!(step_of(secret, "28708", 59), None);
    }
}
