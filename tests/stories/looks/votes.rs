//! Votes of all kinds while their screens are looked at, and which screens there are.

use anyhow::{Context, Result};
use uuid::Uuid;
use yishi_domain::council::{
    Approval, Base, CastForVoter, Choice, CountGathered, DefineRule, EnterPaper, EnterVoters,
    Gathered, Gathering, Marked, NoticeMotion, Options, Share, Sheet, VoterId,
};
use yishi_domain::{Command, Date, Digest, MeetingId, MotionId, SealId};

use crate::people::{Community, Device, options, voters};

const PAVING: [&str; 4] = ["透水砖", "沥青", "彩色混凝土", "保持原样"];

/// Fills the council with votes, and gives the name, the address and what is tapped of each of their screens.
pub(super) async fn lived_in(
    community: &Community,
    committee: &mut Device,
) -> Result<Vec<(&'static str, String, Option<&'static str>)>> {
    let meeting = committee.hold_meeting().await?;
    a_rule(committee).await?;
    let sealed = committee.put("要不要聘请新的物业公司", secret).await?;
    let several = committee
        .put("停车场用什么铺面", |notice| choosing(notice, 2))
        .await?;
    let by_hands = committee
        .put("端午节在哪里办", |notice| {
            choosing(notice, 1);
            notice.options = choose(1, &["小广场", "活动中心"]);
        })
        .await?;
    let mut phones = voters(community, sealed, 9).await?;
    for (turn, phone) in phones.iter_mut().enumerate().take(6) {
        let marks = [options(&[1, 2]), options(&[2]), options(&[2, 4])];
        phone.mark(several, marks[turn % 3].clone()).await?;
        let choice = [Choice::Approve, Choice::Approve, Choice::Reject][turn % 3];
        phone.mark(sealed, vec![choice]).await?;
    }
    let homes: Vec<VoterId> = phones[6..].iter().filter_map(home).collect();
    at_the_desk(committee, sealed, several, &homes).await?;
    in_the_meeting(committee, by_hands, meeting, &homes).await?;
    // The same once more, and over.
    let (sealed_over, several_over) = (
        committee.put("小区大门晚上几点关", secret).await?,
        committee
            .put("选两名监督员", |notice| choosing(notice, 2))
            .await?,
    );
    for (turn, phone) in phones.iter_mut().enumerate() {
        let choice = [Choice::Approve, Choice::Approve, Choice::Reject][turn % 3];
        phone.mark(sealed_over, vec![choice]).await?;
        let marks = [options(&[1, 3]), options(&[3]), options(&[2, 3])];
        phone.mark(several_over, marks[turn % 3].clone()).await?;
    }
    for motion in [sealed_over, several_over, by_hands] {
        committee.close(motion).await?;
    }
    let to_raise = committee
        .put("端午节几点开始", |notice| {
            notice.rule = "simple_majority".into();
        })
        .await?;
    let topic = committee.view().council.motions.get(&sealed);
    let topic = topic.context("a motion")?.topic;
    let page = |motion: MotionId, page: &str| format!("motion/{motion}{page}");
    Ok(vec![
        ("motion-sealed", page(sealed, ""), None),
        ("motion-several", page(several, ""), None),
        ("motion-sealed-closed", page(sealed_over, ""), None),
        ("motion-several-closed", page(several_over, ""), None),
        ("motion-hands-closed", page(by_hands, ""), None),
        ("ballots-sealed", page(sealed_over, "/ballots"), None),
        ("ballots-several", page(several_over, "/ballots"), None),
        ("ballots-hands", page(by_hands, "/ballots"), None),
        ("desk", page(several, "/desk"), None),
        ("paper", page(several, "/paper"), None),
        ("paper-sealed", page(sealed, "/paper"), None),
        ("hands", page(to_raise, "/hands"), None),
        ("hands-refused", page(sealed, "/hands"), None),
        ("not-running", page(by_hands, "/desk"), None),
        ("rules", "rules".into(), None),
        ("new-rule", "rules/new".into(), None),
        (
            "new-motion-several",
            format!("topic/{topic}/motion"),
            Some("css=.choices .choice:nth-child(3)"),
        ),
    ])
}

fn home(phone: &Device) -> Option<VoterId> {
    let member = phone.view().roster.members.get(&phone.member())?;
    member.household.map(VoterId::Household)
}

fn secret(notice: &mut NoticeMotion) {
    notice.sealed = true;
    notice.rule = "simple_majority".into();
}

fn choosing(notice: &mut NoticeMotion, most: u8) {
    notice.options = choose(most, &PAVING);
    notice.rule = "simple_majority".into();
    notice.question = "请选择。".into();
}

fn choose(most: u8, of: &[&str]) -> Options {
    Options::Choose {
        most,
        of: of.iter().map(|name| (*name).to_owned()).collect(),
    }
}

async fn a_rule(committee: &mut Device) -> Result<()> {
    let today: Date = committee.view().date(Device::now());
    for (since, of) in [(today.plus_days(-400), 1), (today.plus_days(-30), 2)] {
        let heads = Some(Share { of, parts: 3 });
        committee
            .act(&Command::DefineRule(DefineRule {
                name: "三号楼公约".into(),
                since,
                source: "三号楼全体住户约定".into(),
                notice_days: 7,
                participation: None,
                approval: Approval {
                    base: Base::Electorate,
                    heads,
                    area: None,
                    strict: false,
                },
            }))
            .await?;
    }
    Ok(())
}

/// One entered for somebody, one on paper, one envelope; and one that counts already.
async fn at_the_desk(
    committee: &mut Device,
    sealed: MotionId,
    several: MotionId,
    homes: &[VoterId],
) -> Result<()> {
    let cast = CastForVoter {
        motion: several,
        voter: homes[0],
        choice: options(&[4]),
        reason: "没有手机".into(),
        seal: None,
    };
    committee.act(&Command::CastForVoter(cast)).await?;
    let sheets = homes[..2].iter().map(|voter| Sheet {
        voter: *voter,
        choice: options(&[1]),
    });
    let enter = EnterPaper {
        motion: several,
        sheets: sheets.collect(),
        photos: vec![Digest([7; 32])],
    };
    committee.act(&Command::EnterPaper(enter)).await?;
    let enter = EnterVoters {
        motion: sealed,
        by: Gathering::Envelopes,
        voters: homes.to_vec(),
    };
    committee.act(&Command::EnterVoters(enter)).await
}

async fn in_the_meeting(
    committee: &mut Device,
    motion: MotionId,
    meeting: MeetingId,
    homes: &[VoterId],
) -> Result<()> {
    let enter = EnterVoters {
        motion,
        by: Gathering::Hands(meeting),
        voters: homes.to_vec(),
    };
    committee.act(&Command::EnterVoters(enter)).await?;
    let raised = |number, heads| Marked {
        choice: Choice::Option(number),
        heads,
    };
    let count = CountGathered {
        motion,
        count: Gathered::Hands(vec![raised(1, 2), raised(2, 1)]),
        photos: vec![],
        seal: SealId(Uuid::now_v7()),
    };
    committee.act(&Command::CountGathered(count)).await
}
