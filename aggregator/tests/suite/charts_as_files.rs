//! Charts downloaded over HTTP: what comes, how large, under which name, to whom, and what is refused.

use reqwest::{Method, StatusCode};

use crate::city::City;

const PLACES: &str = "/rankings/chart.png?indicator=I3&period=2025Q3";

/// Width and height of a PNG, from its header.
fn size(png: &[u8]) -> (u32, u32) {
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

async fn status(city: &City, path: &str, cookie: &str) -> StatusCode {
    city.file(path, cookie).await.status()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chart_is_a_picture_of_the_size_asked_for_and_the_same_every_time() {
    let city = City::start().await;
    let staff = city.cookie("staff").await;
    let first = city.file(PLACES, &staff).await;
    assert_eq!(first.status(), StatusCode::OK);
    assert_eq!(first.headers()["content-type"], "image/png");
    assert_eq!(first.headers()["cache-control"], "no-store");
    let name = first.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.starts_with("attachment; filename=\"places-I3-2025Q3.png\""), "{name}");
    // 位次-仲裁结案率-2025年第三季度.png
    assert!(name.contains("filename*=UTF-8''%E4%BD%8D%E6%AC%A1%2D"), "{name}");
    let first = first.bytes().await.unwrap();
    let (width, height) = size(&first);
    assert_eq!(width, 2 * 720);
    assert_eq!(city.file(PLACES, &staff).await.bytes().await.unwrap(), first);
    let small = city.file(&format!("{PLACES}&scale=1&theme=light"), &staff).await.bytes().await.unwrap();
    assert_eq!(size(&small), (720, height / 2));
    let dark = city.file(&format!("{PLACES}&scale=1&theme=dark"), &staff).await.bytes().await.unwrap();
    assert!(size(&dark) == size(&small) && dark != small);
    let english = city.file(&format!("{PLACES}&lang=en"), &staff).await;
    assert!(
        english.headers()["content-disposition"].to_str().unwrap().contains("Places%20%2D%20Arbitration")
    );
    assert!(english.bytes().await.unwrap() != first);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_svg_is_the_same_picture_in_words() {
    let city = City::start().await;
    let staff = city.cookie("staff").await;
    for (path, says) in [
        ("/rankings/chart.svg?indicator=I3&period=2025Q3", "仲裁结案率"),
        ("/rankings/chart.svg?indicator=all&period=2025Q3&page=99", "各项指标"),
        ("/bureaus/519901/chart.svg?indicator=I3&period=2025Q3", "东湖区"),
    ] {
        let answer = city.file(path, &staff).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        assert_eq!(answer.headers()["content-type"], "image/svg+xml");
        let svg = answer.text().await.unwrap();
        assert!(svg.starts_with("<svg") && svg.contains(says) && svg.contains("演示数据"), "{path}: {svg}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_county_gets_its_own_charts_and_nobody_else_s() {
    let city = City::start().await;
    let donghu = city.cookie("donghu").await;
    let own = "/bureaus/519901/chart.png?indicator=I3&period=2025Q3";
    assert_eq!(status(&city, own, &donghu).await, StatusCode::OK);
    let other = "/bureaus/519902/chart.png?indicator=I3&period=2025Q3";
    assert_eq!(status(&city, other, &donghu).await, StatusCode::NOT_FOUND);
    assert_eq!(status(&city, PLACES, &donghu).await, StatusCode::FORBIDDEN);
    let (anonymous, _) = city.ask(Method::GET, PLACES, None, "").await;
    assert_eq!(anonymous, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_drawn_is_refused() {
    let city = City::start().await;
    let staff = city.cookie("staff").await;
    for (path, refused) in [
        ("/rankings/chart.png?indicator=I99", StatusCode::NOT_FOUND),
        ("/rankings/chart.gif?indicator=I3", StatusCode::NOT_FOUND),
        ("/bureaus/519999/chart.png?indicator=I3", StatusCode::NOT_FOUND),
        ("/bureaus/519901/chart.png?indicator=all", StatusCode::NOT_FOUND),
        ("/rankings/chart.png", StatusCode::BAD_REQUEST),
        ("/rankings/chart.png?indicator=I3&scale=4", StatusCode::BAD_REQUEST),
        ("/rankings/chart.png?indicator=I3&theme=pink", StatusCode::BAD_REQUEST),
        ("/rankings/chart.png?indicator=I3&period=2025", StatusCode::BAD_REQUEST),
        ("/rankings/chart.png?indicator=I3&page=-1", StatusCode::BAD_REQUEST),
    ] {
        assert_eq!(status(&city, path, &staff).await, refused, "{path}");
    }
}
