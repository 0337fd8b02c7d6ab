//! Longan.
