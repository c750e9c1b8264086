//! The program of a county: reads workbooks, checks and seals ledgers, files them and keeps the receipts.
//!
//! [`Node`] is an opened folder with key, settings and outbox; every command of the binary is a method of it:
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use std::{path::Path, sync::Arc};
//! use node_agent::{Config, Draft, Node, SourceFile, SystemClock};
//!
//! let dir = Path::new("node");
//! Node::init(dir, &Config::default())?;
//! let mut node = Node::open(dir, Arc::new(SystemClock))?;
//! node.enrol("tongbao1.…", "http://127.0.0.1:8080").await?;
//! let ledger = SourceFile::open(Path::new("仲裁台账.csv"))?;
//! node.file(&Draft::of("L3", "2025Q3".parse()?, vec![ledger]), None)?;
//! let pushed = node.push().await?;
//! assert!(pushed.trouble.is_none());
//! # Ok(())
//! # }
//! ```

mod beside;
mod carry;
pub mod cli;
mod clock;
mod config;
mod deadlines;
mod derived;
pub mod directives;
pub mod doctor;
mod draft;
pub mod duties;
mod enrol;
mod error;
pub mod importer;
pub mod jobs;
mod keys;
mod ledger;
mod matters;
mod node;
mod officer;
mod outbox;
mod package;
mod policy;
pub mod prepare;
mod push;
mod reader;
mod report;
mod review;
mod rotate;
mod seal;
mod source;
mod space;
pub mod template;
mod trust;
mod verify;
mod watch;
pub mod words;

pub use clock::{Clock, OffsetClock, StandingClock, SystemClock};
pub use config::{Config, Enrolment, Officer, Watch, sources as definition_sources};
pub use deadlines::OwnCase;
pub use derived::{Derived, DerivedCell, DerivedRow};
pub use draft::Draft;
pub use error::{AgentError, chain};
pub use ledger::read_reasons;
pub use matters::Brought;
pub use node::Node;
pub use officer::{OfficerKey, Shown};
pub use outbox::{
    Decision, Fork, GivenBack, Item, Origin, Outbox, Outcome, Reminded, Run, State, StoreFault, Waiting,
};
pub use package::{Exported, Imported, OfficerAnswer, Wishes};
pub use policy::{Beyond, Rules};
pub use push::{Pause, Pushed, Sleep, Stop, TRIES, Trouble};
pub use reader::{Bounds, Confined, Ending, Reader, serve as serve_reading};
pub use report::{Carry, Report};
pub use rotate::{KeyAge, OLD as KEY_IS_OLD, TOO_OLD as KEY_IS_TOO_OLD};
pub use seal::check;
pub use source::SourceFile;
pub use space::{Disk, FLOOR, Space};
pub use verify::verify;
pub use watch::{CHECKED, REFUSED};
