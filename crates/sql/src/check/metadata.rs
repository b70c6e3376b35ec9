//! What the source knows of its records beside their content (spec/kda-sql.md 6.1, 13.4, 13.5): columns that come with a
//! record, and the in-application streams that an input is spread over.
//!
//! The words are reserved, and public programs read them; what is documented is the metadata of a record as Kinesis has it. Columns
//! are there by name, as APPROXIMATE_ARRIVAL_TIME is, and only when the program has their name in it: a text a record that
//! nobody reads would be paid for by all.
//!
//! An input with parallelism is several streams, `PREFIX_001` to `PREFIX_064`, each with the records of its share of the shards. Here the source has
//! as many shards as the program reads streams, and each of these is the source with a condition on SHARD_ID.

use rillcut_record::{DataType, Field, Fields, Value};

use super::Checker;
use crate::{
    codes,
    diagnostic::Diagnostic,
    lexer::tokenize,
    plan::{CompareOp, Expr, ExprKind, Node, Operator},
    span::Span,
    token::TokenKind,
};

/// Columns that come with a record, in the order in which the source has them between its schema's and APPROXIMATE_ARRIVAL_TIME. Only those
/// that the program has in it are there.
pub const METADATA_COLUMNS: [&str; 3] = ["PARTITION_KEY", "SEQUENCE_NUMBER", SHARD_ID];

const SHARD_ID: &str = "SHARD_ID";
/// The longest partition key; the others are shorter.
const LENGTH: u32 = 256;
/// Most streams an input is spread over.
const MAX_STREAMS: u8 = 64;

/// The name of a shard, counted from 0.
pub fn shard_id(shard: u8) -> String {
    format!("shardId-{shard:012}")
}

/// The number of an in-application stream of an input, from 1: 2 for `PREFIX_002` where the first is `PREFIX_001`.
pub(super) fn stream_number(first: &str, name: &str) -> Option<u8> {
    let prefix = first.strip_suffix(super::catalog::SOURCE_SUFFIX)?;
    let number = name.strip_prefix(prefix)?.strip_prefix('_')?;
    let number = number.parse().ok().filter(|_| number.len() == 3 && !number.starts_with('+'))?;
    (1..=MAX_STREAMS).contains(&number).then_some(number)
}

/// The columns of [`METADATA_COLUMNS`] that a source over `schema` has for a program.
pub(super) fn columns(text: &str, schema: &Fields, streams: u8) -> Vec<Field> {
    let tokens = tokenize(text);
    let is_there = |name: &str| {
        let has = |kind: TokenKind, word: &str| match kind {
            TokenKind::Keyword | TokenKind::Identifier => word.eq_ignore_ascii_case(name),
            TokenKind::QuotedIdentifier => word.trim_matches('"') == name,
            _ => false,
        };
        let spoken_of =
            || tokens.iter().any(|token| has(token.kind, text.get(token.span.range()).unwrap_or_default()));
        // A column of the schema has the name first.
        !schema.iter().any(|field| field.name == name) && (name == SHARD_ID && streams > 1 || spoken_of())
    };
    let columns = METADATA_COLUMNS.into_iter().filter(|name| is_there(name));
    columns.map(|name| Field::new(name, DataType::Varchar { length: Some(LENGTH) })).collect()
}

impl Checker<'_> {
    /// The source's records that come in its stream of that number.
    pub(super) fn share(&mut self, number: u8, scan: Node, span: Span) -> Node {
        if self.source_streams < 2 {
            return scan;
        }
        // From the end, where a schema's column of that name is not.
        let Some(column) = scan.fields.iter().rposition(|field| field.name == SHARD_ID) else { return scan };
        if number > 1 {
            let streams = self.source_streams;
            let message = format!(
                "the program reads {streams} streams of the source: its records are spread over them by their partition keys"
            );
            self.report(Diagnostic::warning(codes::PARALLEL, span, message));
        }
        let data_type = scan.fields[column].data_type;
        let shard = Value::Text(shard_id(number - 1));
        let predicate = Expr {
            kind: ExprKind::Compare {
                op: CompareOp::Equal,
                left: Box::new(Expr { kind: ExprKind::Column(column), data_type, span }),
                right: Box::new(Expr { kind: ExprKind::Literal(shard), data_type, span }),
            },
            data_type: DataType::Boolean,
            span,
        };
        let fields = scan.fields.clone();
        Node { operator: Operator::Filter { input: Box::new(scan), predicate }, fields, span }
    }
}
