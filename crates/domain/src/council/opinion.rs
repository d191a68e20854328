//! Opinions, any day: what somebody wants or objects to, who joins in, and what became of it.

mod similar;
mod triage;

pub use triage::{
    AnswerOpinion, DeclineOpinion, MergeOpinion, OpinionAnswered, OpinionDeclined, OpinionMerged,
    Together,
};
pub(crate) use triage::{decide_answer, decide_decline, decide_merge};

use serde::{Deserialize, Serialize};
use std::sync::Arc;

use super::{Council, Speaker};
use crate::decide::{Actor, Draft};
use crate::photo;
use crate::text::checked;
use crate::{
    Audience, Digest, Event, MemberId, OpinionId, Recorded, Rejection, Set, ShopId, State,
    Timestamp, TopicId,
};

/// Characters that an opinion, an answer or a reason may have.
const MOST_CHARACTERS: u32 = 500;

/// What an opinion is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// 环境卫生
    Environment,
    /// 安全
    Safety,
    /// 商户与价格
    Shops,
    /// 公共设施
    Facilities,
    /// 便民服务
    Services,
    /// 邻里
    Neighbours,
    /// 其他
    Other,
}

impl Category {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Environment,
        Self::Safety,
        Self::Shops,
        Self::Facilities,
        Self::Services,
        Self::Neighbours,
        Self::Other,
    ];
}

/// Who is behind an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The member.
    pub member: MemberId,
    /// The name at the time.
    pub name: String,
}

/// What became of an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OpinionOutcome {
    /// It was answered.
    Answered {
        /// The answer.
        text: String,
        /// By whom, as far as it was written down.
        by: Option<Speaker>,
    },
    /// It was declined.
    Declined {
        /// Why.
        reason: String,
        /// By whom, as far as it was written down.
        by: Option<Speaker>,
    },
    /// It is the same as another one.
    Merged {
        /// The other one: what becomes of that becomes of this.
        into: OpinionId,
        /// Who said so.
        by: Option<Speaker>,
    },
    /// The council deals with it.
    TakenUp {
        /// As this topic.
        topic: TopicId,
    },
}

/// An opinion as known here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// What is said.
    pub text: String,
    /// What it is about.
    pub category: Category,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// The shop that it is about, if it is about one.
    pub shop: Option<ShopId>,
    /// Whether residents see no author.
    pub anonymous: bool,
    /// The author, if this phone may know.
    pub author: Option<Author>,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// How many have seconded it.
    pub seconds: u32,
    /// The seconders that are known here: all to staff, oneself to anybody else.
    pub seconders: Set<MemberId>,
    /// What became of it, and when.
    pub outcome: Option<(Timestamp, OpinionOutcome)>,
}

impl Opinion {
    pub(crate) fn authored(&mut self, e: &OpinionAuthored) {
        self.author = Some(Author {
            member: e.member,
            name: e.name.clone(),
        });
    }

    pub(crate) fn seconded_by(&mut self, member: MemberId) {
        self.seconders.insert(member);
    }

    pub(crate) fn settle(&mut self, at: Timestamp, outcome: OpinionOutcome) {
        self.outcome = Some((at, outcome));
    }

    /// When something last became of it.
    #[must_use]
    pub fn changed_at(&self) -> Timestamp {
        self.outcome.as_ref().map_or(self.raised_at, |(at, _)| *at)
    }

    /// Whether that member is known here to be the author.
    #[must_use]
    pub fn is_by(&self, member: MemberId) -> bool {
        self.author.as_ref().is_some_and(|a| a.member == member)
    }
}

/// Says what one wants or objects to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RaiseOpinion {
    /// The new opinion.
    pub opinion: OpinionId,
    /// 1 to 500 characters.
    pub text: String,
    /// What it is about.
    pub category: Category,
    /// Whether residents shall see no author.
    pub anonymous: bool,
    /// At most 4 photos by their SHA-256; their bytes may arrive later.
    pub photos: Vec<Digest>,
    /// The shop that it is about, if it is about one.
    pub shop: Option<ShopId>,
}

/// Joins somebody else's opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondOpinion {
    /// The opinion.
    pub opinion: OpinionId,
}

