//! The worked city, from its generated workbooks to places and proposals, against figures worked out elsewhere.

mod city;
mod ledgers;
mod places;
mod story;
