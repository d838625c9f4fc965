//! The cable between the house and its PostgreSQL, which a story can cut.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::watch,
};

/// A cable on loopback: whole at first.
pub struct Cable {
    /// Where the house plugs in.
    pub address: SocketAddr,
    whole: Arc<AtomicBool>,
    cut: watch::Sender<u64>,
}

impl Cable {
    /// A cable to a server, `127.0.0.1:5432`.
    ///
    /// # Panics
    /// There is no port left.
    pub async fn to(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let whole = Arc::new(AtomicBool::new(true));
        let (cut, cuts) = watch::channel(0);
        let is_whole = Arc::clone(&whole);
        tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                if !is_whole.load(Ordering::SeqCst) {
                    // Closed at once, as by a machine on which nobody listens.
                    continue;
                }
                let (server, mut cuts) = (server.clone(), cuts.clone());
                cuts.mark_unchanged();
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(&server).await else { return };
                    tokio::select! {
                        _ = tokio::io::copy_bidirectional(&mut near, &mut far) => {}
                        _ = cuts.changed() => {}
                    }
                });
            }
        });
        Self { address, whole, cut }
    }

    /// Every connection ends where it is, and no new one comes about.
    pub fn cut(&self) {
        self.whole.store(false, Ordering::SeqCst);
        self.cut.send_modify(|times| *times += 1);
    }

    /// It is whole again.
    pub fn mend(&self) {
        self.whole.store(true, Ordering::SeqCst);
    }
}
