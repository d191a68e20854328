//! One closed vote as a file, for whoever wants to keep it or to count it by another program: as JSON, and as a table.
//!
//! Both forms hold everything that the count needs and what was published as its result; docs/PROTOCOL.md tells how
//! they are read, and `tests/recount.py` is a reader that shares no code with this project.

use std::fmt::Write as _;

use serde::Serialize;
use yishi_domain::council::{
    Base, Choice, Count, ElectorateKind, Motion, MotionState, Options, Outcome, Place, Publication,
    Share, Tally, Way,
};
use yishi_domain::{BlobRef, MotionId, State, Timestamp};

use super::write::Object;

/// A closed vote with its ballots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteFile {
    community: String,
    topic: String,
    id: MotionId,
    motion: Motion,
    result: Published,
    publication: Publication,
}

/// What was published as the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Published {
    closed_at: Timestamp,
    tally: Tally,
    options: Vec<Count>,
    outcome: Outcome,
    chosen: Vec<u8>,
    ballots: BlobRef,
}

/// Whose vote it was, and how many they were.
#[derive(Serialize)]
struct Voters<'a> {
    kind: ElectorateKind,
    place: &'a Place,
    heads: u64,
    area: u64,
}

impl VoteFile {
    /// The file of a motion and what was published of it; nothing unless the motion is closed.
    #[must_use]
    pub fn of(state: &State, id: MotionId, publication: Publication) -> Option<Self> {
        let motion = Motion::clone(state.council.motions.get(&id)?);
        let topic = state.council.topics.get(&motion.topic);
        let MotionState::Closed {
            at,
            tally,
            options,
            outcome,
            chosen,
            ballots,
        } = motion.state.clone()
        else {
            return None;
        };
        let result = Published {
            closed_at: at,
            tally,
            options,
            outcome,
            chosen,
            ballots,
        };
        Some(Self {
            community: state.community.name.clone(),
            topic: topic.map(|topic| topic.title.clone()).unwrap_or_default(),
            id,
            motion,
            result,
            publication,
        })
    }

