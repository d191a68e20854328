//! The commands beside `serve`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::phone::Phone;
use crate::place::{answer, complaint, run, samples, small};

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn community(folder: &Path) -> &str {
    answer(&[
        "community",
        "create",
        "--name",
        "测试社区",
        "--data",
        path(folder),
    ]);
    path(folder)
}

#[test]
fn a_community_is_created_once_and_listed() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let said = complaint(&["community", "create", "--name", "测试社区", "--data", data]);
    assert!(said.contains("already"), "{said}");
    let said = complaint(&["community", "create", "--name", " ", "--data", data]);
    assert!(said.contains("a text is missing"), "{said}");
    let listed = answer(&["community", "list", "--data", data]);
    assert_eq!(listed.lines().count(), 1);
    assert!(listed.trim_end().ends_with("\t0\t1\t测试社区"), "{listed}");
}

#[test]
fn a_roster_is_imported_and_a_second_time_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let roster = samples().join("small/roster.csv");
    let dry = answer(&[
        "import",
        "roster",
        path(&roster),
        "--dry-run",
        "--data",
        data,
    ]);
    assert!(
        dry.contains("would change") && dry.contains("new people"),
        "{dry}"
    );
    assert!(answer(&["community", "list", "--data", data]).contains("\t0\t1\t"));
    let first = answer(&["import", "roster", path(&roster), "--data", data]);
    assert!(
        first.starts_with("103 rows, 0 bad; changed: ") || first.contains(" 0 bad; changed: "),
        "{first}"
    );
    let second = answer(&["import", "roster", path(&roster), "--data", data]);
    assert!(second.trim_end().ends_with("changed: nothing"), "{second}");
}

#[test]
fn the_encoding_of_the_roster_is_found_out() {
    let table = fs::read_to_string(samples().join("small/roster.csv")).unwrap();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&table);
    for bytes in [
        gb18030.into_owned(),
        format!("\u{feff}{table}").into_bytes(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let data = community(folder.path());
        let roster = folder.path().join("roster.csv");
        fs::write(&roster, bytes).unwrap();
        answer(&["import", "roster", path(&roster), "--data", data]);
        let utf8 = samples().join("small/roster.csv");
        assert!(
            answer(&["import", "roster", path(&utf8), "--data", data]).contains("changed: nothing")
        );
    }
}

#[test]
fn bad_rows_are_each_named_and_stop_the_import_unless_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let roster = folder.path().join("roster.csv");
    let rows = [
        "姓名,楼栋,单元,房号,建筑面积,身份,店铺,产权人,年龄",
        "赵一,1,1,101,80.33,居民,,是,67",
        ",1,1,101,80.33,居民,,是,67",
        "钱二,一栋,1,101,80.33,居民,,是,67",
        "孙三,1,1,102,80.333,居民,,是,67",
        "李四,1,1,103,80,村长,,是,67",
        "赵一,1,1,101,80.33,居民,,是,67",
        "周五,1,1,101,99.00,居民,,是,67",
        "吴六,1,1,104",
    ];
    fs::write(&roster, rows.join("\n")).unwrap();
    let dry = run(&[
        "import",
        "roster",
        path(&roster),
        "--dry-run",
        "--data",
        data,
    ]);
    let named = String::from_utf8(dry.stderr).unwrap();
    let lines: Vec<&str> = named
        .lines()
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(
        lines,
        [
            "line 3", "line 4", "line 5", "line 6", "line 7", "line 8", "line 9"
        ],
        "{named}"
    );
    assert!(
        String::from_utf8(dry.stdout)
            .unwrap()
            .contains("8 rows, 7 bad")
    );

    let said = complaint(&["import", "roster", path(&roster), "--data", data]);
    assert!(
        said.contains("7 of 8 rows are bad; nothing was imported"),
        "{said}"
    );
    assert!(answer(&["community", "list", "--data", data]).contains("\t0\t1\t"));
    let skipped = answer(&[
        "import",
        "roster",
        path(&roster),
        "--skip-bad",
        "--data",
        data,
    ]);
    assert!(
        skipped.contains("1 new homes") && skipped.contains("1 new people"),
        "{skipped}"
    );
}

#[test]
fn a_file_that_is_no_roster_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let file = folder.path().join("file");
    for (bytes, why) in [
        (
            &b"a,b,c\n1,2,3\n"[..],
            "the column 姓名 (name) is missing; the first line names: a, b, c",
        ),
        (&[0xff, 0xff, 0x80, 0x00][..], "neither UTF-8 nor GB18030"),
        (b"", "the column 姓名 (name) is missing"),
    ] {
        fs::write(&file, bytes).unwrap();
        let said = complaint(&["import", "roster", path(&file), "--data", data]);
        assert!(said.contains(why), "{said}");
    }
    let said = complaint(&["import", "roster", "/nowhere", "--data", data]);
    assert!(said.contains("/nowhere cannot be read"), "{said}");
}

