//! Applications in CloudFormation templates, which keep outputs and reference data in resources of their own.
//!
//! Of the template's other parts only `Parameters` are read, for their defaults. Its other resources are named in a notice.

use rillcut_record::JsonNode;

use super::{
    members::{Object, Reading},
    read::{self, Parts},
};
use crate::protocol::Problem;

/// What a resource is to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Application,
    Output,
    Reference,
}

fn kind(resource: &JsonNode) -> Option<Kind> {
    let rillcut_record::JsonValue::Text(name) = &resource.member("Type")?.value else { return None };
    let rest = name
        .strip_prefix("AWS::KinesisAnalytics::")
        .or_else(|| name.strip_prefix("AWS::KinesisAnalyticsV2::"))?;
    match rest {
        "Application" => Some(Kind::Application),
        "ApplicationOutput" => Some(Kind::Output),
        "ApplicationReferenceDataSource" => Some(Kind::Reference),
        _ => None,
    }
}

/// The application of a template, `chosen` by name or logical id where there are several.
pub(super) fn application<'a>(
    reading: &mut Reading<'a>,
    document: &'a JsonNode,
    chosen: Option<&str>,
) -> Result<Parts, Problem> {
    let resources = document.member("Resources").map_or(&[][..], read::members);
    let applications: Vec<(&str, &JsonNode)> = resources
        .iter()
        .filter(|(_, resource)| kind(resource) == Some(Kind::Application))
        .filter_map(|(id, resource)| Some((id.as_str(), resource.member("Properties")?)))
        .collect();
    let name_of = |reading: &mut Reading<'_>, node: &JsonNode| {
        node.member("ApplicationName").and_then(|name| reading.intrinsics.text(name))
    };
    let wanted: Vec<(&str, &JsonNode)> = match chosen {
        Some(chosen) => applications
            .iter()
            .copied()
            .filter(|(id, node)| *id == chosen || name_of(reading, node).as_deref() == Some(chosen))
            .collect(),
        None => applications.clone(),
    };
    let (id, properties) = match wanted.as_slice() {
        [one] => *one,
        [] if applications.is_empty() => return Err(read::nothing(reading, document)),
        _ => {
            let ids: String = applications
                .iter()
                .map(|(id, _)| *id)
                .collect::<Vec<_>>()
                .join(", ")
                .chars()
                .take(300)
                .collect();
            let message = format!("the template has several applications: {ids}");
            let hint = "choose one with --application NAME";
            return Err(reading.error("LAB0034", document.at, message, Some(hint)));
        }
    };
    let name = name_of(reading, properties);
    let path = format!("Resources.{}.Properties", short(id));
    let Some(object) = Object::of(properties, path) else { return Err(read::nothing(reading, document)) };
    let mut parts = read::parts(reading, object)?;
    let mut others = Vec::new();
    for (resource_id, resource) in resources {
        let Some(kind) = kind(resource) else {
            others.push(short(resource_id));
            continue;
        };
        if kind == Kind::Application {
            continue;
        }
        let path = format!("Resources.{}.Properties", short(resource_id));
        let Some(mut object) = resource.member("Properties").and_then(|node| Object::of(node, path)) else {
            continue;
        };
        let owner = object.text(reading, &["ApplicationName"]);
        let owned = match owner.as_deref() {
            Some(owner) => owner == id || owner == format!("${{{id}}}") || Some(owner) == name.as_deref(),
            None => true,
        };
        if !owned && applications.len() > 1 {
            continue;
        }
        if kind == Kind::Output {
            if let Some(output) = object.object(reading, &["Output"]) {
                parts.saved.outputs.extend(read::output(reading, output));
            }
        } else if let Some(reference) = object.object(reading, &["ReferenceDataSource"]) {
            parts.saved.references.extend(read::reference(reading, reference)?);
        }
        object.finish(reading);
    }
    if !others.is_empty() {
        let listed: String = others.join(", ").chars().take(300).collect();
        let message = format!("the template's other resources are not part of the application: {listed}");
        reading.notice("LAB0048", document.at, message, None);
    }
    Ok(parts)
}

/// A logical id for a message.
fn short(id: &str) -> String {
    id.chars().take(100).collect()
}
