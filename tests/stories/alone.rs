//! The app on any static file server: alone as a demonstration, or with an endpoint somewhere else.

use std::process::Command;

use anyhow::{Result, ensure};
use serde_json::json;
use yishi_tests::{Engine, Options, ServerOptions, StaticServer, place};

use crate::people::{Community, Phone, on_both, site};

const OPINION: &str = "演示里也可以提意见。";

async fn the_demonstration_runs_alone_in_a_sub_folder(engine: Engine) -> Result<()> {
    let config = json!({ "endpoint": null, "name": "幸福街社区" });
    let server = StaticServer::serve_configured(&place::dist(), "/some/where", &config).await?;
    let mut phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone.see("演示，内容只在本机").await?;
    phone.see("需要您").await?;
    phone.screenshot("alone-home").await?;
    phone.raise(OPINION, "便民服务").await?;

    phone.become_someone("居委会 ·").await?;
    phone.see("等待处理").await?;
    phone.open_matter("opinions", OPINION).await?;
    phone.schedule("演示的议题").await?;
    phone.screenshot("alone-topic").await?;
    phone.put_to_vote().await?;

    phone.become_someone("商户 ·").await?;
    phone.open_matter("motions", "演示的议题").await?;
    phone.vote("同意").await?;
    phone.reopen().await?;
    phone.open_matter("motions", "演示的议题").await?;
    phone.see("您家已投：同意").await?;

    phone.become_someone("居委会 ·").await?;
    phone.open_matter("motions", "演示的议题").await?;
    phone.close_vote().await?;
    phone.see("已核对").await?;
    phone.screenshot("alone-result").await?;
    phone.reload().await?;
    phone.see("已核对").await?;
    phone.is_quiet().await
}
on_both!(the_demonstration_runs_alone_in_a_sub_folder);

async fn the_demonstration_shows_photos(engine: Engine) -> Result<()> {
    let config = json!({ "endpoint": null, "name": "幸福街社区" });
    let server = StaticServer::serve_configured(&place::dist(), "/some/where", &config).await?;
    let mut phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone
        .open_matter("opinions", "2 号楼门口的路灯不亮")
        .await?;
    phone.see_photos(1).await?;
    phone.screenshot("alone-photo").await?;

    let album = tempfile::tempdir()?;
    let photo = phone.take_photo(album.path(), 1, (1_200, 900), 1).await?;
    phone.tap("首页").await?;
    phone.tap("提意见").await?;
    phone.fill("您的意见", OPINION).await?;
    phone.tap("便民服务").await?;
    phone.choose_photos(&[photo]).await?;
    phone.see_photos(1).await?;
    phone.tap("提交意见").await?;
    phone.see("我提的").await?;
    phone.gone("张照片待传").await?;
    phone.become_someone("居委会 ·").await?;
    phone.open_matter("opinions", OPINION).await?;
    phone.see_photos(1).await?;
    phone.is_quiet().await
}
on_both!(the_demonstration_shows_photos);

/// The files of the demonstration that this phone has, fetched or kept.
const DEMONSTRATION: &str = "
    const names = await caches.keys();
    const kept = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    const all = kept.flat().concat(performance.getEntriesByType('resource')).map((file) => file.url ?? file.name);
    return all.filter((name) => name.includes('yishi-demo'))";

async fn the_demonstration_starts_without_a_network(engine: Engine) -> Result<()> {
    let config = json!({ "endpoint": null, "name": "幸福街社区" });
    let server = StaticServer::serve_configured(&place::dist(), "/some/where", &config).await?;
    let mut phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    phone.raise(OPINION, "便民服务").await?;
    phone.can_start_offline().await?;
    let files: Vec<String> = phone.eval(DEMONSTRATION).await?;
    ensure!(!files.is_empty(), "its module was not fetched");

    drop(server);
    phone.reopen().await?;
    phone.see(OPINION).await?;
    phone.become_someone("居委会 ·").await?;
    phone.open_matter("opinions", OPINION).await?;
    phone.schedule("没有网络时的议题").await
}
on_both!(the_demonstration_starts_without_a_network);

