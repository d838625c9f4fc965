//! Builds the front end in `../web` (npm ci, vite, gzip), so that `cargo run` alone gives working pages.
//!
//! `DRAGOMAN_SKIP_WEB=1` leaves it out; a `web/dist` built before is then required. Cargo runs this script only when
//! something it watches has changed; npm runs only when a source of the bundle is newer than the last bundle, so that an
//! edited text in `web/locales` costs a compilation and no bundling.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::{Duration, SystemTime},
};

const BUNDLED: [&str; 5] = ["src", "package.json", "package-lock.json", "vite.config.js", "compress.js"];

fn main() -> ExitCode {
    match build_front_end() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            message.lines().for_each(|line| println!("cargo::error={line}"));
            ExitCode::FAILURE
        }
    }
}

fn build_front_end() -> Result<(), String> {
    let here = env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo did not say where the crate lies")?;
    let web = PathBuf::from(here).join("../web");
    let manifest = web.join("dist/manifest.json");
    // The locales are compiled in by a macro that cargo cannot look into; watching them here recompiles the crate.
    for watched in BUNDLED.iter().copied().chain(["locales", "dist/manifest.json"]) {
        println!("cargo::rerun-if-changed={}", web.join(watched).display());
    }
    println!("cargo::rerun-if-env-changed=DRAGOMAN_SKIP_WEB");

    if env::var_os("DRAGOMAN_SKIP_WEB").is_some() {
        return match manifest.exists() {
            true => Ok(()),
            false => Err("DRAGOMAN_SKIP_WEB is set, but web/dist/manifest.json is missing".to_owned()),
        };
    }
    // An editor and a terminal may build at the same moment; npm must not run twice in one folder.
    let lock = fs::File::create(web.join(".build.lock")).map_err(|e| format!("web/.build.lock: {e}"))?;
    lock.lock().map_err(|e| format!("web/.build.lock: {e}"))?;

    let installed = web.join("node_modules/.package-lock.json");
    if modified(&installed).is_none() || modified(&installed) < modified(&web.join("package-lock.json")) {
        npm(&web, &["ci", "--no-audit", "--no-fund", "--ignore-scripts"])?;
    }
    let built = web.join("dist/.built");
    let newest = BUNDLED.iter().filter_map(|name| newest_in(&web.join(name))).max();
    if !manifest.exists() || modified(&built).is_none() || modified(&built) < newest {
        npm(&web, &["run", "-s", "build"])?;
        fs::write(&built, "").map_err(|e| format!("web/dist/.built: {e}"))?;
    }
    // Cargo compares the manifest with the moment this script was started; without an old date the script, and with
    // it the crate, would run again on every build.
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    set_modified(&manifest, long_ago).map_err(|e| format!("web/dist/manifest.json: {e}"))
}

fn npm(web: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let command = format!("npm {}", arguments.join(" "));
    // Captured: a build script's stdout is cargo's protocol, and npm prints to stdout.
    match Command::new(program).args(arguments).current_dir(web).stdin(Stdio::null()).env_remove("NODE_ENV").output() {
        Err(e) => Err(format!(
            "the pages need Node.js >= 20.19 and npm, but `{command}` could not be started: {e}\n\
             install Node.js, or build web/dist elsewhere and set DRAGOMAN_SKIP_WEB=1"
        )),
        Ok(done) if !done.status.success() => Err(format!(
            "`{command}` failed in {} ({}):\n{}\n{}",
            web.display(),
            done.status,
            String::from_utf8_lossy(&done.stdout),
            String::from_utf8_lossy(&done.stderr)
        )),
        Ok(_) => Ok(()),
    }
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|m| m.modified()).ok()
}

fn newest_in(path: &Path) -> Option<SystemTime> {
    let below = fs::read_dir(path).into_iter().flatten().flatten().filter_map(|entry| newest_in(&entry.path())).max();
    below.max(modified(path))
}

fn set_modified(path: &Path, at: SystemTime) -> io::Result<()> {
    fs::File::options().write(true).open(path)?.set_modified(at)
}
