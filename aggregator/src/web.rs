//! The portal: pages as pure rendering. What a page shows goes in, HTML comes out; no clock, no store, no request.

pub mod assets;
pub mod bar;
pub mod city;
pub mod figures;
pub mod links;
pub mod mark;
pub mod pages;
pub mod words;
