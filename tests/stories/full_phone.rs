//! A phone without any room left: what it says was taken is taken, and what was not is said.

use anyhow::Result;
use serde_json::Value;
use yishi_tests::{Engine, Options};

use crate::people::{Community, Phone};

async fn texts(community: &Community) -> Result<Vec<Value>> {
    let raised = community.events("opinion_raised").await?;
    Ok(raised
        .iter()
        .map(|event| event["body"]["text"].clone())
        .collect())
}

/// Chromium's limits can be set at any time; no photo has reserved any room for words.
#[tokio::test(flavor = "multi_thread")]
async fn words_count_where_the_endpoint_has_them_and_are_refused_where_nobody_has() -> Result<()> {
    let community = Community::start().await?;
    let mut phone = Phone::with(Engine::Chromium, &community, Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;
    phone.leave_room_in_silence(300_000).await?;
    phone.see("已同步").await?;
    phone.fill_up().await?;

    phone.lose_network().await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", "手机满了也要说。").await?;
    phone.tap("其他").await?;
    phone.tap("提交意见").await?;
    phone.see("手机空间满了，新内容存不下").await?;
    phone.screenshot("full-phone-refused").await?;

    // The words are still there, and the endpoint takes them.
    phone.regain_network().await?;
    phone.see("已同步").await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    assert_eq!(texts(&community).await?, ["手机满了也要说。"]);
    phone.screenshot("full-phone-accepted").await?;

    // There is room again. The phone has counted one command less than the endpoint.
    phone.leave_room_in_silence(1_000_000_000).await?;
    phone.see("已同步").await?;
    phone.raise("又有地方了。", "其他").await?;
    phone.sent().await?;
    assert_eq!(
        texts(&community).await?,
        ["手机满了也要说。", "又有地方了。"]
    );
    phone.reopen().await?;
    phone.see("手机满了也要说。").await?;
    phone.see("又有地方了。").await?;
    phone.is_quiet().await
}
