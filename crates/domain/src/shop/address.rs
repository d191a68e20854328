//! Street and house number, as they stand in an address.

use super::Shop;

impl Shop {
    /// The street: what stands before the house number.
    #[must_use]
    pub fn street(&self) -> &str {
        let digits = self.address.find(|c: char| c.is_ascii_digit());
        self.address[..digits.unwrap_or(self.address.len())].trim()
    }

    /// The house number; 0 where the address has none. Even and odd ones face each other.
    #[must_use]
    pub fn number(&self) -> u32 {
        let digits = self
            .address
            .bytes()
            .skip_while(|byte| !byte.is_ascii_digit())
            .take_while(u8::is_ascii_digit);
        digits.fold(0, |number, digit| {
            number
                .saturating_mul(10)
                .saturating_add(u32::from(digit - b'0'))
        })
    }
}
