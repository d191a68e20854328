//! The bytes of a QR code: the text, padding, and what corrects errors.

/// Codewords that correct errors in each block, and blocks, at level M, by version from 1.
const CORRECTION: [(usize, usize); 15] = [
    (10, 1),
    (16, 1),
    (26, 1),
    (18, 2),
    (24, 2),
    (16, 4),
    (18, 4),
    (22, 4),
    (22, 5),
    (26, 5),
    (30, 5),
    (22, 8),
    (22, 9),
    (24, 9),
    (24, 10),
];
/// The mode of bytes.
const BYTES: u32 = 0b0100;
/// What fills the room that is left.
const PADDING: [u8; 2] = [0xEC, 0x11];

/// Codewords of a version, with those that correct errors.
fn room(version: usize) -> usize {
    let mut modules = (16 * version + 128) * version + 64;
    if version >= 2 {
        let aligned = version / 7 + 2;
        modules -= (25 * aligned - 10) * aligned - 55;
    }
    if version >= 7 {
        modules -= 36;
    }
    modules / 8
}

/// Codewords of a version that hold data.
fn data_room(version: usize) -> usize {
    let (correction, blocks) = CORRECTION[version - 1];
    room(version) - correction * blocks
}

/// The smallest version that holds the bytes, and all of its codewords in their order; nothing if none does.
pub(super) fn codewords(bytes: &[u8]) -> Option<(usize, Vec<u8>)> {
    // The mode takes 4 bits, the length 8 or, from version 10 on, 16.
    let length_bits = |version: usize| if version < 10 { 8 } else { 16 };
    let fits =
        |version: &usize| 4 + length_bits(*version) + 8 * bytes.len() <= 8 * data_room(*version);
    let version = (1..=CORRECTION.len()).find(fits)?;
    let mut bits = Bits::default();
    bits.push(BYTES, 4);
    bits.push(u32::try_from(bytes.len()).ok()?, length_bits(version));
    for byte in bytes {
        bits.push(u32::from(*byte), 8);
    }
    Some((
        version,
        interleaved(version, &bits.filled(data_room(version))),
    ))
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    fn push(&mut self, value: u32, count: usize) {
        for place in (0..count).rev() {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            if value >> place & 1 == 1
                && let Some(last) = self.bytes.last_mut()
            {
                *last |= 0x80 >> (self.used % 8);
            }
            self.used += 1;
        }
    }

    /// With up to four zero bits as an end, and padding to that many bytes.
    fn filled(mut self, size: usize) -> Vec<u8> {
        self.push(0, 4.min(8 * size - self.used));
        let padding = PADDING.into_iter().cycle();
        let missing = size.saturating_sub(self.bytes.len());
        self.bytes.extend(padding.take(missing));
        self.bytes
    }
}

/// The data in blocks, each with what corrects it, a codeword of each in turn.
fn interleaved(version: usize, data: &[u8]) -> Vec<u8> {
    let (correction, blocks) = CORRECTION[version - 1];
    // The last blocks are one longer if the data does not go up in blocks.
    let (short, longer) = (data.len() / blocks, data.len() % blocks);
    let divisor = divisor(correction);
    let mut parts = Vec::new();
    let mut rest = data;
    for block in 0..blocks {
        let length = short + usize::from(block >= blocks - longer);
        let (own, after) = rest.split_at(length);
        parts.push((own, remainder(own, &divisor)));
        rest = after;
    }
    let mut words = Vec::with_capacity(room(version));
    for place in 0..=short {
        words.extend(parts.iter().filter_map(|(own, _)| own.get(place)));
    }
    for place in 0..correction {
        words.extend(parts.iter().filter_map(|(_, own)| own.get(place)));
    }
    words
}

/// The product of two elements of the field of 256 elements that the standard uses (modulo 0x11D).
fn product(a: u8, b: u8) -> u8 {
    let mut product: u8 = 0;
    for place in (0..8).rev() {
        let carry = product >> 7;
        product = (product << 1) ^ (carry * 0x1D);
        product ^= (b >> place & 1) * a;
    }
    product
}

/// The polynomial with the roots 1, 2, 4, 8 … , without its first coefficient, which is 1.
fn divisor(degree: usize) -> Vec<u8> {
    let mut coefficients = vec![0; degree];
    coefficients[degree - 1] = 1;
    let mut root = 1;
    for _ in 0..degree {
        for place in 0..degree {
            let next = coefficients.get(place + 1).copied().unwrap_or_default();
            coefficients[place] = product(coefficients[place], root) ^ next;
        }
        root = product(root, 2);
    }
    coefficients
}

/// What is left of the data after division: the codewords that correct errors.
fn remainder(data: &[u8], divisor: &[u8]) -> Vec<u8> {
    let mut rest = vec![0; divisor.len()];
    for byte in data {
        let factor = byte ^ rest.remove(0);
        rest.push(0);
        for (place, coefficient) in divisor.iter().enumerate() {
            rest[place] ^= product(*coefficient, factor);
        }
    }
    rest
}
