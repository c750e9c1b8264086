//! Scenarios that anybody in the trade knows (DOMAIN §8.4), from a county's file to what the city sees, one file each.

mod arbitration;
mod backlog;
mod channels;
mod clearing;
mod collective;
mod commended;
mod court;
mod erratum;
mod events;
mod exposure;
mod layoffs;
mod listing;
mod zero_return;

use std::path::Path;

use reqwest::{Method, StatusCode};

use crate::city::{City, Setting};

/// The city of the tests under a campaign of a site's own, on one engine.
pub async fn under(
    definitions: &Path,
    campaign: &'static str,
    text: &str,
    now: &str,
    database: Option<String>,
) -> City {
    std::fs::write(definitions.join(format!("{campaign}.toml")), text).unwrap();
    let definitions = Some(definitions.to_owned());
    let now = crate::city::at(now);
    let city = City::of(Setting { database, definitions, campaign, now, ..Setting::yunjiang() }).await;
    aggregator::policy::publish(&city.services).await.unwrap();
    city
}

/// A page as city staff sees it.
pub async fn page(city: &City, path: &str) -> String {
    let staff = city.cookie("staff").await;
    let (status, page) = city.ask(Method::GET, path, Some(&staff), "").await;
    assert_eq!(status, StatusCode::OK, "{path}: {page}");
    page
}

/// Runs a journey under a campaign of its own on SQLite, and on PostgreSQL where there is one.
#[macro_export]
macro_rules! journey {
    ($campaign:expr, $text:expr, $now:expr, async fn $name:ident($city:ident: City) $body:block) => {
        async fn $name($city: $crate::city::City) $body

        async fn begin(folder: &std::path::Path, database: Option<String>) -> $crate::city::City {
            $crate::journeys::under(folder, $campaign, $text, $now, database).await
        }

        mod sqlite {
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::$name(super::begin(folder.path(), None).await).await;
            }
        }

        mod postgres {
            #[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                if let Some(schema) = $crate::city::postgres_schema() {
                    super::$name(super::begin(folder.path(), Some(schema)).await).await;
                }
            }
        }
    };
}
