//! Whom a request comes from when a proxy stands in front.
//!
//! Anybody can write `X-Forwarded-For` into a request. It is believed only as far as trusted
//! proxies wrote it: from its end backwards, up to the first address that is no such proxy.

use crate::config::Network;
use axum::extract::ConnectInfo;
use axum::extract::Request;
use axum::http::header::{HeaderMap, HeaderName};
use std::net::{IpAddr, SocketAddr};

const FORWARDED_FOR: &str = "x-forwarded-for";
/// What only a proxy may say of a request.
const SAID_BY_PROXIES: [&str; 4] =
    [FORWARDED_FOR, "x-forwarded-proto", "x-forwarded-host", "forwarded"];

/// Whom a request comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Client {
    /// Their address.
    pub address: IpAddr,
}

/// Works out whom a request comes from and keeps it with the request. What a stranger claims in
/// the name of a proxy is taken out.
pub fn know(request: &mut Request, trusted: &[Network]) {
    // A request that came over no connection was made inside the program.
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return;
    };
    let peer = peer.ip().to_canonical();
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let address = if is_trusted(peer) {
        last_stranger(request.headers(), is_trusted).unwrap_or(peer)
    } else {
        for name in SAID_BY_PROXIES {
            request.headers_mut().remove(HeaderName::from_static(name));
        }
        peer
    };
    request.extensions_mut().insert(Client { address });
}

/// The last address of the chain that is no trusted proxy. What cannot be read ends the chain.
fn last_stranger(headers: &HeaderMap, is_trusted: impl Fn(IpAddr) -> bool) -> Option<IpAddr> {
    let lines: Vec<&str> =
        headers.get_all(FORWARDED_FOR).iter().map_while(|v| v.to_str().ok()).collect();
    let mut nearest = None;
    for said in lines.iter().rev().flat_map(|line| line.rsplit(',')) {
        let Some(address) = read(said.trim()) else { break };
        nearest = Some(address);
        if !is_trusted(address) {
            break;
        }
    }
    nearest
}

/// An address, also with a port behind it.
fn read(said: &str) -> Option<IpAddr> {
    let address = said.parse::<IpAddr>().ok();
    let with_port = || said.parse::<SocketAddr>().ok().map(|socket| socket.ip());
    address.or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn seen(peer: &str, chain: &[&str]) -> (String, bool) {
        let trusted: Vec<Network> =
            ["127.0.0.1", "10.0.0.0/8"].map(|text| text.to_owned().try_into().unwrap()).to_vec();
        let mut request = Request::new(Body::empty());
        let peer: SocketAddr = peer.parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(peer));
        for line in chain {
            request.headers_mut().append(FORWARDED_FOR, line.parse().unwrap());
        }
        request.headers_mut().insert("x-forwarded-proto", "https".parse().unwrap());
        know(&mut request, &trusted);
        let client = request.extensions().get::<Client>().unwrap();
        (client.address.to_string(), request.headers().contains_key("x-forwarded-proto"))
    }

    #[test]
    fn a_stranger_is_not_believed() {
        assert_eq!(seen("203.0.113.5:999", &["192.0.2.1"]), ("203.0.113.5".to_owned(), false));
    }

    #[test]
    fn a_proxy_is_believed_as_far_as_it_saw() {
        let told = |peer, chain: &[&str]| seen(peer, chain).0;
        assert_eq!(seen("127.0.0.1:9", &["203.0.113.5"]), ("203.0.113.5".to_owned(), true));
        assert_eq!(told("127.0.0.1:9", &["1.1.1.1, 203.0.113.5"]), "203.0.113.5");
        assert_eq!(told("127.0.0.1:9", &["1.1.1.1, 203.0.113.5, 10.0.0.2"]), "203.0.113.5");
        assert_eq!(told("127.0.0.1:9", &["1.1.1.1", "[2001:db8::7]:4711"]), "2001:db8::7");
        assert_eq!(told("127.0.0.1:9", &["1.1.1.1, what, 10.0.0.2"]), "10.0.0.2");
        assert_eq!(told("127.0.0.1:9", &[]), "127.0.0.1");
        assert_eq!(told("127.0.0.1:9", &["10.0.0.9"]), "10.0.0.9", "a person in the inner network");
    }
}
