//! What happens in the city, told from the first click to the last cent.

mod agreements;
mod asking;
mod busy;
mod calendar;
mod carry_over;
mod coming_in;
mod faults;
mod figures;
mod lists;
mod offices;
mod people;
mod queue;
mod retention;
mod series;
mod side_exits;
mod transfers;
mod twice;
mod walk_in_api;
mod walk_in_pages;
mod way_back;
