//! What has happened in the council while its screens are looked at, and which screens there are.

use anyhow::{Context, Result};
use uuid::Uuid;
use yishi_domain::council::{
    AdvanceMeeting, AttendMeeting, Choice, CommitmentSource, DiscussTopic, Electorate,
    ElectorateKind, MakeCommitment, MakeStatement, MeetingState, MergeOpinion, MinutesPart,
    NoticeMotion, OpenMotion, Options, Place, PlanMeeting, ProposeTopic, PublishMinutes,
    PublishedPart, ReportProgress, ScheduleTopic, StatementBy, TopicSource, WriteMinutes,
};
use yishi_domain::{
    Command, CommitmentId, MeetingId, MemberId, MotionId, Proof, StatementId, TopicId,
};

use crate::people::Device;

/// Fills the council, and gives the name and the address of each of its screens.
pub(super) async fn lived_in(
    committee: &mut Device,
    resident: &mut Device,
    merchant: &mut Device,
) -> Result<Vec<(&'static str, String)>> {
    let meeting = a_meeting(committee, resident).await?;
    let (topic, commitment) = a_promise(committee, merchant, meeting).await?;
    let published = a_published_meeting(committee).await?;
    let (alike, merged) = opinions_alike(committee, resident).await?;
    let passed = a_resolution(committee, resident).await?;
    actions(committee, merchant, passed).await?;
    proposals(resident).await?;
    let month = committee.view().date(Device::now());
    let screens = [
        ("opinions-mine", "opinion/mine".to_owned()),
        ("opinion-alike", format!("opinion/{alike}")),
        ("opinion-merged", format!("opinion/{merged}")),
        ("topic-new", "topic/new".into()),
        ("topic-discussed", format!("topic/{topic}")),
        ("meeting-open", format!("meeting/{meeting}")),
        ("attendance", format!("meeting/{meeting}/attendance")),
        ("minutes-desk", format!("meeting/{meeting}/minutes")),
        ("minutes", format!("meeting/{published}/minutes")),
        ("notice", format!("meeting/{meeting}/notice")),
        ("hall", format!("hall/{meeting}")),
        ("attend", format!("attend/{meeting}/7Q2MX9VC4T00ABCD")),
        ("commitment", format!("commitment/{commitment}")),
        ("resolution", format!("motion/{passed}")),
        (
            "ledger-month",
            format!("ledger/{}-{:02}", month.year, month.month),
        ),
    ];
    Ok(screens.into())
}

async fn plan(committee: &mut Device, minutes: i64, reason: &str) -> Result<MeetingId> {
    let meeting = MeetingId(Uuid::now_v7());
    let plan = PlanMeeting {
        meeting,
        starts_at: Device::now().plus_seconds(60 * minutes),
        place: "社区活动中心二楼".into(),
        reason: Some(reason.into()),
    };
    committee.act(&Command::PlanMeeting(plan)).await?;
    Ok(meeting)
}

async fn topic_on(committee: &mut Device, meeting: MeetingId, title: &str) -> Result<TopicId> {
    let topic = TopicId(Uuid::now_v7());
    let schedule = ScheduleTopic {
        topic,
        title: title.into(),
        source: TopicSource::Member,
        meeting,
    };
    committee.act(&Command::ScheduleTopic(schedule)).await?;
    Ok(topic)
}

async fn advance(committee: &mut Device, meeting: MeetingId, to: &[MeetingState]) -> Result<()> {
    for to in to {
        let (to, advance) = (*to, |to| AdvanceMeeting { meeting, to });
        committee.act(&Command::AdvanceMeeting(advance(to))).await?;
    }
    Ok(())
}

async fn tick(committee: &mut Device, meeting: MeetingId, member: MemberId) -> Result<()> {
    let attend = AttendMeeting {
        meeting,
        member,
        proof: Proof::Hand(Device::now()),
    };
    committee.act(&Command::AttendMeeting(attend)).await
}

/// One that is being held: some are there, and two desks have written the same part of its minutes.
async fn a_meeting(committee: &mut Device, resident: &mut Device) -> Result<MeetingId> {
    let meeting = plan(committee, 30, "门口路灯和理发价格").await?;
    for title in ["三号楼门口路灯", "店铺门前堆物", "春节值班"] {
        topic_on(committee, meeting, title).await?;
    }
    advance(committee, meeting, &[MeetingState::Called]).await?;
    let council: Vec<MemberId> = committee
        .view()
        .roster
        .members
        .iter()
        .filter(|(_, member)| {
            member
                .roles
                .contains(&yishi_domain::roster::Role::Representative)
        })
        .map(|(id, _)| *id)
        .collect();
    for member in council.iter().take(council.len() / 2 + 1) {
        tick(committee, meeting, *member).await?;
    }
    tick(committee, meeting, resident.member()).await?;
    advance(committee, meeting, &[MeetingState::Open]).await?;
    let texts = [
        "会议由王主任主持，应到代表全部通知到。",
        "会议由王主任主持，街道张科长列席。",
    ];
    for text in texts {
        committee
            .act(&Command::WriteMinutes(WriteMinutes {
                meeting,
                part: MinutesPart::Opening,
                base: 0,
                text: text.into(),
            }))
            .await?;
    }
    Ok(meeting)
}

