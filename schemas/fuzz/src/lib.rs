//! What must hold of any bytes, one file a target. Shared by the fuzz targets and the suite of `schemas`, which runs
//! them over the committed seeds.

pub mod carried;
pub mod csv;
pub mod definition;
pub mod document;
pub mod entry;
pub mod note;
pub mod package;
pub mod receipt;
pub mod request;
pub mod statement;
pub mod table;
pub mod workbook;

/// The parts of an input that stands for several files, cut at lines of three hyphens.
pub fn parts(text: &str) -> Vec<&str> {
    text.split("\n---\n").collect()
}
