//! Pricing allocates little: room for the lines, not for each thing that is said of them.

use super::properties::any_facts;
use allocation_counter::measure;
use proptest::{prelude::*, sample::select};
use rates::{Catalog, estimate, quote};
use std::hint::black_box;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Ten allocations and four kilobytes at most, whatever the schedule, the session and its length.
    #[test]
    fn a_quote_allocates_little(
        (schedule, facts) in select(Catalog::builtin().iter().collect::<Vec<_>>())
            .prop_flat_map(|schedule| (Just(schedule), any_facts(schedule)))
    ) {
        for used in [
            measure(|| drop(black_box(quote(schedule, &facts)))),
            measure(|| drop(black_box(estimate(schedule, &facts)))),
        ] {
            prop_assert!(used.count_total <= 10 && used.bytes_max <= 4096, "{used:?} for {facts:?}");
            prop_assert_eq!(used.bytes_current, 0, "something stayed");
        }
    }
}
