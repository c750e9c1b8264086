//! The demonstrations: the worked city, from its generated workbooks to places and proposals, against figures worked out
//! elsewhere; every other played once, against tables written out beside it.

mod chengdu;
mod city;
mod ledgers;
mod minhang;
mod places;
mod played;
mod province;
mod qingpu;
mod refused;
mod story;
mod xiangyang;
