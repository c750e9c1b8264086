//! Each kind of target to the exact value.

use super::*;

fn target(text: &str) -> Target {
    toml::from_str(&format!("indicator='I3'\n{text}")).unwrap()
}

fn of(num: i64, den: i64) -> Fraction {
    Fraction::new(num, den).unwrap()
}

fn stands(target: &Target, value: Fraction) -> Standing {
    target.standing(value, target.line(&Lines::default()).unwrap())
}

#[test]
fn rounding_never_lets_a_value_pass() {
    let ninety_five = target("ask='at-least'\npercent='95'");
    assert_eq!(stands(&ninety_five, of(322, 339)), Standing::Near);
    assert_eq!(stands(&ninety_five, of(19, 20)), Standing::Met);
    assert_eq!(stands(&ninety_five, of(94, 100)), Standing::Missed);
    assert_eq!(stands(&ninety_five, of(9401, 10_000)), Standing::Near);
}

#[test]
fn each_kind_has_its_own_side() {
    assert_eq!(stands(&target("ask='zero'"), Fraction::whole(1)), Standing::Missed);
    assert_eq!(stands(&target("ask='zero'"), Fraction::whole(0)), Standing::Met);
    assert_eq!(stands(&target("ask='at-most'\npercent='0'"), of(-1, 10)), Standing::Met);
    let rising = target("ask='rising'\nagainst='previous period'");
    assert_eq!(rising.standing(of(1, 2), of(1, 2)), Standing::Near);
    let average = target("ask='at-benchmark'\nbenchmark='own-pool'");
    assert_eq!(average.line(&Lines { pool: Some(of(832, 894)), ..Lines::default() }), Some(of(832, 894)));
    assert_eq!(average.standing(of(41, 44), of(832, 894)), Standing::Met);
    assert!(!target("ask='aspire'\npercent='100'").is_hard());
}

#[test]
fn what_is_reached_is_capped_at_one() {
    let t = target("ask='at-least'\npercent='75'");
    assert_eq!(t.reached(of(9, 10), of(3, 4)), BigRational::from_integer(1.into()));
    assert_eq!(t.reached(of(1, 2), of(3, 4)), BigRational::new(2.into(), 3.into()));
    assert_eq!(t.reached(of(0, 5), of(0, 5)), BigRational::from_integer(1.into()));
}

#[test]
fn an_unknown_kind_is_refused() {
    assert!(toml::from_str::<Target>("indicator='I3'\nask='about'").is_err());
}

#[test]
fn what_is_only_shown_has_no_line() {
    let shown = target("ask='show'");
    assert!(!shown.is_hard());
    assert_eq!(shown.line(&Lines { pool: Some(of(1, 2)), ..Lines::default() }), None);
}

#[test]
fn a_misspelt_key_is_refused() {
    for text in ["ask='show'", "ask='zero'", "ask='at-least'\npercent='95'"] {
        let refused = toml::from_str::<Target>(&format!("indicator='I3'\nwieght=20\n{text}"));
        assert!(refused.unwrap_err().message().contains("wieght"), "{text}");
    }
}

/// DOMAIN §7.1 item 15: 越级访、重复访持续稳定下降.
#[test]
fn falling_is_strictly_below_the_earlier_value() {
    let falling = target("ask='falling'\nagainst='same period last year'");
    let lines = Lines {
        last_year: Some(Fraction::whole(14)),
        previous: Some(Fraction::whole(3)),
        ..Lines::default()
    };
    assert_eq!(falling.line(&lines), Some(Fraction::whole(14)), "the moving comparison it names");
    assert_eq!(falling.standing(Fraction::whole(13), Fraction::whole(14)), Standing::Met);
    assert_eq!(
        falling.standing(Fraction::whole(14), Fraction::whole(14)),
        Standing::Near,
        "no less is not falling"
    );
    assert_eq!(falling.standing(Fraction::whole(15), Fraction::whole(14)), Standing::Missed);
    assert_eq!(
        falling.standing(Fraction::whole(0), Fraction::whole(0)),
        Standing::Met,
        "nothing is lower than none"
    );
    assert_eq!(
        falling.shortfall(Fraction::whole(17), Fraction::whole(14)),
        BigRational::from_integer(3.into())
    );
    assert_eq!(
        falling.reached(Fraction::whole(21), Fraction::whole(14)),
        BigRational::new(2.into(), 3.into())
    );
    assert_eq!(falling.line(&Lines::default()), None, "without an earlier value there is no line");
}

