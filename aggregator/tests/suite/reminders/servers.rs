//! A mail server and a program of a bureau, played by the test: each takes what comes, or behaves as badly as it is told.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};

/// How a server behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// As it should.
    Takes,
    /// It never answers.
    Silent,
    /// It says so without end.
    Floods,
    /// It speaks another language.
    Babbles,
    /// It answers with this number: of SMTP after the sender is named, of HTTP at once.
    Says(u16),
}

/// What a server was given.
type Given = Arc<Mutex<Vec<String>>>;

/// A server that keeps what it was given.
#[derive(Clone)]
pub struct Server {
    pub port: u16,
    manner: Arc<Mutex<Manner>>,
    given: Given,
}

impl Server {
    pub fn becomes(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    pub fn given(&self) -> Vec<String> {
        self.given.lock().unwrap().clone()
    }

    /// Whoever talks keeps what it was given before it answers, so that who has the answer finds it kept.
    async fn start<F: Future<Output = Option<()>> + Send + 'static>(
        talk: fn(TcpStream, Manner, Given) -> F,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            port: listener.local_addr().unwrap().port(),
            manner: Arc::new(Mutex::new(Manner::Takes)),
            given: Arc::default(),
        };
        let kept = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let kept = kept.clone();
                let manner = *kept.manner.lock().unwrap();
                tokio::spawn(talk(stream, manner, kept.given));
            }
        });
        server
    }

    pub async fn mail() -> Self {
        Self::start(mail).await
    }

    pub async fn program() -> Self {
        Self::start(program).await
    }
}

async fn flood(mut stream: TcpStream) {
    let much = vec![b'x'; 64 * 1024];
    while stream.write_all(&much).await.is_ok() {}
}

/// Waits until the other side has gone.
async fn silent(mut stream: TcpStream) {
    let mut into = [0; 1024];
    while stream.read(&mut into).await.is_ok_and(|read| read > 0) {}
}

/// SMTP as far as it is needed; keeps the message.
async fn mail(mut stream: TcpStream, manner: Manner, given: Given) -> Option<()> {
    match manner {
        Manner::Silent => {
            silent(stream).await;
            return None;
        }
        Manner::Floods => {
            flood(stream).await;
            return None;
        }
        Manner::Babbles => {
            stream.write_all("您好，请讲\r\n".as_bytes()).await.ok()?;
            silent(stream).await;
            return None;
        }
        Manner::Takes | Manner::Says(_) => {}
    }
    stream.write_all(b"220 mail.test\r\n").await.ok()?;
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return Some(());
        }
        let answer = match (line.split_whitespace().next()?.to_ascii_uppercase().as_str(), manner) {
            ("EHLO", _) => "250 mail.test\r\n".to_owned(),
            ("MAIL", Manner::Says(code)) => format!("{code} said so\r\n"),
            ("DATA", _) => {
                stream.write_all(b"354 go on\r\n").await.ok()?;
                let mut message = String::new();
                while !message.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut message).await.ok()? == 0 {
                        return None;
                    }
                }
                given.lock().unwrap().push(message);
                "250 taken\r\n".to_owned()
            }
            ("QUIT", _) => "221 bye\r\n".to_owned(),
            _ => "250 ok\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}

/// One HTTP request; keeps its head and body.
async fn program(stream: TcpStream, manner: Manner, given: Given) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.ok()?;
        if line == "\r\n" || line.is_empty() {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    given.lock().unwrap().push(format!("{head}\n{}", String::from_utf8(body).ok()?));
    match manner {
        Manner::Silent => silent(stream.into_inner()).await,
        Manner::Floods => {
            let mut stream = stream.into_inner();
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n").await.ok()?;
            flood(stream).await;
        }
        Manner::Babbles => stream.write_all("您好，请讲\r\n".as_bytes()).await.ok()?,
        Manner::Takes => {
            stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n").await.ok()?;
        }
        Manner::Says(code) => {
            let answer = format!(
                "HTTP/1.1 {code} So\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
            stream.write_all(answer.as_bytes()).await.ok()?;
        }
    }
    Some(())
}
