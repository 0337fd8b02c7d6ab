//! The program `longan`.

fn main() {}
