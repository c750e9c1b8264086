//! Pages, parsed and selected by CSS: figures, order, links, marks, reasons, both languages, and what must never
//! be in one.

#![allow(clippy::unwrap_used, reason = "what is not in the page shall fail the test")]

#[path = "../worked_city/mod.rs"]
mod worked_city;

mod bureau;
mod filing;
mod filings;
mod html;
mod overview;
mod rankings;
mod shell;
