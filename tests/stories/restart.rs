//! The endpoint dies at the worst moment, or comes back older than it was: nothing is lost, nothing counts twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use serde_json::Value;
use yishi_tests::{Engine, Options};

use crate::people::{Act, Community, Meddler, Phone, on_both};

/// Loses the answer to every push, and says when it has done so.
fn lose_answers(meddler: &Meddler) -> Arc<AtomicBool> {
    let lost = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&lost);
    meddler.meddle(move |path, body| {
        let pushes = serde_json::from_slice::<Value>(body)
            .is_ok_and(|body| body["push"].as_array().is_some_and(|push| !push.is_empty()));
        if !path.ends_with("/v1/sync") || !pushes {
            return Act::Pass;
        }
        told.store(true, Ordering::SeqCst);
        Act::LoseAnswer
    });
    lost
}

async fn happened(what: &Arc<AtomicBool>) -> Result<()> {
    let patience = std::time::Duration::from_secs(15);
    yishi_tests::wait::until("the push", patience, async || {
        Ok(match what.load(Ordering::SeqCst) {
            true => Ok(()),
            false => Err("no push yet".to_owned()),
        })
    })
    .await
}

async fn texts(community: &Community) -> Result<Vec<String>> {
    let raised = community.events("opinion_raised").await?;
    let text = |event: &Value| {
        event["body"]["text"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    Ok(raised.iter().map(text).collect())
}

async fn an_endpoint_killed_before_its_answer_counts_once(engine: Engine) -> Result<()> {
    let mut community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let mut phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone.can_start_offline().await?;

    let lost = lose_answers(&meddler);
    phone.raise("答复在路上丢了。", "其他").await?;
    happened(&lost).await?;
    community.kill()?;
    phone.see("1 项待同步").await?;
    phone.raise("服务器不在的时候写的。", "其他").await?;
    phone.see("2 项待同步").await?;
    phone.crash().await?;
    phone.open_app().await?;
    phone.see("2 项待同步").await?;
    phone.screenshot("restart-killed").await?;

    meddler.meddle(|_, _| Act::Pass);
    community.start_again().await?;
    phone.wake().await?;
    phone.sent().await?;
    assert_eq!(
        texts(&community).await?,
        ["答复在路上丢了。", "服务器不在的时候写的。"]
    );
    Ok(())
}
on_both!(an_endpoint_killed_before_its_answer_counts_once);

async fn a_restored_endpoint_gets_what_it_lacks(engine: Engine) -> Result<()> {
    let mut community = Community::start().await?;
    let meddler = Meddler::start(community.port()).await?;
    let phone = Phone::at(engine, &meddler.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone.raise("备份之前。", "其他").await?;
    phone.sent().await?;
    let backup = community.folder().join("backup.sqlite");
    let backup = backup.to_string_lossy().into_owned();
    community.command(&["backup", &backup]).await?;

    // The endpoint has it and the phone does not know; then the endpoint goes back to before it.
    let lost = lose_answers(&meddler);
    phone.raise("备份之后，答复丢了。", "其他").await?;
    happened(&lost).await?;
    assert_eq!(texts(&community).await?.len(), 2);
    community.stop().await?;
    community.command(&["restore", &backup]).await?;
    assert_eq!(texts(&community).await?, ["备份之前。"]);
    meddler.meddle(|_, _| Act::Pass);
    community.start_again().await?;

    phone.wake().await?;
    phone.sent().await?;
    assert_eq!(
        texts(&community).await?,
        ["备份之前。", "备份之后，答复丢了。"]
    );
    phone.tap("首页").await?;
    phone.see("备份之前。").await?;
    phone.see("备份之后，答复丢了。").await?;
    phone.screenshot("restart-restored").await?;
    // And it goes on from there.
    phone.raise("恢复以后。", "其他").await?;
    phone.sent().await?;
    assert_eq!(texts(&community).await?.len(), 3);
    Ok(())
}
on_both!(a_restored_endpoint_gets_what_it_lacks);
