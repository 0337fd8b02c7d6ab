//! Names of industries (VSIC), for the codes that tenants carry.

use std::collections::BTreeMap;
use std::sync::LazyLock;

static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let text = include_str!("../../../../data/vsic/vsic_2025_b_c.csv");
    text.lines()
        .skip(1)
        .filter_map(|line| {
            let mut fields = line.splitn(6, ',');
            let code = fields.nth(2)?;
            let name = fields.nth(2)?;
            let name = match name.strip_prefix('"') {
                Some(quoted) => quoted.split('"').next()?,
                None => name.rsplit_once(',').map_or(name, |(name, _)| name),
            };
            Some((code, name))
        })
        .collect()
});

/// The name of an industry code in the edition of 2025; empty when it is not a code of mining
/// or manufacturing.
pub fn name(code: &str) -> &'static str {
    NAMES.get(code).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_named() {
        assert_eq!(name("B"), "KHAI KHOÁNG");
        assert!(!name("1311").is_empty());
        assert_eq!(name("9999"), "");
        assert!(NAMES.values().all(|name| !name.contains('"') && !name.is_empty()));
    }
}