async fn a_promise(
    committee: &mut Device,
    merchant: &mut Device,
    meeting: MeetingId,
) -> Result<(TopicId, CommitmentId)> {
    let topic = topic_on(committee, meeting, "年轻人理发有点贵").await?;
    committee
        .act(&Command::DiscussTopic(DiscussTopic { topic }))
        .await?;
    for (speaker, text) in [
        (
            StatementBy::Guest("街道办张科长".into()),
            "价格公开是好事，希望今年能定下来。",
        ),
        (
            StatementBy::Member {
                member: merchant.member(),
                role: None,
            },
            "成本确实高，给我一个月把账算清楚，再公布能降多少。",
        ),
    ] {
        committee
            .act(&Command::MakeStatement(MakeStatement {
                statement: StatementId(Uuid::now_v7()),
                topic,
                speaker,
                text: text.into(),
            }))
            .await?;
    }
    let commitment = CommitmentId(Uuid::now_v7());
    let due = committee.view().date(Device::now()).plus_days(2);
    merchant.sync().await?;
    merchant
        .act(&Command::MakeCommitment(MakeCommitment {
            commitment,
            source: CommitmentSource::Topic(topic),
            owner: merchant.member(),
            text: "成人剪发价目重新核算，月底前贴在店门口。".into(),
            due,
        }))
        .await?;
    merchant
        .act(&Command::ReportProgress(ReportProgress {
            commitment,
            text: "水电和房租已经算好，等人工。".into(),
            photos: vec![],
            done: false,
        }))
        .await?;
    committee.sync().await?;
    Ok((topic, commitment))
}

async fn a_published_meeting(committee: &mut Device) -> Result<MeetingId> {
    let meeting = plan(committee, 60, "春节安全").await?;
    let topic = topic_on(committee, meeting, "春节期间烟花爆竹管理").await?;
    let states = [
        MeetingState::Called,
        MeetingState::Open,
        MeetingState::Closed,
    ];
    advance(committee, meeting, &states).await?;
    let part = |part, title: &str, text: &str| PublishedPart {
        part,
        title: title.into(),
        text: text.into(),
    };
    let parts = vec![
        part(
            MinutesPart::Opening,
            "",
            "时间：今天 9:00\n应到居民代表 10 人，实到 8 人，已过半数。",
        ),
        part(
            MinutesPart::Topic(topic),
            "1. 春节期间烟花爆竹管理",
            "居民代表 赵强：楼道里不能堆放。\n结论：由物业每晚巡查，居委会张贴告示。",
        ),
        part(MinutesPart::Closing, "", "10:20 散会。"),
    ];
    committee
        .act(&Command::PublishMinutes(PublishMinutes {
            meeting,
            revision: 0,
            parts,
        }))
        .await?;
    Ok(meeting)
}

/// One that sounds like another, and one that was merged.
async fn opinions_alike(
    committee: &mut Device,
    resident: &mut Device,
) -> Result<(yishi_domain::OpinionId, yishi_domain::OpinionId)> {
    let texts = [
        "2 号楼门口的路灯不亮，晚上老人看不清台阶。",
        "路灯坏了好几天，2 号楼门口晚上看不清台阶，老人容易摔。",
        "门口路灯不亮，请修一修。",
    ];
    let mut raised = Vec::new();
    for text in texts {
        raised.push(resident.raise(text).await?);
    }
    let [alike, into, merged] = raised[..] else {
        anyhow::bail!("three were raised")
    };
    let merge = MergeOpinion {
        opinion: merged,
        into,
    };
    committee.act(&Command::MergeOpinion(merge)).await?;
    Ok((alike, merged))
}

async fn a_resolution(committee: &mut Device, resident: &mut Device) -> Result<MotionId> {
    let meeting = plan(committee, 90, "快递柜").await?;
    let topic = topic_on(committee, meeting, "快递柜移到北门外").await?;
    let motion = MotionId(Uuid::now_v7());
    committee
        .act(&Command::NoticeMotion(NoticeMotion {
            motion,
            topic,
            question: "是否同意把快递柜移到北门外？".into(),
            electorate: Electorate {
                kind: ElectorateKind::Households,
                place: Place::Everywhere,
            },
            options: Options::Approval,
            rule: "simple_majority".into(),
            sealed: false,
            opens_at: None,
            closes_at: Device::now().plus_seconds(86_400),
        }))
        .await?;
    committee
        .act(&Command::OpenMotion(OpenMotion { motion }))
        .await?;
    resident.sync().await?;
    resident.vote(motion, Choice::Approve).await?;
    committee.close(motion).await?;
    Ok(motion)
}

/// What a resolution obliges to: one action done, to be looked at, and one to do.
async fn actions(committee: &mut Device, merchant: &mut Device, passed: MotionId) -> Result<()> {
    let due = committee.view().date(Device::now()).plus_days(20);
    for (text, done) in [
        ("联系快递公司，把柜子移到北门。", true),
        ("在旧位置补种草坪。", false),
    ] {
        let commitment = CommitmentId(Uuid::now_v7());
        committee
            .act(&Command::MakeCommitment(MakeCommitment {
                commitment,
                source: CommitmentSource::Motion(passed),
                owner: merchant.member(),
                text: text.into(),
                due,
            }))
            .await
            .context("an action")?;
        if done {
            merchant.sync().await?;
            merchant
                .act(&Command::ReportProgress(ReportProgress {
                    commitment,
                    text: "柜子今天已经移好。".into(),
                    photos: vec![],
                    done,
                }))
                .await?;
        }
    }
    committee.sync().await?;
    Ok(())
}

async fn proposals(resident: &mut Device) -> Result<()> {
    resident
        .act(&Command::ProposeTopic(ProposeTopic {
            topic: TopicId(Uuid::now_v7()),
            title: "地下车库充电桩".into(),
            text: "电动车越来越多，楼道里充电不安全。".into(),
            source: TopicSource::Member,
        }))
        .await
}
