//! Tallies → indicators → targets → standings. Pure: the same filings, campaign and period give the same places.

pub mod backlog;
pub mod book;
pub mod brief;
pub mod cache;
pub mod commendation;
pub mod composite;
pub mod funnel;
pub mod interval;
pub mod scheme;
pub mod standing;
pub mod summary;
pub mod why;
pub mod year;
