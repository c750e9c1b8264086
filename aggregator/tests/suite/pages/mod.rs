//! Pages, parsed and selected by CSS: figures, order, links, marks, reasons, both languages, and what must never
//! be in one.

mod bureau;
mod campaign;
mod filing;
mod filings;
pub mod html;
mod overview;
mod preview;
mod rankings;
mod shell;
pub mod worked_city;
