use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{MOST, Map, Set};

#[derive(Debug, Clone)]
enum Step {
    Insert(u16, u8),
    Append(u16),
    Remove(u16),
    Change(u16, u8),
    /// Remove a run of neighbours, so that chunks empty.
    Clear(u16),
    Keep,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0u16..2_000, any::<u8>()).prop_map(|(key, value)| Step::Insert(key, value)),
        4 => (1u16..400).prop_map(Step::Append),
        3 => (0u16..2_000).prop_map(Step::Remove),
        3 => (0u16..2_000, any::<u8>()).prop_map(|(key, value)| Step::Change(key, value)),
        1 => (0u16..2_000).prop_map(Step::Clear),
        1 => Just(Step::Keep),
    ]
}

fn agree(ours: &Map<u16, u8>, model: &BTreeMap<u16, u8>) {
    assert_eq!(
        (ours.len(), ours.is_empty()),
        (model.len(), model.is_empty())
    );
    assert!(ours.iter().eq(model.iter()) && ours.iter().rev().eq(model.iter().rev()));
    assert!(ours.keys().eq(model.keys()) && ours.values().rev().eq(model.values().rev()));
    assert!(
        ours.chunks
            .iter()
            .all(|chunk| (1..=MOST).contains(&chunk.len()))
    );
    let (mut ours, mut model) = (ours.iter(), model.iter());
    while let Some(first) = model.next() {
        assert_eq!(ours.next(), Some(first));
        assert_eq!(ours.next_back(), model.next_back());
    }
    assert_eq!((ours.next(), ours.next_back()), (None, None));
}

proptest! {
    #[test]
    fn a_map_is_what_a_tree_map_is_and_clones_stay_what_they_were(steps in proptest::collection::vec(step(), 0..60)) {
        let (mut ours, mut model) = (Map::new(), BTreeMap::new());
        let mut kept = Vec::new();
        for step in steps {
            match step {
                Step::Insert(key, value) => prop_assert_eq!(ours.insert(key, value), model.insert(key, value)),
                Step::Append(count) => {
                    let first = model.last_key_value().map_or(0, |(key, _)| key + 1);
                    for key in first..first + count {
                        prop_assert_eq!(ours.insert(key, 1), model.insert(key, 1));
                    }
                }
                Step::Remove(key) => prop_assert_eq!(ours.remove(&key), model.remove(&key)),
                Step::Change(key, value) => {
                    if let Some(known) = model.get_mut(&key) {
                        *known = value;
                    }
                    if let Some(known) = ours.get_mut(&key) {
                        *known = value;
                    }
                }
                Step::Clear(first) => {
                    for key in first..first + 600 {
                        prop_assert_eq!(ours.remove(&key), model.remove(&key));
                    }
                }
                Step::Keep => kept.push((ours.clone(), model.clone())),
            }
            let probe = u16::try_from(model.len()).unwrap_or(u16::MAX);
            prop_assert_eq!(ours.get(&probe), model.get(&probe));
            prop_assert_eq!(ours.contains_key(&probe), model.contains_key(&probe));
        }
        kept.push((ours, model));
        for (ours, model) in &kept {
            agree(ours, model);
            prop_assert_eq!(ours, &model.iter().rev().map(|(key, value)| (*key, *value)).collect());
            let text = serde_json::to_string(ours).unwrap();
            prop_assert_eq!(&text, &serde_json::to_string(model).unwrap());
            prop_assert_eq!(&serde_json::from_str::<Map<u16, u8>>(&text).unwrap(), ours);
        }
    }

    #[test]
    fn a_set_is_what_a_tree_set_is(keys in proptest::collection::vec(0u16..600, 0..900)) {
        let (mut ours, mut model) = (Set::new(), BTreeSet::new());
        for key in keys {
            prop_assert_eq!(ours.contains(&key), model.contains(&key));
            prop_assert_eq!(ours.insert(key), model.insert(key));
        }
        prop_assert!(ours.iter().eq(&model) && ours.len() == model.len());
        let text = serde_json::to_string(&ours).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Set<u16>>(&text).unwrap(), &ours);
    }
}

#[test]
fn keys_that_come_in_order_fill_their_chunks() {
    let map: Map<usize, ()> = (0..10 * MOST).map(|key| (key, ())).collect();
    assert_eq!(map.chunks.len(), 10);
}

#[test]
fn a_change_after_a_clone_copies_one_chunk() {
    let mut map: Map<usize, ()> = (0..10 * MOST).map(|key| (key, ())).collect();
    let before = map.clone();
    map.remove(&(3 * MOST));
    let shared = map
        .chunks
        .iter()
        .zip(before.chunks.iter())
        .filter(|(ours, theirs)| Arc::ptr_eq(ours, theirs));
    assert_eq!(shared.count(), 9);
    assert!(before.contains_key(&(3 * MOST)) && !map.contains_key(&(3 * MOST)));
}
