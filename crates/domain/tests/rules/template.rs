//! Checklists: what they may be like, their versions, for which shops, from a table.

use crate::kit::Town;
use crate::kit::patrol::*;
use yishi_domain::patrol::*;
use yishi_domain::*;

const SAMPLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/data/sample/checklist.csv"
);

fn sample() -> Vec<ChecklistRow> {
    let mut reader = csv::Reader::from_path(SAMPLE).expect("the sample stands in tests/data");
    let row = |(index, record): (usize, csv::Result<csv::StringRecord>)| {
        let record = record.unwrap();
        ChecklistRow {
            line: index + 2,
            section: record[0].into(),
            text: record[1].into(),
            kind: record[2].into(),
            weight: record[3].into(),
            critical: record[4].into(),
            photo_on_fail: record[5].into(),
            ..ChecklistRow::default()
        }
    };
    reader.records().enumerate().map(row).collect()
}

fn publish(
    town: &mut Town,
    template: TemplateId,
    checklist: Checklist,
) -> Result<Vec<Event>, Rejection> {
    town.staff(Command::PublishTemplate(PublishTemplate {
        template,
        checklist,
    }))
}

#[test]
fn the_sample_becomes_a_checklist_of_sixteen_items() {
    let (list, errors) = patrol::import(&sample(), "门店检查表", &[]);
    assert_eq!(errors, []);
    assert_eq!(list.items().count(), 16);
    assert_eq!(list.sections.len(), 5);
    let fire = list
        .items()
        .find(|item| item.text == "消防通道畅通")
        .unwrap();
    assert!(fire.critical && fire.photo_on_fail);
    assert_eq!((fire.weight, fire.severity), (5, Severity::Critical));
    let fridge = list
        .items()
        .find(|item| item.text.starts_with("冷藏"))
        .unwrap();
    let range = ItemKind::Number {
        unit: String::new(),
        decimals: 0,
        least: Some(0),
        most: Some(8),
    };
    assert_eq!(fridge.kind, range);
    let mut town = Town::new();
    let template = TemplateId(town.id());
    publish(&mut town, template, list.clone()).unwrap();
    // The same table again is the same checklist.
    let (again, _) = patrol::import(&sample(), "门店检查表", &[&list]);
    assert_eq!(publish(&mut town, template, again).unwrap(), []);
}

#[test]
fn an_item_keeps_its_number_when_the_table_changes_around_it() {
    let (list, _) = patrol::import(&sample(), "门店检查表", &[]);
    let number =
        |list: &Checklist, text: &str| list.items().find(|i| i.text == text).map(|i| i.item);
    let mut rows = sample();
    rows.remove(0);
    rows.insert(
        3,
        ChecklistRow {
            line: 99,
            section: "价格".into(),
            text: "扫码价格一致".into(),
            kind: "打分10".into(),
            ..ChecklistRow::default()
        },
    );
    let (next, errors) = patrol::import(&rows, "", &[&list]);
    assert_eq!(errors, []);
    assert_eq!(next.title, "门店检查表");
    for text in ["消防通道畅通", "店主的话"] {
        assert_eq!(number(&next, text), number(&list, text));
    }
    assert_eq!(number(&next, "扫码价格一致"), Some(17));
    // What was taken out comes back as itself, and nothing else takes its number.
    rows.retain(|row| row.text != "扫码价格一致");
    let (third, _) = patrol::import(&rows, "", &[&next, &list]);
    let row = |text: &str| ChecklistRow {
        section: "价格".into(),
        text: text.into(),
        kind: "是否".into(),
        ..ChecklistRow::default()
    };
    rows.push(row("找零准确"));
    rows.push(row("扫码价格一致"));
    let (fourth, _) = patrol::import(&rows, "", &[&third, &next, &list]);
    assert_eq!(number(&fourth, "扫码价格一致"), Some(17));
    assert_eq!(number(&fourth, "找零准确"), Some(18));
    // A number that was given another text since stays with that.
    let mut renamed = fourth.clone();
    for item in renamed
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.items)
    {
        if item.item == 18 {
            item.text = "找零不少".into();
        }
    }
    rows.push(row("找零不少"));
    let (fifth, _) = patrol::import(&rows, "", &[&renamed, &fourth]);
    assert_eq!(number(&fifth, "找零不少"), Some(18));
    assert_eq!(number(&fifth, "找零准确"), Some(19));
}

