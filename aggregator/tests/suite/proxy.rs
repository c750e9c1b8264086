//! A bad line before a city: each connection carries one exchange, and what befalls it comes from a shuffled deck, so
//! that a run meets every fault once and can be had again by its seed.
//!
//! A second of this line lasts a millisecond.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    time::sleep,
};

/// What befalls an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// It takes two seconds each way.
    Latency,
    /// The line carries 64 kbit a second.
    Slow,
    /// The line is cut somewhere in the request.
    CutUp,
    /// The line is cut somewhere in the answer.
    CutDown,
    /// All is done, and the answer lost.
    LostAnswer,
    /// The connection is reset at once.
    Reset,
    /// The request ends somewhere, and the other way stays open.
    HalfClose,
    /// Nothing ever comes back.
    BlackHole,
    /// The request arrives twice, and the answer is to the second.
    Twice,
    /// The answer is another connection's.
    Swap,
}

/// Each of them once.
pub const DECK: [Fault; 10] = [
    Fault::Latency,
    Fault::Slow,
    Fault::CutUp,
    Fault::CutDown,
    Fault::LostAnswer,
    Fault::Reset,
    Fault::HalfClose,
    Fault::BlackHole,
    Fault::Twice,
    Fault::Swap,
];

/// Numbers by chance, the same for a seed (xorshift).
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

struct State {
    chance: Chance,
    deck: Vec<Fault>,
    met: Vec<Fault>,
    /// An answer that waits to be swapped, and where its own connection waits for another.
    parked: Option<(Vec<u8>, oneshot::Sender<Vec<u8>>)>,
}

/// The line.
#[derive(Clone)]
pub struct Proxy {
    pub address: String,
    state: Arc<Mutex<State>>,
}

impl Proxy {
    /// A good line to a city, until [`Proxy::spoil`].
    pub async fn before(city: &str, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let to: SocketAddr = city.trim_start_matches("http://").parse().unwrap();
        let state = State { chance: Chance::of(seed), deck: Vec::new(), met: Vec::new(), parked: None };
        let proxy = Self {
            address: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(state)),
        };
        let line = proxy.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (line, fault) = (line.clone(), line.draw());
                // A broken connection is what this is for.
                tokio::spawn(async move { line.carry(client, to, fault).await.ok() });
            }
        });
        proxy
    }

    /// Puts faults on the line, shuffled among good exchanges.
    pub fn spoil(&self, faults: &[Fault]) {
        let mut state = self.state.lock().unwrap();
        let mut deck = faults.to_vec();
        deck.extend(vec![Fault::None; faults.len() / 2]);
        while !deck.is_empty() {
            let at = state.chance.below(deck.len());
            let fault = deck.swap_remove(at);
            state.deck.push(fault);
        }
    }

    /// The faults that were met, in order.
    pub fn met(&self) -> Vec<Fault> {
        self.state.lock().unwrap().met.clone()
    }

    fn draw(&self) -> Fault {
        let mut state = self.state.lock().unwrap();
        let fault = state.deck.pop().unwrap_or(Fault::None);
        if fault != Fault::None {
            state.met.push(fault);
        }
        fault
    }

    fn below(&self, end: usize) -> usize {
        self.state.lock().unwrap().chance.below(end)
    }

    async fn carry(&self, mut client: TcpStream, to: SocketAddr, fault: Fault) -> std::io::Result<()> {
        if fault == Fault::Reset {
            return client.set_zero_linger();
        }
        let request = message(&mut client, true).await?;
        match fault {
            Fault::BlackHole => {
                // Until whoever waits gives up.
                return client.read(&mut [0]).await.map(|_| ());
            }
            Fault::Latency => sleep(Duration::from_millis(2)).await,
            Fault::CutUp => {
                let part = self.below(request.len());
                let mut city = TcpStream::connect(to).await?;
                return city.write_all(&request[..part]).await;
            }
            Fault::Twice => {
                exchange(to, &request).await?;
            }
            _ => {}
        }
        let mut answer = match fault {
            Fault::HalfClose => {
                let part = self.below(request.len());
                let mut city = TcpStream::connect(to).await?;
                city.write_all(&request[..part]).await?;
                city.shutdown().await?;
                let mut answer = Vec::new();
                city.read_to_end(&mut answer).await?;
                answer
            }
            Fault::Slow => {
                let mut city = TcpStream::connect(to).await?;
                slowly(&mut city, &request).await?;
                message(&mut city, false).await?
            }
            _ => exchange(to, &request).await?,
        };
        match fault {
            Fault::LostAnswer => return Ok(()),
            Fault::CutDown => answer.truncate(self.below(answer.len())),
            Fault::Swap => answer = self.swapped(answer, &mut client).await,
            Fault::Latency => sleep(Duration::from_millis(2)).await,
            Fault::Slow => return slowly(&mut client, &closing(answer)).await,
            _ => {}
        }
        client.write_all(&closing(answer)).await?;
        client.shutdown().await
    }

    /// Another's answer for one's own; if nobody comes, none.
    async fn swapped(&self, own: Vec<u8>, client: &mut TcpStream) -> Vec<u8> {
        let parked = self.state.lock().unwrap().parked.take();
        if let Some((other, waiting)) = parked {
            let _ = waiting.send(own);
            return other;
        }
        let (swap, swapped) = oneshot::channel();
        self.state.lock().unwrap().parked = Some((own, swap));
        tokio::select! {
            other = swapped => other.unwrap_or_default(),
            _ = client.read_u8() => Vec::new(),
        }
    }
}

async fn exchange(to: SocketAddr, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut city = TcpStream::connect(to).await?;
    city.write_all(request).await?;
    let head = request.starts_with(b"HEAD ");
    message(&mut city, head).await
}

/// Sends at 64 kbit a second of this line's time.
async fn slowly(to: &mut TcpStream, bytes: &[u8]) -> std::io::Result<()> {
    for slice in bytes.chunks(8192) {
        to.write_all(slice).await?;
        sleep(Duration::from_millis(1)).await;
    }
    Ok(())
}

/// Reads one request or answer: its head, and as much as it announces. An answer to HEAD announces what never comes.
async fn message(from: &mut TcpStream, bare: bool) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if from.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let announced = text.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    let is_answer = text.starts_with("http/");
    let length = if bare && is_answer { 0 } else { announced.unwrap_or(0) };
    while bytes.len() < head + length {
        if from.read_buf(&mut bytes).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(bytes)
}

/// An answer that says that the connection ends with it.
fn closing(answer: Vec<u8>) -> Vec<u8> {
    match answer.windows(2).position(|window| window == b"\r\n") {
        Some(at) => [&answer[..at], b"\r\nconnection: close", &answer[at..]].concat(),
        None => answer,
    }
}
