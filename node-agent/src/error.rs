//! Everything that can go wrong, as a closed list: what a log gets (`Display` and its chain, without names of files
//! or persons) and what a person gets ([`AgentError::text`]: what, where, what to do).

use std::io;

use schemas::{
    definition::DefinitionError, evidence::EvidenceFault, finding::Finding, made::Unmade, note::NoteFault,
    package::PackageFault, period::Period, sheet::error::ReadError, statement::StatementFault, text::Text,
};

use crate::{
    importer::SourceFault, outbox::StoreFault, push::Trouble, reader::Ending, report::Report, words,
};

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AgentError {
    /// The folder is not that of a node.
    #[error("no node in this folder")]
    NoNode,
    /// The folder already is that of a node.
    #[error("a node exists in this folder")]
    Exists,
    /// Reading or writing the node's folder failed.
    #[error("reading or writing the node's folder failed")]
    Disk(#[from] io::Error),
    /// `node.toml` cannot be read.
    #[error("node.toml: {0}")]
    Config(String),
    /// A file of root certificates cannot be used.
    #[error("a file of root certificates cannot be used")]
    Certificate {
        /// Its name, for the person only.
        name: String,
        /// Why.
        why: String,
    },
    /// A definition is wrong.
    #[error("a definition is refused")]
    Definition(#[from] DefinitionError),
    /// Others than the owner may read the key.
    #[error("node.key may be read by others")]
    KeyExposed,
    /// The key file is not a key.
    #[error("node.key does not hold a key")]
    KeyBroken,
    /// The store failed.
    #[error("the outbox failed")]
    Store(#[from] StoreFault),
    /// A file a person chose cannot be opened.
    #[error("a file cannot be opened")]
    File {
        /// Its name, for the person only.
        name: String,
        /// Why.
        source: io::Error,
    },
    /// A file a person chose is not a ledger.
    #[error("a file cannot be read as a ledger")]
    Unreadable {
        /// Its name, for the person only.
        name: String,
        /// Why.
        source: ReadError,
    },
    /// Reading a file was stopped before it came to a judgement.
    #[error("a file was not read")]
    NotRead {
        /// Its name, for the person only.
        name: String,
        /// How it ended.
        #[source]
        ending: Ending,
    },
    /// There is nothing to read.
    #[error("no file was given")]
    NoFile,
    /// There is no such form.
    #[error("no form {0}")]
    UnknownForm(String),
    /// The file to write exists.
    #[error("a file exists and is not overwritten")]
    FileExists(String),
    /// No workbook can hold a template of the form.
    #[error("no template of {form}")]
    Template {
        /// The form.
        form: String,
        /// Why.
        source: rust_xlsxwriter::XlsxError,
    },
    /// The headings fit no form, or several.
    #[error("the form is not clear from the headings")]
    UnclearForm(Vec<String>),
    /// `--map` names a field that the form has not.
    #[error("the form has no field {0}")]
    UnknownField(String),
    /// The file of reasons cannot be used.
    #[error("line {row} of the reasons: {}", .what.en)]
    Reasons {
        /// Row in the file.
        row: u32,
        /// What is wrong.
        what: Text,
    },
    /// The ledger has findings that keep it from being filed.
    #[error("{} findings keep the ledger from being filed", .0.stopping())]
    Stopped(Box<Report>),
    /// A source of imports is refused, or what was asked of one.
    #[error("a source is refused")]
    Source(#[from] SourceFault),
    /// An export has findings that block; nothing of it was taken over.
    #[error("{} findings on what was to be taken over", .0.len())]
    NotImported(Vec<Finding>),
    /// A change of the node's key was begun and not ended.
    #[error("a change of key is under way")]
    KeyChanging,
    /// The node's key is older than any may be.
    #[error("the key is too old to seal with")]
    KeyTooOld,
    /// The city revoked the node's key, for this reason.
    #[error("the key was revoked")]
    KeyRevoked(String),
    /// So many statements sealed with the old key have no receipt yet.
    #[error("{0} statements have no receipt yet")]
    SendFirst(usize),
    /// No leader's key is kept here.
    #[error("no leader's key is kept here")]
    NoOfficer,
    /// A leader's key is kept here.
    #[error("a leader's key is kept here already")]
    OfficerExists,
    /// The passphrase is too easily guessed.
    #[error("the passphrase is too short")]
    WeakPassphrase,
    /// The passphrase was typed differently the second time.
    #[error("the passphrases differ")]
    PassphraseDiffers,
    /// The passphrase does not open the leader's key.
    #[error("the passphrase does not open the key")]
    Passphrase,
    /// There is nobody to ask for a passphrase or a key.
    #[error("no console to ask at")]
    NoConsole(#[source] io::Error),
    /// What was typed is no key.
    #[error("not a leader's key")]
    OfficerKeyWrong,
    /// The key is not the leader's that was enrolled here.
    #[error("not the key of the leader enrolled here")]
    NotTheOfficer,
    /// Nothing waits for the leader's signature, or not this.
    #[error("nothing waits for the leader's signature")]
    NothingUnsigned,
    /// The node has no enrolment.
    #[error("not enrolled")]
    NotEnrolled,
    /// The text is not an enrolment token.
    #[error("not an enrolment token")]
    BadToken,
    /// The address is not one of a server.
    #[error("not an http or https address")]
    BadServer,
    /// Who answers is not whom the token is for.
    #[error("the answering key is not the one the token names")]
    WrongCity,
    /// The node is enrolled with another city.
    #[error("enrolled with another log")]
    OtherCity,
    /// The token is for another bureau than this node, or for another node.
    #[error("the token is for bureau {0}")]
    OtherBureau(String),
    /// The city has revoked the key.
    #[error("the key is revoked")]
    Revoked,
    /// A filing of this form and period stands already.
    #[error("already filed")]
    AlreadyFiled,
    /// There is nothing to amend.
    #[error("nothing filed to amend")]
    NotFiled,
    /// The amendment says what the filing says.
    #[error("the amendment changes nothing")]
    Unchanged,
    /// An amendment needs a reason of 1 to 500 characters, free of personal data.
    #[error("the reason cannot stand")]
    BadReason(Text),
    /// The subject of an event report holds personal data.
    #[error("the subject holds personal data")]
    PersonalSubject(Text),
    /// On this form nothing to report is a row with a signer.
    #[error("{0} takes no nil return")]
    NothingIsARow(String),
    /// Cases are open, so there is something to report.
    #[error("{0} cases are open")]
    OpenCases(usize),
    /// The period before was not filed from here, though earlier ones were.
    #[error("{0} has not been filed")]
    NoPrevious(Period),
    /// The period before was filed, but its rows are not on this machine.
    #[error("the rows of {0} are not here")]
    RowsElsewhere(Period),
    /// More rows or bytes than a filing may have.
    #[error("larger than a filing may be")]
    TooLarge,
    /// The statement could not be put together.
    #[error("the statement cannot stand")]
    Statement(#[from] StatementFault),
    /// The content of an earlier filing cannot be read back.
    #[error("the content of an earlier filing cannot be read back")]
    Content(#[from] schemas::content::ContentFault),
    /// What somebody holds does not prove what it should.
    #[error("the receipt is refused")]
    Evidence(#[from] EvidenceFault),
    /// A key given by a person is not one.
    #[error("not a verifier key")]
    Key(#[source] NoteFault),
    /// Another process sends from this folder.
    #[error("another process sends from this folder")]
    AlreadySending,
    /// A file carried by hand is refused whole.
    #[error("the package is refused")]
    Package(#[from] PackageFault),
    /// A file of answers is for another node, or is none.
    #[error("the answers are for another node")]
    NotForThisNode,
    /// A file of answers is older than what is known here.
    #[error("the answers are older than what is known here")]
    OldAnswers,
    /// Too little room is left on the disk to seal anything more.
    #[error("{free} bytes are free and {needed} are needed to seal")]
    NoRoom {
        /// Free bytes.
        free: u64,
        /// Bytes that must be free.
        needed: u64,
    },
    /// No checked ledger of this number waits.
    #[error("no checked ledger of this number waits")]
    NothingWaiting,
    /// A checked ledger is no longer what was checked.
    #[error("a ledger was changed after it was checked")]
    ChangedSince(String),
    /// A ledger of this form and period cannot be made of what is held.
    #[error("{0} cannot be made of what is held")]
    Unmade(String, Unmade),
    /// What was to be made was filed already.
    #[error("{0} {1} was filed already")]
    FiledBefore(String, Period),
    /// The campaign is not known.
    #[error("the campaign is not known")]
    NoCampaign,
    /// What waits names its signer, and none was named.
    #[error("item {0} wants a named signer")]
    WantsSigner(i64),
    /// What waits was made of ledgers that were amended since.
    #[error("made of ledgers that were amended since")]
    MadeOfOthers,
    /// A workbook that was made here is no longer what was made.
    #[error("a workbook was changed after it was made")]
    PreparedChanged(String),
    /// The ticker of the daemon failed.
    #[error("the ticker failed")]
    Ticker(#[source] tokio_cron_scheduler::JobSchedulerError),
    /// Talking to the city failed.
    #[error("talking to the city failed")]
    Trouble(#[from] Trouble),
}

impl AgentError {
    /// What happened, where, and what to do, in both languages.
    pub fn text(&self) -> Text {
        match self {
            Self::NoNode => words::folder::NO_NODE,
            Self::Exists => words::folder::EXISTS,
            Self::Disk(error) => words::folder::DISK.fill(&[("why", &error.to_string())]),
            Self::Config(why) => words::folder::CONFIG.fill(&[("why", why)]),
            Self::Certificate { name, why } => words::push::CERTIFICATE.fill(&[("name", name), ("why", why)]),
            Self::Definition(DefinitionError { file, key, reason }) => {
                words::folder::DEFINITION.fill(&[("file", file), ("key", key), ("reason", reason)])
            }
            Self::KeyExposed => words::folder::KEY_EXPOSED,
            Self::KeyBroken => words::folder::KEY_BROKEN,
            Self::Store(fault) => fault.text(),
            Self::File { name, source } => {
                words::reading::FILE.fill(&[("name", name), ("why", &source.to_string())])
            }
            Self::Unreadable { name, source } => {
                words::reading::UNREADABLE.fill(&[("name", name), ("why", &source.text())])
            }
            Self::NotRead { name, ending } => {
                words::reading::NOT_READ.fill(&[("name", name), ("why", &ending.text())])
            }
            Self::NoFile => words::reading::NO_FILE,
            Self::UnknownForm(form) => words::reading::UNKNOWN_FORM.fill(&[("form", form)]),
            Self::FileExists(name) => words::reading::FILE_EXISTS.fill(&[("name", name)]),
            Self::Template { form, source } => {
                words::reading::TEMPLATE.fill(&[("form", form), ("why", &source.to_string())])
            }
            Self::UnclearForm(forms) if forms.is_empty() => words::reading::NO_FORM_FITS,
            Self::UnclearForm(forms) => words::reading::UNCLEAR_FORM.fill(&[("forms", &forms.join(", "))]),
            Self::UnknownField(field) => words::reading::UNKNOWN_FIELD.fill(&[("field", field)]),
            Self::Reasons { row, what } => words::explanation::REASONS.fill(&[("row", row), ("what", what)]),
            Self::Stopped(report) => words::check::STOPPED.fill(&[("n", &report.stopping())]),
            Self::Source(fault) => fault.text(),
            Self::NotImported(findings) => {
                let blocking = findings.iter().filter(|finding| finding.stops()).count();
                words::importer::NOT_IMPORTED.fill(&[("n", &blocking)])
            }
            Self::KeyChanging => words::key::KEY_CHANGING,
            Self::KeyTooOld => words::key::KEY_TOO_OLD,
            Self::KeyRevoked(reason) => words::key::KEY_REVOKED.fill(&[("reason", reason)]),
            Self::SendFirst(n) => words::key::SEND_FIRST.fill(&[("n", n)]),
            Self::NoOfficer => words::officer::NO_OFFICER,
            Self::OfficerExists => words::officer::OFFICER_EXISTS,
            Self::WeakPassphrase => words::officer::WEAK_PASSPHRASE,
            Self::PassphraseDiffers => words::officer::PASSPHRASE_DIFFERS,
            Self::Passphrase => words::officer::PASSPHRASE_WRONG,
            Self::NoConsole(_) => words::officer::NO_CONSOLE,
            Self::OfficerKeyWrong => words::officer::OFFICER_KEY_WRONG,
            Self::NotTheOfficer => words::officer::NOT_THE_OFFICER,
            Self::NothingUnsigned => words::officer::NOTHING_UNSIGNED,
            Self::NotEnrolled => words::key::NOT_ENROLLED,
            Self::BadToken => words::key::BAD_TOKEN,
            Self::BadServer => words::key::BAD_SERVER,
            Self::WrongCity => words::key::WRONG_CITY,
            Self::OtherCity => words::key::OTHER_CITY,
            Self::OtherBureau(bureau) => words::key::OTHER_BUREAU.fill(&[("bureau", bureau)]),
            Self::Revoked => words::key::REVOKED,
            Self::AlreadyFiled => words::filing::ALREADY_FILED,
            Self::NotFiled => words::filing::NOT_FILED,
            Self::Unchanged => words::filing::UNCHANGED,
            Self::BadReason(why) => words::filing::BAD_REASON.fill(&[("why", why)]),
            Self::PersonalSubject(kind) => words::filing::PERSONAL_SUBJECT.fill(&[("kind", kind)]),
            Self::NothingIsARow(form) => words::filing::NOTHING_IS_A_ROW.fill(&[("form", form)]),
            Self::OpenCases(n) => words::filing::OPEN_CASES.fill(&[("n", n)]),
            Self::NoPrevious(period) => words::filing::NO_PREVIOUS.fill(&[("period", &period.title())]),
            Self::RowsElsewhere(period) => words::filing::ROWS_ELSEWHERE.fill(&[("period", &period.title())]),
            Self::TooLarge => words::filing::TOO_LARGE,
            Self::Statement(fault) => words::filing::STATEMENT.fill(&[("why", &fault.to_string())]),
            Self::Content(fault) => words::filing::CONTENT.fill(&[("why", &fault.to_string())]),
            Self::Evidence(fault) => words::receipt::RECEIPT.fill(&[("why", &fault.text())]),
            Self::Key(_) => words::receipt::BAD_KEY,
            Self::AlreadySending => words::push::ALREADY_SENDING,
            Self::Package(fault) => words::package::PACKAGE_REFUSED.fill(&[("why", &fault.text())]),
            Self::NotForThisNode => words::package::NOT_FOR_THIS_NODE,
            Self::OldAnswers => words::package::OLD_ANSWERS,
            Self::NoRoom { free, needed } => {
                words::folder::NO_ROOM.fill(&[("free", &megabytes(*free)), ("needed", &megabytes(*needed))])
            }
            Self::NothingWaiting => words::prepare::NOT_WAITING,
            Self::ChangedSince(name) => words::reading::CHANGED_SINCE.fill(&[("name", name)]),
            Self::Unmade(form, why) => {
                let said = match why {
                    Unmade::ByHand => words::prepare::UNMADE_BY_HAND,
                    Unmade::NoSource(sources) => {
                        words::prepare::UNMADE_NO_SOURCE.fill(&[("sources", &sources.join(", "))])
                    }
                    Unmade::Nothing => words::prepare::UNMADE_NOTHING,
                    Unmade::NoMatter => words::prepare::UNMADE_NO_MATTER,
                    Unmade::Ended => words::prepare::UNMADE_ENDED,
                };
                said.fill(&[("form", form)])
            }
            Self::FiledBefore(form, period) => {
                words::prepare::FILED_BEFORE.fill(&[("form", form), ("period", &period.title())])
            }
            Self::NoCampaign => words::prepare::NO_CAMPAIGN,
            Self::WantsSigner(number) => words::prepare::WANTS_SIGNER.fill(&[("number", number)]),
            Self::MadeOfOthers => words::prepare::MADE_OF_OTHERS,
            Self::PreparedChanged(name) => words::prepare::PREPARED_CHANGED.fill(&[("name", name)]),
            Self::Ticker(error) => words::daemon::TICKER.fill(&[("why", &error.to_string())]),
            Self::Trouble(trouble) => trouble.text(),
        }
    }
}

/// Whole megabytes, for a person.
pub(crate) fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

/// An error and its causes in one line, for a log.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        line.push_str(": ");
        line.push_str(&source.to_string());
        cause = source.source();
    }
    line
}
