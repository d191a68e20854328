//! What people do in the council, with and without a screen.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use yishi_domain::council::{AttendMeeting, Meeting, SecondOpinion};
use yishi_domain::roster::{Member, MemberRecorded, Role};
use yishi_domain::{Command, MeetingId, MemberId, MotionId, OpinionId, Proof, TopicId};
use yishi_tests::Engine;

use super::{Device, Phone};

/// A member as the roster has them, and in other roles.
pub(crate) fn in_other_roles(
    id: MemberId,
    member: &Member,
    change: impl FnOnce(&mut BTreeSet<Role>),
) -> Command {
    let mut roles = member.roles.clone();
    change(&mut roles);
    Command::RecordMember(MemberRecorded {
        member: id,
        name: member.name.clone(),
        household: member.household,
        roles,
        owner: member.owner,
        born: member.born,
        shop: member.shop.clone(),
    })
}

impl Device {
    /// Has so many sit in the council: residents at the end of the roster join those who do already.
    pub(crate) async fn seat(&mut self, seats: usize) -> Result<()> {
        let roster = &self.view().roster;
        let seated = roster.members.values();
        let seated = seated.filter(|m| m.roles.contains(&Role::Representative));
        let missing = seats.saturating_sub(seated.count());
        let mut residents: Vec<_> = roster
            .members
            .iter()
            .filter(|(_, m)| m.roles.iter().eq([&Role::Resident]) && m.household.is_some())
            .collect();
        residents.reverse();
        let elected = residents.into_iter().take(missing).map(|(id, member)| {
            in_other_roles(*id, member, |roles| {
                roles.insert(Role::Representative);
            })
        });
        let elected: Vec<Command> = elected.collect();
        ensure!(elected.len() == missing, "not enough residents");
        self.act_all(elected).await
    }

    /// A meeting as it is known here.
    pub(crate) fn meeting(&self, id: MeetingId) -> Result<&Meeting> {
        let meeting = self.view().council.meetings.get(&id);
        Ok(meeting.context("the meeting is not known here")?)
    }

    /// The topic of that title.
    pub(crate) fn topic(&self, title: &str) -> Result<TopicId> {
        let mut topics = self.view().council.topics.iter();
        let found = topics.find(|(_, topic)| topic.title == title);
        Ok(*found.with_context(|| format!("no topic {title}"))?.0)
    }

    /// The last vote on the topic of that title.
    pub(crate) fn motion_on(&self, title: &str) -> Result<MotionId> {
        let topic = self.view().council.topics.get(&self.topic(title)?);
        let last = topic.and_then(|topic| topic.motions.last());
        Ok(*last.with_context(|| format!("no vote on {title}"))?)
    }

    /// The opinion with that text.
    pub(crate) fn opinion(&self, text: &str) -> Result<OpinionId> {
        let mut opinions = self.view().council.opinions.iter();
        let found = opinions.find(|(_, opinion)| opinion.text == text);
        Ok(*found.with_context(|| format!("no opinion {text}"))?.0)
    }

    /// Joins in.
    pub(crate) async fn second(&mut self, opinion: OpinionId) -> Result<()> {
        self.act(&Command::SecondOpinion(SecondOpinion { opinion }))
            .await
    }

    /// Types the digits of the hall's screen.
    pub(crate) async fn attend(&mut self, meeting: MeetingId, digits: &str) -> Result<()> {
        let member = self.member();
        self.act(&Command::AttendMeeting(AttendMeeting {
            meeting,
            member,
            proof: Proof::Code(digits.to_owned()),
        }))
        .await
    }

    /// Who sits in the council and is not at the meeting.
    pub(crate) fn absent(&self, meeting: MeetingId) -> Result<Vec<MemberId>> {
        let there = &self.meeting(meeting)?.attendance;
        let members = self.view().roster.members.iter();
        let absent = members.filter(|(id, member)| {
            member.roles.contains(&Role::Representative) && !there.contains_key(id)
        });
        Ok(absent.map(|(id, _)| *id).collect())
    }
}

impl Phone {
    /// The digits on the hall's screen.
    pub(crate) async fn hall_digits(&self) -> Result<String> {
        self.see("css=.hall .code").await?;
        let code: String = self
            .eval("return document.querySelector('.hall .code').innerText")
            .await?;
        Ok(code.chars().filter(char::is_ascii_digit).collect())
    }

    /// Says something on the topic of this screen.
    pub(crate) async fn speak(&self, text: &str) -> Result<()> {
        self.tap("发言").await?;
        self.fill("css=dialog[open] textarea", text).await?;
        self.confirm().await?;
        self.see(text).await
    }

    /// Opens the sheet of that name, writes the words into it and agrees.
    pub(crate) async fn give_words(&self, button: &str, text: &str) -> Result<()> {
        self.tap(button).await?;
        self.fill("css=dialog[open] textarea", text).await?;
        self.confirm().await?;
        self.gone("css=dialog[open]").await
    }

    /// Reports that all is done, with a photo, on the page of what was to be done.
    pub(crate) async fn report_done(&self, text: &str, photo: u32) -> Result<()> {
        self.tap("报告已完成").await?;
        self.fill("css=dialog[open] textarea", text).await?;
        let folder = tempfile::tempdir()?;
        let picture = self
            .take_photo(folder.path(), photo, (1_200, 900), 1)
            .await?;
        self.choose_photos(&[picture]).await?;
        self.see("css=dialog[open] .photos img").await?;
        self.confirm().await?;
        self.see(text).await?;
        self.sent().await
    }

    /// What is wrong with the form of this screen stands where it is seen.
    pub(crate) async fn error_is_in_sight(&self) -> Result<()> {
        let seen = "for (let times = 0; times < 60; times++) {
              const said = document.querySelector('main [role=alert] .error');
              const box = said?.getBoundingClientRect();
              const there = box && document.elementFromPoint(box.x + 40, box.y + box.height / 2);
              if (there && said.contains(there)) return true;
              await new Promise((done) => setTimeout(done, 50));
            }
            return false";
        let seen: bool = self.eval(seen).await?;
        ensure!(seen, "what is wrong is out of sight");
        Ok(())
    }

    /// What the cards of this screen are called, from the top.
    pub(crate) async fn cards(&self) -> Result<Vec<String>> {
        self.eval("return [...document.querySelectorAll('main h3')].map((name) => name.innerText)")
            .await
    }

    /// Chooses who does something, by the name.
    pub(crate) async fn choose_person(&self, label: &str, name: &str) -> Result<()> {
        if self.shows("换人").await? {
            self.tap("换人").await?;
        }
        self.fill(label, name).await?;
        self.tap("css=dialog[open] .found .button").await
    }

    /// What this screen prints is so many sheets of A4. Only Chromium can tell.
    pub(crate) async fn prints_on(&self, most: usize) -> Result<()> {
        if self.engine() != Engine::Chromium {
            return Ok(());
        }
        let print = json!({ "preferCSSPageSize": true, "printBackground": true });
        let printed = self.cdp("Page.printToPDF", print).await?;
        let data = printed["data"].as_str().context("no PDF")?;
        let sheets: Vec<String> = self
            .eval(&format!(
                "return atob('{data}').match(/\\/MediaBox \\[[^\\]]*\\]/g) ?? []"
            ))
            .await?;
        ensure!((1..=most).contains(&sheets.len()), "printed on {sheets:?}");
        let a4 = |sheet: &String| {
            (sheet.contains("594.") || sheet.contains("595")) && sheet.contains("84")
        };
        ensure!(sheets.iter().all(a4), "{sheets:?}");
        Ok(())
    }
}
