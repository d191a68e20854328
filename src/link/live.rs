//! Pokes: the endpoint says that there is news, and mostly also what. An `EventSource` cannot send the token in a
//! header, so the stream of server-sent events is read by hand.

use std::rc::{Rc, Weak};

use gloo::net::http::RequestBuilder;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::ReadableStreamDefaultReader;

use super::abort::Deadline;
use super::endpoint::Endpoint;

/// Milliseconds without a sign of life, after which the line counts as dead; the endpoint sends one every 20 s.
const SILENCE: u32 = 50_000;
/// Bytes of a block that is not whole yet; more than any endpoint says at once.
const MOST_WAITING: usize = 1 << 20;

/// What the endpoint says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Poke {
    /// That there is news.
    Announced,
    /// The news, as JSON.
    Told(String),
}

/// An open line to the endpoint; closed when dropped.
pub(crate) struct Live {
    _open: Rc<Deadline>,
}

impl Live {
    /// Opens a line. `poked` is called at each poke, and `ended` once when the line is cut.
    pub(crate) fn open(
        endpoint: &Endpoint,
        poked: impl Fn(Poke) + 'static,
        ended: impl FnOnce() + 'static,
    ) -> Self {
        let open = Rc::new(Deadline::never());
        let signal = open.signal();
        let request = endpoint
            .signed(RequestBuilder::new(&endpoint.url("/v1/live")))
            .abort_signal(signal.as_ref());
        let watched = Rc::downgrade(&open);
        spawn_local(async move {
            let _ = follow(request, &poked, &watched).await;
            // A line that this side closed on purpose is nobody's news; one that went silent is.
            if watched.strong_count() > 0 {
                ended();
            }
        });
        Self { _open: open }
    }
}

async fn follow(
    request: RequestBuilder,
    poked: &impl Fn(Poke),
    open: &Weak<Deadline>,
) -> Option<()> {
    let response = request
        .send()
        .await
        .ok()
        .filter(gloo::net::http::Response::ok)?;
    // What happened between the last sync and now was told to nobody.
    poked(Poke::Announced);
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
    let mut blocks = Blocks::default();
    loop {
        // Not held while waiting, so that closing the line drops it.
        let silence = open.upgrade()?.within(SILENCE);
        let chunk = JsFuture::from(reader.read()).await.ok()?;
        drop(silence);
        let get = |name: &str| js_sys::Reflect::get(&chunk, &JsValue::from_str(name)).ok();
        if get("done")?.is_truthy() {
            return None;
        }
        let bytes = js_sys::Uint8Array::new(&get("value")?).to_vec();
        blocks.take_in(&bytes, poked)?;
    }
}

/// Takes a stream of server-sent events apart, wherever the network has cut it.
#[derive(Default)]
struct Blocks {
    waiting: Vec<u8>,
}

impl Blocks {
    /// Calls `poked` for each poke that is whole by now. None if what comes never ends.
    fn take_in(&mut self, bytes: &[u8], poked: &impl Fn(Poke)) -> Option<()> {
        // A carriage return can only be half of a line's end: in JSON it is escaped.
        self.waiting
            .extend(bytes.iter().filter(|byte| **byte != b'\r'));
        while let Some(end) = self.waiting.windows(2).position(|two| two == b"\n\n") {
            let block: Vec<u8> = self.waiting.drain(..end + 2).collect();
            if let Some(poke) = poke(&String::from_utf8_lossy(&block)) {
                poked(poke);
            }
        }
        (self.waiting.len() < MOST_WAITING).then_some(())
    }
}

/// What a block of lines says; keep-alives are comments and say nothing.
fn poke(block: &str) -> Option<Poke> {
    let (mut named, mut data) = (false, String::new());
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => named = value == "poke",
            "data" => data.push_str(value),
            _ => {}
        }
    }
    if !named {
        return None;
    }
    Some(match data.as_str() {
        "" | "{}" => Poke::Announced,
        _ => Poke::Told(data),
    })
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use wasm_bindgen_test::wasm_bindgen_test;

    use super::{Blocks, Poke};

    /// The pokes of a stream that comes in pieces of that size.
    fn pokes(stream: &str, size: usize) -> Vec<Poke> {
        let found = RefCell::new(Vec::new());
        let mut blocks = Blocks::default();
        for piece in stream.as_bytes().chunks(size) {
            blocks
                .take_in(piece, &|poke| found.borrow_mut().push(poke))
                .unwrap();
        }
        found.into_inner()
    }

    #[wasm_bindgen_test]
    fn pokes_are_read_wherever_the_network_cuts_them() {
        let stream = ": open\n\nevent: poke\ndata: {}\n\n:\n\nevent: poke\r\ndata: {\"after\":1,\r\ndata: \"名\":2}\r\n\r\nevent: other\ndata: poke\n\nevent: poke\ndata: {\"half\"";
        for size in 1..stream.len() {
            assert_eq!(
                pokes(stream, size),
                [
                    Poke::Announced,
                    Poke::Told("{\"after\":1,\"名\":2}".to_owned())
                ],
                "in pieces of {size}"
            );
        }
    }

    #[wasm_bindgen_test]
    fn what_never_ends_is_given_up() {
        let mut blocks = Blocks::default();
        let endless = vec![b'x'; 1 << 20];
        assert!(blocks.take_in(&endless, &|_| ()).is_none());
    }
}
