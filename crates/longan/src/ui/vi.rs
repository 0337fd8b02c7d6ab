//! Amounts as people read them, for templates.

use kernel::number::format_scaled;

/// A number that may not be known.
pub trait Amount {
    /// The number, where it is known.
    fn amount(&self) -> Option<i64>;
}

impl Amount for i64 {
    fn amount(&self) -> Option<i64> {
        Some(*self)
    }
}

impl<T: Amount + ?Sized> Amount for &T {
    fn amount(&self) -> Option<i64> {
        (**self).amount()
    }
}

impl<T: Amount> Amount for Option<T> {
    fn amount(&self) -> Option<i64> {
        self.as_ref().and_then(Amount::amount)
    }
}

/// Writing amounts for people, in templates; what is not known is empty.
#[derive(Debug)]
pub struct Vi;

impl Vi {
    /// Money in million đồng.
    pub fn million(vnd: impl Amount) -> String {
        vnd.amount().map(|vnd| format_scaled(vnd, 6, 0, 3)).unwrap_or_default()
    }

    /// Land in hectares.
    pub fn ha(m2: impl Amount) -> String {
        m2.amount().map(|m2| format_scaled(m2, 4, 2, 4)).unwrap_or_default()
    }

    /// A whole number.
    pub fn count(number: impl Amount) -> String {
        number.amount().map(|number| format_scaled(number, 0, 0, 0)).unwrap_or_default()
    }
}
