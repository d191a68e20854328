//! What a pull promises, whatever the storage.

use yishi_endpoint::storage::Append;

use crate::place::Place;
use crate::sample::{append, community, event, pull};

pub(crate) async fn a_pull_sees_only_its_audiences(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(
        &*storage,
        community,
        &[
            &["public"],
            &["staff"],
            &["member:a"],
            &["member:b"],
            &["public"],
        ],
    )
    .await;
    let storage = &*storage;
    assert_eq!(pull(storage, community, &[("public", 0)], 10).await, [1, 5]);
    assert_eq!(
        pull(storage, community, &[("public", 0), ("member:a", 0)], 10).await,
        [1, 3, 5]
    );
    assert_eq!(
        pull(storage, community, &[("member:b", 0), ("staff", 0)], 10).await,
        [2, 4]
    );
    assert_eq!(
        pull(storage, community, &[("member:", 0), ("%", 0)], 10).await,
        [0u64; 0]
    );
    assert_eq!(pull(storage, community, &[], 10).await, [0u64; 0]);
}

pub(crate) async fn an_event_of_two_audiences_comes_once(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(
        &*storage,
        community,
        &[&["staff", "member:a", "staff"], &["member:a"]],
    )
    .await;
    let storage = &*storage;
    let both = [("member:a", 0), ("staff", 0), ("staff", 0)];
    assert_eq!(pull(storage, community, &both, 10).await, [1, 2]);
    assert_eq!(pull(storage, community, &both, 1).await, [1]);
    // One that was seen as staff comes again to the member, for it is new to that audience.
    assert_eq!(
        pull(storage, community, &[("member:a", 0), ("staff", 1)], 10).await,
        [1, 2]
    );
}

pub(crate) async fn an_event_without_audience_is_never_pulled(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&[], &["public"], &[]]).await;
    assert_eq!(
        pull(&*storage, community, &[("public", 0), ("", 0)], 10).await,
        [2]
    );
}

pub(crate) async fn each_audience_has_its_own_cursor(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(
        &*storage,
        community,
        &[&["public"], &["staff"], &["public"], &["staff"]],
    )
    .await;
    let storage = &*storage;
    for (public, staff, expected) in [
        (0, 0, vec![1, 2, 3, 4]),
        (1, 0, vec![2, 3, 4]),
        (3, 2, vec![4]),
        (0, 4, vec![1, 3]),
        (4, 4, vec![]),
    ] {
        let cursors = [("public", public), ("staff", staff)];
        assert_eq!(pull(storage, community, &cursors, 10).await, expected);
    }
}

pub(crate) async fn a_new_audience_is_filled_from_the_start(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(
        &*storage,
        community,
        &[&["team:3"], &["public"], &["team:3"], &["public"]],
    )
    .await;
    let cursors = [("public", 4), ("team:3", 0)];
    assert_eq!(pull(&*storage, community, &cursors, 10).await, [1, 3]);
}

pub(crate) async fn a_pull_goes_on_where_its_limit_cut_it(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let audiences: Vec<&[&str]> = (0..50)
        .map(|i| match i % 3 {
            0 => &["public"][..],
            1 => &["staff", "public"],
            _ => &["staff"],
        })
        .collect();
    append(&*storage, community, &audiences).await;
    let mut seen = Vec::new();
    let mut last = 0;
    loop {
        let cursors = [("public", last), ("staff", last)];
        let page = pull(&*storage, community, &cursors, 7).await;
        let Some(&end) = page.last() else { break };
        assert!(page.len() == 7 || end == 50);
        last = end;
        seen.extend(page);
    }
    assert_eq!(seen, (1..=50).collect::<Vec<u64>>());
    assert_eq!(
        pull(&*storage, community, &[("public", 0)], 0).await,
        [0u64; 0]
    );
}

pub(crate) async fn hundreds_of_audiences_are_pulled_at_once(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let names: Vec<String> = (0..1_200).map(|i| format!("team:{i}")).collect();
    let events = (1..).zip(&names);
    let batch = Append {
        events: events.map(|(seq, name)| event(seq, &[name])).collect(),
        ..Append::default()
    };
    storage.append(community, &batch).await.unwrap();
    let cursors: Vec<(&str, u64)> = names.iter().map(|name| (name.as_str(), 0)).collect();
    let pulled = pull(&*storage, community, &cursors, 2_000).await;
    assert_eq!(pulled, (1..=1_200).collect::<Vec<u64>>());
    let first = pull(&*storage, community, &cursors, 3).await;
    assert_eq!(first, [1, 2, 3]);
}

pub(crate) async fn a_cursor_from_the_future_gets_nothing(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    append(&*storage, community, &[&["public"]]).await;
    for after in [1, 2, u64::MAX] {
        assert_eq!(
            pull(&*storage, community, &[("public", after)], usize::MAX).await,
            [0u64; 0]
        );
        let events = storage.events_after(community, after, usize::MAX).await;
        assert_eq!(events.unwrap(), []);
    }
}
