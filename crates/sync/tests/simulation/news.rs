//! Lines that stay open: what the authority tells of itself, and a network that drops it, repeats it or brings
//! it in another order, which a real line does not even do.

use crate::world::World;
use std::collections::BTreeSet;
use yishi_sync::Heard;
use yishi_sync::wire::parse_live;

/// What was told to a phone, and the audiences that its member had then.
#[derive(Clone)]
pub struct News {
    device: usize,
    text: String,
    held: BTreeSet<String>,
}

impl World {
    /// Opens the phone's line, cuts it, or tells the phone over it what has happened.
    pub fn tell(&mut self, device: usize) {
        let (member, head) = (self.devices[device].member, self.head());
        let Some(after) = self.devices[device].line else {
            if self.devices[device].replica.is_some() {
                self.say(format!("phone {device} opens a line at {head}"));
                self.devices[device].line = Some(head);
                self.ask(device);
            }
            return;
        };
        if self.rng.percent(5) {
            self.say(format!("the line of phone {device} is cut"));
            self.devices[device].line = None;
        } else if head != after {
            self.say(format!("phone {device} is told of {after} to {head}"));
            let news = News {
                device,
                text: self.town.endpoint.news(member, after, self.town.now),
                held: self.held(member),
            };
            self.devices[device].line = Some(head);
            self.send_news(news);
        }
    }

    /// News arrive.
    pub fn hear(&mut self, news: News) {
        let device = news.device;
        if self.devices[device].replica.is_none() {
            return;
        }
        if self.devices[device].waits_for.is_some() {
            // The app looks at them when it has its answer.
            return self.send_news(news);
        }
        let mut next = self.replica(device).clone();
        let told = parse_live(&news.text).unwrap();
        let (epoch, after) = (told.epoch, told.after);
        match next.hear(told) {
            Heard::Known => self.stats.news_known_already += 1,
            Heard::Beyond => {
                self.say(format!("phone {device} cannot use the news after {after}"));
                self.stats.news_beyond_the_phone += 1;
                self.ask(device);
            }
            Heard::Taken(received) => {
                let crash = self.crash();
                self.say(format!(
                    "phone {device} takes the news after {after} {crash:?}"
                ));
                self.stats.news_taken += 1;
                self.keep(device, epoch, next, &received, &news.held, crash);
            }
        }
    }
}
