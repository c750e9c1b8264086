//! What a statement that is not taken is told, word for word in both languages: each gate of the intake is broken by a statement
//! whose signature holds. Gates of pages are read where their pages are tried.

use aggregator::{
    error::AppError,
    intake::statement::{Accepted, accept},
};
use schemas::{
    definition::Definitions,
    hash::Sha,
    key::Role,
    note::SignKey,
    period::Period,
    problem::Problem,
    statement::{ContentRef, Kind, Purpose, Schema, Statement},
    text::Text,
};

use crate::{
    city::{City, at},
    filing::{ledger, push},
    keys::{enrolled, key_of, nil, redeem, token},
};

/// Hands a statement in, signed with a key.
pub async fn hand_in(city: &City, key: &SignKey, statement: &Statement) -> Result<Accepted, AppError> {
    accept(&city.services, statement.id(), key.sign(&statement.compose())).await
}

/// The problem a statement is refused with, and what is said of it.
pub async fn refusal(city: &City, key: &SignKey, statement: &Statement) -> (Problem, Text) {
    match hand_in(city, key, statement).await {
        Err(AppError::Problem { problem, detail: Some(said), .. }) => (problem, said),
        other => panic!("{other:?}"),
    }
}

/// The same statement of another form.
pub fn of_form(statement: &Statement, definitions: &Definitions, code: &str) -> Statement {
    let form = definitions.form(code).unwrap();
    let schema = Schema { name: form.schema(), digest: Sha::from_bytes(form.digest) };
    let mut of = Statement { schema, ..statement.clone() };
    of.filing.form = code.into();
    of
}

fn of_period(statement: &Statement, period: &str) -> Statement {
    let mut of = statement.clone();
    of.filing.period = period.parse::<Period>().unwrap();
    of
}

crate::on_both_engines! {
    async fn what_is_not_for_this_log_and_time_is_told_so(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let good = nil(&city, &key, "519901");
        let history = Purpose::History;
        for (statement, problem, zh, en) in [
            (
                Statement { log: "tongbao.elsewhere/1".into(), ..good.clone() },
                Problem::StatementInvalid,
                "报送声明是给另一平台的",
                "The statement is meant for another log",
            ),
            (of_period(&good, "2025Q4"), Problem::PeriodNotOpen, "报告期尚未结束", "The period has not ended yet"),
            (
                Statement { purpose: history, ..good.clone() },
                Problem::StatementInvalid,
                "考核期内的台账不能按历史数据报送",
                "A judged period cannot be filed as history",
            ),
            (
                of_period(&good, "2025Q2"),
                Problem::StatementInvalid,
                "该期不在本次行动内，可按历史数据报送",
                "The period is not of this campaign; it can be filed as history",
            ),
            (
                of_period(&of_form(&good, &city.services.definitions, "L9"), "2025-10-12"),
                Problem::StatementInvalid,
                "L9不收空白零报告：无情况也要填一行，由签字人署名后按台账报送",
                "L9 takes no bare nil return: nothing to report is a row with the name of who signs, filed as a ledger",
            ),
        ] {
            assert_eq!(refusal(&city, &key, &statement).await, (problem, Text::new(zh, en)));
        }
        hand_in(&city, &key, &good).await.unwrap();
        // A leader's key files nothing, whatever it signs.
        let leader = key_of(Role::Officer, 2);
        redeem(&city, &token(&city, "519901", Role::Officer, true).await, &leader).await;
        assert_eq!(
            refusal(&city, &leader, &nil(&city, &leader, "519901")).await,
            (Problem::OutOfScope, Text::new("负责人密钥只能会签，不能报送", "A leader's key countersigns and does not file"))
        );
    }

    async fn what_does_not_follow_on_what_stands_is_told_so(city: City) {
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let first = nil(&city, &key, "519901");
        let hash = Sha::of(b"rows");
        let amendment = Statement {
            kind: Kind::Amendment,
            revision: 2,
            supersedes: Some(Sha::of(b"nothing")),
            content: Some(ContentRef { rows: 1, length: 1, sha256: hash, rows_root: hash }),
            reason: Some("漏报".into()),
            ..first.clone()
        };
        assert_eq!(
            refusal(&city, &key, &amendment).await,
            (Problem::RevisionConflict, Text::new("平台上没有被取代的版本", "There is no revision here to supersede"))
        );
        hand_in(&city, &key, &first).await.unwrap();
        assert_eq!(
            refusal(&city, &key, &amendment).await,
            (Problem::RevisionConflict, Text::new("现行版本是第1版", "Revision 1 is in force"))
        );
        let void = |of: &Statement| Statement {
            kind: Kind::Void,
            content: None,
            revision: of.revision + 1,
            supersedes: Some(of.id()),
            ..amendment.clone()
        };
        let gone = void(&first);
        hand_in(&city, &key, &gone).await.unwrap();
        assert_eq!(
            refusal(&city, &key, &void(&gone)).await,
            (Problem::StatementInvalid, Text::new("该报送已经撤回", "The filing has been withdrawn already"))
        );
    }

    async fn a_nil_return_over_open_cases_is_told_how_many(city: City) {
        let node = city.node("519901").await;
        node.file(&city.draft("L3", "2025Q3", &ledger(38)), None).unwrap();
        push(&node).await;
        city.clock.set(at("2026-01-10 09:00"));
        // Whatever its own node thinks of it.
        let key = enrolled(&city, "519901", Role::Agent, 1).await;
        let next = of_period(&nil(&city, &key, "519901"), "2025Q4");
        assert_eq!(
            refusal(&city, &key, &next).await,
            (
                Problem::NilWithOpenCases,
                Text::new(
                    "上期期末有2件未结，请报送台账",
                    "2 cases were open at the end of the period before; file a ledger"
                )
            )
        );
    }
}
