//! Small widgets that several parts of the screen share.

pub(crate) mod dialog;
pub(crate) mod format;
pub(crate) mod link;
pub(crate) mod menu;
pub(crate) mod problems;
pub(crate) mod reveal;
pub(crate) mod share;
pub(crate) mod storage;
pub(crate) mod tabs;
pub(crate) mod take;
