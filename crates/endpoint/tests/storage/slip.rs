//! The ballot box, as every storage keeps it.

use uuid::Uuid;
use yishi_endpoint::storage::{Append, SlipRow, Storage, StorageError};

use crate::place::Place;
use crate::sample::{community, event};

fn slip(motion: Uuid, owner: Uuid, body: &str) -> SlipRow {
    SlipRow {
        motion,
        owner,
        body: body.into(),
    }
}

/// Stores one event with these changes of the box.
async fn change(storage: &dyn Storage, community: Uuid, slips: Vec<SlipRow>, emptied: Vec<Uuid>) {
    let expected_head = storage.head(community).await.unwrap().seq;
    let append = Append {
        expected_head,
        events: vec![event(expected_head + 1, &["public"])],
        slips,
        emptied,
        ..Append::default()
    };
    storage.append(community, &append).await.unwrap();
}

pub(crate) async fn of_an_owner_one_slip_a_motion_is_kept(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let (motion, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let owners: Vec<Uuid> = (0..300).map(Uuid::from_u128).collect();
    let first = owners.iter().map(|owner| slip(motion, *owner, "甲"));
    change(&*storage, community, first.collect(), vec![]).await;
    let again = vec![slip(motion, owners[7], "乙"), slip(other, owners[7], "丙")];
    change(&*storage, community, again, vec![]).await;

    let kept = storage.slips(community).await.unwrap();
    assert_eq!(kept.len(), 301);
    let of_seven: Vec<&SlipRow> = kept.iter().filter(|slip| slip.owner == owners[7]).collect();
    let bodies: Vec<&str> = of_seven.iter().map(|slip| slip.body.as_str()).collect();
    assert_eq!(bodies, ["乙", "丙"]);
    // By owner, not in the order in which they came.
    let of_motion = kept.iter().filter(|slip| slip.motion == motion);
    assert!(of_motion.map(|slip| slip.owner).is_sorted());
}

pub(crate) async fn emptying_destroys_the_slips_of_one_motion(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let (motion, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let slips = [motion, other].map(|of| slip(of, Uuid::from_u128(3), "甲"));
    change(&*storage, community, slips.into(), vec![]).await;
    change(&*storage, community, vec![], vec![motion]).await;
    let kept = storage.slips(community).await.unwrap();
    assert_eq!(kept, [slip(other, Uuid::from_u128(3), "甲")]);
}

pub(crate) async fn a_refused_batch_leaves_the_box_as_it_is(place: &Place) {
    let storage = place.open().await;
    let community = community(&*storage).await;
    let motion = Uuid::from_u128(1);
    let kept = vec![slip(motion, Uuid::from_u128(3), "甲")];
    change(&*storage, community, kept.clone(), vec![]).await;
    let append = Append {
        expected_head: 7,
        events: vec![event(8, &["public"])],
        slips: vec![slip(motion, Uuid::from_u128(4), "乙")],
        emptied: vec![motion],
        ..Append::default()
    };
    let refused = storage.append(community, &append).await.unwrap_err();
    assert!(
        matches!(refused, StorageError::Conflict { head: 1 }),
        "{refused:?}"
    );
    assert_eq!(storage.slips(community).await.unwrap(), kept);
}

pub(crate) async fn communities_do_not_see_each_others_slips(place: &Place) {
    let storage = place.open().await;
    let (one, other) = (community(&*storage).await, community(&*storage).await);
    let motion = Uuid::from_u128(1);
    for (community, body) in [(one, "甲"), (other, "乙")] {
        let slips = vec![slip(motion, Uuid::from_u128(3), body)];
        change(&*storage, community, slips, vec![]).await;
    }
    change(&*storage, one, vec![], vec![motion]).await;
    assert_eq!(storage.slips(one).await.unwrap(), []);
    let kept = storage.slips(other).await.unwrap();
    assert_eq!(kept, [slip(motion, Uuid::from_u128(3), "乙")]);
    let nobody = Uuid::now_v7();
    assert_eq!(storage.slips(nobody).await.unwrap(), []);
}
