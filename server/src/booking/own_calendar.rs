//! What somebody's own calendars say about jobs they are asked for.

use super::{
    facts::AssignmentFacts,
    search,
    store::{self, Conn},
};
use crate::{
    kernel::{clock::Instant, ids::InterpreterId},
    platform::fault::Fault,
    scheduling::{Reason, SaidBusy, rules::preferences::said_busy},
};

/// The words of one person's calendars around some jobs.
pub(super) struct OwnCalendars {
    said: Vec<SaidBusy>,
    /// Minutes that must lie between two things; where a job is, is not known before a yes, so no way is counted.
    gap_min: i64,
    now: Instant,
}

impl OwnCalendars {
    /// Loads what they say about these jobs; two queries.
    ///
    /// # Errors
    /// The database can't be read.
    pub(super) async fn of<'a>(
        conn: &impl Conn,
        person: InterpreterId,
        jobs: impl IntoIterator<Item = &'a AssignmentFacts>,
        now: Instant,
    ) -> Result<Self, Fault> {
        let (mut from, mut to) = (None, None);
        for job in jobs {
            let (starts_at, ends_at) = (job.slot.starts_at(), job.slot.ends_at());
            from = Some(from.map_or(starts_at, |known: Instant| known.min(starts_at)));
            to = Some(to.map_or(ends_at, |known: Instant| known.max(ends_at)));
        }
        let Some((from, to)) = from.zip(to) else { return Ok(Self { said: Vec::new(), gap_min: 0, now }) };
        let gap_min = store::rules(conn).await?.weights.travel.gap_min;
        let gap = chrono::Duration::minutes(gap_min);
        let said = search::said_busy(conn, Some(&[person]), from - gap, to + gap).await?;
        Ok(Self { said: said.into_values().next().unwrap_or_default(), gap_min, now })
    }

    /// What they say about one of the jobs.
    pub(super) fn about(&self, job: &AssignmentFacts) -> Option<Reason> {
        said_busy(&self.said, &job.slot.interval(), self.gap_min, self.now)
    }
}
