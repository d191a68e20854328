//! `import shops` and `import checklist`, and the street that a sample starts with.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::phone::Phone;
use crate::place::{answer, complaint, samples, small, until};

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
    let sample = samples().join("sample/shops.csv");
    let text = fs::read_to_string(&sample).unwrap();
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    for bytes in [text.clone().into_bytes(), gb18030.into_owned()] {
        let folder = tempfile::tempdir().unwrap();
        let data = community(folder.path());
        let table = folder.path().join("shops.csv");
        fs::write(&table, bytes).unwrap();
        let import = |file: &Path, more: &[&str]| {
            let arguments = ["import", "shops", path(file), "--data", data];
            answer(&[&arguments, more].concat())
        };
        assert_eq!(
            import(&table, &["--dry-run"]),
            "45 rows, 0 bad; would change: 45 new shops, 0 corrected\n"
        );
        assert_eq!(
            import(&table, &[]),
            "45 rows, 0 bad; changed: 45 new shops, 0 corrected\n"
        );
        assert_eq!(import(&sample, &[]), "45 rows, 0 bad; changed: nothing\n");
    }
}

#[test]
fn bad_rows_stop_the_import() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let table = folder.path().join("shops.csv");
    fs::write(&table, "店名,类别,门牌,价目\n面馆,面馆,幸福街8号,素面\n").unwrap();
    let said = complaint(&["import", "shops", path(&table), "--data", data]);
    assert!(
        said.contains("line 2: “价目” names things and yuan") && said.contains("素面"),
        "{said}"
    );
    fs::write(&table, "店名,类别,门牌\n\"面馆,面馆,幸福街8号\n").unwrap();
    let said = complaint(&["import", "shops", path(&table), "--data", data]);
    assert!(said.contains("the quote in line 2 is not closed"), "{said}");
}

#[tokio::test]
async fn the_sample_starts_with_its_shops_and_its_merchants_hear_as_such() {
    let (endpoint, _folder) = small(&[]);
    let mut resident = endpoint.phone("resident").await;
    resident.pull().await;
    assert_eq!(resident.bodies("shop_recorded").len(), 6);
    let mut merchant = endpoint.phone("merchant").await;
    merchant.pull().await;
    let shops = |phone: &Phone| {
        let audiences = phone.cursors.keys();
        audiences.filter(|name| name.starts_with("shop:")).count()
    };
    assert_eq!((shops(&merchant), shops(&resident)), (1, 0));
}

#[test]
fn a_checklist_is_imported_from_a_table_or_a_workbook_and_gets_versions() {
    let folder = tempfile::tempdir().unwrap();
    let data = community(folder.path());
    let import = |file: &Path| answer(&["import", "checklist", path(file), "--data", data]);
    let sample = samples().join("sample/checklist.csv");
    let new = "16 rows, 0 bad; changed: a new version of the checklist\n";
    assert_eq!(import(&sample), new);
    assert_eq!(import(&sample), "16 rows, 0 bad; changed: nothing\n");
    // The same as a workbook, with another weight.
    let text = fs::read_to_string(&sample).unwrap();
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    let lines = text
        .replace("pass_fail,1,", "pass_fail,2,")
        .replace("抽查三项,", "抽查三项，");
    for (row, line) in (0..).zip(lines.lines()) {
        for (column, cell) in (0..).zip(line.split(',')) {
            let cell = cell.trim_matches('"').replace('，', ",");
            match cell.parse::<f64>() {
                Ok(number) => sheet.write(row, column, number).unwrap(),
                Err(_) => sheet.write(row, column, cell).unwrap(),
            };
        }
    }
    let table = folder.path().join("checklist.xlsx");
    workbook.save(&table).unwrap();
    assert_eq!(import(&table), new);
    assert_eq!(import(&table), "16 rows, 0 bad; changed: nothing\n");
    let export = folder.path().join("export");
    answer(&["export", path(&export), "--data", data]);
    let log = fs::read_to_string(export.join("events.jsonl")).unwrap();
    let versions: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .filter(|event: &serde_json::Value| event["type"] == "template_published")
        .map(|event| event["body"]["version"].clone())
        .collect();
    assert_eq!(versions, [1, 2]);
    let bad = folder.path().join("bad.csv");
    fs::write(&bad, "检查项,类型\n营业执照,看一眼\n").unwrap();
    let said = complaint(&["import", "checklist", path(&bad), "--data", data]);
    assert!(said.contains("line 2: unknown kind: 看一眼"), "{said}");
}

#[tokio::test]
async fn the_samples_patrols_are_planned_by_the_clock_for_representatives_and_staff() {
    let (endpoint, _folder) = small(&[]);
    let mut representative = endpoint.phone("representative").await;
    until("the patrols", async || {
        representative.pull().await;
        (representative.bodies("patrol_planned").len() >= 4).then_some(())
    })
    .await;
    let planned = representative.bodies("patrol_planned");
    let rounds = planned[0]["rounds"].as_array().unwrap().iter();
    let shops = rounds.flat_map(|round| round["shops"].as_array().unwrap());
    let shops: BTreeSet<&str> = shops.map(|shop| shop.as_str().unwrap()).collect();
    assert_eq!(shops.len(), 6);
    let mut resident = endpoint.phone("resident").await;
    resident.pull().await;
    assert!(resident.bodies("patrol_planned").is_empty());
    assert_eq!(resident.bodies("template_published").len(), 1);
}
