//! The phone's network: a TCP relay that a test can cut, restore, slow down and count.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{ReadHalf, WriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, JoinSet};

use crate::place::free_port;

/// Bytes that pass at once.
const PART: usize = 4 * 1024;

/// A relay on a port of its own. Dropping it cuts it for good.
///
/// It runs on the runtime of the test that started it, so such a test never blocks its thread.
#[derive(Debug)]
pub struct Proxy {
    port: u16,
    shared: Arc<Shared>,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    upstream: SocketAddr,
    delay: Mutex<Duration>,
    /// Bytes a second from the phone to the server.
    sending: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    connections: AtomicU64,
}

impl Proxy {
    /// Relays to a port of this machine.
    pub async fn start(upstream_port: u16) -> Result<Self> {
        let shared = Shared {
            upstream: SocketAddr::from(([127, 0, 0, 1], upstream_port)),
            delay: Mutex::default(),
            sending: AtomicU64::new(u64::MAX),
            sent: AtomicU64::default(),
            received: AtomicU64::default(),
            connections: AtomicU64::default(),
        };
        let proxy = Self {
            port: free_port()?,
            shared: Arc::new(shared),
            accepting: Mutex::default(),
        };
        proxy.restore().await?;
        Ok(proxy)
    }

    /// The port that the phone connects to.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address that the phone opens, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// No network any more: open connections are reset, new ones refused.
    pub async fn cut(&self) {
        let task = locked(&self.accepting).take();
        if let Some(task) = task {
            task.abort();
            // Waited for, because the port is refused only when the listener is gone.
            let _ = task.await;
        }
    }

    /// The network is back, on the same port.
    pub async fn restore(&self) -> Result<()> {
        if locked(&self.accepting).is_some() {
            return Ok(());
        }
        let listener = TcpListener::bind(("127.0.0.1", self.port))
            .await
            .context("the proxy's port is taken")?;
        let shared = Arc::clone(&self.shared);
        *locked(&self.accepting) = Some(tokio::spawn(accept(listener, shared)));
        Ok(())
    }

    /// From now on whatever passes takes this much longer, in each direction.
    pub fn delay(&self, by: Duration) {
        *locked(&self.shared.delay) = by;
    }

    /// From now on no more than so many bytes a second pass from the phone to the server, on each connection.
    pub fn slow_down(&self, bytes: u64) {
        self.shared.sending.store(bytes, Ordering::Relaxed);
    }

    /// Bytes that have gone from the phone to the server.
    pub fn sent(&self) -> u64 {
        self.shared.sent.load(Ordering::Relaxed)
    }

    /// Bytes that have come from the server to the phone.
    pub fn received(&self) -> u64 {
        self.shared.received.load(Ordering::Relaxed)
    }

    /// Connections that the phone has opened so far.
    pub fn connections(&self) -> u64 {
        self.shared.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        if let Some(task) = locked(&self.accepting).take() {
            task.abort();
        }
    }
}

/// A panic elsewhere is that test's failure, not a reason for a second one here.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// The connections belong to this task: when it is aborted, they are dropped, and with them reset.
async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut open = JoinSet::new();
    while let Ok((phone, _)) = listener.accept().await {
        shared.connections.fetch_add(1, Ordering::Relaxed);
        open.spawn(relay(phone, Arc::clone(&shared)));
        while open.try_join_next().is_some() {}
    }
}

/// The phone's end of a connection: closed politely when both sides are done, reset when the network is cut.
struct Phone {
    stream: TcpStream,
    done: bool,
}

impl Drop for Phone {
    fn drop(&mut self) {
        if !self.done {
            // It fails only on a socket that the phone has closed already.
            let _ = self.stream.set_zero_linger();
        }
    }
}

async fn relay(stream: TcpStream, shared: Arc<Shared>) {
    let mut phone = Phone {
        stream,
        done: false,
    };
    let Ok(mut server) = TcpStream::connect(shared.upstream).await else {
        return;
    };
    let _ = (phone.stream.set_nodelay(true), server.set_nodelay(true));
    // Borrowed halves: owned ones would end the stream politely when they are dropped.
    let (phone_in, phone_out) = phone.stream.split();
    let (server_in, server_out) = server.split();
    let any = AtomicU64::new(u64::MAX);
    let up = pass(phone_in, server_out, &shared, &shared.sent, &shared.sending);
    let down = pass(server_in, phone_out, &shared, &shared.received, &any);
    tokio::join!(up, down);
    phone.done = true;
}

/// Reads as fast as it comes and writes each piece when its time is there: a delay, not a bottleneck.
async fn pass(
    mut from: ReadHalf<'_>,
    mut to: WriteHalf<'_>,
    shared: &Shared,
    count: &AtomicU64,
    rate: &AtomicU64,
) {
    let (queue, mut due) = mpsc::unbounded_channel::<(Instant, Vec<u8>)>();
    let read = async move {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer).await {
            let at = Instant::now() + *locked(&shared.delay);
            if queue.send((at, buffer[..length].to_vec())).is_err() {
                break;
            }
        }
    };
    let write = async move {
        while let Some((at, piece)) = due.recv().await {
            if at > Instant::now() {
                tokio::time::sleep_until(at.into()).await;
            }
            for part in piece.chunks(PART) {
                let rate = rate.load(Ordering::Relaxed);
                if rate < u64::MAX {
                    let millis = part.len() as u64 * 1_000 / rate.max(1);
                    tokio::time::sleep(Duration::from_millis(millis)).await;
                }
                if to.write_all(part).await.is_err() {
                    return;
                }
                count.fetch_add(part.len() as u64, Ordering::Relaxed);
            }
        }
        let _ = to.shutdown().await;
    };
    tokio::join!(read, write);
}
