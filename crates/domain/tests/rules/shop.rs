//! The register of shops: stated, imported, tied to the merchants of the roster.

use crate::kit::Town;
use crate::kit::patrol::record;
use std::collections::BTreeMap;
use yishi_domain::roster::*;
use yishi_domain::shop::*;
use yishi_domain::*;

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/sample/shops.csv"
);

fn sample() -> Vec<ShopRow> {
    let mut reader = csv::Reader::from_path(SAMPLE).expect("the sample stands in tests/data");
    let records = reader.records().enumerate();
    let row = |(index, record): (usize, csv::Result<csv::StringRecord>)| {
        let record = record.unwrap();
        ShopRow {
            line: index + 2,
            name: record[0].into(),
            kind: record[1].into(),
            address: record[2].into(),
            prices: record[3].into(),
            ..ShopRow::default()
        }
    };
    records.map(row).collect()
}

fn row(name: &str, prices: &str) -> ShopRow {
    ShopRow {
        line: 2,
        name: name.into(),
        kind: "蔬菜店".into(),
        address: "幸福街5号".into(),
        prices: prices.into(),
        ..ShopRow::default()
    }
}

fn take_over(town: &mut Town, rows: &[ShopRow]) -> (usize, Vec<String>) {
    let state = town.state.clone();
    let (commands, errors) = shop::import(&state, rows, || town.id());
    let count = commands.len();
    for command in commands {
        assert_eq!(town.must(Actor::Operator, command).len(), 1);
    }
    (count, errors.iter().map(ToString::to_string).collect())
}

#[test]
fn the_sample_is_imported_once_in_the_order_of_the_street() {
    let mut town = Town::new();
    assert_eq!(take_over(&mut town, &sample()), (45, vec![]));
    assert_eq!(take_over(&mut town, &sample()), (0, vec![]));
    let way = town.state.shops_by_way();
    assert_eq!(way.len(), 45);
    let numbers: Vec<u32> = way.iter().map(|(_, shop)| shop.number()).collect();
    assert!(numbers.is_sorted());
    let (_, vegetables) = way[4];
    assert_eq!(vegetables.name, "蔬菜店");
    assert_eq!((vegetables.street(), vegetables.number()), ("幸福街", 5));
    let fen: Vec<u32> = vegetables.prices.iter().map(|price| price.fen).collect();
    assert_eq!(fen, [120, 350]);
}

#[test]
fn what_a_table_does_not_say_stays() {
    let mut town = Town::new();
    let shop = town.shop("蔬菜店", 5);
    let (count, errors) = take_over(&mut town, &[row("蔬菜店", "萝卜：0.8；姜:免费")]);
    assert_eq!((count, errors.len()), (1, 0));
    let known = town.state.shop(shop).unwrap();
    assert_eq!(known.promises, ["价签每天更新"]);
    assert_eq!(known.order, 5);
    let prices = known.prices.iter();
    let prices: BTreeMap<&str, u32> = prices.map(|p| (p.item.as_str(), p.fen)).collect();
    assert_eq!(prices, [("萝卜", 80), ("姜", 0)].into());
    assert_eq!(take_over(&mut town, &[row("蔬菜店", "")]).0, 0);
}

#[test]
fn bad_rows_are_named_and_the_others_taken() {
    let mut town = Town::new();
    let moved = town.shop("老张蔬菜", 5);
    let mut renamed = record(moved, "小张蔬菜", 5);
    renamed.promises.clear();
    town.staff(Command::RecordShop(renamed)).unwrap();
    let rows = [
        row("", ""),
        row("粮油店", "大米"),
        row("花店", "花:1.234"),
        ShopRow {
            order: "-1".into(),
            ..row("药店", "")
        },
        row("老张蔬菜", ""),
        row("面馆", "面:12"),
        row("面馆", "面:13"),
        row(&"长".repeat(61), ""),
    ];
    let (count, errors) = take_over(&mut town, &rows);
    assert_eq!(count, 1);
    assert_eq!(errors.len(), 7, "{errors:?}");
    assert!(errors[1].contains("大米") && errors[2].contains("花:1.234"));
    assert!(errors[4].contains("小张蔬菜"), "{errors:?}");
    assert!(errors[5].contains("line 2"));
}

#[test]
fn a_shop_is_stated_by_staff_seen_by_everybody_and_closed_without_being_lost() {
    let mut town = Town::new();
    let resident = town.resident("101", "李梅");
    let shop = ShopId(town.id());
    let stated = record(shop, " 蔬菜店 ", 5);
    assert_eq!(
        town.member(resident, Command::RecordShop(stated.clone())),
        Err(Rejection::NotAllowed)
    );
    town.staff(Command::RecordShop(stated.clone())).unwrap();
    assert_eq!(town.staff(Command::RecordShop(stated)).unwrap(), []);
    let phone = town.phone(resident);
    assert_eq!(phone.shop(shop).unwrap().name, "蔬菜店");
    let closed = ShopRecorded {
        closed: true,
        ..town.state.shop(shop).unwrap().stated(shop)
    };
    town.staff(Command::RecordShop(closed)).unwrap();
    assert!(town.state.shop(shop).unwrap().closed);
    assert!(town.state.shops_by_way().is_empty());
    assert_eq!(
        town.state.shop(ShopId(town.staff.0)),
        Err(Rejection::UnknownShop)
    );
}

