//! TLS without a proxy before the server: a certificate and its key from two files, held against each other at start.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{
        CertificateDer, PrivateKeyDer,
        pem::{Error as PemError, PemObject},
    },
};

/// The server cannot speak TLS with what it was given.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file is not there, or not PEM.
    #[error("{path}: no {what} in PEM can be read from it")]
    File {
        /// Which.
        path: PathBuf,
        /// What it should hold.
        what: &'static str,
        /// Why not.
        #[source]
        cause: PemError,
    },
    /// The two do not go together, or are of a kind that is not spoken.
    #[error("{certificate} and {key} cannot be used together")]
    Pair {
        /// The certificate's file.
        certificate: PathBuf,
        /// The key's file.
        key: PathBuf,
        /// Why not.
        #[source]
        cause: rustls::Error,
    },
}

/// What the server needs to speak TLS 1.2 and 1.3: the chain, its own certificate first, and the key of that.
///
/// # Errors
/// [`TlsError`] names the file.
pub fn read(certificate: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let at = |path: &Path, what| {
        let path = path.to_owned();
        move |cause| TlsError::File { path, what, cause }
    };
    let wrong = at(certificate, "certificate");
    let chain: Result<Vec<CertificateDer<'static>>, PemError> =
        CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect);
    let chain =
        chain.and_then(|chain| if chain.is_empty() { Err(PemError::NoItemsFound) } else { Ok(chain) });
    let chain = chain.map_err(wrong)?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(at(key, "private key"))?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    builder
        .with_safe_default_protocol_versions()
        .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, secret))
        .map_err(|cause| TlsError::Pair { certificate: certificate.to_owned(), key: key.to_owned(), cause })
}
