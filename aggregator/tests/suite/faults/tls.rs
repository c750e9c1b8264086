//! A root and a server's certificate of its making, new for every run, so that none of them can expire in a test.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

/// Files for a server on this machine and for whoever should trust it.
pub struct Tls {
    pub certificate: PathBuf,
    pub key: PathBuf,
    pub root: PathBuf,
}

impl Tls {
    /// Writes them into a folder.
    pub fn into(folder: &Path) -> Self {
        let (root_key, server_key) = (KeyPair::generate().unwrap(), KeyPair::generate().unwrap());
        let mut root = CertificateParams::new(Vec::<String>::new()).unwrap();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_certificate = root.self_signed(&root_key).unwrap();
        let issuer = Issuer::new(root, root_key);
        let server = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
        let certificate = server.signed_by(&server_key, &issuer).unwrap();
        let written = |name: &str, text: String| {
            let path = folder.join(name);
            fs::write(&path, text).unwrap();
            path
        };
        Self {
            certificate: written("server.pem", certificate.pem()),
            key: written("server.key", server_key.serialize_pem()),
            root: written("root.pem", root_certificate.pem()),
        }
    }

    /// A client that trusts the root and nobody else.
    pub fn client(&self) -> reqwest::Client {
        let root = reqwest::Certificate::from_pem(&fs::read(&self.root).unwrap()).unwrap();
        http().tls_certs_only([root]).build().unwrap()
    }
}

/// Where every client of the tests begins: none can be made before the ground of TLS is chosen, and no test may rely on
/// another having done so.
#[expect(clippy::disallowed_methods, reason = "the one place")]
pub fn http() -> reqwest::ClientBuilder {
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
}
