//! 通报: the figures of a period frozen ([`snapshot`]), said in the words of a bulletin ([`draft`]), proposed by one person and issued
//! under a number by another ([`issue`]), and put right in a later one where filings have changed them since ([`erratum`];
//! DOMAIN §4.1 and §8.4 scenario 9, RULINGS 5 and 6).

pub mod draft;
pub mod erratum;
pub mod issue;
pub mod snapshot;
