//! Chance that can be repeated: splitmix64 (Steele, Lea, Flood 2014; public domain). Not for secrets.

/// A stream of numbers that follows from its seed alone, on every machine.
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// `stream` keeps the parts of the city independent: one more booking doesn't rename anybody.
    pub(super) fn seeded(seed: u64, stream: u64) -> Chance {
        Chance(seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `limit` - 1; 0 if `limit` is 0. The bias is below one in a billion for the limits used here.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        match limit {
            0 => 0,
            _ => (self.next() % limit as u64) as usize,
        }
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + self.below((to - from + 1).max(1) as usize) as i64
    }

    pub(super) fn percent(&mut self, share: usize) -> bool {
        self.below(100) < share
    }

    /// One of the values; `None` if there are none.
    pub(super) fn pick<'v, T>(&mut self, values: &'v [T]) -> Option<&'v T> {
        let index = self.below(values.len());
        values.get(index)
    }

    /// One word of a text.
    pub(super) fn word(&mut self, text: &'static str) -> &'static str {
        let count = text.split_whitespace().count();
        let index = self.below(count);
        text.split_whitespace().nth(index).unwrap_or(text)
    }

    /// One of the values, each as often as its weight says.
    pub(super) fn weighted<'v, T>(&mut self, values: &'v [(T, u32)]) -> Option<&'v T> {
        let sum: u32 = values.iter().map(|(_, weight)| weight).sum();
        let mut drawn = self.below(sum as usize) as u32;
        for (value, weight) in values {
            if drawn < *weight {
                return Some(value);
            }
            drawn -= weight;
        }
        None
    }

    /// The values in another order (Fisher, Yates).
    pub(super) fn shuffled<T>(&mut self, mut values: Vec<T>) -> Vec<T> {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published test vector of splitmix64 for seed 1234567.
    #[test]
    fn it_is_the_published_generator() {
        let mut chance = Chance(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| chance.next()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn weights_are_kept() {
        let mut chance = Chance::seeded(1, 1);
        let often = (0..1000).filter(|_| chance.weighted(&[(true, 9), (false, 1)]) == Some(&true)).count();
        assert!((850..950).contains(&often), "{often}");
        assert_eq!(chance.weighted::<bool>(&[]), None);
        let mut order = chance.shuffled((0..50).collect::<Vec<_>>());
        assert_ne!(order, (0..50).collect::<Vec<_>>());
        order.sort();
        assert_eq!(order, (0..50).collect::<Vec<_>>());
    }
}
