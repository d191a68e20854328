//! What stands on the volunteer board while its screens are looked at, and which screens there are.

use anyhow::Result;
use uuid::Uuid;
use yishi_domain::volunteer::{
    CheckIn, ClaimHours, ConfirmHours, GroupKind, GroupRecorded, JoinGroup, MatchNeed, NeedKind,
    PlanActivity, Proof,
};
use yishi_domain::{ActivityId, ClaimId, Command, Date, GroupId, ShiftId};

use crate::people::{Device, helping};

/// Minutes after the shift that is looked at is planned until it begins: checking in is open.
const SOON: i64 = 30;

/// Fills the board, and gives the name and the address of each of its screens.
pub(super) async fn lived_in(
    committee: &mut Device,
    resident: &mut Device,
) -> Result<Vec<(&'static str, String)>> {
    let (activity, shift) = a_shift_soon(committee, resident).await?;
    let series = a_series(committee).await?;
    let need = a_need(committee, resident, shift).await?;
    let group = a_group(committee, resident, series).await?;
    some_hours(committee, resident).await?;
    let year = today(committee).year;
    let member = resident.member();
    let screens = [
        ("board", "volunteer".to_owned()),
        ("board-kinds", "volunteer/kinds".into()),
        ("board-mine", "volunteer/mine".into()),
        ("board-groups", "volunteer/groups".into()),
        ("shift", format!("shift/{shift}")),
        ("shift-lead", format!("shift/{shift}/lead")),
        ("shift-change", format!("shift/{shift}/change")),
        ("shift-cancel", format!("shift/{shift}/cancel")),
        ("shift-sign-up", format!("shift/{shift}/sign-up")),
        ("shift-report", format!("shift/{shift}/report")),
        ("check-in", format!("checkin/{shift}/7Q2MX9VC4T00ABCD")),
        ("activities", "activity".into()),
        ("new-activity", "activity/new".into()),
        ("activity-once", format!("activity/{activity}")),
        ("activity", format!("activity/{series}")),
        ("activity-change", format!("activity/{series}/change")),
        ("hours", "hours".into()),
        ("claim", "hours/claim".into()),
        ("claims", "hours/confirm".into()),
        ("statistics", "hours/statistics".into()),
        ("certificate", format!("hours/certificate/{year}/{member}")),
        ("needs", "need".into()),
        ("new-need", "need/new".into()),
        ("need", format!("need/{need}")),
        ("new-group", "group/new".into()),
        ("group", format!("group/{group}")),
        ("group-edit", format!("group/{group}/edit")),
    ];
    Ok(screens.into())
}

fn today(device: &Device) -> Date {
    device.view().date(Device::now())
}

/// In half an hour, so that the lead's page shows its code; one volunteer has come already.
async fn a_shift_soon(
    committee: &mut Device,
    resident: &mut Device,
) -> Result<(ActivityId, ShiftId)> {
    let activity = ActivityId(Uuid::now_v7());
    let at = Device::now().plus_seconds(60 * SOON);
    let state = committee.view();
    let first = state.date(at);
    let midnight = first.at(0, state.community.utc_offset_minutes);
    let lead = committee.person(committee.member())?;
    let mut details = helping("独居老人上门理发和居家保洁", 6, Some(lead));
    details.text = "带上理发工具。先敲门，再说一声“我是社区的”。".into();
    details.starts = u16::try_from((at.0 - midnight.0) / 60_000)?;
    details.cutoff = 0;
    details.minimum = 3;
    committee
        .act(&Command::PlanActivity(PlanActivity {
            activity,
            details,
            first,
            rule: None,
        }))
        .await?;
    resident.sync().await?;
    let shifts = committee.view().volunteer.shifts_of(activity);
    let shift = shifts.map(|(id, _)| id).next();
    let shift = anyhow::Context::context(shift, "the activity has no shift")?;
    resident.sign_up(shift, 1).await?;
    let (member, proof) = (resident.member(), Proof::Hand(Device::now()));
    let check_in = CheckIn {
        shift,
        member,
        proof,
    };
    committee.act(&Command::CheckIn(check_in)).await?;
    Ok((activity, shift))
}

async fn a_series(committee: &mut Device) -> Result<ActivityId> {
    let first = today(committee).plus_days(2);
    committee
        .plan_weekly(helping("合唱队排练", 40, None), first, 12)
        .await
}

/// One that is matched, and one that nobody takes yet.
async fn a_need(
    committee: &mut Device,
    resident: &Device,
    shift: ShiftId,
) -> Result<yishi_domain::NeedId> {
    let kind = NeedKind::Haircut;
    let need = committee
        .raise_need(kind, "陈桂兰", "3 号楼 2 单元 401")
        .await?;
    let member = resident.member();
    committee
        .act(&Command::MatchNeed(MatchNeed {
            need,
            shift,
            member,
        }))
        .await?;
    committee
        .raise_need(NeedKind::Cleaning, "王德福", "5 号楼 1 单元 101")
        .await
}

async fn a_group(
    committee: &mut Device,
    resident: &mut Device,
    activity: ActivityId,
) -> Result<GroupId> {
    let group = GroupId(Uuid::now_v7());
    let lead = committee.person(resident.member())?;
    committee
        .act(&Command::RecordGroup(GroupRecorded {
            group,
            name: "夕阳红合唱队".into(),
            kind: GroupKind::Choir,
            lead: Some(lead),
            schedule: "每周四晚上 7 点，活动中心二楼".into(),
            activity: Some(activity),
            closed: false,
        }))
        .await?;
    let member = committee.member();
    committee
        .act(&Command::JoinGroup(JoinGroup { group, member }))
        .await?;
    Ok(group)
}

/// Some that count, some that wait to be confirmed.
async fn some_hours(committee: &mut Device, resident: &mut Device) -> Result<()> {
    let claims = [("帮老人修好轮椅。", 90), ("给书屋搬书、贴标签。", 150)];
    let day = today(committee);
    for (text, minutes) in claims {
        let claim = ClaimId(Uuid::now_v7());
        resident
            .act(&Command::ClaimHours(ClaimHours {
                claim,
                activity: None,
                day,
                minutes,
                text: text.into(),
            }))
            .await?;
        if minutes == 90 {
            committee
                .act(&Command::ConfirmHours(ConfirmHours { claim }))
                .await?;
        }
    }
    Ok(())
}