    /// The file as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        let motion = &self.motion;
        let size = self.result.tally.electorate;
        let voters = Voters {
            kind: motion.electorate.kind,
            place: &motion.electorate.place,
            heads: size.heads,
            area: size.area,
        };
        Object::new()
            .field("format", "yishi-vote")
            .field("version", &1u8)
            .field("community", &self.community)
            .field("topic", &self.topic)
            .field("motion", &self.id)
            .field("question", &motion.question)
            .field("options", &motion.options)
            .field("electorate", &voters)
            .field("rule", &motion.rule)
            .field("sealed", &motion.sealed)
            .field("noticed_at", &motion.noticed_at)
            .field("published", &self.result)
            .field("missing", &self.publication.missing)
            .field("withheld", &self.publication.withheld)
            .field("hands", &self.publication.hands)
            .field("ballots", &self.publication.ballots)
            .text()
    }

    /// The file as a table of comma-separated values in UTF-8 with a byte-order mark, as spreadsheets want it: names
    /// and values of the vote, an empty line, a row a ballot. Each heading begins with a word that never changes.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut table = Table("\u{feff}".to_owned());
        self.write_facts(&mut table);
        table.end_of_part();
        self.write_ballots(&mut table);
        table.0
    }

    fn write_facts(&self, table: &mut Table) {
        let (motion, result) = (&self.motion, &self.result);
        let (rule, size) = (&motion.rule, result.tally.electorate);
        let share = |share: Option<Share>| {
            share
                .map(|share| format!("{}/{}", share.of, share.parts))
                .unwrap_or_default()
        };
        let part = rule.participation;
        let options = match &motion.options {
            Options::Approval => "approval".to_owned(),
            Options::Choose { most, of } => format!("choose {most} of {}", of.len()),
        };
        let base = match rule.approval.base {
            Base::Participants => "participants",
            Base::Electorate => "electorate",
        };
        let chosen: Vec<String> = result.chosen.iter().map(ToString::to_string).collect();
        let facts: [(&str, String); 26] = [
            ("format 格式", "yishi-vote 1".into()),
            ("community 社区", self.community.clone()),
            ("topic 议题", self.topic.clone()),
            ("motion 编号", self.id.to_string()),
            ("question 表决事项", motion.question.clone()),
            ("options 选项", options),
            ("sealed 无记名", yes(motion.sealed)),
            ("closed_at 截止", result.closed_at.to_string()),
            ("electorate_heads 有权投票", size.heads.to_string()),
            ("electorate_area 有权投票面积", size.area.to_string()),
            ("rule 规则", rule.name.clone()),
            ("rule_version 规则版本", rule.version.to_string()),
            ("rule_since 施行日期", rule.since.clone()),
            (
                "participation_heads 参与要求",
                share(part.and_then(|part| part.heads)),
            ),
            (
                "participation_area 参与面积要求",
                share(part.and_then(|part| part.area)),
            ),
            (
                "participation_strict 参与须超过",
                yes(part.is_some_and(|part| part.strict)),
            ),
            ("approval_base 同意以谁为准", base.into()),
            ("approval_heads 同意要求", share(rule.approval.heads)),
            ("approval_area 同意面积要求", share(rule.approval.area)),
            ("approval_strict 同意须超过", yes(rule.approval.strict)),
            ("quorum 参与达到", yes(result.outcome.quorum)),
            ("approved 同意达到", yes(result.outcome.approved)),
            ("passed 通过", yes(result.outcome.passed)),
            ("chosen 选定", chosen.join(" ")),
            ("missing 未计入", self.publication.missing.to_string()),
            ("withheld 未公布", self.publication.withheld.to_string()),
        ];
        for (name, value) in facts {
            table.row([name.to_owned(), value]);
        }
    }

    fn write_ballots(&self, table: &mut Table) {
        let options = &self.motion.options;
        let marks = options.marks();
        let heading = |mark: &Choice| match mark {
            Choice::Approve => "approve 同意".to_owned(),
            Choice::Reject => "reject 不同意".to_owned(),
            Choice::Abstain => "abstain 弃权".to_owned(),
            Choice::Option(number) => {
                format!(
                    "option_{number} {}",
                    options.name(*mark).unwrap_or_default()
                )
            }
        };
        let fixed = [
            "number 序号",
            "voter 投票人",
            "receipt 回执",
            "way 方式",
            "heads 票数",
            "area 面积",
        ];
        let fixed = fixed.iter().map(|name| (*name).to_owned());
        table.row(fixed.chain(marks.iter().map(heading)));
        for (number, ballot) in (1u64..).zip(&self.publication.ballots) {
            let cells = [
                number.to_string(),
                ballot.voter.clone().unwrap_or_default(),
                ballot.receipt.clone(),
                ballot.way.map(way).unwrap_or_default().to_owned(),
                "1".to_owned(),
                ballot.area.to_string(),
            ];
            let marked = marks.iter().map(|mark| match ballot.choice.contains(mark) {
                true => "1".to_owned(),
                false => String::new(),
            });
            table.row(cells.into_iter().chain(marked));
        }
        if let Some(hands) = &self.publication.hands {
            let cells = [
                String::new(),
                String::new(),
                String::new(),
                way(Way::Hands).to_owned(),
                hands.heads.to_string(),
                "0".to_owned(),
            ];
            let marked = marks.iter().map(|mark| {
                let raised = hands.marked.iter().find(|one| one.choice == *mark);
                raised.map(|one| one.heads.to_string()).unwrap_or_default()
            });
            table.row(cells.into_iter().chain(marked));
        }
    }
}

fn yes(holds: bool) -> String {
    if holds { "yes" } else { "no" }.to_owned()
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Phone => "phone",
        Way::Desk => "desk",
        Way::Paper => "paper",
        Way::Hands => "hands",
    }
}

/// Rows of comma-separated values (RFC 4180).
struct Table(String);

impl Table {
    fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        for (place, cell) in cells.into_iter().enumerate() {
            if place > 0 {
                self.0.push(',');
            }
            self.cell(&cell);
        }
        self.0.push_str("\r\n");
    }

    /// A spreadsheet takes what begins like a formula for one: an apostrophe before it says that it is text.
    fn cell(&mut self, text: &str) {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']);
        let quoted = formula || text.contains([',', '"', '\n', '\r']);
        match (quoted, formula) {
            (false, _) => self.0.push_str(text),
            (true, formula) => {
                let sign = if formula { "'" } else { "" };
                let _ = write!(self.0, "\"{sign}{}\"", text.replace('"', "\"\""));
            }
        }
    }

    fn end_of_part(&mut self) {
        self.0.push_str("\r\n");
    }
}
