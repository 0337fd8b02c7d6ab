//! What the file says about backups, and about the proxies in front of the program.

use std::net::IpAddr;
use std::path::PathBuf;

/// `[settings.backup]`: backups that the program makes by itself.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct BackupSettings {
    /// Folder they go to, best on another disk; without one the program makes none by itself.
    pub folder: Option<PathBuf>,
    /// Hour of the day in Việt Nam.
    pub hour: Hour,
    /// How many days keep their last backup.
    pub keep_daily: usize,
    /// How many weeks keep their last backup.
    pub keep_weekly: usize,
    /// How many months keep their last backup.
    pub keep_monthly: usize,
}

impl Default for BackupSettings {
    fn default() -> Self {
        Self { folder: None, hour: Hour(2), keep_daily: 7, keep_weekly: 5, keep_monthly: 12 }
    }
}

/// An hour of the day, 0 to 23.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "i8")]
pub struct Hour(pub i8);

impl TryFrom<i8> for Hour {
    type Error = String;

    fn try_from(hour: i8) -> Result<Self, String> {
        if (0..24).contains(&hour) {
            Ok(Self(hour))
        } else {
            Err(format!("giờ {hour} không có trong ngày; hãy viết từ 0 đến 23"))
        }
    }
}

/// Addresses as `10.0.0.0/8`, or one address: `127.0.0.1`, `::1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(try_from = "String")]
pub struct Network {
    first: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether `address` is one of them.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let differing = u32::from(first) ^ u32::from(address);
                differing.leading_zeros() >= self.bits
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let differing = u128::from(first) ^ u128::from(address);
                differing.leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let wrong = || {
            format!("“{text}” không phải là địa chỉ mạng; hãy viết như 127.0.0.1 hoặc 10.0.0.0/8")
        };
        let (address, bits) = text.split_once('/').map_or((&*text, None), |(a, b)| (a, Some(b)));
        let first: IpAddr = address.trim().parse().map_err(|_| wrong())?;
        let most = if first.is_ipv4() { u32::BITS } else { u128::BITS };
        let bits = bits.map_or(Ok(most), |bits| bits.trim().parse().map_err(|_| wrong()))?;
        if bits > most {
            return Err(wrong());
        }
        Ok(Self { first, bits })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(text: &str) -> Result<Network, String> {
        text.to_owned().try_into()
    }

    #[test]
    fn a_network_holds_its_addresses_and_no_others() {
        let office = network("10.20.0.0/16").unwrap();
        assert!(office.contains("10.20.255.1".parse().unwrap()));
        assert!(office.contains("::ffff:10.20.0.9".parse().unwrap()), "IPv4 written as IPv6");
        assert!(!office.contains("10.21.0.1".parse().unwrap()));
        assert!(!office.contains("::1".parse().unwrap()));
        let one = network("::1").unwrap();
        assert!(one.contains("::1".parse().unwrap()) && !one.contains("::2".parse().unwrap()));
        assert!(network("0.0.0.0/0").unwrap().contains("203.0.113.9".parse().unwrap()));
        for wrong in ["proxy", "10.0.0.0/33", "10.0.0.0/x", ""] {
            assert!(network(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_hour_is_one_of_the_day() {
        assert_eq!(Hour::try_from(23), Ok(Hour(23)));
        assert!(Hour::try_from(24).is_err() && Hour::try_from(-1).is_err());
    }
}
