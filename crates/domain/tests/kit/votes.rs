//! Votes of every kind, in a few words.

use super::{DAY, Town};
use uuid::Uuid;
use yishi_domain::council::*;
use yishi_domain::*;

pub const HOMES: Electorate = Electorate {
    kind: ElectorateKind::Households,
    place: Place::Everywhere,
};

/// Some of the options `甲`, `乙`, … of which so many may be marked.
pub fn choose(most: u8, of: usize) -> Options {
    let names = "甲乙丙丁戊己庚辛壬癸".chars().take(of);
    Options::Choose {
        most,
        of: names.map(String::from).collect(),
    }
}

impl Town {
    /// What a notice of homes by simple majority says, to be changed before it is given.
    pub fn draft(&mut self) -> NoticeMotion {
        NoticeMotion {
            topic: self.topic(),
            motion: MotionId(self.id()),
            question: "怎么办?".into(),
            options: Options::Approval,
            electorate: HOMES,
            rule: "simple_majority".into(),
            sealed: false,
            opens_at: None,
            closes_at: self.now.plus_seconds(7 * DAY),
        }
    }

    /// Gives that notice and opens the vote.
    pub fn put(&mut self, notice: NoticeMotion) -> MotionId {
        let motion = notice.motion;
        self.staff(Command::NoticeMotion(notice)).unwrap();
        self.open(motion).unwrap();
        motion
    }

    /// An open vote of homes with these options, by simple majority.
    pub fn vote_of(&mut self, options: Options) -> MotionId {
        let notice = NoticeMotion {
            options,
            ..self.draft()
        };
        self.put(notice)
    }

    /// A sealed vote of homes with these options, by simple majority.
    pub fn sealed_vote(&mut self, options: Options) -> MotionId {
        let notice = NoticeMotion {
            options,
            sealed: true,
            ..self.draft()
        };
        self.put(notice)
    }

    /// So many residents, each in a home of 100 m² of its own.
    pub fn residents(&mut self, count: usize) -> Vec<MemberId> {
        let numbered = 1..=count;
        let rooms = numbered.map(|n| {
            (
                format!("{}0{}", n.div_ceil(4), n % 4 + 1),
                format!("居民{n}"),
            )
        });
        let rooms: Vec<_> = rooms.collect();
        rooms
            .into_iter()
            .map(|(room, name)| self.resident(&room, &name))
            .collect()
    }

    pub fn home_of(&self, member: MemberId) -> VoterId {
        VoterId::Household(self.state.roster.members[&member].household.unwrap())
    }

    /// What a phone draws for a sealed ballot: the same for the same number.
    pub fn seal(number: u64) -> SealId {
        SealId(Uuid::from_u64_pair(0x4000, 1 << 63 | number))
    }

    pub fn mark(
        &mut self,
        member: MemberId,
        motion: MotionId,
        choice: &[Choice],
    ) -> Result<Vec<Event>, Rejection> {
        let seal = self.id();
        let cast = CastBallot {
            motion,
            choice: choice.to_vec(),
            seal: Some(SealId(seal)),
        };
        self.member(member, Command::CastBallot(cast))
    }

    pub fn at_desk(
        &mut self,
        voter: VoterId,
        motion: MotionId,
        choice: &[Choice],
    ) -> Result<Vec<Event>, Rejection> {
        let seal = self.id();
        self.staff(Command::CastForVoter(CastForVoter {
            motion,
            voter,
            choice: choice.to_vec(),
            reason: "眼睛不便".into(),
            seal: Some(SealId(seal)),
        }))
    }

    pub fn on_paper(
        &mut self,
        motion: MotionId,
        sheets: &[(VoterId, Choice)],
    ) -> Result<Vec<Event>, Rejection> {
        let sheets = sheets.iter().map(|(voter, choice)| Sheet {
            voter: *voter,
            choice: vec![*choice],
        });
        let sheets = sheets.collect();
        let photos = vec![Digest([7; 32])];
        self.staff(Command::EnterPaper(EnterPaper {
            motion,
            sheets,
            photos,
        }))
    }

    pub fn gather(
        &mut self,
        motion: MotionId,
        by: Gathering,
        voters: &[VoterId],
    ) -> Result<Vec<Event>, Rejection> {
        let voters = voters.to_vec();
        self.staff(Command::EnterVoters(EnterVoters { motion, by, voters }))
    }

    pub fn count(&mut self, motion: MotionId, count: Gathered) -> Result<Vec<Event>, Rejection> {
        let (photos, seal) = (Vec::new(), SealId(self.id()));
        self.staff(Command::CountGathered(CountGathered {
            motion,
            count,
            photos,
            seal,
        }))
    }

    pub fn hands(
        &mut self,
        motion: MotionId,
        marked: &[(Choice, u64)],
    ) -> Result<Vec<Event>, Rejection> {
        let marked = marked.iter().map(|(choice, heads)| Marked {
            choice: *choice,
            heads: *heads,
        });
        self.count(motion, Gathered::Hands(marked.collect()))
    }

    /// A meeting that is being held.
    pub fn held(&mut self) -> MeetingId {
        let meeting = self.meeting();
        for to in [MeetingState::Called, MeetingState::Open] {
            let advance = AdvanceMeeting { meeting, to };
            self.staff(Command::AdvanceMeeting(advance)).unwrap();
        }
        meeting
    }

    /// What was published at the last close.
    pub fn published(&self) -> Publication {
        self.archive.0.borrow().last().unwrap().1.clone()
    }
}

/// What a batch has left out, by label.
pub fn left_out(events: &[Event]) -> Vec<(String, LeftOutCause)> {
    let Event::BallotsEntered(entered) = &events[0] else {
        panic!("{events:?}")
    };
    let left_out = entered.left_out.iter();
    left_out.map(|one| (one.label.clone(), one.cause)).collect()
}
