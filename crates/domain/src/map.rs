//! Ordered maps and sets that share what they have in common with their clones.
//!
//! A clone costs one reference count; the first change after it copies the list of chunks and the one chunk
//! that changes. Persistent trees do the same with less copying and many times the code: the phone downloads
//! this for every pair of types (see `docs/decisions/0007-own-map.md`).

mod iter;
mod serial;
mod set;

pub use iter::Iter;
pub use set::Set;

use std::fmt;
use std::ops::Index;
use std::sync::Arc;

/// Entries that a chunk holds at most.
const MOST: usize = 64;

type Chunk<K, V> = Arc<Vec<(K, V)>>;

/// An ordered map that is cheap to clone.
pub struct Map<K, V> {
    /// In order; none is empty.
    chunks: Arc<Vec<Chunk<K, V>>>,
    len: usize,
}

/// Where a key stands or would stand.
struct Spot {
    chunk: usize,
    entry: usize,
    taken: bool,
}

impl<K, V> Map<K, V> {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self {
            chunks: Arc::new(Vec::new()),
            len: 0,
        }
    }

    /// Number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no entry.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries in order of their keys.
    #[must_use]
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter::new(&self.chunks)
    }

    /// The keys in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// The values in order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        let spot = self.spot(key);
        spot.taken.then(|| &self.chunks[spot.chunk][spot.entry].1)
    }

    /// Whether the key is there.
    #[must_use]
    pub fn contains_key(&self, key: &K) -> bool {
        self.spot(key).taken
    }

    fn spot(&self, key: &K) -> Spot {
        let is_before = |chunk: &Chunk<K, V>| chunk.last().is_none_or(|(last, _)| last < key);
        // Most that is inserted is newer than all that is there.
        if self.chunks.last().is_none_or(is_before) {
            return Spot {
                chunk: self.chunks.len().saturating_sub(1),
                entry: self.chunks.last().map_or(0, |entries| entries.len()),
                taken: false,
            };
        }
        // The chunk that ends with this key or a later one.
        let chunk = self.chunks.partition_point(is_before);
        match self.chunks[chunk].binary_search_by(|(other, _)| other.cmp(key)) {
            Ok(entry) => Spot {
                chunk,
                entry,
                taken: true,
            },
            Err(entry) => Spot {
                chunk,
                entry,
                taken: false,
            },
        }
    }
}

impl<K: Ord + Clone, V: Clone> Map<K, V> {
    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let spot = self.spot(key);
        if !spot.taken {
            return None;
        }
        Some(&mut self.chunk_mut(spot.chunk)[spot.entry].1)
    }

    /// Sets the value of a key. Returns the one that it had.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let Spot {
            mut chunk,
            mut entry,
            taken,
        } = self.spot(&key);
        if taken {
            return Some(std::mem::replace(
                &mut self.chunk_mut(chunk)[entry].1,
                value,
            ));
        }
        self.len += 1;
        let chunks = Arc::make_mut(&mut self.chunks);
        if chunks
            .get(chunk)
            .is_none_or(|entries| entries.len() == MOST)
        {
            let new = match chunks.get_mut(chunk) {
                None => Vec::new(),
                // Keys mostly come in order (ids are made in order of time): then the full chunk stays full.
                Some(_) if entry == MOST => Vec::with_capacity(MOST),
                Some(entries) => Arc::make_mut(entries).split_off(MOST / 2),
            };
            let keep = chunks.get(chunk).map_or(0, |entries| entries.len());
            let place = chunks.len().min(chunk + 1);
            chunks.insert(place, Arc::new(new));
            if entry >= keep {
                (chunk, entry) = (place, entry - keep);
            }
        }
        Arc::make_mut(&mut chunks[chunk]).insert(entry, (key, value));
        None
    }

    /// Takes a key out. Returns its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let spot = self.spot(key);
        if !spot.taken {
            return None;
        }
        self.len -= 1;
        let chunks = Arc::make_mut(&mut self.chunks);
        let entries = Arc::make_mut(&mut chunks[spot.chunk]);
        let (_, value) = entries.remove(spot.entry);
        if entries.is_empty() {
            chunks.remove(spot.chunk);
        }
        Some(value)
    }

    fn chunk_mut(&mut self, chunk: usize) -> &mut Vec<(K, V)> {
        Arc::make_mut(&mut Arc::make_mut(&mut self.chunks)[chunk])
    }
}

impl<K, V> Clone for Map<K, V> {
    fn clone(&self) -> Self {
        Self {
            chunks: Arc::clone(&self.chunks),
            len: self.len,
        }
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
            || self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord, V> Index<&K> for Map<K, V> {
    type Output = V;

    /// The value of a key that must be there.
    fn index(&self, key: &K) -> &V {
        self.get(key).expect("the key is in the map")
    }
}

impl<K: Ord + Clone, V: Clone> Extend<(K, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

#[cfg(test)]
mod tests;
