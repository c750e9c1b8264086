//! Reports of duty days: nothing to report is a row with a signer, and who is on duty stands on the roster filed before.

use crate::city::{City, County, draft};
use node_agent::{AgentError, Draft};
use schemas::{statement::Kind, text::Lang};

const ROSTER: &str = "班次编号,值班日期,班次,带班领导,值班员,值班电话\n0814,2025-08-14,全天,示例甲,示例乙、示例丙,0519-1234567\n0815,2025-08-15,全天,示例丁,示例戊,0519-1234567\n";

fn of(form: &str, period: &str, text: &str) -> Draft {
    Draft { form: Some(form.into()), ..draft(period, text) }
}

fn day(leader: &str) -> Draft {
    let text = format!(
        "值班单位,值班日期,带班领导,值班员,报送时间,群体性事件数,欠薪聚集,极端苗头,进京赴省,舆情,其他情况,零报告,签字人\n云东区局,2025-08-14,{leader},示例丙,2025-08-14 16:20,0,0,0,0,0,0,是,示例己\n"
    );
    of("L9", "2025-08-14", &text)
}

#[tokio::test]
async fn a_report_of_a_duty_day_is_held_to_the_roster_filed_before() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    let Err(AgentError::Stopped(report)) = node.file(&day("示例甲"), None) else {
        panic!("no roster yet")
    };
    let codes: Vec<&str> = report.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(codes, ["L9-301-none", "L9-302-none"]);
    node.file(&of("L9R", "2025-08", ROSTER), None).unwrap();
    let Err(AgentError::Stopped(report)) = node.file(&day("示例丁"), None) else {
        panic!("on duty the day after")
    };
    assert!(report.text(Lang::Zh).contains("带班领导不在当日值班表上"), "{}", report.text(Lang::Zh));
    assert!(report.text(Lang::En).contains("The leader on duty is not on the roster of that day"));
    let filed = node.file(&day("示例甲"), None).unwrap();
    assert_eq!(filed.statement.kind, Kind::Ledger, "a zero report is a ledger of one row");
    assert_eq!(filed.statement.content.unwrap().rows, 1);
    // The telephone of the duty post stays here, and so does nothing else of the roster.
    assert!(!report.text(Lang::Zh).contains("1234567"));
}

#[tokio::test]
async fn a_duty_day_takes_no_bare_nil_return() {
    let city = City::start().await;
    let (_county, node) = County::enrolled(&city).await;
    for form in ["L9", "B1"] {
        let Err(error) = node.nil(form, "2025-08-14".parse().unwrap(), None, None) else { panic!("{form}") };
        assert!(matches!(error, AgentError::NothingIsARow(_)), "{error:?}");
        assert_eq!(
            (error.text().zh.as_ref(), error.text().en.as_ref()),
            (
                format!("{form} 不收空白零报告：无情况也要填一行，由签字人署名后按台账报送（零报告是署名的行为）。").as_str(),
                format!("{form} takes no bare nil return: nothing to report is a row with the name of who signs, filed as a ledger.").as_str()
            )
        );
    }
    node.nil("L8", "2025-08-14".parse().unwrap(), None, None).unwrap();
}
