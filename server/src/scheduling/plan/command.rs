//! `dragoman plan`: reads a file, plans, writes the answer. The one place of this part that knows files and a stopwatch.

use super::facts::FileFacts;
use super::instance::Instance;
use super::read::{PlanRefused, read};
use super::solve::{Effort, Limit, Planned, SolveRefused, Task, solve};
use super::watch::Watch;
use serde_json::json;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// Shares many sessions among many interpreters (`plan/1` in, `assignment/1` out).
#[derive(Debug, Clone, clap::Args)]
pub struct PlanArgs {
    /// The instance, in format plan/1.
    pub plan: PathBuf,
    /// Where to write the assignment.
    #[arg(long)]
    pub out: PathBuf,
    /// Where to write the certificate of the bound (bound/1).
    #[arg(long)]
    pub certificate: Option<PathBuf>,
    /// Seconds after which the best plan so far is written.
    #[arg(long, default_value_t = 10)]
    pub seconds: u64,
    /// Rounds of work instead of seconds: with one thread and the same seed the answer is the same to the byte.
    #[arg(long)]
    pub iterations: Option<u64>,
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// One proves, the others search; with a single thread they take turns.
    #[arg(long, default_value_t = 2)]
    pub threads: usize,
}

/// Why nothing was planned.
#[derive(Debug, thiserror::Error)]
pub enum PlanCommandFailed {
    #[error("{path}: {cause}")]
    File { path: String, cause: std::io::Error },
    #[error("{0}")]
    Malformed(#[from] PlanRefused),
    #[error("{0}")]
    Refused(#[from] SolveRefused),
}

/// Runs the command; prints one line of JSON about the plan, or the reason on standard error.
///
/// The exit code is 0 with a plan, 2 for a file that is no plan or can't be read, 3 for pins that contradict.
pub fn run_command(args: &PlanArgs) -> ExitCode {
    match run(args) {
        Ok(report) => {
            // A reader that went away (a closed pipe) is no failure of the plan, which is written.
            let _ = writeln!(std::io::stdout(), "{report}");
            ExitCode::SUCCESS
        }
        Err(failed) => {
            let _ = writeln!(std::io::stderr(), "{failed}");
            ExitCode::from(if matches!(failed, PlanCommandFailed::Refused(SolveRefused::Pins(_))) { 3 } else { 2 })
        }
    }
}

fn run(args: &PlanArgs) -> Result<serde_json::Value, PlanCommandFailed> {
    let began = Instant::now();
    let plan = load(&args.plan)?;
    // Writing takes time too: a little is kept back.
    let time = Duration::from_secs(args.seconds);
    let kept_back = Duration::from_millis(20) + time / 200;
    let limit = args.iterations.map_or(Limit::Time(time.saturating_sub(kept_back)), Limit::Rounds);
    let effort = Effort { limit, seed: args.seed, threads: args.threads.max(1) };
    let watch = Watch { elapsed: &|| began.elapsed(), stop: &AtomicBool::new(false), progress: &|_| {} };
    let planned = solve(&Task { plan: &plan, facts: &FileFacts(&plan), start: None }, effort, &watch)?;
    let assign: Vec<i64> =
        planned.assign.iter().map(|who| who.and_then(|i| i64::try_from(i).ok()).unwrap_or(-1)).collect();
    let objective = planned.score.total();
    let answer = json!({"format": "assignment/1", "plan": plan.name, "assign": assign, "objective": objective, "bound": planned.bound});
    write(&args.out, &answer.to_string())?;
    if let Some(path) = &args.certificate {
        write(path, &planned.certificate.to_string())?;
    }
    let mut report = report(&plan, &planned);
    if args.iterations.is_none() {
        report["seconds"] = json!(began.elapsed().as_millis() as u64 / 1000);
    }
    Ok(report)
}

fn report(plan: &Instance, planned: &Planned) -> serde_json::Value {
    let percent = |millionths: i64| format!("{}.{:04}", millionths / 10_000, millionths % 10_000);
    json!({
        "plan": plan.name,
        "objective": planned.score.total(),
        "bound": planned.bound,
        "gap_pct": percent(planned.gap_millionths()),
        "core_gap_pct": percent(planned.core_gap_millionths()),
        "proven": planned.proven,
        "optimal": planned.proven >= planned.score.total(),
        "hopeless": planned.hopeless,
        "uncovered": planned.score.open_sessions,
        "sessions": plan.sessions.len(),
        "money_cents": planned.score.money,
    })
}

fn load(path: &Path) -> Result<Instance, PlanCommandFailed> {
    let text = std::fs::read_to_string(path)
        .map_err(|cause| PlanCommandFailed::File { path: path.display().to_string(), cause })?;
    Ok(read(&text)?)
}

fn write(path: &Path, text: &str) -> Result<(), PlanCommandFailed> {
    std::fs::write(path, text).map_err(|cause| PlanCommandFailed::File { path: path.display().to_string(), cause })
}
