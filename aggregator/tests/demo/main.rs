//! The worked city, from its generated workbooks to places and proposals, against figures worked out elsewhere.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod city;
mod ledgers;
mod places;
mod story;
