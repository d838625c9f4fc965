//! Random numbers that are the same for the same seed, on every machine.

/// SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom number generators*, 2014).
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Begins a sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `of` (0 when there is none), by multiplying instead of dividing (Lemire 2019).
    pub fn below(&mut self, of: usize) -> usize {
        ((u128::from(self.bits()) * of as u128) >> 64) as usize
    }
}

/// Values of `-ln(u)` times 1024 for evenly spread `u`: lets a search accept a loss with probability `exp(-loss / heat)` without
/// computing a power for every move.
pub struct Patience(Vec<u32>);

impl Patience {
    const ENTRIES: usize = 1 << 12;

    /// Fills the table.
    #[allow(clippy::float_arithmetic, reason = "a table of logarithms; no money is in it")]
    pub fn new() -> Self {
        let entry = |k: usize| (-((k as f64 + 0.5) / Self::ENTRIES as f64).ln() * 1024.0).round() as u32;
        Self((0..Self::ENTRIES).map(entry).collect())
    }

    /// The largest loss that is accepted this time at this heat (both in points).
    pub fn allowance(&self, random: &mut Random, heat: i64) -> i64 {
        let entry = self.0[random.below(Self::ENTRIES)];
        (heat * i64::from(entry)) >> 10
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::new()
    }
}
