//! What every storage knows of photos; their bytes stand elsewhere.

use uuid::Uuid;
use yishi_endpoint::storage::{Append, NewPhoto, PhotoRow, Storage, StorageError};

use crate::place::Place;
use crate::sample::{community, event};

fn photo(first: u8, sent_at: i64) -> NewPhoto {
    NewPhoto {
        sha256: [first; 32],
        object: Uuid::now_v7(),
        size: 5,
        member: Uuid::now_v7(),
        sent_at,
    }
}

/// Appends an event that names photos, at the head.
async fn name(storage: &dyn Storage, community: Uuid, audiences: &[&str], photos: &[u8]) {
    let expected_head = storage.head(community).await.unwrap().seq;
    let naming = audiences.iter().flat_map(|audience| {
        photos
            .iter()
            .map(|first| ([*first; 32], (*audience).to_owned()))
    });
    let append = Append {
        expected_head,
        events: vec![event(expected_head + 1, audiences)],
        photos: naming.collect(),
        ..Append::default()
    };
    storage.append(community, &append).await.unwrap();
}

pub(crate) async fn a_photo_is_known_with_its_senders_and_those_who_may_read_what_names_it(
    place: &Place,
) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    assert_eq!(storage.photo(community, [1; 32]).await.unwrap(), None);
    let first = photo(1, 10);
    let object = storage.add_photo(community, &first).await.unwrap();
    assert_eq!(object, first.object);
    name(&*storage, community, &["staff", "member:7"], &[1, 2]).await;
    name(&*storage, community, &["staff"], &[1]).await;
    let second = Uuid::now_v7();
    let touched = storage.touch_photo(community, [1; 32], second, 20).await;
    assert_eq!(touched.unwrap(), Some(object));

    let known = storage.photo(community, [1; 32]).await.unwrap();
    let expected = PhotoRow {
        object,
        senders: vec![first.member, second],
        audiences: vec!["member:7".into(), "staff".into()],
    };
    assert_eq!(known, Some(expected));
    assert_eq!(
        storage.photos(community).await.unwrap(),
        [([1; 32], object)]
    );
}

pub(crate) async fn a_photo_may_be_named_before_it_arrives(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    name(&*storage, community, &["public"], &[1]).await;
    assert_eq!(storage.photo(community, [1; 32]).await.unwrap(), None);
    let nobody = storage.touch_photo(community, [1; 32], Uuid::now_v7(), 10);
    assert_eq!(nobody.await.unwrap(), None);
    storage.add_photo(community, &photo(1, 10)).await.unwrap();
    let known = storage.photo(community, [1; 32]).await.unwrap().unwrap();
    assert_eq!(known.audiences, ["public"]);
}

pub(crate) async fn of_two_that_send_the_same_photo_the_first_ones_object_counts(place: &Place) {
    let storages = [place.open().await, place.open().await];
    let community = community(&*storages[0]).await;
    let sent: Vec<NewPhoto> = (0..8).map(|at| photo(1, at)).collect();
    let mut sending = tokio::task::JoinSet::new();
    for (place, photo) in sent.iter().enumerate() {
        let (storage, photo) = (storages[place % 2].clone(), photo.clone());
        sending.spawn(async move { storage.add_photo(community, &photo).await.unwrap() });
    }
    let counts = sending.join_all().await;
    let known = storages[0]
        .photo(community, [1; 32])
        .await
        .unwrap()
        .unwrap();
    assert!(counts.iter().all(|object| *object == known.object));
    assert!(sent.iter().any(|photo| photo.object == known.object));
    let mut members: Vec<Uuid> = sent.iter().map(|photo| photo.member).collect();
    members.sort_unstable();
    assert_eq!(known.senders, members);
}

pub(crate) async fn a_photo_that_no_event_names_is_forgotten_after_its_time(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let [old, named, touched, young] =
        [(1, 10), (2, 10), (3, 10), (4, 90)].map(|(n, at)| photo(n, at));
    for photo in [&old, &named, &touched, &young] {
        storage.add_photo(community, photo).await.unwrap();
    }
    name(&*storage, community, &["public"], &[2]).await;
    let again = storage.touch_photo(community, [3; 32], Uuid::now_v7(), 95);
    again.await.unwrap();

    assert_eq!(
        storage.forget_photos(community, 90).await.unwrap(),
        [old.object]
    );
    assert_eq!(storage.photo(community, [1; 32]).await.unwrap(), None);
    assert_eq!(storage.photos(community).await.unwrap().len(), 3);
    assert!(
        storage
            .forget_photos(community, 90)
            .await
            .unwrap()
            .is_empty()
    );

    let back = photo(1, 96);
    assert_eq!(
        storage.add_photo(community, &back).await.unwrap(),
        back.object
    );
    let known = storage.photo(community, [1; 32]).await.unwrap().unwrap();
    assert_eq!(
        known.senders,
        [back.member],
        "who sent it before is forgotten"
    );
}

pub(crate) async fn a_refused_batch_names_no_photo(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    storage.add_photo(community, &photo(1, 10)).await.unwrap();
    let batch = Append {
        expected_head: 5,
        events: vec![event(6, &["public"])],
        photos: vec![([1; 32], "public".into())],
        ..Append::default()
    };
    let refused = storage.append(community, &batch).await.unwrap_err();
    assert!(matches!(refused, StorageError::Conflict { head: 0 }));
    let known = storage.photo(community, [1; 32]).await.unwrap().unwrap();
    assert!(known.audiences.is_empty());
}

pub(crate) async fn communities_do_not_see_each_others_photos(place: &Place) {
    let storage = place.open().await;
    let (one, other) = (community(&*storage).await, community(&*storage).await);
    storage.add_photo(one, &photo(1, 10)).await.unwrap();
    name(&*storage, other, &["public"], &[1]).await;
    assert_eq!(storage.photo(other, [1; 32]).await.unwrap(), None);
    assert!(storage.photos(other).await.unwrap().is_empty());
    assert!(storage.forget_photos(other, 90).await.unwrap().is_empty());
    let known = storage.photo(one, [1; 32]).await.unwrap().unwrap();
    assert!(known.audiences.is_empty());
}