#[test]
fn kinds_of_a_table_are_read_in_both_languages_and_bad_rows_named() {
    let row = |line, text: &str, kind: &str| ChecklistRow {
        line,
        text: text.into(),
        kind: kind.into(),
        ..ChecklistRow::default()
    };
    let choice = ChecklistRow {
        options: "干净:5；一般：3;脏:0".into(),
        ..row(2, "后厨", "单选")
    };
    let degrees = ChecklistRow {
        unit: "℃".into(),
        ..row(3, "油温", "数值-0.5")
    };
    let rows = [
        choice,
        row(4, "湿度", "number_30.5_70"),
        row(5, "秤", "是否"),
        degrees,
        row(6, "秤", "pass_fail"),
        row(7, "怪", "weird"),
        ChecklistRow {
            options: "干净".into(),
            ..row(8, "前厅", "choice")
        },
        ChecklistRow {
            weight: "重".into(),
            ..row(9, "门", "pass_fail")
        },
        row(10, "", "text"),
        row(11, "窗", "score_0_33"),
        ChecklistRow {
            severity: "要命".into(),
            ..row(12, "灯", "照片")
        },
        ChecklistRow {
            weight: "1".into(),
            ..row(13, "墙", "photo")
        },
    ];
    let (list, errors) = patrol::import(&rows, "表", &[]);
    let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
    assert_eq!(lines, [6, 7, 8, 9, 10, 11, 12, 13], "{errors:?}");
    let kinds: Vec<&ItemKind> = list.items().map(|item| &item.kind).collect();
    assert!(
        matches!(kinds[0], ItemKind::Choice { options } if options.len() == 3 && options[1].points == 3)
    );
    let humid = ItemKind::Number {
        unit: String::new(),
        decimals: 1,
        least: Some(305),
        most: Some(700),
    };
    assert_eq!(kinds[1], &humid);
    assert!(matches!(
        kinds[3],
        ItemKind::Number {
            least: None,
            most: Some(5),
            decimals: 1,
            ..
        }
    ));
}

#[test]
fn what_is_wrong_with_a_checklist_is_told_with_its_item() {
    let mut town = Town::new();
    let template = TemplateId(town.id());
    let mut wrong = |change: fn(&mut Checklist), item, why| {
        let mut list = checklist();
        change(&mut list);
        assert_eq!(
            publish(&mut town, template, list),
            Err(Rejection::BadTemplate { item, why })
        );
    };
    wrong(|list| list.sections.clear(), 0, TemplateFault::Empty);
    wrong(
        |list| list.sections[1].items.clear(),
        0,
        TemplateFault::Empty,
    );
    wrong(
        |list| list.sections[1].items[0].item = 1,
        1,
        TemplateFault::SameNumber,
    );
    wrong(
        |list| list.sections[1].items[0].kind = ItemKind::Score { max: 21 },
        3,
        TemplateFault::Points,
    );
    wrong(
        |list| list.sections[1].items[2].weight = 1,
        5,
        TemplateFault::Weight,
    );
    wrong(
        |list| list.sections[0].items[0].weight = 101,
        1,
        TemplateFault::Weight,
    );
    wrong(
        |list| {
            list.sections[1].items[1].kind = ItemKind::Number {
                unit: String::new(),
                decimals: 0,
                least: Some(9),
                most: Some(8),
            };
        },
        4,
        TemplateFault::Range,
    );
    wrong(
        |list| {
            let option = ItemOption {
                text: "好".into(),
                points: 0,
            };
            let options = vec![option; 2];
            list.sections[0].items[1].kind = ItemKind::Choice { options };
        },
        2,
        TemplateFault::Options,
    );
    for (item, is) in [
        (LICENCE, Condition::Option(0)),
        (FLOOR, Condition::Failed),
        (99, Condition::Passed),
    ] {
        let mut list = checklist();
        list.sections[0].items[1].shown_if = Some(ShownIf { item, is });
        let refused = Rejection::BadTemplate {
            item: PRICES,
            why: TemplateFault::ShownIf,
        };
        assert_eq!(publish(&mut town, template, list), Err(refused));
    }
    let mut list = checklist();
    list.sections[0].title = " ".into();
    let refused = publish(&mut town, template, list);
    assert_eq!(
        refused,
        Err(Rejection::TextEmpty {
            field: "section".into()
        })
    );
}

#[test]
fn versions_follow_each_other_and_a_retired_checklist_comes_back_by_publishing() {
    let mut town = Town::new();
    let shop = town.shop("蔬菜店", 5);
    let template = TemplateId(town.id());
    publish(&mut town, template, checklist()).unwrap();
    assert_eq!(publish(&mut town, template, checklist()).unwrap(), []);
    let mut second = checklist();
    second.sections[0].items.pop();
    publish(&mut town, template, second.clone()).unwrap();
    let known = |town: &Town| {
        let state = &town.state;
        let found = state.patrol.checklist_for(state.shop(shop).unwrap());
        found.map(|(id, version, _)| (id, version))
    };
    assert_eq!(known(&town), Some((template, 2)));
    assert_eq!(
        town.state
            .patrol
            .checklist(template, 1)
            .unwrap()
            .items()
            .count(),
        5
    );
    let retire = Command::RetireTemplate(RetireTemplate { template });
    town.staff(retire.clone()).unwrap();
    assert_eq!(town.staff(retire).unwrap(), []);
    assert_eq!(known(&town), None);
    publish(&mut town, template, second).unwrap();
    assert_eq!(known(&town), Some((template, 3)));
    let unknown = TemplateId(town.id());
    assert_eq!(
        town.staff(Command::RetireTemplate(RetireTemplate {
            template: unknown
        })),
        Err(Rejection::UnknownTemplate)
    );
}

