//! What befalls everybody: a network that loses and doubles, phones that die, a roster that changes, an authority that
//! comes back from a backup.

use super::{Backup, Packet, Submitted, World};
use crate::kit::{DAY, staff_record, vote};
use std::collections::BTreeSet;
use yishi_domain::council::Choice;
use yishi_domain::roster::{RemoveMember, Role};
use yishi_domain::*;
use yishi_sync::disk::{OutboxEntry, Writes};
use yishi_sync::wire::{command_json, parse_command};

impl World {
    pub(super) fn drop_or_double(&mut self) {
        if self.network.is_empty() {
            return;
        }
        let index = self.rng.below(self.network.len());
        let doubled = match &self.network[index] {
            Packet::Question {
                device,
                number,
                text,
            } if self.rng.percent(50) => Some(Packet::Question {
                device: *device,
                number: *number,
                text: text.clone(),
            }),
            Packet::News(news) if self.rng.percent(50) => Some(Packet::News(news.clone())),
            _ => None,
        };
        if let Some(copy) = doubled {
            match &copy {
                Packet::News(_) => self.stats.news_doubled += 1,
                _ => self.stats.requests_doubled += 1,
            }
            self.say("the network doubles a packet".into());
            self.network.push(copy);
            return;
        }
        match self.network.swap_remove(index) {
            Packet::Question { number, .. } => {
                self.say(format!("the network drops question #{number}"));
                self.stats.requests_dropped += 1;
            }
            Packet::Answer { number, .. } => {
                self.say(format!("the network drops answer #{number}"));
                self.stats.answers_dropped += 1;
            }
            Packet::News(_) => {
                self.say("the network drops news".into());
                self.stats.news_dropped += 1;
            }
        }
    }

    pub(super) fn kill(&mut self, device: usize) {
        self.say(format!("phone {device} is killed"));
        self.devices[device].close();
    }

    /// What an app does beside: checkpoints, merged pages, an update that knows no checkpoint of before.
    pub(super) fn maintain(&mut self, device: usize) {
        let phone = &mut self.devices[device];
        match (self.rng.below(4), &mut phone.replica) {
            (0 | 1, Some(replica)) => {
                let checkpoint = Some(replica.checkpoint());
                phone
                    .disk
                    .write(&Writes {
                        checkpoint,
                        ..Writes::default()
                    })
                    .unwrap();
                self.say(format!("phone {device} stores a checkpoint"));
            }
            (2, _) => {
                phone.disk.merge_pages();
                self.say(format!("phone {device} merges its pages"));
            }
            (_, None) => {
                phone.disk.forget_checkpoint();
                self.say(format!("phone {device} is updated"));
            }
            _ => {}
        }
    }

    pub(super) fn change_roster(&mut self) {
        let roles: &[Role] = match self.rng.below(5) {
            0 => &[Role::Resident, Role::Committee],
            1 => &[Role::Resident],
            _ => &[Role::Resident, Role::Representative],
        };
        let newcomer = self.devices[5].member;
        if self.rng.percent(10) {
            self.say("周文 is off the roster".into());
            self.stats.removals += 1;
            let reason = "搬走了".into();
            let member = newcomer;
            let remove = Command::RemoveMember(RemoveMember { member, reason });
            return self.town.operate(remove);
        }
        let town = &mut self.town;
        let (member, name, home) = match self.rng.below(4) {
            0 if self.rng.percent(50) => {
                let home = town.homes[self.rng.below(3)];
                (town.housemate, "赵强", Some(home))
            }
            1 if self.rng.percent(50) => (town.resident, "孙艳", Some(town.homes[1])),
            _ => (newcomer, "周文", Some(town.homes[2])),
        };
        let said = format!("{name} is {roles:?} of home {home:?}");
        town.operate(Command::RecordMember(staff_record(
            member, name, home, roles,
        )));
        self.say(said);
    }

    pub(super) fn pass_time(&mut self) {
        let seconds = i64::try_from(self.rng.below(60)).unwrap() * DAY / 40;
        self.town.now = self.town.now.plus_seconds(seconds);
        let done = self.town.tick();
        self.say(format!("{seconds} seconds pass, something was due: {done}"));
    }

    pub(super) fn restart_authority(&mut self) {
        let endpoint = &self.town.endpoint;
        let (head, settled) = (endpoint.authority().head(), endpoint.settled().len());
        let restarted = endpoint.restored(head, settled, endpoint.authority().epoch());
        assert!(
            restarted.authority().state() == endpoint.authority().state(),
            "a restart knows what was known"
        );
        self.town.endpoint = restarted;
        self.stats.authority_restarts += 1;
        self.say("the authority restarts from its log".into());
    }

    pub(super) fn back_up(&mut self) {
        let endpoint = &self.town.endpoint;
        let backup = Backup {
            head: endpoint.authority().head(),
            commands: endpoint.settled().len(),
        };
        self.say(format!(
            "a backup up to event {} and command {}",
            backup.head, backup.commands
        ));
        self.backups.push(backup);
    }

    pub(super) fn restore(&mut self) {
        if self.backups.is_empty() {
            return;
        }
        let index = self.rng.below(self.backups.len());
        // Later backups are of a log that is gone.
        self.backups.truncate(index + 1);
        let Backup { head, commands } = self.backups[index];
        let waiting: BTreeSet<CommandId> = self
            .devices
            .iter()
            .flat_map(|device| device.disk.outbox().values())
            .map(|text| parse_command(text).unwrap().id)
            .collect();
        let endpoint = &self.town.endpoint;
        let after_the_backup = endpoint.settled()[commands..]
            .iter()
            .filter(|record| record.rejected.is_none());
        let lost: Vec<CommandId> = after_the_backup
            .map(|record| record.id)
            .filter(|id| !waiting.contains(id))
            .collect();
        self.stats.lost_by_restore += lost.len() as u64;
        self.may_be_lost.extend(lost);
        let epoch = EpochId(self.town.ids.id());
        self.town.endpoint = self.town.endpoint.restored(head, commands, epoch);
        self.stats.restores += 1;
        self.say(format!(
            "restored to event {head} and command {commands} as {epoch}"
        ));
    }

    /// A newer app left a command in the outbox that nobody here understands.
    pub(super) fn future_command(&mut self, device: usize) {
        self.devices[device].close();
        let id = CommandId(self.town.id());
        let like = command_json(id, self.town.now, &vote(MotionId(id.0), Choice::Abstain));
        let text = like.replace("cast_ballot", "dance_together");
        let n = self.devices[device].disk.load().next_n;
        if self.devices[device].disk.load().replica.is_none() {
            return; // a phone that never synced has no client id to count under yet
        }
        self.say(format!("phone {device} holds an unknown command {id}"));
        let writes = Writes {
            enqueue: vec![OutboxEntry { n, text }],
            ..Writes::default()
        };
        self.devices[device].disk.write(&writes).unwrap();
        self.submitted.push(Submitted {
            device,
            id,
            command: None,
        });
        self.stats.submitted += 1;
        self.stats.unknown_commands += 1;
    }
}
