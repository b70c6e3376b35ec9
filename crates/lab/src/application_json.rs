//! Saved KDA applications in and out (spec/kda-sql.md 17).
//!
//! An application has travelled in five shapes: the input of `create-application` of the v1 and the v2 API, the answers of
//! `describe-application` of both, and CloudFormation templates, which spread it over several resources. They nest the same parts
//! under slightly different names, so one reader takes them all: it looks for each part under each of its names and keeps account of what it has
//! taken; what is left is said in a notice. Reading by `serde` structs was rejected: five trees of them, no places, and what they do not
//! know is lost in silence.
//!
//! The reader works on a tree of places ([`JsonNode`]), so the command line can give it YAML as well.

mod intrinsic;
mod members;
mod read;
mod template;
mod write;

use rillcut_record::JsonNode;

pub use write::Shape;

use crate::{check::MAX_BYTES, file::Lab, protocol::Problem};

/// A lab made from a saved application.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The lab: program, schema, destinations, and a template that draws records which fit the schema.
    pub lab: Lab,
    /// What the lab does not do as the application did, each with its place in the document.
    pub notices: Vec<Problem>,
    /// Where the program stands in the document.
    pub code: CodePlace,
}

/// Where the program stands in the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodePlace {
    /// The members that lead to it, such as `Resources.App.Properties.ApplicationCode`.
    pub path: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
}

impl Lab {
    /// Reads a saved application: `create-application` input or `describe-application` answer, v1 or v2, or a CloudFormation template
    /// in JSON. A document with several applications needs `chosen`, the name or logical id of one.
    ///
    /// # Errors
    /// `LAB0030` too large, `LAB0031` not JSON, `LAB0032` no application in it, `LAB0033` no program, `LAB0034` several applications,
    /// `LAB0035` not an SQL application, and the codes of the schema, all with places.
    pub fn from_application(text: &str, chosen: Option<&str>) -> Result<Imported, Vec<Problem>> {
        if text.len() > MAX_BYTES {
            let message =
                format!("the document has {} bytes, more than the {MAX_BYTES} that are read", text.len());
            return Err(vec![Problem::plain("LAB0030", message, None)]);
        }
        let document = JsonNode::read(text).map_err(|error| {
            let place = error.place();
            vec![Problem {
                line: place.map_or(0, |place| place.line),
                column: place.map_or(0, |place| place.column),
                ..Problem::plain("LAB0031", format!("the document cannot be read: {error}"), None)
            }]
        })?;
        Self::from_application_tree(&document, text, chosen)
    }

    /// As [`Self::from_application`], of a document that is a tree already; `text` is what its places are in.
    ///
    /// # Errors
    /// As [`Self::from_application`].
    pub fn from_application_tree(
        document: &JsonNode,
        text: &str,
        chosen: Option<&str>,
    ) -> Result<Imported, Vec<Problem>> {
        read::application(document, text, chosen)
    }

    /// Reads a lab file, or a saved application where the text is no lab file; then with what there is to say of it.
    ///
    /// # Errors
    /// As [`Lab::from_json`] or [`Self::from_application`].
    pub fn from_any(text: &str) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        // Every lab file says its version; a document without it, and with an application, is one.
        let is_application = text.len() <= MAX_BYTES
            && JsonNode::read(text).is_ok_and(|document| {
                document.member("rillcut").is_none() && read::has_application(&document)
            });
        if is_application {
            Self::from_application(text, None).map(|imported| (imported.lab, imported.notices))
        } else {
            Self::from_json(text).map(|lab| (lab, Vec::new()))
        }
    }

    /// The lab's application as JSON of that shape, ending in a newline, and what AWS would have wanted that the lab does not know.
    ///
    /// # Errors
    /// When the lab's schema cannot be read; the codes of the schema.
    pub fn to_application(&self, shape: Shape) -> Result<(String, Vec<Problem>), Vec<Problem>> {
        write::application(self, shape)
    }
}
