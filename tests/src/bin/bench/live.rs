//! From a tap on one phone to what another phone shows, both of them live.

use std::convert::Infallible;
use std::time::Duration;

use anyhow::{Context, Result};
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;
use yishi_tests::{place, wait};

use crate::community::Community;
use crate::figure::{Measured, Series};
use crate::phone::{CONTENT, Phone};

const BARE: &str = include_str!("../../../bench/live.js");

const WRITES: usize = 26;
const EVENTS: usize = 1_000;
/// The phones are left alone meanwhile: asking them would take their time.
const UNDISTURBED: Duration = Duration::from_millis(400);

pub(crate) async fn measure() -> Result<Vec<Measured>> {
    let mut community = Community::start("small").await?;
    let writer = community.phone_member().await?;
    let filled = community.fill(writer, EVENTS, WRITES).await?;
    let reader = community
        .people
        .iter()
        .map(|person| person.member)
        .rfind(|member| *member != writer);
    let members = [writer, reader.context("two members")?];
    let codes = community.invite(&members).await?;
    let (a, b) = (Phone::start().await?, Phone::start().await?);
    for (phone, code) in [&a, &b].into_iter().zip(&codes) {
        phone.join(&community.app(), code).await?;
        phone.browser.see("首页").await?;
    }
    let bare = Bare::start().await?;
    b.run::<()>(&format!("const server = '{}';\n{BARE}", bare.url()))
        .await?;

    let (mut ways, mut baseline) = (Vec::new(), Vec::new());
    for (turn, opinion) in filled.newest.iter().enumerate() {
        for phone in [&a, &b] {
            phone.run::<()>(&format!("location.hash = '#/opinion/{opinion}'; await bench.until(bench.second, '附议');")).await?;
        }
        for phone in [&a, &b] {
            phone.calm().await?;
        }
        baseline.push(write_bare(&a, &b, &bare, turn).await?);
        ways.push(write(&a, &b).await?);
    }
    // The first tap pays for what is compiled when it is first used, on both sides.
    let (ways, baseline) = (ways.split_off(1), baseline.split_off(1));
    let steps = |step: Step| ways.iter().map(step).collect();
    let measured = Measured::ratio(
        "write-to-visible",
        Series::new(
            "app: tap on A to stored and painted on B",
            "ms",
            steps(|way| way.painted.max(way.stored)),
        ),
        Series::new(
            "bare: request of A to stored and painted on B",
            "ms",
            baseline,
        ),
    );
    let measured = Way::STEPS
        .into_iter()
        .fold(measured, |measured, (name, step)| {
            measured.with(Series::new(name, "ms", steps(step)))
        });
    Ok(vec![
        measured
            .note("two browsers, the endpoint and this program share the processor; the endpoint's commit is durable"),
    ])
}

/// The way of one write, in milliseconds since the tap on A.
struct Way {
    /// Safe in A's outbox.
    saved: f64,
    /// A sends it.
    sent: f64,
    /// A has the endpoint's word; B may know before.
    answered: f64,
    /// B has heard of it: the last that it heard before it stored.
    heard: f64,
    /// B begins to store it.
    storing: f64,
    /// B has stored it.
    stored: f64,
    /// B shows it, perhaps before it is stored.
    painted: f64,
}

/// One of its times.
type Step = fn(&Way) -> f64;

impl Way {
    /// Each step with what the table calls it.
    const STEPS: [(&str, Step); 7] = [
        ("app: until safe in A's outbox", |way| way.saved),
        ("app: until A sent it", |way| way.sent),
        ("app: until A had its answer", |way| way.answered),
        ("app: until B had heard it from the endpoint", |way| {
            way.heard
        }),
        ("app: until B began to store it", |way| way.storing),
        ("app: until B had stored it", |way| way.stored),
        ("app: until B had painted it", |way| way.painted),
    ];
}

