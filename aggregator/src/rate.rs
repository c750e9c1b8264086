//! Token buckets: so many requests at once and so many a second, for each node and for each address.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    time::Duration,
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};

/// Requests an address may send at once: a network of many counties stands behind one.
pub const OF_ADDRESS: NonZeroU32 = NonZeroU32::new(3000).unwrap();
/// Requests an address may send a second after that.
pub const OF_ADDRESS_A_SECOND: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Requests a node may send at once: the largest upload in parts, and to spare.
pub const OF_NODE: NonZeroU32 = NonZeroU32::new(300).unwrap();
/// Requests a node may send a second after that.
pub const OF_NODE_A_SECOND: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// Addresses or nodes that are remembered.
pub const REMEMBERED: usize = 50_000;

/// A bucket for each key.
pub struct Buckets<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    limiter: RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    clock: C,
    remembered: usize,
}

/// The buckets of a city.
pub struct Rates {
    /// By the address that asks.
    pub addresses: Buckets<IpAddr>,
    /// By the node whose signature was verified.
    pub nodes: Buckets<String>,
}

impl Default for Rates {
    fn default() -> Self {
        let clock = DefaultClock::default;
        Self {
            addresses: Buckets::new(quota(OF_ADDRESS, OF_ADDRESS_A_SECOND), REMEMBERED, clock()),
            nodes: Buckets::new(quota(OF_NODE, OF_NODE_A_SECOND), REMEMBERED, clock()),
        }
    }
}

impl<K: Hash + Eq + Clone, C: Clock + Clone> Buckets<K, C> {
    /// Buckets of a size and a rate, for so many keys.
    pub fn new(quota: Quota, remembered: usize, clock: C) -> Self {
        Self {
            limiter: RateLimiter::new(quota, HashMapStateStore::default(), clock.clone()),
            clock,
            remembered,
        }
    }

    /// Takes one out of a bucket, or says how long it will be empty.
    ///
    /// # Errors
    /// The time until there is one again.
    pub fn take(&self, key: &K) -> Result<(), Duration> {
        if self.limiter.len() >= self.remembered {
            self.limiter.retain_recent();
            // Whoever commands so many addresses is not held by this; it must not cost memory as well.
            if self.limiter.len() >= self.remembered {
                return Ok(());
            }
        }
        self.limiter.check_key(key).map_err(|until| until.wait_time_from(self.clock.now()))
    }
}

fn quota(burst: NonZeroU32, a_second: NonZeroU32) -> Quota {
    Quota::per_second(a_second).allow_burst(burst)
}

/// Whose bucket a request is taken from. Behind a proxy on this machine that is the address the proxy names; a program on
/// this machine itself is not counted, and anybody else may name whom they like.
pub fn asking(peer: IpAddr, named: Option<IpAddr>) -> Option<IpAddr> {
    let peer = peer.to_canonical();
    if peer.is_loopback() { named } else { Some(peer) }
}

/// What of an address has a bucket of its own: all of an IPv4 address, the network of an IPv6 one.
pub fn bucket_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;

    use super::*;

    fn buckets(remembered: usize) -> (Buckets<u8, FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let some = |number| NonZeroU32::new(number).unwrap();
        (Buckets::new(quota(some(3), some(2)), remembered, clock.clone()), clock)
    }

    #[test]
    fn a_bucket_empties_and_fills_again_and_others_have_their_own() {
        let (buckets, clock) = buckets(10);
        assert_eq!([1, 1, 1].map(|key| buckets.take(&key)), [Ok(()); 3]);
        assert_eq!(buckets.take(&1), Err(Duration::from_millis(500)));
        assert_eq!(buckets.take(&2), Ok(()));
        clock.advance(Duration::from_millis(500));
        assert_eq!((buckets.take(&1), buckets.take(&1)), (Ok(()), Err(Duration::from_millis(500))));
    }

    #[test]
    fn only_so_many_keys_are_remembered() {
        let (buckets, clock) = buckets(4);
        (0..200).for_each(|key| assert_eq!(buckets.take(&key), Ok(())));
        assert_eq!(buckets.limiter.len(), 4);
        clock.advance(Duration::from_secs(60));
        assert_eq!(buckets.take(&200), Ok(()));
        assert_eq!(buckets.limiter.len(), 1, "those whose bucket is full again are forgotten");
    }

    #[test]
    fn neighbours_of_an_ipv6_network_share_a_bucket() {
        let of = |text: &str| bucket_of(text.parse().unwrap());
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2::9"));
        assert_ne!(of("2001:db8:1:2::9"), of("2001:db8:1:3::9"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
