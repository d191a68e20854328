//! `GET /v1/live`: says that there is news, and as long as they are few also what they are.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::Server;
use super::failure::Failure;
use crate::communities::Caller;
use crate::community::{News, Stand, View};
use crate::metric::LiveConnection;

/// Pokes are at least this far apart; the first of a series comes at once.
const PAUSE: Duration = Duration::from_millis(250);
/// Proxies close connections that are silent for a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(20);

pub(super) async fn live(
    State(server): State<Arc<Server>>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let caller = server.caller(&headers).await?;
    let follow = caller.community.follow();
    let stand = follow.borrow().stand(caller.member);
    let follower = Follower {
        caller,
        follow,
        stand,
        next: Instant::now(),
        stopping: server.stopping.clone(),
        _open: LiveConnection::open(),
    };
    // The first comment tells the phone that the stream stands: what happens from now on is poked.
    let open = stream::iter([Ok::<_, Infallible>(Event::default().comment("open"))]);
    let pokes = stream::unfold(follower, async |mut follower| {
        let event = follower.poke().await?;
        Some((Ok(event), follower))
    });
    let events = Sse::new(stream::StreamExt::chain(open, pokes))
        .keep_alive(KeepAlive::new().interval(KEEP_ALIVE));
    // A proxy that collects answers would hold the pokes back.
    let headers = [
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    Ok((headers, events).into_response())
}

struct Follower {
    caller: Caller,
    follow: watch::Receiver<Arc<View>>,
    /// Up to here the member has nothing to fetch, or was told.
    stand: Stand,
    /// When the next poke may be sent.
    next: Instant,
    stopping: watch::Receiver<bool>,
    _open: LiveConnection,
}

impl Follower {
    /// The next poke; none when the device was removed or the endpoint stops.
    async fn poke(&mut self) -> Option<Event> {
        loop {
            let view = self.follow.borrow_and_update().clone();
            self.may_listen(&view)?;
            let told = match view.news(self.caller.member, &self.stand) {
                News::Nothing => None,
                // A client that expects no more than a poke passes over what it says.
                News::Something => Some("{}".to_owned()),
                News::Told(news) => Some(news),
            };
            if told.is_some() && Instant::now() < self.next {
                tokio::select! {
                    () = sleep_until(self.next) => continue,
                    _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                }
            }
            self.stand = view.stand(self.caller.member);
            if let Some(told) = told {
                self.next = Instant::now() + PAUSE;
                return Some(Event::default().event("poke").data(told));
            }
            tokio::select! {
                changed = self.follow.changed() => changed.ok()?,
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
            }
        }
    }

    fn may_listen(&self, view: &View) -> Option<()> {
        view.state()
            .roster
            .devices
            .contains_key(&self.caller.device)
            .then_some(())
    }
}