/// A taps 附议; B has the page of the same opinion open.
async fn write(a: &Phone, b: &Phone) -> Result<Way> {
    for phone in [a, b] {
        phone
            .run::<()>(
                "bench.from = [bench.writes.length, bench.calls.length, bench.heard.length];",
            )
            .await?;
    }
    b.run::<()>(&format!(
        "const main = document.querySelector('{CONTENT}');
        const before = main.textContent;
        bench.changed = bench.when(() => main.textContent !== before);"
    ))
    .await?;
    a.run::<()>("bench.second().click();").await?;
    tokio::time::sleep(UNDISTURBED).await;
    // Both clocks are this machine's.
    let (tapped, saved, sent, answered): (f64, f64, f64, f64) = a
        .run(
            "const at = (time) => performance.timeOrigin + time;
            const saved = bench.writes.slice(bench.from[0]).find((write) => write.stores.includes('outbox'));
            const call = bench.calls.slice(bench.from[1]).find((call) => call.url.endsWith('/v1/sync'));
            return [bench.clicks.at(-1), saved.done, call.begun, call.answered].map(at);",
        )
        .await?;
    let (heard, storing, stored, painted): (f64, f64, f64, f64) = b
        .run(
            "const at = (time) => performance.timeOrigin + time;
            const painted = await bench.changed;
            const stored = bench.writes.slice(bench.from[0]).find((write) => write.stores.includes('page'));
            if (!stored?.done) throw new Error('it is shown and never stored');
            const answers = bench.calls.slice(bench.from[1]).filter((call) => call.url.endsWith('/v1/sync'));
            const heard = [...bench.heard.slice(bench.from[2]), ...answers.map((call) => call.answered)];
            return [Math.max(...heard.filter((time) => time <= stored.begun)), stored.begun, stored.done, painted].map(at);",
        )
        .await?;
    Ok(Way {
        saved: saved - tapped,
        sent: sent - tapped,
        answered: answered - tapped,
        heard: heard - tapped,
        storing: storing - tapped,
        stored: stored - tapped,
        painted: painted - tapped,
    })
}

/// A writes to the bare server.
async fn write_bare(a: &Phone, b: &Phone, bare: &Bare, turn: usize) -> Result<f64> {
    b.run::<()>("bench.bare.shown = null;").await?;
    let body = serde_json::json!({ "id": turn, "rest": "x".repeat(250) }).to_string();
    let written: f64 = a
        .run(&format!(
            "const start = performance.timeOrigin + performance.now();
            fetch('{}/write', {{ method: 'POST', body: '{body}' }});
            return start;",
            bare.url()
        ))
        .await?;
    tokio::time::sleep(UNDISTURBED).await;
    let shown = wait::until("the bare message", Duration::from_secs(10), || async {
        let shown: Option<f64> = b.run("return bench.bare.shown;").await?;
        Ok(shown.ok_or_else(|| "nothing is shown".to_owned()))
    });
    Ok(shown.await? - written)
}

/// The least that a live server can be: what is posted is sent on to whoever listens.
struct Bare {
    port: u16,
    task: JoinHandle<()>,
}

impl Bare {
    async fn start() -> Result<Self> {
        let port = place::free_port()?;
        let listener = TcpListener::bind(("127.0.0.1", port))
            .await
            .context("the bare server's port is taken")?;
        let (sender, _) = broadcast::channel::<String>(16);
        let router = Router::new()
            .route("/write", post(publish))
            .route("/events", get(follow))
            .with_state(sender);
        let task = tokio::spawn(async move {
            // It ends with the task.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self { port, task })
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Bare {
    fn drop(&mut self) {
        self.task.abort();
    }
}

const ANYBODY: [(header::HeaderName, &str); 1] = [(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];

async fn publish(
    State(sender): State<broadcast::Sender<String>>,
    body: String,
) -> impl IntoResponse {
    // Nobody listens before the reader's line is open.
    let _ = sender.send(body);
    ANYBODY
}

async fn follow(State(sender): State<broadcast::Sender<String>>) -> impl IntoResponse {
    let stream = futures_util::stream::unfold(sender.subscribe(), |mut receiver| async move {
        let message = receiver.recv().await.ok()?;
        Some((
            Ok::<_, Infallible>(Event::default().data(message)),
            receiver,
        ))
    });
    (ANYBODY, Sse::new(stream))
}
