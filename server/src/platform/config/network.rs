//! Addresses and networks, for the list of proxies we trust.

use std::net::IpAddr;
use std::str::FromStr;

/// An address or a network, `10.0.0.7` or `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    prefix: u8,
}

impl Network {
    /// Whether the address lies in this network. IPv4 addresses mapped into IPv6 count as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(host)) => {
                let differing = u32::from(net) ^ u32::from(host);
                differing.checked_shr(32 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            (IpAddr::V6(net), IpAddr::V6(host)) => {
                let differing = u128::from(net) ^ u128::from(host);
                differing.checked_shr(128 - u32::from(self.prefix)).unwrap_or(0) == 0
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const PROBLEM: &str = "is neither an address nor a network";
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.parse::<u8>().map_err(|_| PROBLEM)?)),
            None => (text.trim(), None),
        };
        let first: IpAddr = address.parse().map_err(|_| PROBLEM)?;
        let widest = if first.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(widest);
        if prefix > widest {
            return Err(PROBLEM);
        }
        Ok(Self { first, prefix })
    }
}
