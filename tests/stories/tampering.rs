//! Somebody between the phone and the endpoint changes what is published: the phone notices.

use anyhow::Result;
use axum::body::Bytes;
use serde_json::Value;
use yishi_domain::MotionId;
use yishi_domain::council::Choice;
use yishi_tests::{Engine, Options};

use crate::people::{Act, Community, Device, Meddler, Phone, on_both};

/// A closed vote with two ballots.
async fn closed_vote(community: &Community) -> Result<MotionId> {
    let endpoint = &community.ready().endpoint;
    let mut committee = Device::join(endpoint, community.code("committee")?).await?;
    let mut housemate = Device::join(endpoint, community.code("housemate")?).await?;
    let mut merchant = Device::join(endpoint, community.code("merchant")?).await?;
    let motion = committee.put_to_vote("加装扶手").await?;
    housemate.vote(motion, Choice::Approve).await?;
    merchant.vote(motion, Choice::Reject).await?;
    committee.close(motion).await?;
    Ok(motion)
}

async fn altered_ballots_are_refused(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let motion = closed_vote(&community).await?;
    let meddler = Meddler::start(community.port()).await?;
    meddler.meddle(|path, _| match path.contains("/v1/blobs/") {
        true => Act::Change(swap_choices),
        false => Act::Pass,
    });
    let phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone
        .open(&phone.screen(&format!("#/motion/{motion}")))
        .await?;
    phone.see("取到的内容和公布的对不上").await?;
    assert!(!phone.shows("已核对").await?);
    phone.screenshot("tampering-ballots").await?;

    meddler.meddle(|_, _| Act::Pass);
    phone.tap("再试一次").await?;
    phone.see("已核对").await?;
    phone.see("2 张选票重新计算，结果一致").await
}
on_both!(altered_ballots_are_refused);

async fn a_wrong_count_is_named(engine: Engine) -> Result<()> {
    let community = Community::start().await?;
    let motion = closed_vote(&community).await?;
    let meddler = Meddler::start(community.port()).await?;
    meddler.meddle(|path, _| match path.ends_with("/v1/sync") {
        true => Act::Change(add_approvals),
        false => Act::Pass,
    });
    let phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone
        .open(&phone.screen(&format!("#/motion/{motion}")))
        .await?;
    phone.see("您的手机重新计算的结果和公布的不一样").await?;
    phone.see("同意：公布 31 户").await?;
    phone.see("重新计算 1 户").await?;
    assert!(!phone.shows("已核对").await?);
    phone.screenshot("tampering-count").await?;
    Ok(())
}
on_both!(a_wrong_count_is_named);

#[allow(
    clippy::needless_pass_by_value,
    reason = "the meddler hands bodies over"
)]
fn swap_choices(ballots: Bytes) -> Vec<u8> {
    let text = String::from_utf8_lossy(&ballots);
    text.replace("\"approve\"", "\"reject\"").into_bytes()
}

fn add_approvals(answer: Bytes) -> Vec<u8> {
    let Ok(mut parsed) = serde_json::from_slice::<Value>(&answer) else {
        return answer.into();
    };
    for event in parsed["events"].as_array_mut().into_iter().flatten() {
        if event["type"] == "motion_closed" {
            let heads = &mut event["body"]["tally"]["approve"]["heads"];
            *heads = (heads.as_u64().unwrap_or_default() + 30).into();
        }
    }
    parsed.to_string().into_bytes()
}