/// An opinion was raised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionRaised {
    /// The opinion.
    pub opinion: OpinionId,
    /// What is said.
    pub text: String,
    /// What it is about.
    pub category: Category,
    /// The author; none if residents shall not see.
    pub author: Option<Author>,
    /// Photos by their SHA-256.
    pub photos: Vec<Digest>,
    /// The shop that it is about, if it is about one.
    pub shop: Option<ShopId>,
}

/// Who is behind an anonymous opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionAuthored {
    /// The opinion.
    pub opinion: OpinionId,
    /// The author.
    pub member: MemberId,
    /// The name at the time.
    pub name: String,
}

/// An opinion has that many seconders now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionSeconded {
    /// The opinion.
    pub opinion: OpinionId,
    /// Members who seconded it.
    pub count: u32,
}

/// Who seconded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondRecorded {
    /// The opinion.
    pub opinion: OpinionId,
    /// The seconder.
    pub member: MemberId,
}

/// An opinion became a topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionTakenUp {
    /// The opinion.
    pub opinion: OpinionId,
    /// The topic.
    pub topic: TopicId,
}

impl Council {
    pub(crate) fn apply_raised(&mut self, e: &OpinionRaised, recorded: &Recorded) {
        let opinion = Opinion {
            text: e.text.clone(),
            category: e.category,
            photos: e.photos.clone(),
            shop: e.shop,
            anonymous: e.author.is_none(),
            author: e.author.clone(),
            raised_at: recorded.at,
            seconds: 0,
            seconders: Set::new(),
            outcome: None,
        };
        self.opinions.insert(e.opinion, Arc::new(opinion));
    }
}

pub(crate) fn decide_raise(
    state: &State,
    actor: Actor,
    c: &RaiseOpinion,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let text = checked("text", &c.text, MOST_CHARACTERS)?;
    let photos = photo::checked(&c.photos)?;
    if state.council.opinions.contains_key(&c.opinion) {
        return Err(Rejection::AlreadyExists);
    }
    if let Some(shop) = c.shop {
        state.shop(shop)?;
    }
    let name = state.roster.name(member).unwrap_or_default().to_owned();
    let raised = |author| {
        Event::OpinionRaised(OpinionRaised {
            opinion: c.opinion,
            text,
            category: c.category,
            author,
            photos,
            shop: c.shop,
        })
    };
    if !c.anonymous {
        return Ok(vec![Draft::signed(
            vec![Audience::Public],
            raised(Some(Author { member, name })),
        )]);
    }
    let authored = OpinionAuthored {
        opinion: c.opinion,
        member,
        name,
    };
    let private = vec![Audience::Staff, Audience::Member(member)];
    Ok(vec![
        Draft::unsigned(vec![Audience::Public], raised(None)),
        Draft::signed(private, Event::OpinionAuthored(authored)),
    ])
}

pub(crate) fn decide_second(
    state: &State,
    actor: Actor,
    c: &SecondOpinion,
) -> Result<Vec<Draft>, Rejection> {
    let Actor::Member(member) = actor else {
        return Err(Rejection::NotAllowed);
    };
    let opinion = open_opinion(state, c.opinion)?;
    if opinion.is_by(member) {
        return Err(Rejection::OwnOpinion);
    }
    if opinion.seconders.contains(&member) {
        return Ok(Vec::new());
    }
    let seconded = OpinionSeconded {
        opinion: c.opinion,
        count: opinion.seconds + 1,
    };
    let recorded = SecondRecorded {
        opinion: c.opinion,
        member,
    };
    Ok(vec![
        Draft::unsigned(vec![Audience::Public], Event::OpinionSeconded(seconded)),
        Draft::signed(
            vec![Audience::Staff, Audience::Member(member)],
            Event::SecondRecorded(recorded),
        ),
    ])
}

pub(crate) fn open_opinion(state: &State, id: OpinionId) -> Result<&Opinion, Rejection> {
    let opinion = state
        .council
        .opinions
        .get(&id)
        .ok_or(Rejection::UnknownOpinion)?;
    if opinion.outcome.is_some() {
        Err(Rejection::OpinionSettled)
    } else {
        Ok(opinion)
    }
}