#[test]
fn a_shop_has_the_checklist_of_its_kind_before_the_one_for_all() {
    let mut town = Town::new();
    let [vegetables, noodles] = [("蔬菜店", 5), ("面馆", 8)].map(|(name, n)| town.shop(name, n));
    let [general, special] = [(); 2].map(|()| TemplateId(town.id()));
    let mut food = checklist();
    food.kinds = vec!["面馆".into()];
    publish(&mut town, special, food).unwrap();
    publish(&mut town, general, checklist()).unwrap();
    let state = &town.state;
    let of = |shop| {
        state
            .patrol
            .checklist_for(state.shop(shop).unwrap())
            .unwrap()
            .0
    };
    assert_eq!((of(vegetables), of(noodles)), (general, special));
}

#[test]
fn an_item_is_asked_only_if_another_was_answered_so() {
    let mut list = checklist();
    list.sections[0].items[1].shown_if = Some(ShownIf {
        item: LICENCE,
        is: Condition::Passed,
    });
    list.sections[1].items[0].shown_if = Some(ShownIf {
        item: PRICES,
        is: Condition::Failed,
    });
    let asked = |answers: &[Answer]| Filled::new(&list, answers, &[]).asked;
    assert_eq!(asked(&[]), [LICENCE, FRIDGE, WORDS]);
    assert_eq!(
        asked(&[answer(LICENCE, Value::Pass)]),
        [LICENCE, PRICES, FRIDGE, WORDS]
    );
    let failing = [answer(LICENCE, Value::Pass), answer(PRICES, Value::Fail)];
    assert_eq!(asked(&failing).len(), 5);
    // Of an item that is not asked any more the answer does not count, nor what hangs on it.
    let hidden = [answer(LICENCE, Value::Fail), answer(PRICES, Value::Fail)];
    assert_eq!(asked(&hidden), [LICENCE, FRIDGE, WORDS]);
    assert_eq!(score(list.items(), &hidden).weight, 3);
}

#[test]
fn numbers_are_told_in_whole_parts() {
    for (text, decimals, number) in [
        ("4", 0, 4),
        ("4.5", 1, 45),
        (" 4 ", 2, 400),
        ("-18", 1, -180),
        ("－１８。５", 1, -185),
        ("+0.05", 2, 5),
        ("-0.5", 1, -5),
    ] {
        assert_eq!(read_decimal(text, decimals), Some(number), "{text}");
        let written = write_decimal(number, decimals);
        assert_eq!(read_decimal(&written, decimals), Some(number), "{written}");
    }
    assert_eq!(write_decimal(-185, 1), "-18.5");
    assert_eq!(write_decimal(-5, 2), "-0.05");
    assert_eq!(write_decimal(7, 0), "7");
    for text in ["", "-", ".5", "4.55", "1234567890", "4a", "--4", "1e3"] {
        assert_eq!(read_decimal(text, 1), None, "{text}");
    }
}

#[test]
fn a_range_may_be_below_nought() {
    let row = |kind: &str| ChecklistRow {
        line: 2,
        text: "冷冻温度".into(),
        kind: kind.into(),
        unit: "℃".into(),
        ..ChecklistRow::default()
    };
    let range = |kind: &str| {
        let (list, errors) = import(&[row(kind)], "温度", &[]);
        assert_eq!(errors, vec![], "{kind}");
        match list.items().next().unwrap().kind.clone() {
            ItemKind::Number {
                decimals,
                least,
                most,
                ..
            } => (decimals, least, most),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(range("数值-18~-12"), (0, Some(-18), Some(-12)));
    assert_eq!(range("number_-18.5_-12"), (1, Some(-185), Some(-120)));
    assert_eq!(range("数值-18--12"), (0, Some(-18), Some(-12)));
    assert_eq!(range("数值0-8"), (0, Some(0), Some(8)));
    assert_eq!(range("数值-8"), (0, None, Some(8)));
    assert_eq!(range("number_3_"), (0, Some(3), None));
    assert_eq!(range("数值"), (1, None, None));
}
