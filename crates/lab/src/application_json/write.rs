//! A lab as the JSON of a KDA application.
//!
//! What the lab does not know, because it never ran at AWS, is left out and named; an ARN that is made up would be worse than none.

use rillcut_record::SourceSchema;
use rillcut_sql::source_name;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::read::NAME_PREFIX;
use crate::{
    engine::DESTINATION_STREAM,
    file::{Lab, ResourceKind, SavedApplication, SavedOutput, SavedReference, SavedResource, SchemaText},
    protocol::Problem,
};

/// The shapes that an application is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Input of `create-application` of the v1 API (2015-08-14). Reference data, which that API adds by another call, stands beside the
    /// outputs under the name that describe answers use.
    V1,
    /// Input of `create-application` of the v2 API (2018-05-23).
    V2,
    /// A template with `AWS::KinesisAnalyticsV2::` resources.
    CloudFormation,
}

/// The application and what is missing from it.
pub(super) fn application(lab: &Lab, shape: Shape) -> Result<(String, Vec<Problem>), Vec<Problem>> {
    let saved = lab.application.clone().unwrap_or_else(|| guessed(lab));
    let mut writer = Writer { shape, missing: Vec::new() };
    let input = writer.input(lab, &saved)?;
    let mut outputs: Vec<Value> = Vec::new();
    for output in &saved.outputs {
        outputs.push(writer.output(output));
    }
    let mut references: Vec<Value> = Vec::new();
    for reference in &saved.references {
        references.push(writer.reference(reference)?);
    }
    let document = match shape {
        Shape::V1 => {
            let mut document = json!({
                "ApplicationName": lab.name,
                "ApplicationDescription": lab.description,
                "ApplicationCode": lab.sql,
                "Inputs": [input],
                "Outputs": outputs,
            });
            if !references.is_empty() {
                document["ReferenceDataSources"] = references.into();
            }
            document
        }
        Shape::V2 => {
            let sql = json!({ "Inputs": [input], "Outputs": outputs, "ReferenceDataSources": references });
            writer.v2(lab, &saved, &sql)
        }
        Shape::CloudFormation => {
            let properties = writer.v2(lab, &saved, &json!({ "Inputs": [input] }));
            let mut resources = Map::new();
            resources.insert(
                "Application".to_owned(),
                json!({ "Type": "AWS::KinesisAnalyticsV2::Application", "Properties": properties }),
            );
            let parts = [
                ("Output", "ApplicationOutput", outputs),
                ("ReferenceDataSource", "ApplicationReferenceDataSource", references),
            ];
            for (member, resource, values) in parts {
                for (number, value) in values.into_iter().enumerate() {
                    let properties = json!({ "ApplicationName": { "Ref": "Application" }, member: value });
                    resources.insert(
                        format!("{member}{}", number + 1),
                        json!({ "Type": format!("AWS::KinesisAnalyticsV2::{resource}"), "Properties": properties }),
                    );
                }
            }
            json!({ "AWSTemplateFormatVersion": "2010-09-09", "Resources": resources })
        }
    };
    let text = serde_json::to_string_pretty(&document).map_err(|error| unreadable(&error))?;
    let notices = writer.notices();
    Ok((text + "\n", notices))
}

/// What a lab that was no application before is connected to: its destinations.
fn guessed(lab: &Lab) -> SavedApplication {
    let source = source_name(&lab.sql);
    let prefix = source.as_deref().and_then(|name| name.strip_suffix("_001")).unwrap_or(NAME_PREFIX);
    let mut streams: Vec<String> = lab.destinations.iter().map(|spec| spec.stream.clone()).collect();
    if streams.is_empty() {
        streams.push(DESTINATION_STREAM.to_owned());
    }
    let output = |stream| SavedOutput { stream, format: "JSON".to_owned(), resource: None };
    SavedApplication {
        name_prefix: prefix.to_owned(),
        parallelism: 1,
        input: None,
        processor: None,
        outputs: streams.into_iter().map(output).collect(),
        references: Vec::new(),
        role: None,
    }
}

struct Writer {
    shape: Shape,
    missing: Vec<String>,
}

impl Writer {
    fn notices(self) -> Vec<Problem> {
        if self.missing.is_empty() {
            return Vec::new();
        }
        let message = format!("the lab does not know, and AWS would ask for: {}", self.missing.join(", "));
        vec![Problem { is_error: false, ..Problem::plain("LAB0049", message, None) }]
    }

