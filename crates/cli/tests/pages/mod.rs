//! The guide's pages and the fenced blocks in them, for the tests that run these.
#![allow(dead_code, clippy::unwrap_used, reason = "a test may fail, and each uses a part")]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A fenced block: its info string, its lines, and the line it begins at.
pub(crate) struct Block {
    pub(crate) info: String,
    pub(crate) text: String,
    pub(crate) line: usize,
}

impl Block {
    /// The language, and what else stands behind the fence.
    pub(crate) fn kind(&self) -> (&str, &str) {
        self.info.split_once(' ').unwrap_or((&self.info, ""))
    }
}

/// The guide's folder, or a file in it.
pub(crate) fn guide(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guide").join(path)
}

/// The pages in a folder of the guide's sources, at any depth, sorted.
pub(crate) fn pages(folder: &str) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![guide("src").join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

/// A page's path from the guide's sources, with slashes.
pub(crate) fn name(page: &Path) -> String {
    let path = page.strip_prefix(guide("src")).unwrap();
    path.iter().map(|part| part.to_str().unwrap()).collect::<Vec<_>>().join("/")
}

/// The blocks of a page; those of a list are moved to the left.
pub(crate) fn blocks(page: &str, text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut indent = None;
    for (number, line) in text.lines().enumerate() {
        let fence = line.trim_start().strip_prefix("```");
        match (fence, indent) {
            (Some(info), None) => {
                blocks.push(Block { info: info.trim().to_owned(), text: String::new(), line: number + 1 });
                indent = Some(line.len() - line.trim_start().len());
            }
            (Some(_), Some(_)) => indent = None,
            (None, Some(indent)) => {
                let block = blocks.last_mut().unwrap();
                block.text.push_str(line.get(indent..).unwrap_or_default());
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(indent.is_none(), "{page}: the last block is not closed");
    blocks
}
