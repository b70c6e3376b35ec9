//! A saved application's parts, wherever its shape keeps them, as a lab.

use rillcut_record::{JsonNode, JsonValue, RecordFormat, SourceSchema};
use rillcut_sql::{created_streams, source_name};

use super::{
    CodePlace, Imported,
    members::{Object, Reading},
    template,
};
use crate::{
    file::{
        ActiveSpan, DestinationSpec, DetectionSpec, LAB_VERSION, Lab, NamedTemplate, ReferenceSpec,
        ResourceKind, SavedApplication, SavedOutput, SavedReference, SavedResource, SchemaText, SenderSpec,
    },
    protocol::Problem,
    reference::ReferenceFormat,
    sample,
};

/// NamePrefix of an input that does not say one: the service's own suggestion.
pub(super) const NAME_PREFIX: &str = "SOURCE_SQL_STREAM";
/// Title of an application without a name.
const UNNAMED: &str = "Saved application";
/// Start of the clock of an imported lab, so that two runs of it are the same.
const START: &str = "2026-01-01 00:00:00";
/// Made-up records a second.
const RATE: f64 = 10.0;
/// What a describe answer says of the service's own copy and not of the application.
const OF_THE_SERVICE: [&str; 14] = [
    "ApplicationARN",
    "ApplicationStatus",
    "ApplicationVersionId",
    "ApplicationVersionUpdatedFrom",
    "ApplicationVersionRolledBackFrom",
    "ApplicationVersionRolledBackTo",
    "ApplicationVersionCreateTimestamp",
    "ApplicationMode",
    "ConditionalToken",
    "CreateTimestamp",
    "LastUpdateTimestamp",
    "CloudWatchLoggingOptionDescriptions",
    "ApplicationSnapshotConfigurationDescription",
    "ResponseMetadata",
];

/// What an application consists of.
pub(super) struct Parts {
    pub(super) name: Option<String>,
    pub(super) description: String,
    pub(super) code: Code,
    pub(super) schema: Option<SourceSchema>,
    pub(super) saved: SavedApplication,
}

/// The program and where it stands.
pub(super) struct Code {
    sql: String,
    path: String,
    at: usize,
}

/// Whether a document looks like an application in any of its shapes.
pub(super) fn has_application(document: &JsonNode) -> bool {
    ["ApplicationDetail", "ApplicationCode", "ApplicationConfiguration", "Resources"]
        .iter()
        .any(|name| document.member(name).is_some())
}

/// The document's application as a lab.
pub(super) fn application(
    document: &JsonNode,
    text: &str,
    chosen: Option<&str>,
) -> Result<Imported, Vec<Problem>> {
    let mut reading = Reading::new(document, text);
    let Some(mut root) = Object::of(document, "") else { return Err(vec![nothing(&reading, document)]) };
    let parts = if document.member("Resources").is_some() {
        template::application(&mut reading, document, chosen)
    } else if let Some(detail) = root.object(&mut reading, &["ApplicationDetail"]) {
        root.ignore(&OF_THE_SERVICE);
        root.finish(&mut reading);
        parts(&mut reading, detail)
    } else if has_application(document) {
        parts(&mut reading, root)
    } else {
        Err(nothing(&reading, document))
    };
    parts.map(|parts| lab(reading, parts)).map_err(|problem| vec![problem])
}

pub(super) fn nothing(reading: &Reading<'_>, document: &JsonNode) -> Problem {
    let hint = "a saved application has ApplicationCode, ApplicationConfiguration or ApplicationDetail, or is a \
                CloudFormation template with a resource AWS::KinesisAnalytics::Application";
    reading.error(
        "LAB0032",
        document.at,
        "there is no KDA application in the document".to_owned(),
        Some(hint),
    )
}

