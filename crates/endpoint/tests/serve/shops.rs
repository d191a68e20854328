//! `import shops`, and the shops that a sample starts with.

use std::fs;
use std::path::Path;

use crate::phone::Phone;
use crate::place::{answer, complaint, samples, small};

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