async fn a_program_that_stops_says_so(engine: Engine) -> Result<()> {
    // A program of one function that stops at once, as a panic does.
    const STOPS: &str = "
        const program = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11];
        const { f } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(program))).exports;
        setTimeout(f);
        return true";
    let config = json!({ "endpoint": null, "name": "幸福街社区" });
    let server = StaticServer::serve_configured(&place::dist(), "/", &config).await?;
    let phone = Phone::at(engine, &server.url(), Options::default()).await?;
    phone.open_app().await?;
    ensure!(!phone.shows("请重新打开").await?, "it has stopped already");
    phone.eval::<bool>(STOPS).await?;
    phone.see("您的内容都还在这台手机上").await
}
on_both!(a_program_that_stops_says_so);

async fn an_endpoint_of_another_origin_is_joined_and_synced(engine: Engine) -> Result<()> {
    let site = tempfile::tempdir()?;
    let files = StaticServer::serve(site.path(), "/pages/council").await?;
    let origin = format!("http://127.0.0.1:{}", files.port());
    let community = Community::start_with(ServerOptions {
        app: None,
        arguments: vec!["--cors-origins".into(), origin],
        ..ServerOptions::default()
    })
    .await?;
    let endpoint = &community.ready().endpoint;
    let config = json!({ "endpoint": endpoint, "name": "幸福街社区" });
    site::publish(site.path(), &config)?;

    let mut phone = Phone::at(engine, &files.url(), Options::default()).await?;
    phone.join(community.code("resident")?).await?;
    phone.raise(OPINION, "便民服务").await?;
    phone.sent().await?;
    ensure!(community.events("opinion_raised").await?.len() == 1);
    // The line on which the endpoint says that there is news works across origins too.
    let mut neighbour = crate::people::Device::join(endpoint, community.code("housemate")?).await?;
    neighbour.raise("邻居从别处写的。").await?;
    phone.tap("首页").await?;
    phone.see("邻居从别处写的。").await?;
    phone.can_start_offline().await?;
    let files: Vec<String> = phone.eval(DEMONSTRATION).await?;
    ensure!(files.is_empty(), "it carries a demonstration: {files:?}");
    phone.is_quiet().await
}
on_both!(an_endpoint_of_another_origin_is_joined_and_synced);

#[tokio::test(flavor = "multi_thread")]
async fn a_community_is_named_on_a_static_server() -> Result<()> {
    const NAME: &str = r#"沿河 "A" & <B> \ 社区"#;
    let site = tempfile::tempdir()?;
    site::publish(site.path(), &json!({}))?;
    let configured = Command::new(place::root().join("scripts/configure.sh"))
        .arg(site.path())
        .args(["https://sync.example.org/", NAME])
        .status()?;
    ensure!(configured.success(), "the app cannot be configured");
    let config = std::fs::read_to_string(site.path().join("config.json"))?;
    let config: serde_json::Value = serde_json::from_str(&config)?;
    ensure!(config == json!({ "endpoint": "https://sync.example.org", "name": NAME }));

    let files = StaticServer::serve(site.path(), "/").await?;
    let phone = Phone::at(Engine::Chromium, &files.url(), Options::default()).await?;
    // What stands in the page, before the app puts anything there.
    let page = "const text = await (await fetch('./')).text();
        const page = new DOMParser().parseFromString(text, 'text/html');
        return [...page.querySelectorAll('[data-community]')].map((each) => each.textContent)";
    phone.open_app().await?;
    let names: Vec<String> = phone.eval(page).await?;
    ensure!(
        names.len() >= 2 && names.iter().all(|name| name == NAME),
        "{names:?}"
    );
    Ok(())
}
