//! 任务预览: what is due when, the work, and what to look at; in parts.

use aggregator::{
    demand::{Demand, LEAD_DAYS},
    web::pages::preview::{LINES, PreviewPage},
};
use schemas::{campaign::Campaign, definition::Definitions, period::Cadence, text::Lang};
use scraper::Html;

use super::{
    html::{all, parsed, texts},
    worked_city::{frame, worked},
};

fn page(campaign: &Campaign, day: &str, page: usize, lang: Lang) -> Html {
    let definitions = Definitions::builtin().unwrap();
    let demand = Demand::of(&definitions, campaign, &worked().bureaus, day.parse().unwrap());
    parsed(&PreviewPage::new(&frame(lang, "/campaign/preview"), &definitions, &demand, page))
}

fn yunjiang() -> Campaign {
    Definitions::builtin().unwrap().campaign("yunjiang-2025").unwrap().as_ref().clone()
}

#[test]
fn a_preview_says_who_owes_what_when_and_how_much_it_is() {
    let mut campaign = yunjiang();
    let html = page(&campaign, "2025-07-01", 1, Lang::Zh);
    let when = texts(&html, "section[aria-labelledby=h-when] tbody tr");
    assert_eq!(when.len(), 8, "four ledgers, two quarters");
    assert_eq!(when[1], "2025-10-15仲裁案件台账2025年第三季度10-2011-14上级人社部门12");
    assert_eq!(texts(&html, "section[aria-labelledby=h-work] .tot td"), ["8", "4", "—"]);
    let notices = texts(&html, "section[aria-labelledby=h-look] li");
    assert!(notices.iter().all(|notice| notice.contains("同名栏目")), "{notices:?}");
    // Ten days ahead is enough, nine are not; afterwards it is too late.
    let said = |day: &str, lang| {
        texts(&page(&campaign, day, 1, lang), "section[aria-labelledby=h-look] li").remove(0)
    };
    assert_eq!(LEAD_DAYS, 10);
    assert!(!said("2025-10-05", Lang::Zh).contains("首个截止日"));
    assert_eq!(said("2025-10-06", Lang::Zh), "首个截止日2025-10-15距今9天，不足10天，基层来不及准备");
    assert!(said("2025-10-06", Lang::En).contains("is 9 days away: less than 10"));
    assert!(said("2025-10-16", Lang::Zh).contains("首个截止日2025-10-15已过"));
    assert!(said("2025-10-16", Lang::En).contains("is over"));
    // A ledger a day is too much beside others, and the list comes in parts.
    for duty in &mut campaign.duties {
        duty.cadence = Cadence::Day;
        (duty.due_days, duty.grace_days, duty.close_days) = (1, 2, 3);
    }
    let html = page(&campaign, "2025-06-01", 1, Lang::En);
    assert_eq!(all(&html, "section[aria-labelledby=h-when] tbody tr").len(), LINES);
    assert!(texts(&html, "section[aria-labelledby=h-look] li")[0].starts_with("one bureau files 7"));
    let html = page(&campaign, "2025-06-01", 4, Lang::En);
    assert_eq!(all(&html, "section[aria-labelledby=h-when] tbody tr").len(), 184 * 4 - 3 * LINES);
}

#[test]
fn a_campaign_that_asks_for_nothing_says_so() {
    let mut campaign = yunjiang();
    campaign.duties.clear();
    let html = page(&campaign, "2025-07-01", 1, Lang::Zh);
    assert_eq!(texts(&html, ".empty"), ["没有需要核对的。", "本行动没有将来应报的台账。"]);
    let html = page(&campaign, "2025-07-01", 1, Lang::En);
    assert_eq!(texts(&html, ".empty"), ["Nothing needs a look.", "The campaign asks for nothing."]);
}
