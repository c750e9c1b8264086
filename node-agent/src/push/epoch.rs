//! Following the city to the log it goes on with: only by notes that the pinned key has signed, from one log to the next.
//! Anything else that answers in the city's place is refused, and what it showed is kept (PROTOCOL §4.6).

use schemas::{epoch::Epoch, problem::Problem, wire::Hello};

use super::{Trouble, way::Way};
use crate::{
    config::{Config, Enrolment},
    error::AgentError,
    node::Node,
    outbox::Fork,
};

/// Most epochs that are followed at once.
const MOST: usize = 16;

impl Node {
    /// Pins the key under which the city greets, if the pinned one says so. The folder has to be opened anew then.
    pub(super) async fn follow_log(&self, way: &Way<'_>, hello: &Hello) -> Result<(), AgentError> {
        // A file cannot be asked further.
        let Way::Line(city) = way else { return Err(Trouble::OtherKey.into()) };
        let enrolment = self.enrolment()?.clone();
        // A log that goes on has another name; under the same one it is somebody else, and is asked nothing.
        if hello.key.name() == enrolment.log_key.name() {
            return Err(Trouble::OtherKey.into());
        }
        let (mut key, mut former) = (enrolment.log_key.clone(), enrolment.former_keys.clone());
        let mut ended = Vec::new();
        while key != hello.key {
            let note = match city.epoch(key.name()).await {
                Ok(note) if ended.len() < MOST => note,
                Ok(_) | Err(Trouble::Refused(Problem::NotFound, _)) => return Err(Trouble::OtherKey.into()),
                Err(trouble) => return Err(trouble.into()),
            };
            match Epoch::open(&note) {
                Ok(epoch) if epoch.old == key => {
                    former.push(std::mem::replace(&mut key, epoch.new.clone()));
                    ended.push((epoch, note));
                }
                _ => {
                    tracing::error!(
                        "a note that is not signed with the pinned key says that the log goes on elsewhere"
                    );
                    let verified = self.known(&key).await?.map_or_else(String::new, |known| known.note);
                    self.store(move |outbox| outbox.keep_fork(&Fork { verified, other: note })).await?;
                    return Err(Trouble::OtherKey.into());
                }
            }
        }
        tracing::warn!(log = key.name(), "the city's log ended; following it to the next");
        self.store(move |outbox| ended.iter().try_for_each(|(epoch, note)| outbox.end_log(epoch, note)))
            .await?;
        let name = key.name().to_owned();
        let enrolment = Enrolment { log_key: key, former_keys: former, ..enrolment };
        Config { enrolment: Some(enrolment), ..self.config.clone() }.write(&self.dir)?;
        Err(Trouble::NewLog(name).into())
    }
}
