//! Numbers and ids that depend on nothing but the seed.

/// A `SplitMix64` generator: the same seed gives the same numbers on every machine, for ever.
#[derive(Clone, Debug)]
pub struct Random {
    state: u64,
    made: u64,
}

impl Random {
    /// Begins at a seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed, made: 0 }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = most.abs_diff(least) + 1;
        least.saturating_add_unsigned(self.next() % span)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn happens(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of several.
    pub fn choose<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let count = u64::try_from(from.len()).expect("a list is shorter than 2^64");
        let nth = usize::try_from(self.next() % count).expect("smaller than the list");
        &from[nth]
    }

    /// An id: text like any other id, in the order they are made.
    pub fn id(&mut self) -> String {
        self.made += 1;
        let (made, noise) = (self.made, self.next());
        format!(
            "{:08x}-{:04x}-7{:03x}-8{:03x}-{:012x}",
            made >> 16,
            made & 0xffff,
            noise & 0xfff,
            (noise >> 12) & 0xfff,
            noise >> 16
        )
    }

    /// A day of a year, as ISO text; every month has 28 of them here.
    pub fn day(&mut self, year: i64) -> String {
        format!("{year:04}-{:02}-{:02}", self.between(1, 12), self.between(1, 28))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_same() {
        let mut one = Random::new(7);
        let mut two = Random::new(7);
        assert_eq!(one.id(), two.id());
        assert_eq!(one.between(3, 9), two.between(3, 9));
        assert_ne!(one.id(), Random::new(8).id());
        assert_eq!(one.id().len(), 36);
        assert!((0..500).all(|_| (3..=9).contains(&one.between(3, 9))));
    }
}
