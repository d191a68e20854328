//! How often somebody may ask.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use yishi_domain::{DeviceId, Digest};
use yishi_sync::Problem;

use super::Options;

/// What a photo counts for at least.
const LEAST_KIB: u32 = 16;

/// The counts of all devices and addresses.
pub(super) struct Limits {
    syncs: Option<DefaultKeyedRateLimiter<DeviceId>>,
    failed_joins: Option<DefaultKeyedRateLimiter<IpAddr>>,
    calendars: Option<DefaultKeyedRateLimiter<Digest>>,
    /// In KiB.
    photos: Option<DefaultKeyedRateLimiter<DeviceId>>,
    /// Addresses that failed too often, and until when they may not try.
    barred: Mutex<HashMap<IpAddr, Instant>>,
    trusted_proxies: Vec<IpAddr>,
}

impl Limits {
    pub(super) fn new(options: &Options) -> Self {
        let syncs = NonZeroU32::new(options.syncs_per_minute);
        let joins = NonZeroU32::new(options.failed_joins_per_hour);
        let calendars = NonZeroU32::new(options.calendars_per_hour);
        let photos = NonZeroU32::new(options.photo_mib_per_hour.saturating_mul(1_024));
        Self {
            syncs: syncs.map(|most| RateLimiter::keyed(Quota::per_minute(most))),
            failed_joins: joins.map(|most| RateLimiter::keyed(Quota::per_hour(most))),
            calendars: calendars.map(|most| RateLimiter::keyed(Quota::per_hour(most))),
            photos: photos.map(|most| RateLimiter::keyed(Quota::per_hour(most))),
            barred: Mutex::default(),
            trusted_proxies: options.trusted_proxies.clone(),
        }
    }

    /// Counts a sync request.
    pub(super) fn sync(&self, device: DeviceId) -> Result<(), Problem> {
        counted(self.syncs.as_ref(), &device)
    }

    /// Counts a fetch of the calendar whose link has this digest.
    pub(super) fn calendar(&self, link: Digest) -> Result<(), Problem> {
        counted(self.calendars.as_ref(), &link)
    }

    /// Counts the bytes of a photo; a small one for as much as its handling costs.
    pub(super) fn photo(&self, device: DeviceId, bytes: usize) -> Result<(), Problem> {
        let Some(limiter) = &self.photos else {
            return Ok(());
        };
        let kib = u32::try_from(bytes.div_ceil(1_024)).unwrap_or(u32::MAX);
        let kib = NonZeroU32::new(kib.max(LEAST_KIB)).unwrap_or(NonZeroU32::MIN);
        match limiter.check_key_n(&device, kib) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(until)) => Err(too_many(
                until.wait_time_from(DefaultClock::default().now()),
            )),
            // More than an hour's worth at once.
            Err(_) => Err(too_many(Duration::from_hours(1))),
        }
    }

    /// Whether the address may try to join.
    pub(super) fn may_join(&self, address: IpAddr) -> Result<(), Problem> {
        let barred = self.barred.lock().unwrap_or_else(PoisonError::into_inner);
        let left = barred
            .get(&address)
            .map(|until| until.saturating_duration_since(Instant::now()));
        left.filter(|left| !left.is_zero())
            .map_or(Ok(()), |left| Err(too_many(left)))
    }

    /// Counts an attempt to join that failed. Only those are counted: guessing takes many, and a hall full
    /// of residents may share one address.
    pub(super) fn join_failed(&self, address: IpAddr) -> Result<(), Problem> {
        let Some(limiter) = &self.failed_joins else {
            return Ok(());
        };
        limiter.check_key(&address).map_err(|until| {
            let wait = until.wait_time_from(DefaultClock::default().now());
            let mut barred = self.barred.lock().unwrap_or_else(PoisonError::into_inner);
            barred.insert(address, Instant::now() + wait);
            too_many(wait)
        })
    }

    /// Whom to count for: a proxy's word is taken only if the proxy is trusted.
    pub(super) fn address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let forwarded = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok());
        let hops: Vec<&str> = forwarded
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .collect();
        let mut address = peer.to_canonical();
        for hop in hops.iter().rev() {
            if !self.trusted_proxies.contains(&address) {
                break;
            }
            let Ok(before) = hop.parse::<IpAddr>() else {
                break;
            };
            address = before.to_canonical();
        }
        network(address)
    }

    /// Forgets whoever has been quiet for long, until dropped.
    pub(super) async fn forget(&self) {
        loop {
            tokio::time::sleep(Duration::from_mins(1)).await;
            self.syncs.iter().for_each(RateLimiter::retain_recent);
            self.failed_joins
                .iter()
                .for_each(RateLimiter::retain_recent);
            self.calendars.iter().for_each(RateLimiter::retain_recent);
            self.photos.iter().for_each(RateLimiter::retain_recent);
            let now = Instant::now();
            self.barred
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .retain(|_, until| *until > now);
        }
    }
}

fn counted<K: Clone + Eq + Hash>(
    limiter: Option<&DefaultKeyedRateLimiter<K>>,
    key: &K,
) -> Result<(), Problem> {
    limiter.map_or(Ok(()), |limiter| {
        limiter
            .check_key(key)
            .map_err(|until| too_many(until.wait_time_from(DefaultClock::default().now())))
    })
}

fn too_many(wait: Duration) -> Problem {
    Problem::TooManyRequests {
        retry_after: wait.as_secs() + 1,
    }
}

/// One customer of a provider has a whole IPv6 network of 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & !u128::from(u64::MAX))),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn address(limits: &Limits, peer: &str, forwarded: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", forwarded.parse().unwrap());
        limits.address(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed_and_only_the_last_untrusted_hop_counts() {
        let trusted_proxies = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        let limits = Limits::new(&Options {
            trusted_proxies,
            ..Options::default()
        });
        assert_eq!(
            address(&limits, "203.0.113.9", "198.51.100.1"),
            "203.0.113.9"
        );
        assert_eq!(address(&limits, "10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(
            address(&limits, "10.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.2"),
            "198.51.100.1"
        );
        assert_eq!(address(&limits, "10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(
            address(&limits, "2001:db8:1:2:3:4:5:6", ""),
            "2001:db8:1:2::"
        );
    }
}