#[tokio::test]
async fn an_invitation_is_printed_as_code_link_and_picture() {
    let (endpoint, folder) = small(&[]);
    let data = path(folder.path());
    let printed = answer(&[
        "invite",
        "--role",
        "committee",
        "--count",
        "2",
        "--base-url",
        endpoint.url(),
        "--data",
        data,
    ]);
    let links: Vec<&str> = printed
        .lines()
        .filter(|line| line.contains("/#/join/"))
        .collect();
    assert_eq!(links.len(), 2);
    assert!(printed.contains('█') || printed.contains('▀'), "{printed}");
    for link in links {
        let code = link
            .strip_prefix(&format!("{}/#/join/", endpoint.url()))
            .unwrap();
        assert!(printed.contains(&format!("{}-{}", &code[..5], &code[5..])));
        Phone::join(endpoint.url(), code).await.unwrap();
    }
    let said = complaint(&["invite", "--member", "没有这个人", "--data", data]);
    assert!(said.contains("nobody of that name"), "{said}");
    let said = complaint(&["invite", "--role", "mayor", "--data", data]);
    assert!(said.contains("there is no role mayor"), "{said}");
}

#[test]
fn a_name_that_two_share_asks_for_the_home() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let roster = folder.path().join("roster.csv");
    fs::write(
        &roster,
        "姓名,楼栋,单元,房号,身份,年龄\n王伟,1,1,101,居民,40\n王伟,1,1,102,居民,41\n",
    )
    .unwrap();
    answer(&["import", "roster", path(&roster), "--data", data]);
    let said = complaint(&["invite", "--member", "王伟", "--data", data]);
    assert!(
        said.contains("1-1-101") && said.contains("1-1-102"),
        "{said}"
    );
    let printed = answer(&[
        "invite", "--member", "王伟", "--home", "1-1-102", "--data", data,
    ]);
    assert!(printed.starts_with("王伟 1-1-102\n"), "{printed}");
}

#[tokio::test]
async fn an_export_holds_the_whole_log_with_its_digest() {
    let (endpoint, folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.raise("导出").await;
    let target = folder.path().join("export");
    answer(&["export", path(&target), "--data", path(folder.path())]);
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(target.join("manifest.json")).unwrap()).unwrap();
    let events = fs::read(target.join("events.jsonl")).unwrap();
    assert_eq!(
        manifest["events_sha256"],
        yishi_sync::wire::digest(&events).to_string()
    );
    let seqs: Vec<u64> = String::from_utf8(events)
        .unwrap()
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["seq"]
                .as_u64()
                .unwrap()
        })
        .collect();
    assert_eq!(
        seqs,
        (1..=manifest["events"].as_u64().unwrap()).collect::<Vec<_>>()
    );
    let said = complaint(&["export", path(&target), "--data", path(folder.path())]);
    assert!(said.contains("is not empty"), "{said}");
}

#[tokio::test]
async fn a_backup_is_restored_only_while_nobody_serves_and_the_old_database_is_kept() {
    let (mut endpoint, folder) = small(&[]);
    let data = path(folder.path());
    let backup = folder.path().join("backup");
    answer(&["backup", path(&backup), "--data", data]);
    let said = complaint(&["backup", path(&backup), "--data", data]);
    assert!(said.contains("exists already"), "{said}");
    let said = complaint(&["restore", path(&backup), "--data", data]);
    assert!(said.contains("stop it first"), "{said}");
    assert!(endpoint.stop().success());

    let junk = folder.path().join("junk");
    fs::write(&junk, "this is no database, however long one looks at it").unwrap();
    let said = complaint(&["restore", path(&junk), "--data", data]);
    assert!(said.contains("is no backup"), "{said}");
    answer(&["restore", path(&backup), "--data", data]);
    let kept = fs::read_dir(folder.path())
        .unwrap()
        .flatten()
        .filter(|entry| {
            entry
                .file_name()
                .to_string_lossy()
                .starts_with("yishi.sqlite.before-restore-")
        });
    assert_eq!(kept.count(), 1);

    // What a restore is most needed for: the database that is there cannot be opened any more.
    fs::write(folder.path().join("yishi.sqlite"), "torn").unwrap();
    answer(&["restore", path(&backup), "--data", data]);
    let list = answer(&["community", "list", "--data", data]);
    assert!(list.contains("幸福街社区"), "{list}");
}

#[test]
fn what_is_not_there_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let data = path(folder.path());
    for arguments in [
        &["community", "list"][..],
        &["invite", "--role", "committee"],
        &["export", "x"],
        &["backup", "x"],
    ] {
        let said = complaint(&[arguments, &["--data", data]].concat());
        assert!(said.contains("there is no database at"), "{said}");
    }
    let said = complaint(&["community", "list", "--database", "mysql://x"]);
    assert!(said.contains("--database is"), "{said}");
}
