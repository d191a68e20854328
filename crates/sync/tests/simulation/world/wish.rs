//! What members ask for on their phones: decided, queued, and sent at once or later.

use super::{Packet, Submitted, World};
use crate::device::Step;
use crate::intent::intent;
use crate::kit::DAY;
use yishi_domain::*;
use yishi_sync::Replica;
use yishi_sync::wire::parse_answer;

impl World {
    pub(super) fn submit(&mut self, device: usize) {
        if self.devices[device].replica.is_none() {
            return self.open(device);
        }
        let (id, new, now) = (CommandId(self.town.id()), self.town.id(), self.town.now);
        let member = self.devices[device].member;
        let view = self.devices[device].replica.as_ref().unwrap().view();
        let wish = (0..4).find_map(|_| intent(view, member, &mut self.rng, now, new));
        let Some(command) = wish else { return };
        // The phone's clock is its own.
        let clock = now.plus_seconds(i64::try_from(self.rng.below(4)).unwrap() * DAY - 2 * DAY);
        // Decided again with the same id and time, it is the same command, should it have been sent already.
        while self.decide(device, id, &command, clock) == Step::Stale {
            self.stats.decided_again += 1;
        }
    }

    fn decide(
        &mut self,
        device: usize,
        id: CommandId,
        command: &Command,
        clock: Timestamp,
    ) -> Step {
        let mut next = self.replica(device).clone();
        let Ok(writes) = next.submit(id, command, clock) else {
            return Step::Lost;
        };
        let submitted = Submitted {
            device,
            id,
            command: Some(command.clone()),
        };
        let idle = self.devices[device].waits_for.is_none() && !self.replica(device).has_unsent();
        let ahead = idle && writes.only_queues() && self.rng.percent(60);
        if ahead {
            self.send(device, next.request());
            self.stats.sent_ahead += 1;
            if self.rng.percent(8) {
                return self.find_no_room(next, submitted);
            }
        }
        let crash = self.crash();
        self.say(format!(
            "phone {device} submits {} {id} {command:?} {crash:?}",
            command.name()
        ));
        let step = self.devices[device].step(next, &writes, crash);
        match step {
            Step::Stored => self.count(submitted),
            Step::Lost => self.stats.lost_when_sent_ahead += u64::from(ahead),
            // Its answer is awaited by nobody.
            Step::Stale => self.devices[device].waits_for = None,
        }
        step
    }

    /// The disk has no room for a command that is on its way: its member is told that it was taken only if the authority
    /// says so.
    fn find_no_room(&mut self, next: Replica, submitted: Submitted) -> Step {
        let device = submitted.device;
        self.say(format!("phone {device} has no room for {}", submitted.id));
        let Some(Packet::Question { number, text, .. }) = self.network.pop() else {
            panic!("it was not sent")
        };
        let arrives = self.rng.percent(70);
        let answered = arrives.then(|| self.answer(device, &text));
        self.devices[device].waits_for = None;
        let Some((Ok(text), held)) = answered else {
            return Step::Lost;
        };
        let n = next.pending().last().unwrap().entry.n;
        if !parse_answer(&text).unwrap().accepts(n) {
            return Step::Lost;
        }
        self.stats.taken_without_room += 1;
        self.count(submitted);
        self.devices[device].replica = Some(next);
        self.devices[device].waits_for = Some(number);
        let crash = self.crash();
        self.take(device, number, Ok(text), &held, crash);
        Step::Stored
    }

    fn count(&mut self, submitted: Submitted) {
        self.submitted.push(submitted);
        self.stats.submitted += 1;
    }
}
