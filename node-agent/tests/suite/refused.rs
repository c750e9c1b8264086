//! The sentence of every refusal a person can meet, and the word of every state of an item, in both languages, in one list to
//! be read. That each refusal comes where it should is tried where its command is.

use std::{fmt::Write as _, io};

use node_agent::{AgentError, State, Trouble, importer::SourceFault};
use schemas::{
    definition::DefinitionError,
    made::Unmade,
    problem::{Problem, ProblemBody, URN},
    text::Text,
};

use crate::{city::at, prepared::period};

fn listed(all: Vec<(String, Text)>) -> String {
    all.into_iter().fold(String::new(), |mut list, (name, said)| {
        writeln!(list, "{name}\n  {}\n  {}", said.zh, said.en).unwrap();
        list
    })
}

#[test]
fn every_state_of_an_item_has_its_words() {
    let states = [
        State::Sealed,
        State::Unsigned,
        State::Declined,
        State::Receipted,
        State::Stored,
        State::Valid,
        State::Invalid,
        State::Returned,
        State::Voided,
        State::Superseded,
        State::Adopted,
        State::Blocked(Problem::PeriodClosed),
        State::Quarantined,
    ];
    insta::assert_snapshot!(
        "states",
        listed(states.into_iter().map(|state| (format!("{state:?}"), state.title())).collect())
    );
}

fn refusals() -> Vec<AgentError> {
    let no = || io::Error::from(io::ErrorKind::PermissionDenied);
    let name = || "台账.xlsx".to_owned();
    let q2 = period("2025Q2");
    let why = || Text::new("须有1至500字", "it has 1 to 500 characters");
    let fault = DefinitionError { file: "a.toml".into(), key: "targets".into(), reason: "none".into() };
    vec![
        AgentError::NoNode,
        AgentError::Exists,
        AgentError::Disk(no()),
        AgentError::Config("server".into()),
        AgentError::Certificate { name: "ca.pem".into(), why: "no PEM".into() },
        AgentError::Definition(fault),
        AgentError::KeyExposed,
        AgentError::KeyBroken,
        AgentError::File { name: name(), source: no() },
        AgentError::NoFile,
        AgentError::UnknownForm("L99".into()),
        AgentError::FileExists(name()),
        AgentError::UnclearForm(Vec::new()),
        AgentError::UnclearForm(vec!["L3".into(), "L4".into()]),
        AgentError::UnknownField("dues".into()),
        AgentError::NotImported(Vec::new()),
        AgentError::KeyChanging,
        AgentError::KeyTooOld,
        AgentError::KeyRevoked("遗失".into()),
        AgentError::SendFirst(2),
        AgentError::NoOfficer,
        AgentError::OfficerExists,
        AgentError::WeakPassphrase,
        AgentError::PassphraseDiffers,
        AgentError::Passphrase,
        AgentError::NoConsole(no()),
        AgentError::OfficerKeyWrong,
        AgentError::NotTheOfficer,
        AgentError::NothingUnsigned,
        AgentError::NotEnrolled,
        AgentError::BadToken,
        AgentError::BadServer,
        AgentError::WrongCity,
        AgentError::OtherCity,
        AgentError::OtherBureau("519902".into()),
        AgentError::Revoked,
        AgentError::AlreadyFiled,
        AgentError::NotFiled,
        AgentError::Unchanged,
        AgentError::BadReason(why()),
        AgentError::PersonalSubject(Text::new("手机号", "a mobile number")),
        AgentError::NothingIsARow("L9".into()),
        AgentError::OpenCases(2),
        AgentError::NoPrevious(q2),
        AgentError::RowsElsewhere(q2),
        AgentError::TooLarge,
        AgentError::AlreadySending,
        AgentError::NotForThisNode,
        AgentError::OldAnswers,
        AgentError::NoRoom { free: 10 << 20, needed: 64 << 20 },
        AgentError::NothingWaiting,
        AgentError::ChangedSince(name()),
        AgentError::Unmade("L7".into(), Unmade::Ended),
        AgentError::FiledBefore("L7M".into(), q2),
        AgentError::NoCampaign,
        AgentError::WantsSigner(3),
        AgentError::MadeOfOthers,
        AgentError::PreparedChanged(name()),
    ]
}

fn troubles() -> Vec<Trouble> {
    let body = ProblemBody {
        kind: format!("{URN}{}", Problem::PeriodClosed.code()),
        title: "已关闭".into(),
        status: 410,
        detail: Some("请向市局申请延期。".into()),
        incident: None,
        retryable: false,
        head: None,
        hello: None,
    };
    vec![
        Trouble::Refused(Problem::PeriodClosed, Box::new(body)),
        Trouble::NotUnderstood(502),
        Trouble::Fork(7),
        Trouble::Recovering(3),
        Trouble::GiveBack(3),
        Trouble::NewLog("tongbao.test/2".into()),
        Trouble::OtherKey,
        Trouble::NoLine,
        Trouble::Unanswered,
        Trouble::OldAnswers,
        Trouble::Later(at("2025-10-12T01:00:00Z")),
        Trouble::Stopping,
    ]
}

fn source_faults() -> Vec<SourceFault> {
    let name = || "省系统".to_owned();
    let headings = ["最迟日".to_owned(), "届满日".to_owned()];
    vec![
        SourceFault::Unknown(name()),
        SourceFault::BadName,
        SourceFault::BadFile("line 1".into()),
        SourceFault::NoForm(name()),
        SourceFault::OtherForm { name: name(), form: "L3".into() },
        SourceFault::NoId("L9R".into()),
        SourceFault::TwoHeadings { key: "due".into(), headings },
        SourceFault::Skipped("办结日".into()),
        SourceFault::NoColumn("办理结果".into()),
        SourceFault::NoCode { key: "outcome".into(), code: "99".into() },
        SourceFault::Length("长".into()),
        SourceFault::TooManySources,
        SourceFault::TooManyHeadings,
        SourceFault::TooManyCodes,
        SourceFault::Full(name()),
        SourceFault::HasRows { name: name(), rows: 4 },
        SourceFault::NoRow("S-9".into()),
        SourceFault::NoCase("L9R".into()),
    ]
}

#[test]
fn every_refusal_has_its_sentence() {
    let name = |error: &dyn std::fmt::Debug| {
        let whole = format!("{error:?}");
        whole.split(['(', ' ']).next().unwrap_or_default().to_owned()
    };
    let refused = refusals().into_iter().map(|error| (name(&error), error.text()));
    let faults = source_faults().into_iter().map(|fault| (name(&fault), AgentError::Source(fault).text()));
    let refused = refused.chain(faults);
    let troubled =
        troubles().into_iter().map(|trouble| (name(&trouble), AgentError::Trouble(trouble).text()));
    insta::assert_snapshot!("refusals", listed(refused.chain(troubled).collect()));
}
