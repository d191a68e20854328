//! What a phone does with photos when commands name them, audiences are lost and logs are changed.

use crate::kit::{Phone, Town};
use serde_json::{Value, json};
use yishi_domain::council::{Category, RaiseOpinion};
use yishi_domain::*;

const SHARED: Digest = Digest([1; 32]);
const STAFF: Digest = Digest([2; 32]);

fn raise_with(town: &mut Town, photos: &[Digest]) -> Command {
    Command::RaiseOpinion(RaiseOpinion {
        opinion: OpinionId(town.id()),
        text: "楼道的灯坏了".into(),
        category: Category::Facilities,
        anonymous: false,
        photos: photos.to_vec(),
        shop: None,
    })
}

#[test]
fn the_photos_of_a_command_are_stored_in_its_step_as_to_be_sent() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    for photos in [&[][..], &[SHARED, STAFF]] {
        let command = raise_with(&mut town, photos);
        let id = CommandId(town.id());
        let writes = phone.replica.submit(id, &command, town.now).unwrap();
        assert_eq!(writes.photos, photos);
        assert_eq!(writes.enqueue.len(), 1);
    }
}

/// An answer with an opinion for the public and one for staff, the same photo in both and another in staff's alone.
fn seen_by_staff(town: &mut Town, phone: &Phone) -> Value {
    let mut writer = town.phone(town.author);
    let command = raise_with(town, &[SHARED]);
    writer.submit(town, command).unwrap();
    writer.sync(town);
    let answer = town
        .ask(phone.replica.member(), &phone.replica.request())
        .unwrap();
    let mut answer: Value = serde_json::from_str(&answer).unwrap();
    let events = answer["events"].as_array_mut().unwrap();
    let mut secret = events.last().unwrap().clone();
    assert_eq!(secret["type"], "opinion_raised");
    secret["seq"] = (secret["seq"].as_u64().unwrap() + 1).into();
    secret["audiences"] = json!(["staff"]);
    secret["body"]["opinion"] = json!(town.id());
    secret["body"]["photos"] = json!([SHARED, STAFF]);
    events.push(secret);
    answer
}

#[test]
fn photos_go_with_the_last_audience_that_may_see_them() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.staff);
    let mut answer = seen_by_staff(&mut town, &phone);
    let received = phone.receive(&answer.to_string());
    assert!(received.writes.forget_photos.is_empty());

    answer["events"] = json!([]);
    answer["revoked"] = json!(["staff"]);
    answer["cursors"].as_object_mut().unwrap().remove("staff");
    let received = phone.receive(&answer.to_string());
    assert!(received.writes.clear_log);
    assert_eq!(received.writes.forget_photos, [STAFF]);
}

#[test]
fn another_log_is_asked_about_every_photo() {
    let mut town = Town::new(1);
    let mut phone = town.phone(town.resident);
    let writes = phone.replica.change_epoch(ClientId(town.id()));
    assert!(writes.doubt_photos);
}