    fn input(&mut self, lab: &Lab, saved: &SavedApplication) -> Result<Value, Vec<Problem>> {
        let mut input = Map::new();
        input.insert("NamePrefix".to_owned(), saved.name_prefix.clone().into());
        input.insert("InputParallelism".to_owned(), json!({ "Count": saved.parallelism }));
        match &lab.schema {
            Some(schema) => {
                input.insert("InputSchema".to_owned(), schema_value(schema)?);
            }
            None => self.missing.push("the input's schema".to_owned()),
        }
        if let Some((name, value)) = self.resource("the input's stream", "Input", saved.input.as_ref()) {
            input.insert(name, value);
        }
        if saved.processor.is_some()
            && let Some((name, value)) = self.resource("", "", saved.processor.as_ref())
        {
            input.insert(
                "InputProcessingConfiguration".to_owned(),
                json!({ format!("Input{name}Processor"): value }),
            );
        }
        Ok(input.into())
    }

    fn output(&mut self, output: &SavedOutput) -> Value {
        let mut value = Map::new();
        value.insert("Name".to_owned(), output.stream.clone().into());
        value.insert("DestinationSchema".to_owned(), json!({ "RecordFormatType": output.format }));
        let what = format!("the destination of {}", output.stream);
        value.extend(self.resource(&what, "Output", output.resource.as_ref()));
        value.into()
    }

    fn reference(&self, reference: &SavedReference) -> Result<Value, Vec<Problem>> {
        let mut place = json!({ "BucketARN": reference.bucket, "FileKey": reference.key });
        if self.shape == Shape::V1
            && let Some(role) = &reference.role
        {
            place["ReferenceRoleARN"] = role.clone().into();
        }
        Ok(json!({
            "TableName": reference.table,
            "S3ReferenceDataSource": place,
            "ReferenceSchema": schema_value(&reference.schema)?,
        }))
    }

    /// A resource under the name of its kind, such as `KinesisStreamsInput`.
    fn resource(
        &mut self,
        what: &str,
        role_in: &str,
        resource: Option<&SavedResource>,
    ) -> Option<(String, Value)> {
        let Some(resource) = resource else {
            self.missing.push(what.to_owned());
            return None;
        };
        let kind = match resource.kind {
            ResourceKind::KinesisStreams => "KinesisStreams",
            ResourceKind::KinesisFirehose => "KinesisFirehose",
            ResourceKind::Lambda => "Lambda",
        };
        let mut value = json!({ "ResourceARN": resource.arn });
        if self.shape == Shape::V1
            && let Some(role) = &resource.role
        {
            value["RoleARN"] = role.clone().into();
        }
        Some((format!("{kind}{role_in}"), value))
    }

    /// The application as the v2 API nests it. That API has one role for all resources.
    fn v2(&mut self, lab: &Lab, saved: &SavedApplication, sql: &Value) -> Value {
        let resources = [saved.input.as_ref(), saved.processor.as_ref()]
            .into_iter()
            .chain(saved.outputs.iter().map(|output| output.resource.as_ref()));
        let first_role = || resources.flatten().find_map(|resource| resource.role.clone());
        let mut document = json!({
            "ApplicationName": lab.name,
            "ApplicationDescription": lab.description,
            "RuntimeEnvironment": "SQL-1_0",
            "ApplicationConfiguration": {
                "SqlApplicationConfiguration": sql,
                "ApplicationCodeConfiguration": {
                    "CodeContentType": "PLAINTEXT",
                    "CodeContent": { "TextContent": lab.sql },
                },
            },
        });
        match saved.role.clone().or_else(first_role) {
            Some(role) => document["ServiceExecutionRole"] = role.into(),
            None => self.missing.push("ServiceExecutionRole".to_owned()),
        }
        document
    }
}

/// InputSchema JSON as the service writes it, whatever was around it.
fn schema_value(SchemaText(text): &SchemaText) -> Result<Value, Vec<Problem>> {
    let schema = SourceSchema::from_json(text).map_err(|error| vec![Problem::of_schema(&error)])?;
    serde_json::from_str(&schema.to_json()).map_err(|error| unreadable(&error))
}

fn unreadable(error: &serde_json::Error) -> Vec<Problem> {
    vec![Problem::plain("LAB0002", error.to_string(), None)]
}