/// The parts of the application that an object describes.
pub(super) fn parts(reading: &mut Reading<'_>, mut object: Object<'_>) -> Result<Parts, Problem> {
    object.ignore(&OF_THE_SERVICE);
    let name = object.text(reading, &["ApplicationName"]);
    let description = object.text(reading, &["ApplicationDescription"]).unwrap_or_default();
    let role = object.text(reading, &["ServiceExecutionRole"]);
    let at = object.at;
    if let Some(runtime) = object.text(reading, &["RuntimeEnvironment"])
        && !runtime.to_ascii_uppercase().starts_with("SQL")
    {
        let runtime: String = runtime.chars().take(60).collect();
        let message = format!("the application runs {runtime}, not SQL");
        let hint = "Rillcut runs the programs of SQL applications; those of Flink are Java, Python or Scala";
        return Err(reading.error("LAB0035", at, message, Some(hint)));
    }
    let configuration =
        object.object(reading, &["ApplicationConfiguration", "ApplicationConfigurationDescription"]);
    let (code, schema, saved) = if let Some(mut configuration) = configuration {
        configuration.ignore(&OF_THE_SERVICE);
        let code = nested_code(reading, &mut configuration)?;
        let names = ["SqlApplicationConfiguration", "SqlApplicationConfigurationDescription"];
        let (schema, saved) = match configuration.object(reading, &names) {
            Some(mut sql) => {
                let found = connections(reading, &mut sql, role)?;
                sql.finish(reading);
                found
            }
            None => (None, unconnected(role)),
        };
        configuration.finish(reading);
        (code, schema, saved)
    } else {
        let code = match object.take(&["ApplicationCode"]) {
            Some((node, path)) => Some(code_text(reading, node, path)?),
            None => None,
        };
        let (schema, saved) = connections(reading, &mut object, role)?;
        (code, schema, saved)
    };
    object.finish(reading);
    let Some(code) = code else {
        let hint = "the program stands in ApplicationCode (v1) or in CodeContent.TextContent (v2)";
        return Err(reading.error("LAB0033", at, "the application has no program".to_owned(), Some(hint)));
    };
    Ok(Parts { name, description, code, schema, saved })
}

/// The program of the v2 API.
fn nested_code(reading: &mut Reading<'_>, outer: &mut Object<'_>) -> Result<Option<Code>, Problem> {
    let names = ["ApplicationCodeConfiguration", "ApplicationCodeConfigurationDescription"];
    let Some(mut object) = outer.object(reading, &names) else { return Ok(None) };
    object.ignore(&["CodeContentType"]);
    let Some(mut content) = object.object(reading, &["CodeContent", "CodeContentDescription"]) else {
        return Ok(None);
    };
    content.ignore(&["CodeMD5", "CodeSize"]);
    let code = match content.take(&["TextContent"]) {
        Some((node, path)) => Some(code_text(reading, node, path)?),
        None => None,
    };
    content.finish(reading);
    object.finish(reading);
    Ok(code)
}

fn code_text(reading: &mut Reading<'_>, node: &JsonNode, path: String) -> Result<Code, Problem> {
    reading.intrinsics.open.clear();
    let Some(sql) = reading.intrinsics.text(node) else {
        return Err(reading.error("LAB0033", node.at, format!("{path} is not a text"), None));
    };
    let open = std::mem::take(&mut reading.intrinsics.open);
    if !open.is_empty() {
        let names: String = open.join(", ").chars().take(200).collect();
        let message = format!("the program has parts that only CloudFormation knows: {names}");
        let hint = "they stand in the program as ${Name}; give the parameters defaults, or put the values in";
        reading.notice("LAB0042", node.at, message, Some(hint));
    }
    Ok(Code { sql, path, at: node.at })
}

fn unconnected(role: Option<String>) -> SavedApplication {
    SavedApplication {
        name_prefix: NAME_PREFIX.to_owned(),
        parallelism: 1,
        input: None,
        processor: None,
        outputs: Vec::new(),
        references: Vec::new(),
        role,
    }
}

/// Inputs, outputs and reference data, which stand side by side in every shape but a template's.
fn connections(
    reading: &mut Reading<'_>,
    object: &mut Object<'_>,
    role: Option<String>,
) -> Result<(Option<SourceSchema>, SavedApplication), Problem> {
    let mut saved = unconnected(role);
    let inputs = object.list(reading, &["Inputs", "InputDescriptions"]);
    let mut schema = None;
    for (number, (node, path)) in inputs.into_iter().enumerate() {
        if number > 0 {
            let message = format!("{path} is passed over: an application has one source");
            reading.notice("LAB0043", node.at, message, None);
        } else if let Some(object) = Object::of(node, path) {
            schema = input(reading, object, &mut saved)?;
        }
    }
    for (node, path) in object.list(reading, &["Outputs", "OutputDescriptions"]) {
        if let Some(object) = Object::of(node, path) {
            saved.outputs.extend(output(reading, object));
        }
    }
    for (node, path) in object.list(reading, &["ReferenceDataSources", "ReferenceDataSourceDescriptions"]) {
        if let Some(object) = Object::of(node, path) {
            saved.references.extend(reference(reading, object)?);
        }
    }
    Ok((schema, saved))
}

