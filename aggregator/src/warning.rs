//! What is about to go wrong: cases near the end of their time limits, or beyond it.

pub mod deadline;
