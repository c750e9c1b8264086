//! One request as raw as HTTP allows, and everything that came back.

use std::{
    io::{Read, Write},
    net::{Shutdown, TcpStream},
    sync::OnceLock,
};

use reqwest::{
    Client, Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};

use crate::faults::tls::http;

/// An answer, whole.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Code of the problem that is answered.
    pub fn problem(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{} {}",
            self.status,
            self.text()
        );
        self.json()["type"].as_str().unwrap().replace(schemas::problem::URN, "")
    }
}

/// Asks, following nothing.
pub async fn ask(method: &str, address: &str, headers: &[(&str, &[u8])], body: Vec<u8>) -> Answer {
    static CLIENT: OnceLock<Client> = OnceLock::new();
    // Each request on a connection of its own: a server may close the one on which it refused something.
    let client = CLIENT.get_or_init(|| {
        let none = reqwest::redirect::Policy::none();
        http().redirect(none).pool_max_idle_per_host(0).build().unwrap()
    });
    let mut all = HeaderMap::new();
    for (name, value) in headers {
        all.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_bytes(value).unwrap());
    }
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let answer = client.request(method, address).headers(all).body(body).send().await.unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    Answer { status, headers, body: answer.bytes().await.unwrap().to_vec() }
}

/// Sends bytes that need not be HTTP, and gives the status of what came back; `None` if the server only closed.
pub async fn send_raw(address: &str, bytes: Vec<u8>) -> Option<u16> {
    let host = address.trim_start_matches("http://").to_owned();
    let sent = tokio::task::spawn_blocking(move || {
        let mut stream = TcpStream::connect(host).unwrap();
        // A server that has seen enough may close before it was sent everything.
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut start = [0; 12];
        let mut read = 0;
        while read < start.len() {
            match stream.read(&mut start[read..]) {
                Ok(0) | Err(_) => return None,
                Ok(more) => read += more,
            }
        }
        std::str::from_utf8(&start).ok()?.strip_prefix("HTTP/1.1 ")?.parse().ok()
    });
    sent.await.unwrap()
}