#[test]
fn two_open_shops_have_two_names() {
    let mut town = Town::new();
    let first = town.shop("蔬菜店", 5);
    let second = ShopId(town.id());
    let twin = record(second, "蔬菜店", 25);
    assert_eq!(
        town.staff(Command::RecordShop(twin.clone())),
        Err(Rejection::AlreadyExists)
    );
    let closed = ShopRecorded {
        closed: true,
        ..record(first, "蔬菜店", 5)
    };
    town.staff(Command::RecordShop(closed)).unwrap();
    town.staff(Command::RecordShop(twin)).unwrap();
    assert_eq!(town.state.shop_called("蔬菜店"), Some(second));
}

#[test]
fn too_much_of_something_is_refused_with_its_name() {
    let mut town = Town::new();
    let mut stated = record(ShopId(town.id()), "蔬菜店", 5);
    stated.prices = vec![stated.prices[0].clone(); MOST_PRICES + 1];
    assert_eq!(
        town.staff(Command::RecordShop(stated.clone())),
        Err(Rejection::TooMany {
            field: "prices".into(),
            most: 60
        })
    );
    stated.prices[0].item.clear();
    assert_eq!(
        town.staff(Command::RecordShop(stated)),
        Err(Rejection::TextEmpty {
            field: "price".into()
        })
    );
}

#[test]
fn a_merchant_is_tied_to_the_shop_that_the_roster_names() {
    let mut town = Town::new();
    let merchant = town.merchant("卢杰", "蔬菜店");
    assert_eq!(town.state.shops_run_by(merchant), []);
    let shop = town.shop("蔬菜店", 5);
    let other = town.shop("水果店", 6);
    assert_eq!(town.state.shops_run_by(merchant), [shop]);
    assert!(town.state.runs(merchant, shop) && !town.state.runs(merchant, other));
    let named =
        |state: &State| -> Vec<MemberId> { state.merchants_of(shop).map(|(id, _)| id).collect() };
    assert_eq!(named(&town.state), [merchant]);
    assert_eq!(named(&town.phone(merchant)), [merchant]);
    assert!(audiences_of(&town.state, merchant).contains(&Audience::Shop(shop)));
    assert!(!audiences_of(&town.state, town.staff).contains(&Audience::Shop(shop)));
    // A name that the roster still has, of a shop that has another by now.
    town.staff(Command::RecordShop(record(shop, "老卢蔬菜", 5)))
        .unwrap();
    assert_eq!(town.state.shops_run_by(merchant), [shop]);
    // A shop that took the name over has the better claim to it.
    town.staff(Command::RecordShop(record(other, "蔬菜店", 6)))
        .unwrap();
    assert_eq!(town.state.shops_run_by(merchant), [other]);
}

#[test]
fn one_merchant_may_run_several_shops_and_must_be_one() {
    let mut town = Town::new();
    let shops = [town.shop("蔬菜店", 5), town.shop("水果店", 6)];
    let merchant = town.merchant("卢杰", "蔬菜店、 水果店");
    assert_eq!(town.state.shops_run_by(merchant), shops);
    let record = MemberRecorded {
        member: merchant,
        name: "卢杰".into(),
        household: None,
        roles: [Role::Resident].into(),
        owner: false,
        born: 1980,
        shop: Some("蔬菜店".into()),
    };
    town.staff(Command::RecordMember(record)).unwrap();
    assert_eq!(town.state.shops_run_by(merchant), []);
    assert_eq!(audiences_of(&town.state, merchant).len(), 2);
}

#[test]
fn prices_are_read_as_people_write_them_and_written_so_again() {
    for (text, item, fen) in [
        ("白菜(斤):1.2", "白菜(斤)", 120),
        (" 成人剪发 38 ", "成人剪发", 38_00),
        ("Tea cup： ¥3.05元", "Tea cup", 305),
        ("老人剪发\t免费", "老人剪发", 0),
    ] {
        let read = Price::read(text).unwrap();
        assert_eq!((read.item.as_str(), read.fen), (item, fen), "{text}");
        let again = format!("{item}:{}", read.yuan());
        assert_eq!(Price::read(&again), Some(read), "{again}");
    }
    for text in ["", "白菜", "38", ":38", "白菜:", "白菜:1.234", "白菜:-1"] {
        assert_eq!(Price::read(text), None, "{text}");
    }
}
