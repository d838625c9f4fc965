//! One binary with all stories, attacks and golden files: on two cores, linking is the bill.

mod attacks;
mod golden_edges;
mod examples;
mod golden_openapi;
mod golden_routes;
mod house;
mod stories;
