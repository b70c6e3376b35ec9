//! `TABLE(HOTSPOTS(CURSOR(…), …))` (spec/kda-sql.md 12.4): with each row the places where the last rows lie close.
//!
//! What a hotspot is stands in `dense_regions`. The row itself is among the points. A row with a NULL among its numbers is no point:
//! it is passed on with a NULL result and leaves the window as it was. A number that is not finite is a row error.

use std::sync::Arc;

use rillcut_record::{Column, ColumnData, Fields, Nulls, TextColumn, push_double};
use rillcut_sql::{Span, plan::HotspotOptions};

use super::Operate;
use crate::{
    chunk::Chunk,
    dense_regions::{DenseRegions, Region},
    error::Error,
    failures::Failures,
    point::PointColumns,
    row_error::{RowError, RowErrorKind, without_failed},
    statistics::OperatorState,
};

#[derive(Debug, Clone)]
pub(crate) struct Hotspots {
    point: PointColumns,
    regions: DenseRegions,
    input_fields: Fields,
    span: Span,
}

impl Hotspots {
    pub(crate) fn new(
        columns: &[usize],
        options: HotspotOptions,
        input_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let point = PointColumns::new(columns, input_fields, span)?;
        let HotspotOptions { window, radius, minimum } = options;
        let in_range = !columns.is_empty()
            && (2..=1000).contains(&window)
            && radius > 0.0
            && (2..=window).contains(&minimum);
        if !in_range || fields.len() != input_fields.len() + 1 {
            return Err(Error::unsound(span, "hotspots are not of the form they should be"));
        }
        let regions = DenseRegions::new(columns.len(), window as usize, radius, minimum);
        Ok(Self { point, regions, input_fields: input_fields.clone(), span })
    }

    fn not_finite(&self, point: &[f64], row: u32) -> Option<RowError> {
        let at = point.iter().position(|value| !value.is_finite())?;
        let name = &self.input_fields[self.point.columns()[at]].name;
        let message = format!("\"{name}\" is {}, which has no place", point[at]);
        Some(RowError { row, kind: RowErrorKind::NotFinite, span: self.span, message })
    }
}

impl Operate for Hotspots {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let batch = &input.batch;
        let mut texts = TextColumn::new();
        let mut nulls = Nulls::new();
        let mut failed = Vec::new();
        let mut point = Vec::new();
        for row in input.rows().iter() {
            if !self.point.read(batch, row as usize, &mut point) {
                texts.push("");
                nulls.push(true);
                continue;
            }
            if let Some(error) = self.not_finite(&point, row) {
                failed.push(error);
                continue;
            }
            self.regions.push(&point);
            push_json(&self.regions.regions(), texts.buffer());
            texts.finish_row();
            nulls.push(false);
        }
        let mut kept = input.clone();
        if !failed.is_empty() {
            failures.rows(batch, &self.input_fields, &failed);
            kept.selection = Some(without_failed(input.rows().iter(), &failed));
        }
        let mut output = Arc::unwrap_or_clone(kept.into_batch());
        output.columns.push(Arc::new(Column::from_parts(ColumnData::Text(texts), nulls)));
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Points { points: self.regions.len() })
    }
}

/// `{"hotspots":[{"density":d,"minValues":[…],"maxValues":[…]},…]}`.
fn push_json(regions: &[Region], out: &mut String) {
    let list = |name: &str, values: &[f64], out: &mut String| {
        out.push_str(name);
        for (index, &value) in values.iter().enumerate() {
            out.push(if index == 0 { '[' } else { ',' });
            push_double(out, value);
        }
        out.push(']');
    };
    out.push_str("{\"hotspots\":[");
    for (index, region) in regions.iter().enumerate() {
        out.push_str(if index == 0 { "{\"density\":" } else { ",{\"density\":" });
        push_double(out, region.density);
        list(",\"minValues\":", &region.low, out);
        list(",\"maxValues\":", &region.high, out);
        out.push('}');
    }
    out.push_str("]}");
}
