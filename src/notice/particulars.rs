//! What the particulars of a rejection add to its text: whom, how many, from when on.

use yishi_domain::Timestamp;
use yishi_domain::council::Way;
use yishi_sync::Notice;
use yishi_sync::wire::Particular;

use crate::home::counted;
use crate::text::t;
use crate::ui::{number, time};

/// A sentence of its own; nothing where the text says all.
pub(super) fn told(notice: &Notice) -> Option<String> {
    let texts = t().home;
    let text = |name: &str| match notice.detail.get(name)? {
        Particular::Text(text) => Some(text),
        Particular::Number(_) => None,
    };
    let count = |name: &str| notice.detail.get(name)?.as_u64();
    let moment = |name: &str| text(name)?.parse::<Timestamp>().ok();
    Some(match notice.code.as_str() {
        "wrong_code" | "code_of_other_shift" | "wrong_meeting_code" => {
            let left = count("left").filter(|left| *left > 0)?;
            t().volunteer.tries_left(left)
        }
        "counted_already" => {
            let way = match text("way")?.as_str() {
                "phone" => Way::Phone,
                "desk" => Way::Desk,
                "paper" => Way::Paper,
                "hands" => Way::Hands,
                _ => return None,
            };
            texts.counted_already(text("voter")?, counted(way))
        }
        "area_missing" => texts.areas_missing(number::grouped(count("homes")?), text("first")?),
        "notice_too_short" => texts.opens_from(time::moment(moment("opens_from")?.0)),
        "rule_not_in_force" => {
            let day = format!("{}T00:00:00+08:00", text("since")?);
            texts.in_force_from(time::day(day.parse::<Timestamp>().ok()?.0))
        }
        "electorate_too_small" => texts.least_voters(count("least")?),
        "too_few_sheets" => texts.least_sheets(count("least")?),
        "count_mismatch" => texts.expected(count("expected")?),
        _ => return None,
    })
}
