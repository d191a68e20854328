//! Where the modules of a QR code lie.

use super::Modules;

/// The modules before a mask is put over those that hold codewords.
pub(super) struct Field {
    version: usize,
    modules: Modules,
    /// Those that belong to the frame: corners, timing, alignment, format, version.
    fixed: Vec<bool>,
}

impl Field {
    pub(super) fn new(version: usize, words: &[u8]) -> Self {
        let size = 4 * version + 17;
        let mut field = Self {
            version,
            modules: Modules {
                size,
                dark: vec![false; size * size],
            },
            fixed: vec![false; size * size],
        };
        field.frame();
        field.fill(words);
        field
    }

    /// The code with one of the eight masks.
    pub(super) fn masked(&self, mask: u8) -> Modules {
        let size = self.modules.size;
        let mut masked = Self {
            version: self.version,
            modules: self.modules.clone(),
            fixed: self.fixed.clone(),
        };
        for (place, fixed) in self.fixed.iter().enumerate() {
            if !fixed && flips(mask, place % size, place / size) {
                masked.modules.dark[place] ^= true;
            }
        }
        masked.format(mask);
        masked.modules
    }

    fn set(&mut self, x: usize, y: usize, dark: bool) {
        let place = y * self.modules.size + x;
        self.modules.dark[place] = dark;
        self.fixed[place] = true;
    }

    fn frame(&mut self) {
        let size = self.modules.size;
        for place in 0..size {
            self.set(6, place, place % 2 == 0);
            self.set(place, 6, place % 2 == 0);
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] {
            self.square(x, y, 4, |ring| ring != 2 && ring != 4);
        }
        let lines = aligned(self.version);
        let last = lines.len().saturating_sub(1);
        for (i, x) in lines.iter().enumerate() {
            for (j, y) in lines.iter().enumerate() {
                // Three of them would lie on the corners.
                if !matches!((i, j), (0, 0)) && (i, j) != (0, last) && (i, j) != (last, 0) {
                    self.square(*x, *y, 2, |ring| ring != 1);
                }
            }
        }
        // Reserved here, written with the mask.
        self.format(0);
        self.write_version();
    }

    /// Rings around a middle, as far as they lie inside.
    fn square(&mut self, x: usize, y: usize, reach: usize, dark: impl Fn(usize) -> bool) {
        let size = self.modules.size;
        let span = |middle: usize| middle.saturating_sub(reach)..(middle + reach + 1).min(size);
        for (other_x, other_y) in span(y).flat_map(|y| span(x).map(move |x| (x, y))) {
            let ring = x.abs_diff(other_x).max(y.abs_diff(other_y));
            self.set(other_x, other_y, dark(ring));
        }
    }

    /// Level M, whose bits are 00, and the mask, with a BCH code, twice.
    fn format(&mut self, mask: u8) {
        let data = u32::from(mask);
        let mut rest = data;
        for _ in 0..10 {
            rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        }
        let bits = (data << 10 | rest) ^ 0x5412;
        let bit = |place: usize| bits >> place & 1 == 1;
        let size = self.modules.size;
        for place in 0..15 {
            let (x, y) = match place {
                0..=5 => (8, place),
                6 => (8, 7),
                7 => (8, 8),
                8 => (7, 8),
                _ => (14 - place, 8),
            };
            self.set(x, y, bit(place));
            let (x, y) = match place {
                0..=7 => (size - 1 - place, 8),
                _ => (8, size - 15 + place),
            };
            self.set(x, y, bit(place));
        }
        self.set(8, size - 8, true);
    }

    /// From version 7 on the version, with a BCH code, twice.
    fn write_version(&mut self) {
        if self.version < 7 {
            return;
        }
        let data = u32::try_from(self.version).unwrap_or_default();
        let mut rest = data;
        for _ in 0..12 {
            rest = (rest << 1) ^ ((rest >> 11) * 0x1F25);
        }
        let bits = data << 12 | rest;
        for place in 0..18 {
            let dark = bits >> place & 1 == 1;
            let (a, b) = (self.modules.size - 11 + place % 3, place / 3);
            self.set(a, b, dark);
            self.set(b, a, dark);
        }
    }

    /// The codewords in columns of two, from the right, up and down in turn.
    fn fill(&mut self, words: &[u8]) {
        let size = self.modules.size;
        let mut bits = words
            .iter()
            .flat_map(|word| (0..8).rev().map(move |place| word >> place & 1 == 1));
        let columns = (0..size).rev().filter(|x| *x != 6).collect::<Vec<_>>();
        for (pair, two) in columns.chunks(2).enumerate() {
            for step in 0..size {
                let y = if pair % 2 == 0 { size - 1 - step } else { step };
                for x in two {
                    let place = y * size + x;
                    if !self.fixed[place] {
                        self.modules.dark[place] = bits.next().unwrap_or_default();
                    }
                }
            }
        }
    }
}

/// Where the alignment squares of a version lie, along each side.
fn aligned(version: usize) -> Vec<usize> {
    if version == 1 {
        return Vec::new();
    }
    let (count, size) = (version / 7 + 2, 4 * version + 17);
    // As far apart as possible, an even number of modules, counted from the far side.
    let step = (4 * version + 4).div_ceil(2 * count - 2) * 2;
    let mut lines: Vec<usize> = (0..count - 1).map(|n| size - 7 - n * step).collect();
    lines.push(6);
    lines.reverse();
    lines
}

/// Whether a mask turns a module round.
fn flips(mask: u8, x: usize, y: usize) -> bool {
    match mask {
        0 => (x + y).is_multiple_of(2),
        1 => y.is_multiple_of(2),
        2 => x.is_multiple_of(3),
        3 => (x + y).is_multiple_of(3),
        4 => (x / 3 + y / 2).is_multiple_of(2),
        5 => x * y % 2 + x * y % 3 == 0,
        6 => (x * y % 2 + x * y % 3).is_multiple_of(2),
        _ => ((x + y) % 2 + x * y % 3).is_multiple_of(2),
    }
}
