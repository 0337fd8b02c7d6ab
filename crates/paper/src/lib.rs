//! Paper: reads the workbooks officers send, hands them back with remarks, and
//! writes tables as spreadsheets; tells what a file that somebody brings really is, and draws
//! its pages. Letters and tables as PDF and DOCX will live here too.
//!
//! Nothing here knows the database or the network: bytes come in, bytes go out.

pub mod content;
pub mod picture;
pub mod table;
pub mod workbook;
