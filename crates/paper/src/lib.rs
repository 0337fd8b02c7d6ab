//! Paper: reads the workbooks officers send, hands them back with remarks, and
//! writes tables as spreadsheets; tells what a file that somebody brings really is, and draws
//! its pages; lays out official documents and filled forms as PDF, DOCX, XLSX and HTML.
//!
//! Nothing here knows the database or the network: bytes come in, bytes go out.

pub mod content;
pub mod filled;
pub mod letter;
pub mod picture;
pub mod table;
pub mod workbook;
