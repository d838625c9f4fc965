//! What happens in the city, told from the first click to the last cent.

mod asking;
mod calendar;
mod carry_over;
mod coming_in;
mod lists;
mod offices;
mod people;
mod retention;
mod series;
mod side_exits;
mod transfers;
mod twice;
mod walk_in_api;
mod walk_in_pages;
