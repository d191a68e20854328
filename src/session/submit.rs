//! What a member asks for: decided, stored, sent and shown.

use std::pin::pin;

use futures_util::future::{Either, join, select};
use yishi_domain::{Command, CommandId};
use yishi_sync::Notice;
use yishi_sync::disk::Writes;

use super::{Refusal, Session, new_id};
use crate::clock::now;
use crate::link::{Ahead, News};
use crate::store::{Store, StoreError};
use crate::turn::give_way;

impl Session {
    /// Asks for something: the rules are tried on what this phone knows, the command is stored, and the
    /// screen shows it. The endpoint hears of it when there is a network, of most of it while it is being stored.
    ///
    /// # Errors
    /// Why it was refused, or why the phone could not store it. Nothing has changed on the phone then; the endpoint may
    /// have it all the same, if the network went before its answer came.
    pub(crate) async fn submit(self, command: Command) -> Result<(), Refusal> {
        let inner = self.inner();
        let (id, at) = (CommandId(new_id()), now());
        let turn = inner.turn.lock().await;
        let ahead = loop {
            let mut next = inner.replica.borrow().clone();
            let writes = next
                .submit(id, &command, at)
                .map_err(|rejection| Refusal::Rule(Notice::of(id, &rejection)))?;
            let send = || inner.rounds.ahead(self, &next, &writes);
            match keep(&inner.store, &writes, send).await {
                Ok(ahead) => {
                    inner.replica.replace(next);
                    break ahead;
                }
                // Another tab has queued a command meanwhile: decide again on what it left.
                Err(StoreError::Stale) => self.reload(&inner).await.map_err(Refusal::Store)?,
                Err(error) => return Err(Refusal::Store(error)),
            }
        };
        drop(turn);
        // Sent first, drawn meanwhile.
        match ahead {
            Some(ahead) => ahead.go_on(),
            None => inner.rounds.wake(self),
        }
        give_way().await;
        self.publish();
        if !command.photos().is_empty() {
            self.count_photos();
        }
        inner.tell(News::Queued);
        Ok(())
    }
}

/// Stores what was queued, and sends it ahead meanwhile, if it may be. Where it cannot be stored, or room has to be made
/// first, it is enough that the endpoint has accepted it.
async fn keep(
    store: &Store,
    writes: &Writes,
    send: impl FnOnce() -> Option<Ahead>,
) -> Result<Option<Ahead>, StoreError> {
    let (stored, mut ahead) = join(store.write_as_it_is(writes), async { send() }).await;
    let kept = match (stored, &mut ahead) {
        (stored @ (Ok(()) | Err(StoreError::Stale)), _) => stored,
        (Err(_), None) => store.write(writes).await,
        (Err(_), Some(ahead)) => stored_or_accepted(store, writes, ahead).await,
    };
    kept.map(|()| ahead)
}

async fn stored_or_accepted(
    store: &Store,
    writes: &Writes,
    ahead: &mut Ahead,
) -> Result<(), StoreError> {
    let (stored, accepted) = (pin!(store.write(writes)), pin!(ahead.is_accepted()));
    match select(stored, accepted).await {
        Either::Left((Err(error), accepted)) if error != StoreError::Stale => {
            accepted.await.then_some(()).ok_or(error)
        }
        Either::Left((stored, _)) => stored,
        Either::Right((true, _)) => Ok(()),
        Either::Right((false, stored)) => stored.await,
    }
}
