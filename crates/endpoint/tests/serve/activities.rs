//! `import activities`, and what a community starts with.

use std::fs;
use std::path::Path;

use crate::board::Board;
use crate::place::{answer, complaint, run, samples, small, until};

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
fn the_table_is_imported_once_from_any_encoding() {
    let sample = samples().join("sample/activities.csv");
    let text = fs::read_to_string(&sample).unwrap();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    for bytes in [
        text.clone().into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        gb18030.into_owned(),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let data = community(folder.path());
        let table = folder.path().join("activities.csv");
        fs::write(&table, bytes).unwrap();
        let import = |file: &Path, more: &[&str]| {
            let arguments = ["import", "activities", path(file), "--data", data];
            answer(&[&arguments, more].concat())
        };
        let dry = import(&table, &["--dry-run"]);
        assert_eq!(
            dry,
            "9 rows, 0 bad; would change: 9 new activities, 0 corrected\n"
        );
        assert!(answer(&["community", "list", "--data", data]).contains("\t0\t1\t"));
        assert_eq!(
            import(&table, &[]),
            "9 rows, 0 bad; changed: 9 new activities, 0 corrected\n"
        );
        assert_eq!(import(&sample, &[]), "9 rows, 0 bad; changed: nothing\n");
    }
}

#[test]
fn bad_rows_stop_the_import_unless_they_are_skipped() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let table = folder.path().join("activities.csv");
    let rows = [
        "名称,类别,地点,重复,开始,分钟,岗位,最低人数",
        "晨练,文化,广场,FREQ=DAILY,06:30,60,队员:60,5",
        "乱来,文化,广场,FREQ=SECONDLY,06:30,60,队员:60,5",
    ];
    fs::write(&table, rows.join("\n")).unwrap();
    let import = ["import", "activities", path(&table), "--data", data];
    let refused = run(&import);
    assert!(!refused.status.success());
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(
        said.contains("line 3: “重复”: FREQ=SECONDLY is more often than a series can be")
            && said.contains("1 of 2 rows are bad; nothing was imported"),
        "{said}"
    );
    let skipped = answer(&[&import[..], &["--skip-bad"]].concat());
    assert_eq!(
        skipped,
        "2 rows, 1 bad; changed: 1 new activities, 0 corrected\n"
    );
    fs::write(&table, "姓名\n").unwrap();
    let said = complaint(&import);
    assert!(
        said.contains("is no table of activities") && said.contains("the column 名称 (name)"),
        "{said}"
    );
}

#[tokio::test]
async fn the_sample_starts_with_its_activities_and_a_change_reaches_phones_that_are_there() {
    let (endpoint, folder) = small(&[]);
    let mut phone = endpoint.phone("resident").await;
    phone.pull().await;
    let board = Board::of(&phone);
    assert_eq!(board.activities.len(), 9);
    assert!(board.days("太极队晨练").len() >= 365);
    assert!(board.days("独居老人居家保洁").len() >= 12);

    let table = folder.path().join("activities.csv");
    let text = fs::read_to_string(samples().join("small/activities.csv")).unwrap();
    fs::write(&table, text.replace("06:30", "06:45")).unwrap();
    let said = answer(&[
        "import",
        "activities",
        path(&table),
        "--data",
        path(folder.path()),
    ]);
    assert_eq!(
        said,
        "9 rows, 0 bad; changed: 0 new activities, 1 corrected\n"
    );
    let starts = until("the change", async || {
        phone.pull().await;
        let changed = phone.bodies("activity_changed");
        changed
            .first()
            .map(|body| body["details"]["starts"].clone())
    })
    .await;
    assert_eq!(starts, 6 * 60 + 45);
}