/// Item 13: 零距离 is a time of response, 零增长 at most 0 %.
#[test]
fn a_time_of_response_is_at_most_its_minutes() {
    let within = target("ask='within'\nminutes=60");
    assert_eq!(stands(&within, Fraction::whole(60)), Standing::Met);
    assert_eq!(stands(&within, of(121, 2)), Standing::Missed, "60.5 minutes are too many");
    assert_eq!(
        within.reached(Fraction::whole(72), Fraction::whole(60)),
        BigRational::new(5.into(), 6.into())
    );
    assert_eq!(
        within.shortfall(Fraction::whole(72), Fraction::whole(60)),
        BigRational::from_integer(12.into())
    );
    let growth = target("ask='at-most'\npercent='0'");
    assert_eq!(stands(&growth, of(0, 90)), Standing::Met);
    assert_eq!(stands(&growth, of(1, 101)), Standing::Near, "growth of 0.99 %");
    assert_eq!(stands(&growth, of(1, 100)), Standing::Missed, "a whole point");
    assert_eq!(growth.reached(of(-1, 10), of(0, 1)), BigRational::from_integer(1.into()), "met is met");
    assert_eq!(growth.reached(of(1, 10), of(0, 1)), BigRational::from_integer(0.into()));
}

/// Item 14: 底线, 一票否决.
#[test]
fn zero_may_be_a_veto() {
    let zero = target("ask='zero'");
    let veto = target("ask='zero'\nveto=true");
    assert!(!zero.is_veto() && veto.is_veto());
    assert_eq!(stands(&veto, Fraction::whole(1)), Standing::Missed);
    assert_eq!(veto.reached(Fraction::whole(1), Fraction::whole(0)), BigRational::from_integer(0.into()));
    assert_eq!(veto.reached(Fraction::whole(0), Fraction::whole(0)), BigRational::from_integer(1.into()));
}

#[test]
fn a_target_must_fit_its_indicator() {
    let all = crate::definition::Definitions::builtin().unwrap();
    let fault = |indicator: &str, text: &str| {
        target(text).fault(all.indicator(indicator).unwrap(), Cadence::Quarter).unwrap_or_default()
    };
    for (indicator, text, why) in [
        ("I3", "ask='zero'", "zero is asked of a count"),
        ("I18", "ask='at-most'\npercent='0'", "no percentage"),
        ("I3", "ask='within'\nminutes=60", "not in minutes"),
        ("I3", "ask='year-total'\ntotal=10\nbasis='year-to-date'", "asked of a count"),
        ("I18", "ask='year-total'\ntotal=10", "year-to-date"),
        ("I18", "ask='year-total'\ntotal=10\nbasis='year-to-date'\nby_quarter=[1,2,3,9]", "last quarter"),
        ("I18", "ask='year-total'\ntotal=10\nbasis='year-to-date'\nby_quarter=[4,2,3,10]", "backwards"),
    ] {
        assert!(fault(indicator, text).contains(why), "{indicator} {text}: {}", fault(indicator, text));
    }
    for (indicator, text) in [
        ("I17", "ask='zero'\nveto=true"),
        ("I18", "ask='falling'\nagainst='previous period'"),
        ("I19", "ask='falling'\nagainst='previous period'"),
        ("I19", "ask='at-most'\npercent='0'"),
        ("I25", "ask='within'\nminutes=60"),
        ("I18", "ask='year-total'\ntotal=10\nbasis='year-to-date'\nby_quarter=[1,2,3,10]"),
    ] {
        assert_eq!(fault(indicator, text), "", "{indicator} {text}");
    }
}
