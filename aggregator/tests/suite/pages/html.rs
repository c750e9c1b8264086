//! A page as a test sees it: parsed, selected by CSS, held to the rules every page keeps.

use askama::Template;
use scraper::{ElementRef, Html, Selector};

/// Renders a page, holds it to the rules, and parses it.
pub fn parsed(page: &impl Template) -> Html {
    let html = page.render().unwrap();
    keeps_the_rules(&html);
    Html::parse_document(&html)
}

/// No style attribute, no script but our own file, no other host, not over 200 kB, one title, one main, a language.
pub fn keeps_the_rules(html: &str) {
    assert!(html.len() < 200_000, "{} bytes", html.len());
    let parsed = Html::parse_document(html);
    assert!(all(&parsed, "[style], style, iframe, object, base").is_empty());
    assert_eq!(all(&parsed, "main#main").len(), 1);
    assert_eq!(all(&parsed, "h1").len(), 1);
    let lang = one(&parsed, "html").attr("lang").unwrap();
    assert!(["zh-CN", "en"].contains(&lang));
    for script in all(&parsed, "script") {
        assert!(
            script.attr("src").unwrap().starts_with("/assets/portal.js?v=") && script.text().count() == 0
        );
    }
    for element in all(&parsed, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{name}");
            if ["href", "src", "action"].contains(&name) {
                assert!(value.starts_with(['/', '#']) && !value.starts_with("//"), "{name}={value}");
            }
        }
    }
    for head in all(&parsed, "thead th") {
        assert!(head.attr("scope").is_some(), "{}", head.html());
    }
    for field in all(&parsed, "input:not([type=hidden]), select, textarea") {
        let labelled = field.attr("aria-label").is_some()
            || field.attr("id").is_some_and(|id| !all(&parsed, &format!("label[for='{id}']")).is_empty());
        assert!(labelled, "{}", field.html());
    }
    for form in all(&parsed, "form[method=post]") {
        let csrf = Selector::parse("input[name=csrf]").unwrap();
        assert_eq!(form.select(&csrf).count(), 1, "{}", form.html());
    }
    let mut ids: Vec<&str> = all(&parsed, "[id]").iter().filter_map(|element| element.attr("id")).collect();
    ids.sort_unstable();
    let count = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), count, "an id stands twice");
}

/// Every element a selector finds.
pub fn all<'a>(html: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    html.select(&Selector::parse(selector).unwrap()).collect()
}

/// The only element a selector finds.
pub fn one<'a>(html: &'a Html, selector: &str) -> ElementRef<'a> {
    let found = all(html, selector);
    assert_eq!(found.len(), 1, "{selector}");
    found[0]
}

/// The texts of what a selector finds, white space folded.
pub fn texts(html: &Html, selector: &str) -> Vec<String> {
    all(html, selector).into_iter().map(text).collect()
}

/// The text of an element, white space folded.
pub fn text(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The address a link found by a selector leads to.
pub fn href(html: &Html, selector: &str) -> String {
    one(html, selector).attr("href").unwrap().to_owned()
}
