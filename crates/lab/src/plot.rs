//! Numeric columns of a stream over ROWTIME, for the chart.
//!
//! A stream may bring more rows between two frames than a screen has columns. Then runs of rows are stood for by two of them, the
//! one with the least and the one with the greatest value of the first column, so that a peak is never lost.

use rillcut_record::{Column, ColumnData, DataType, Field};

use crate::{
    observer::Observer,
    protocol::{PlotQuery, PlotUpdate},
};
use rillcut_sql::plan::Plan;

/// Rows of one update at most.
const MOST_ROWS: usize = 2000;

/// What is new of the columns since row `shown`, or all that is kept of them. `None` when there is nothing, or no such stream.
pub(crate) fn update(
    plan: &Plan,
    observer: &Observer,
    query: &PlotQuery,
    shown: &mut Option<u64>,
) -> Option<PlotUpdate> {
    let id = plan.find_stream(&query.stream)?;
    let fields = &observer.fields[id.0];
    let named = |name: &String| {
        let at = fields.iter().position(|field| field.name == *name && field.data_type.is_numeric())?;
        Some((at, name.clone()))
    };
    let (at, columns): (Vec<usize>, Vec<String>) = query.columns.iter().filter_map(named).unzip();
    let mut rowtimes = Vec::new();
    let mut values = vec![Vec::new(); at.len()];
    let ring = &observer.rings[id.0];
    ring.each_from(shown.unwrap_or(0), &mut |batch, rows| {
        rowtimes.extend_from_slice(&batch.rowtimes[rows.clone()]);
        for (&at, values) in at.iter().zip(&mut values) {
            extend(&fields[at], &batch.columns[at], rows.clone(), values);
        }
    });
    let reset = shown.replace(ring.total()).is_none();
    if let Some(kept) = thinned(values.first().map_or(&[], Vec::as_slice)) {
        rowtimes = kept.iter().map(|&row| rowtimes[row]).collect();
        for values in &mut values {
            *values = kept.iter().map(|&row| values[row]).collect();
        }
    }
    (reset || !rowtimes.is_empty()).then(|| PlotUpdate {
        stream: query.stream.clone(),
        reset,
        columns,
        rowtimes,
        values,
    })
}

/// The rows that stand for the others; `None` when all can stay.
fn thinned(values: &[f64]) -> Option<Vec<usize>> {
    if values.len() <= MOST_ROWS {
        return None;
    }
    let run = values.len().div_ceil(MOST_ROWS / 2);
    let mut kept = Vec::with_capacity(MOST_ROWS);
    for start in (0..values.len()).step_by(run) {
        let rows = start..(start + run).min(values.len());
        let by = |a: &usize, b: &usize| values[*a].total_cmp(&values[*b]);
        let (least, most) = (rows.clone().min_by(by), rows.max_by(by));
        let (Some(least), Some(most)) = (least, most) else { continue };
        kept.push(least.min(most));
        if least != most {
            kept.push(least.max(most));
        }
    }
    Some(kept)
}

/// Appends numbers of a column; NaN stands for NULL.
fn extend(field: &Field, column: &Column, rows: std::ops::Range<usize>, values: &mut Vec<f64>) {
    let unit = match field.data_type {
        DataType::Decimal { scale, .. } => (0..scale).fold(1.0, |unit, _| unit * 10.0),
        _ => 1.0,
    };
    values.extend(rows.map(|row| match column.data() {
        _ if column.is_null(row) => f64::NAN,
        ColumnData::Long(numbers) => numbers[row] as f64 / unit,
        ColumnData::Double(numbers) => numbers[row],
        _ => f64::NAN,
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peaks_survive_thinning() {
        let mut values: Vec<f64> = (0..20_001).map(|row| f64::from(row % 10)).collect();
        (values[7_777], values[15_000]) = (500.0, -500.0);
        assert_eq!(thinned(&values[..MOST_ROWS]), None);
        let kept = thinned(&values).unwrap();
        assert!(kept.len() <= MOST_ROWS && kept.is_sorted());
        assert!(kept.contains(&7_777) && kept.contains(&15_000));
        let nulls: Vec<f64> = (0..5000).map(|_| f64::NAN).collect();
        assert_eq!(thinned(&nulls).unwrap().len(), MOST_ROWS, "NULL does no harm");
    }

    #[test]
    fn numbers_of_every_type() {
        let mut column = Column::new(DataType::BigInt);
        column.push(&rillcut_record::Value::Long(1250));
        column.push(&rillcut_record::Value::Null);
        let mut values = Vec::new();
        extend(&Field::new("D", DataType::Decimal { precision: 6, scale: 2 }), &column, 0..2, &mut values);
        extend(&Field::new("B", DataType::BigInt), &column, 0..1, &mut values);
        assert!(values[0] == 12.5 && values[1].is_nan() && values[2] == 1250.0);
    }
}
