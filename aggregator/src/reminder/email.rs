//! Messages by e-mail (SMTP): one connection a message, closed to others unless the server is this machine, with an end to
//! the time and the bytes an answer may take.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use lettre::{
    Message as Mime,
    message::{Mailbox, header::ContentType},
    transport::smtp::{
        self,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, CertificateStore, TlsParameters},
        extension::ClientId,
    },
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};

use super::{
    deliver::Undelivered,
    notify::{Mail, Tls},
    words::Letter,
};

/// How long a message may take.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Most bytes a server may say.
pub const MAX_SAID: usize = 64 * 1024;

/// Sends a message.
///
/// # Errors
/// [`Undelivered`]: whether it is worth another try, and why.
pub async fn send(
    mail: &Mail,
    id: &str,
    to: &str,
    letter: &Letter,
    patience: Duration,
) -> Result<(), Undelivered> {
    timeout(patience, sent(mail, id, to, letter))
        .await
        .unwrap_or_else(|_| Err(Undelivered::later("the mail server took too long")))
}

async fn sent(mail: &Mail, id: &str, to: &str, letter: &Letter) -> Result<(), Undelivered> {
    let mime = compose(mail, id, to, letter)?;
    let hello = ClientId::Domain("tongbao".into());
    let tls = || trusted(mail);
    let at = (mail.server.as_str(), mail.port);
    let mut connection = if mail.tls == Tls::Implicit {
        let opened =
            AsyncSmtpConnection::connect_tokio1(at, Some(PATIENCE), &hello, Some(tls()?), None).await;
        opened.map_err(|error| smtp_fault(&error))?
    } else {
        let stream = TcpStream::connect(at).await;
        let stream = stream.map_err(|_| Undelivered::later("the mail server cannot be reached"))?;
        let bounded = Box::new(Bounded { stream, left: MAX_SAID });
        AsyncSmtpConnection::connect_with_transport(bounded, &hello)
            .await
            .map_err(|error| smtp_fault(&error))?
    };
    if mail.tls == Tls::Starttls {
        connection.starttls(tls()?, &hello).await.map_err(|error| smtp_fault(&error))?;
    }
    let password = mail.password().map_err(|error| Undelivered::later(format!("password-file: {error}")))?;
    if let (Some(user), Some(password)) = (&mail.user, password) {
        let credentials = Credentials::new(user.clone(), password.expose().to_owned());
        let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials).await;
        // What the server says of a sign-in is not repeated: it may repeat what was sent.
        signed_in.map_err(|_| Undelivered::later("the mail server refuses the sign-in"))?;
    }
    connection.send(mime.envelope(), &mime.formatted()).await.map_err(|error| smtp_fault(&error))?;
    connection.abort().await;
    Ok(())
}

/// By which roots the server is known: those of its file alone, or the system's.
fn trusted(mail: &Mail) -> Result<TlsParameters, Undelivered> {
    let roots = mail.roots().map_err(|error| Undelivered::later(format!("ca-file: {error}")))?;
    let builder = TlsParameters::builder(mail.server.clone());
    let builder = match roots {
        Some(pem) => {
            let roots = Certificate::from_pem(&pem).map_err(|error| smtp_fault(&error))?;
            builder.certificate_store(CertificateStore::None).add_root_certificate(roots)
        }
        None => builder,
    };
    builder.build_rustls().map_err(|error| smtp_fault(&error))
}

fn compose(mail: &Mail, id: &str, to: &str, letter: &Letter) -> Result<Mime, Undelivered> {
    let mailbox = |text: &str| text.parse().map(|address| Mailbox::new(None, address));
    let from = mailbox(&mail.from).map_err(|_| Undelivered::for_good("email.from is no mail address"))?;
    let to = mailbox(to).map_err(|_| Undelivered::for_good("no mail address"))?;
    let host = from.email.domain().to_owned();
    let mime = Mime::builder()
        .from(from)
        .to(to)
        .subject(letter.title.zh.as_ref())
        .message_id(Some(format!("<{id}@{host}>")))
        .header(ContentType::TEXT_PLAIN)
        .body(letter.body());
    mime.map_err(|_| Undelivered::for_good("the message cannot be composed"))
}

/// A refusal for good is one by the protocol (5xx); everything else may pass.
fn smtp_fault(error: &smtp::Error) -> Undelivered {
    match error.status() {
        Some(code) if error.is_permanent() => {
            Undelivered::for_good(format!("the mail server refuses: {code}"))
        }
        Some(code) => Undelivered::later(format!("the mail server puts it off: {code}")),
        None if error.is_tls() => Undelivered::later("no safe line to the mail server (TLS)"),
        None if error.is_timeout() => Undelivered::later("the mail server does not answer"),
        None => Undelivered::later("the mail server's answer is none, or broken"),
    }
}

/// A line of which only so much is read.
#[derive(Debug)]
struct Bounded {
    stream: TcpStream,
    left: usize,
}

impl AsyncTokioStream for Bounded {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Bounded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.left == 0 {
            return Poll::Ready(Err(io::Error::other("more than a mail server has to say")));
        }
        let before = into.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, into);
        self.left = self.left.saturating_sub(into.filled().len() - before);
        read
    }
}

impl AsyncWrite for Bounded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
