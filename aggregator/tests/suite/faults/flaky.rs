//! A way to the city on which answers get lost after the city has done what was asked: bytes go up whole, and sometimes
//! the connection ends where the answer would begin.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use super::chance::Chance;

/// Called with what goes up, before it goes.
pub type Seen = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// A way before a city.
pub struct Flaky {
    pub address: String,
    /// Where it leads now: a city that was started again listens elsewhere.
    city: Arc<Mutex<String>>,
    /// Of a hundred answers, how many get lost.
    lost: Arc<AtomicU64>,
}

impl Flaky {
    pub fn before(city: &str, chance: Chance, seen: Seen) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let city = Arc::new(Mutex::new(host(city)));
        let lost = Arc::new(AtomicU64::new(0));
        let (share, chance) = (Arc::clone(&lost), Arc::new(Mutex::new(chance)));
        let leads = Arc::clone(&city);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let city = leads.lock().unwrap().clone();
                let (seen, lost, chance) = (Arc::clone(&seen), Arc::clone(&share), Arc::clone(&chance));
                thread::spawn(move || {
                    // Whoever is gone, the other side learns it by its connection ending.
                    let _ = pass(client, &city, seen, move || {
                        chance.lock().unwrap().percent(lost.load(Ordering::Relaxed))
                    });
                });
            }
        });
        Self { address, city, lost }
    }

    /// From the next connection on it leads to another city.
    pub fn lead_to(&self, city: &str) {
        *self.city.lock().unwrap() = host(city);
    }

    pub fn lose(&self, percent: u64) {
        self.lost.store(percent, Ordering::Relaxed);
    }
}

fn host(address: &str) -> String {
    address.strip_prefix("http://").unwrap().to_owned()
}

fn pass(client: TcpStream, city: &str, seen: Seen, loses: impl Fn() -> bool) -> std::io::Result<()> {
    let server = TcpStream::connect(city)?;
    let (mut from, mut to) = (client.try_clone()?, server.try_clone()?);
    let up = thread::spawn(move || {
        let mut buffer = [0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            seen(&buffer[..length]);
            if to.write_all(&buffer[..length]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
    let (mut from, mut to) = (server, client);
    let mut buffer = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if loses() || to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
    let _ = up.join();
    Ok(())
}