fn input(
    reading: &mut Reading<'_>,
    mut object: Object<'_>,
    saved: &mut SavedApplication,
) -> Result<Option<SourceSchema>, Problem> {
    object.ignore(&["InputId", "InAppStreamNames"]);
    if let Some(prefix) = object.text(reading, &["NamePrefix"]) {
        saved.name_prefix = prefix;
    }
    if let Some(mut parallelism) = object.object(reading, &["InputParallelism"]) {
        let count = parallelism.text(reading, &["Count"]).and_then(|count| count.parse().ok());
        saved.parallelism = count.unwrap_or(1).max(1);
        parallelism.finish(reading);
        if saved.parallelism > 1 {
            let count = saved.parallelism;
            let prefix = &saved.name_prefix;
            let message = format!(
                "the input was spread over {count} streams; its records come in those that the program reads, from {prefix}_001 on"
            );
            reading.notice("LAB0043", object.at, message, None);
        }
    }
    saved.input = resource(
        reading,
        &mut object,
        &[
            ("KinesisStreamsInput", ResourceKind::KinesisStreams),
            ("KinesisFirehoseInput", ResourceKind::KinesisFirehose),
        ],
    );
    let names = ["InputProcessingConfiguration", "InputProcessingConfigurationDescription"];
    if let Some(mut processing) = object.object(reading, &names) {
        saved.processor =
            resource(reading, &mut processing, &[("InputLambdaProcessor", ResourceKind::Lambda)]);
        if saved.processor.is_some() {
            let message =
                "a Lambda function changed the records before they were decoded; it does not run here";
            let hint = "give records as the function returned them";
            reading.notice("LAB0041", processing.at, message.to_owned(), Some(hint));
        }
        processing.finish(reading);
    }
    let schema = match object.take(&["InputSchema"]) {
        Some((node, _)) => Some(schema(reading, node)?),
        None => None,
    };
    object.finish(reading);
    Ok(schema)
}

fn schema(reading: &mut Reading<'_>, node: &JsonNode) -> Result<SourceSchema, Problem> {
    let tree = reading.intrinsics.tree(node);
    SourceSchema::from_node(&tree, reading.text).map_err(|error| Problem::of_schema(&error))
}

/// What a stream was connected to: the first of these members that is there, under its own name or that of describe answers.
fn resource(
    reading: &mut Reading<'_>,
    object: &mut Object<'_>,
    kinds: &[(&str, ResourceKind)],
) -> Option<SavedResource> {
    for (name, kind) in kinds {
        if let Some(mut found) = object.object(reading, &[name, &format!("{name}Description")]) {
            let arn = found.text(reading, &["ResourceARN"]).unwrap_or_default();
            let role = found.text(reading, &["RoleARN"]);
            found.finish(reading);
            return Some(SavedResource { kind: *kind, arn, role });
        }
    }
    None
}

/// A stream's connection to a destination.
pub(super) fn output(reading: &mut Reading<'_>, mut object: Object<'_>) -> Option<SavedOutput> {
    object.ignore(&["OutputId"]);
    let at = object.at;
    let stream = object.text(reading, &["Name"]);
    let resource = resource(
        reading,
        &mut object,
        &[
            ("KinesisStreamsOutput", ResourceKind::KinesisStreams),
            ("KinesisFirehoseOutput", ResourceKind::KinesisFirehose),
            ("LambdaOutput", ResourceKind::Lambda),
        ],
    );
    let format = object.object(reading, &["DestinationSchema"]).and_then(|mut schema| {
        let format = schema.text(reading, &["RecordFormatType"]);
        schema.finish(reading);
        format
    });
    let path = object.path.clone();
    object.finish(reading);
    let Some(stream) = stream else {
        reading.notice("LAB0040", at, format!("{path} has no Name and is passed over"), None);
        return None;
    };
    Some(SavedOutput { stream, format: format.unwrap_or_else(|| "JSON".to_owned()), resource })
}

