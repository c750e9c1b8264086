//! A mail server that closes the line to others, played by the test: what it is told in the clear, and what only inside.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use aggregator::reminder::{
    deliver::Undelivered,
    email,
    notify::{Mail, Notify},
};
use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use super::undelivered::letter;
use crate::faults::tls::{Tls, http};

const PASSWORD: &str = "jian-mi-9137";
/// The password as SMTP says it, after the user and two zeros.
const SIGNED_IN: &str = "AUTH PLAIN AHRvbmdiYW8Aamlhbi1taS05MTM3";

/// How the line is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closed {
    /// From the first byte.
    Implicit,
    /// From the command on.
    Starttls,
    /// The command is not offered, as by somebody in between who takes it away.
    Stripped,
}

/// What was heard, each line with `!` before it if everybody could hear it.
type Heard = Arc<Mutex<Vec<String>>>;

struct Server {
    port: u16,
    heard: Heard,
}

impl Server {
    fn start(tls: &Tls, closed: Closed, takes_password: bool) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self { port: listener.local_addr().unwrap().port(), heard: Heard::default() };
        let chain = CertificateDer::pem_file_iter(&tls.certificate).unwrap();
        let chain: Vec<CertificateDer<'static>> = chain.map(Result::unwrap).collect();
        let key = PrivateKeyDer::from_pem_file(&tls.key).unwrap();
        // The ground of TLS is chosen where clients are made.
        drop(http());
        let config = ServerConfig::builder().with_no_client_auth().with_single_cert(chain, key).unwrap();
        let (config, heard) = (Arc::new(config), Arc::clone(&server.heard));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                // Whoever hangs up has said what there was to say.
                let _ = talk(stream, &config, closed, takes_password, &heard);
            }
        });
        server
    }

    fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    async fn send(&self, folder: &Path, tls: &str, more: &str) -> Result<(), Undelivered> {
        email::send(
            &mail(folder, self.port, tls, more),
            "m1",
            "to@county.example",
            &letter(),
            email::PATIENCE,
        )
        .await
    }
}

fn talk(
    stream: TcpStream,
    config: &Arc<ServerConfig>,
    closed: Closed,
    takes_password: bool,
    heard: &Heard,
) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut plain = stream;
    if closed != Closed::Implicit {
        plain.write_all(b"220 mail.test\r\n")?;
        let offer = if closed == Closed::Starttls { "250-STARTTLS\r\n" } else { "" };
        if !session(&mut plain, offer, "!", takes_password, heard)? {
            return Ok(());
        }
    }
    let connection = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
    let mut inside = StreamOwned::new(connection, plain);
    if closed == Closed::Implicit {
        inside.write_all(b"220 mail.test\r\n")?;
    }
    session(&mut inside, "", "", takes_password, heard).map(|_| ())
}

/// SMTP until the other side has gone, or asks for the line to be closed.
fn session(
    stream: &mut (impl Read + Write),
    offer: &str,
    mark: &str,
    takes_password: bool,
    heard: &Heard,
) -> io::Result<bool> {
    loop {
        let Some(line) = line(stream)? else { return Ok(false) };
        heard.lock().unwrap().push(format!("{mark}{line}"));
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "EHLO" => format!("250-mail.test\r\n{offer}250 AUTH PLAIN\r\n"),
            "STARTTLS" => {
                stream.write_all(b"220 go on\r\n")?;
                return Ok(true);
            }
            // As bad a server as can be: it repeats what it was told.
            "AUTH" if !takes_password => format!("535 no: {line} {PASSWORD}\r\n"),
            "AUTH" => "235 welcome\r\n".to_owned(),
            "DATA" => "354 go on\r\n".to_owned(),
            _ if line == "." => "250 taken\r\n".to_owned(),
            "MAIL" | "RCPT" | "QUIT" => "250 ok\r\n".to_owned(),
            _ => continue,
        };
        stream.write_all(answer.as_bytes())?;
        stream.flush()?;
    }
}

fn line(stream: &mut impl Read) -> io::Result<Option<String>> {
    let (mut line, mut byte) = (Vec::new(), [0]);
    while !line.ends_with(b"\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        line.extend(byte);
    }
    Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
}

fn mail(folder: &Path, port: u16, tls: &str, more: &str) -> Mail {
    std::fs::write(folder.join("password"), PASSWORD).unwrap();
    let text = format!(
        "[email]\nserver = \"127.0.0.1\"\nport = {port}\ntls = \"{tls}\"\nfrom = \"t@city.example\"\n\
         user = \"tongbao\"\npassword-file = \"{}\"\n{more}",
        folder.join("password").display()
    );
    std::fs::write(folder.join("notify.toml"), text).unwrap();
    Notify::read(folder).unwrap().email.unwrap()
}

fn trusting(tls: &Tls) -> String {
    format!("ca-file = \"{}\"\n", tls.root.display())
}

#[tokio::test(flavor = "multi_thread")]
async fn password_and_message_are_said_only_when_the_line_is_closed() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::into(folder.path());
    for (closed, word) in [(Closed::Implicit, "implicit"), (Closed::Starttls, "starttls")] {
        let server = Server::start(&tls, closed, true);
        server.send(folder.path(), word, &trusting(&tls)).await.unwrap();
        let heard = server.heard();
        assert!(heard.iter().any(|line| line == SIGNED_IN), "{heard:?}");
        assert!(heard.iter().any(|line| line.starts_with("MAIL FROM:<t@city.example>")), "{heard:?}");
        let open: Vec<&String> = heard.iter().filter(|line| line.starts_with('!')).collect();
        let wanted: &[&str] = if closed == Closed::Starttls { &["!EHLO tongbao", "!STARTTLS"] } else { &[] };
        assert_eq!(open, wanted, "{closed:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_not_known_or_does_not_close_the_line_is_told_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::into(folder.path());
    let other = folder.path().join("other");
    std::fs::create_dir(&other).unwrap();
    let other = Tls::into(&other);
    for (closed, word, more) in [
        // The system does not know the root, and neither does the file of another.
        (Closed::Implicit, "implicit", String::new()),
        (Closed::Starttls, "starttls", String::new()),
        (Closed::Implicit, "implicit", trusting(&other)),
        (Closed::Starttls, "starttls", trusting(&other)),
        (Closed::Stripped, "starttls", trusting(&tls)),
    ] {
        let server = Server::start(&tls, closed, true);
        let undelivered = server.send(folder.path(), word, &more).await.unwrap_err();
        assert!(undelivered.again, "{closed:?}: {undelivered:?}");
        let told = server.heard();
        let secret = told.iter().any(|line| line.contains("AUTH") || line.contains("MAIL"));
        assert!(!secret, "{closed:?} {more}: {told:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_server_says_of_a_password_is_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let tls = Tls::into(folder.path());
    let server = Server::start(&tls, Closed::Implicit, false);
    let undelivered = server.send(folder.path(), "implicit", &trusting(&tls)).await.unwrap_err();
    assert!(undelivered.again && undelivered.why == "the mail server refuses the sign-in", "{undelivered:?}");
    let mail = mail(folder.path(), server.port, "implicit", &trusting(&tls));
    assert!(!format!("{mail:?} {:?}", mail.password()).contains(PASSWORD), "nor by what prints everything");
    let missing =
        server.send(folder.path(), "implicit", "ca-file = \"/nowhere/ca.pem\"\n").await.unwrap_err();
    assert!(missing.again && missing.why.starts_with("ca-file: "), "{missing:?}");
}
