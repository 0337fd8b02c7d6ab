//! Paper: reads the workbooks officers send, hands them back with remarks, and
//! writes tables as spreadsheets. Letters and tables as PDF and DOCX will live here too.
//!
//! Nothing here knows the database or the network: bytes come in, bytes go out.

pub mod table;
pub mod workbook;