/// A table of reference data.
pub(super) fn reference(
    reading: &mut Reading<'_>,
    mut object: Object<'_>,
) -> Result<Option<SavedReference>, Problem> {
    object.ignore(&["ReferenceId"]);
    let at = object.at;
    let table = object.text(reading, &["TableName"]);
    let (mut bucket, mut key, mut role) = (String::new(), String::new(), None);
    let names = ["S3ReferenceDataSource", "S3ReferenceDataSourceDescription"];
    if let Some(mut place) = object.object(reading, &names) {
        bucket = place.text(reading, &["BucketARN"]).unwrap_or_default();
        key = place.text(reading, &["FileKey"]).unwrap_or_default();
        role = place.text(reading, &["ReferenceRoleARN"]);
        place.finish(reading);
    }
    let schema = match object.take(&["ReferenceSchema"]) {
        Some((node, _)) => Some(schema(reading, node)?),
        None => None,
    };
    let path = object.path.clone();
    object.finish(reading);
    let (Some(table), Some(schema)) = (table, schema) else {
        let message = format!("{path} needs TableName and ReferenceSchema, and is passed over");
        reading.notice("LAB0040", at, message, None);
        return Ok(None);
    };
    let shown: String = table.chars().take(128).collect();
    let message = format!("the rows of the reference table \"{shown}\" are in a bucket");
    let hint = format!("give them with --reference {shown}=FILE.csv");
    reading.notice("LAB0044", at, message, Some(&hint));
    Ok(Some(SavedReference { table, schema: SchemaText(schema.to_json()), bucket, key, role }))
}

/// The lab that an application becomes.
fn lab(mut reading: Reading<'_>, parts: Parts) -> Imported {
    let Parts { name, description, code, schema, saved } = parts;
    check_streams(&mut reading, &code, &saved);
    let mut templates = Vec::new();
    let mut senders = Vec::new();
    if let Some(schema) = &schema {
        let name = "Made-up records".to_owned();
        templates.push(NamedTemplate { name: name.clone(), text: sample::template(schema, &code.sql) });
        senders.push(SenderSpec {
            name: name.clone(),
            template: name,
            rate: RATE,
            active: vec![ActiveSpan::default()],
            ..SenderSpec::default()
        });
    } else {
        let message = "the application has no schema of its input";
        let hint = "it is found from the records; or give one as InputSchema JSON";
        reading.notice("LAB0046", code.at, message.to_owned(), Some(hint));
    }
    let (line, column) = reading.place(code.at);
    let destinations = saved.outputs.iter().map(|output| DestinationSpec::of(output.stream.clone()));
    let lab = Lab {
        rillcut: LAB_VERSION,
        name: name.unwrap_or_else(|| UNNAMED.to_owned()),
        description,
        seed: 1,
        start: Some(START.to_owned()),
        templates,
        senders,
        schema: schema.map(|schema| SchemaText(schema.to_json())),
        references: saved.references.iter().map(without_rows).collect(),
        destinations: destinations.collect(),
        buckets: Vec::new(),
        detection: DetectionSpec::default(),
        moments: Vec::new(),
        sql: code.sql,
        application: Some(saved),
    };
    Imported { lab, notices: reading.notices, code: CodePlace { path: code.path, line, column } }
}

/// A table of the lab whose rows are still to be given: its columns are known, so that the program runs.
fn without_rows(saved: &SavedReference) -> ReferenceSpec {
    let is_json = SourceSchema::from_json(&saved.schema.0)
        .is_ok_and(|schema| matches!(schema.format, RecordFormat::Json { .. }));
    ReferenceSpec {
        name: saved.table.clone(),
        format: if is_json { ReferenceFormat::Json } else { ReferenceFormat::Csv },
        text: String::new(),
        schema: Some(saved.schema.clone()),
    }
}

/// Whether the program and the names around it go together.
fn check_streams(reading: &mut Reading<'_>, code: &Code, saved: &SavedApplication) {
    let source = format!("{}_001", saved.name_prefix);
    if let Some(read) = source_name(&code.sql)
        && read != source
        && read != source.to_uppercase()
    {
        let message = format!("the program reads {read}, and the application's source is called {source}");
        let hint = "the records come in the stream that the program reads";
        reading.notice("LAB0047", code.at, message, Some(hint));
    }
    let created = created_streams(&code.sql);
    for output in &saved.outputs {
        let stream = &output.stream;
        if stream != "error_stream" && !created.contains(stream) {
            let shown: String = stream.chars().take(128).collect();
            let message = format!("an output is called {shown}, a stream that the program does not create");
            let hint = format!("the program creates {}", created.join(", "));
            reading.notice("LAB0045", code.at, message, Some(&hint));
        }
    }
}

/// The members of an object, where it is one.
pub(super) fn members(node: &JsonNode) -> &[(String, JsonNode)] {
    match &node.value {
        JsonValue::Object(members) => members,
        _ => &[],
    }
}
