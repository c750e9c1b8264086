//! By which certificates the node knows the city's server, beyond those the system trusts: in a network of its own a
//! bureau often has a root of its own. Whom the node files with it knows by the log's key, not by these.

use std::{
    error::Error,
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
};

use reqwest::Certificate;

use crate::{
    config::Config,
    error::AgentError,
    node::Node,
    push::{SILENCE, http_client},
};

/// Name of the file in the node's folder.
const FILE: &str = "ca.pem";
/// Most bytes of such a file: more than the list a system comes with.
const MAX_BYTES: u64 = 1024 * 1024;

impl Node {
    /// Copies a file of root certificates into the node's folder and trusts it from now on.
    ///
    /// # Errors
    /// [`AgentError::Certificate`] if no certificate can be read from it; [`AgentError::Disk`].
    pub fn trust(&mut self, file: &Path) -> Result<(), AgentError> {
        let (bytes, roots) = read(file)?;
        let new = self.dir.join("ca.pem.new");
        let mut copy = File::create(&new)?;
        copy.write_all(&bytes)?;
        copy.sync_all()?;
        fs::rename(&new, self.dir.join(FILE))?;
        let config = Config { ca: Some(FILE.into()), ..self.config.clone() };
        config.write(&self.dir)?;
        (self.http, self.config) = (http_client(SILENCE, roots)?, config);
        Ok(())
    }
}

/// The root certificates that the settings name; none if they name none.
///
/// # Errors
/// [`AgentError::Certificate`].
pub(crate) fn roots(dir: &Path, config: &Config) -> Result<Vec<Certificate>, AgentError> {
    config.ca.as_ref().map_or_else(|| Ok(Vec::new()), |file| Ok(read(&dir.join(file))?.1))
}

fn read(file: &Path) -> Result<(Vec<u8>, Vec<Certificate>), AgentError> {
    let unfit = |why: String| AgentError::Certificate { name: file.display().to_string(), why };
    let mut bytes = Vec::new();
    let opened = File::open(file).and_then(|opened| opened.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    opened.map_err(|error| unfit(error.to_string()))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(unfit(format!("> {MAX_BYTES} B")));
    }
    let roots = Certificate::from_pem_bundle(&bytes).map_err(|error| unfit(crate::error::chain(&error)))?;
    if roots.is_empty() {
        return Err(unfit("-----BEGIN CERTIFICATE----- ?".to_owned()));
    }
    Ok((bytes, roots))
}

/// Whether a request failed because the server's certificate is not trusted.
pub(crate) fn is_distrust(error: &reqwest::Error) -> bool {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    while let Some(error) = cause {
        if matches!(error.downcast_ref(), Some(rustls::Error::InvalidCertificate(_))) {
            return true;
        }
        // An I/O error holds another inside, and names only the causes of that as its own.
        cause = match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(within) => Some(within),
            None => error.source(),
        };
    }
    false
}
