//! `notify.toml` in the data folder: by which servers messages leave the house. Without it they are shown on the pages and
//! handed to the nodes, and what has another address fails with that reason. Secrets stand in files of their own.
//!
//! ```toml
//! [email]
//! server = "smtp.example.gov.cn"
//! port = 587                       # 465 with tls = "implicit"
//! tls = "starttls"                 # or "implicit"; "none" for a server on this machine only
//! from = "tongbao@example.gov.cn"
//! user = "tongbao"
//! password-file = "/etc/tongbao/smtp"
//! ca-file = "/etc/tongbao/ca.pem"  # if its certificate is of a root the system does not know
//!
//! [webhook]
//! secret-file = "/etc/tongbao/hook"   # at least 32 characters; signs every message (HMAC-SHA256)
//! ```

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::config::StartError;

/// Its name.
pub const FILE: &str = "notify.toml";
/// Least characters of the secret that signs.
const LEAST_SECRET: usize = 32;

/// The settings.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Notify {
    /// The mail server.
    pub email: Option<Mail>,
    /// How programs of bureaus are called.
    pub webhook: Option<Hook>,
}

/// A mail server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Mail {
    /// Its name.
    pub server: String,
    /// Its port.
    pub port: u16,
    /// How the line is closed to others.
    #[serde(default)]
    pub tls: Tls,
    /// The sender.
    pub from: String,
    /// Who signs in there; nobody if it asks for none.
    pub user: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
}

/// How a line to a mail server is closed to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tls {
    /// From the command STARTTLS on, which the server must know.
    #[default]
    Starttls,
    /// From the first byte.
    Implicit,
    /// Not at all: on this machine only.
    None,
}

/// How programs are called.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Hook {
    secret_file: PathBuf,
}

/// A secret: never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// It.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Notify {
    /// The settings of a data folder.
    ///
    /// # Errors
    /// [`StartError::File`], [`StartError::Notify`] says what is wrong.
    pub fn read(data: &Path) -> Result<Self, StartError> {
        let path = data.join(FILE);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(cause) => return Err(StartError::File { path, cause }),
        };
        // The message of a parser may repeat a line of the file, and no secret stands in it.
        let read: Result<Self, String> = toml::from_str(&text).map_err(|error| error.to_string());
        let sound = read.and_then(|notify: Self| match notify.fault() {
            Some(fault) => Err(fault),
            None => Ok(notify),
        });
        sound.map_err(|reason| StartError::Notify { path, reason })
    }

    fn fault(&self) -> Option<String> {
        if let Some(mail) = &self.email {
            if mail.user.is_some() != mail.password_file.is_some() {
                return Some("email: `user` and `password-file` go together".into());
            }
            if mail.tls == Tls::None && (!is_loopback(&mail.server) || mail.user.is_some()) {
                return Some(
                    "email.tls: \"none\" only for a server on this machine, without a password".into(),
                );
            }
            if !is_address(&mail.from) {
                return Some("email.from: no mail address".into());
            }
        }
        None
    }
}

impl Mail {
    /// The password, if the server asks for one.
    ///
    /// # Errors
    /// If its file cannot be read.
    pub fn password(&self) -> io::Result<Option<Secret>> {
        self.password_file.as_deref().map(secret).transpose()
    }

    /// The roots by which the server is known, as PEM, if they are not the system's.
    ///
    /// # Errors
    /// If their file cannot be read.
    pub fn roots(&self) -> io::Result<Option<Vec<u8>>> {
        self.ca_file.as_deref().map(fs::read).transpose()
    }
}

impl Hook {
    /// The secret that signs.
    ///
    /// # Errors
    /// If its file cannot be read or holds too little to keep anybody out.
    pub fn secret(&self) -> io::Result<Secret> {
        let secret = secret(&self.secret_file)?;
        if secret.0.chars().count() < LEAST_SECRET {
            return Err(io::Error::other(format!("the secret has fewer than {LEAST_SECRET} characters")));
        }
        Ok(secret)
    }
}

fn secret(path: &Path) -> io::Result<Secret> {
    Ok(Secret(fs::read_to_string(path)?.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Whether a host is this machine.
pub fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "::1" | "[::1]")
}

/// Whether a text can be a mail address.
pub fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Notify, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE), text).unwrap();
        Notify::read(folder.path()).map_err(|error| error.to_string())
    }

    #[test]
    fn without_a_file_nothing_leaves_the_house() {
        let folder = tempfile::tempdir().unwrap();
        let notify = Notify::read(folder.path()).unwrap();
        assert!(notify.email.is_none() && notify.webhook.is_none());
    }

    #[test]
    fn what_is_not_understood_or_not_safe_is_refused() {
        let mail = "[email]\nserver = \"mail.example\"\nport = 587\nfrom = \"t@mail.example\"\n";
        assert!(read(mail).is_ok());
        for (text, said) in [
            (format!("{mail}user = \"t\"\n"), "go together"),
            (format!("{mail}tls = \"none\"\n"), "on this machine"),
            (mail.replace("t@mail.example", "t"), "no mail address"),
            (format!("{mail}password = \"x\"\n"), "password"),
            ("[webhook]\n".into(), "secret-file"),
            ("[sms]\n".into(), "sms"),
        ] {
            let fault = read(&text).unwrap_err();
            assert!(fault.contains(said) && fault.contains(FILE), "{text}: {fault}");
        }
    }

    #[test]
    fn a_secret_is_never_printed_and_never_short() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("hook");
        let hook = Hook { secret_file: file.clone() };
        fs::write(&file, "short\n").unwrap();
        assert!(hook.secret().unwrap_err().to_string().contains("fewer than 32"));
        fs::write(&file, format!("{}\n", "k".repeat(32))).unwrap();
        let secret = hook.secret().unwrap();
        assert_eq!((secret.expose().len(), format!("{secret:?}")), (32, "Secret".into()));
    }
}
