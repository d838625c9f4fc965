//! Rocket behind the front listener: settings, and where it listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use rocket::data::{Limits, ToByteUnit};
use rocket::fairing::AdHoc;
use rocket::figment::Figment;
use rocket::log::LogLevel;
use tokio::sync::oneshot;

use super::super::config::Config;

/// Settings of a Rocket that only the front listener can reach: loopback, any free port, the client address from our own
/// header, bodies as large as the front lets through. Environment and `Rocket.toml` are not read.
pub fn rocket_settings(config: &Config) -> Figment {
    let body = u64::from(config.limits.max_body_mib).mebibytes();
    let limits = Limits::new()
        .limit("form", 256.kibibytes())
        .limit("data-form", body)
        .limit("file", body)
        .limit("json", 1.mebibytes())
        .limit("string", 256.kibibytes())
        .limit("bytes", body);
    Figment::from(rocket::Config::release_default())
        .merge(("address", IpAddr::V4(Ipv4Addr::LOCALHOST)))
        .merge(("port", 0))
        .merge(("ip_header", super::super::front::REAL_IP))
        .merge(("ident", false))
        .merge(("cli_colors", false))
        .merge(("log_level", LogLevel::Off))
        .merge(("limits", limits))
        // The front listener stops first and waits; Rocket then has nothing left to finish.
        .merge(("shutdown.ctrlc", false))
        .merge(("shutdown.signals", Vec::<String>::new()))
        .merge(("shutdown.grace", 5))
        .merge(("shutdown.mercy", 3))
}

/// A fairing that tells where Rocket listens once it does, and the receiver of that message. The receiver fails if
/// Rocket never gets that far.
pub fn backend_address() -> (AdHoc, oneshot::Receiver<SocketAddr>) {
    let (sender, receiver) = oneshot::channel();
    let sender = std::sync::Mutex::new(Some(sender));
    let fairing = AdHoc::on_liftoff("backend address", move |rocket| {
        Box::pin(async move {
            let address = SocketAddr::new(rocket.config().address, rocket.config().port);
            if let Some(sender) = sender.lock().ok().and_then(|mut sender| sender.take()) {
                let _ = sender.send(address);
            }
        })
    });
    (fairing, receiver)
}
