//! `TABLE(RANDOM_CUT_FOREST(CURSOR(…), …))` (spec/kda-sql.md 12.1–12.3): scores each row before the forest learns it.
//!
//! A row with a NULL among the numeric columns is passed on with a NULL score and is not learnt: there is no point to score, and
//! losing the row would be worse. A value that is not finite is a row error. The sources say nothing of either.
//!
//! A forest that is watched tells what it scored and keeps what is needed to say why. That changes no score.

use std::sync::Arc;

use rillcut_forest::{Attribution, Forest, Grade, Grader, Options};
use rillcut_record::{Column, ColumnData, Fields, Nulls, TextColumn};
use rillcut_sql::{Span, plan::ForestOptions};

use super::Operate;
use crate::{
    chunk::Chunk,
    error::{Error, ErrorKind},
    explanation::push_explanation,
    failures::Failures,
    past::{Past, Row},
    point::PointColumns,
    row_error::{RowError, RowErrorKind, without_failed},
    scored::{ScoreExplanation, ScoredRows},
    statistics::OperatorState,
};

#[derive(Debug, Clone)]
pub(crate) struct ScoredForest {
    forest: Forest,
    point: PointColumns,
    /// `Some(withDirectionality)`.
    explanation: Option<bool>,
    input_fields: Fields,
    span: Span,
    watch: Option<Watch>,
}

/// What is kept of a forest that is watched.
#[derive(Debug, Clone)]
struct Watch {
    grader: Grader,
    past: Option<Past>,
    /// Rows scored so far.
    total: u64,
    /// Those not told yet.
    news: ScoredRows,
}

impl Watch {
    fn take_in(&mut self, rowtime: i64, point: &[f64], score: f64, warm_up: bool) {
        let grade = if warm_up { Grade::default() } else { self.grader.grade(score) };
        if let Some(past) = &mut self.past {
            past.after(point, Row { rowtime, score, warm_up, grade });
        }
        let news = &mut self.news;
        if news.is_empty() {
            news.first = self.total;
            news.width = point.len();
        }
        news.rowtimes.push(rowtime);
        news.values.extend_from_slice(point);
        news.scores.push(score);
        news.warm_up.push(warm_up);
        news.grades.push(grade);
        self.total += 1;
    }
}

impl ScoredForest {
    pub(crate) fn new(
        columns: &[usize],
        options: ForestOptions,
        seed: u64,
        input_fields: &Fields,
        fields: &Fields,
        span: Span,
    ) -> Result<Self, Error> {
        let point = PointColumns::new(columns, input_fields, span)?;
        let added = if options.explanation.is_some() { 2 } else { 1 };
        if fields.len() != input_fields.len() + added {
            return Err(Error::unsound(span, "the forest does not give the columns it should"));
        }
        let mut shape = Options::new(columns.len()).sample(options.sample as usize).seed(seed);
        shape.trees = options.trees as usize;
        shape.time_decay = u64::from(options.time_decay);
        shape.shingle = options.shingle as usize;
        let forest = Forest::new(shape)
            .map_err(|error| Error::at(ErrorKind::Forest { reason: error.to_string() }, span))?;
        Ok(Self {
            forest,
            point,
            explanation: options.explanation,
            input_fields: input_fields.clone(),
            span,
            watch: None,
        })
    }

    /// Scores one point and, when asked for, explains the score into `text`.
    fn score(
        &mut self,
        point: &[f64],
        attribution: &mut Attribution,
        text: &mut String,
    ) -> Result<f64, String> {
        let scored = match self.explanation {
            None => self.forest.score_and_update(point),
            Some(direction) => self.forest.explain_and_update_into(point, attribution).map(|()| {
                let names =
                    self.point.columns().iter().map(|&column| self.input_fields[column].name.as_str());
                push_explanation(names, attribution, direction, text);
                attribution.score()
            }),
        };
        scored.map_err(|error| match error.column().and_then(|index| self.point.columns().get(index)) {
            Some(&column) => {
                format!("\"{}\" cannot be scored: {error}", self.input_fields[column].name)
            }
            None => error.to_string(),
        })
    }
}

impl Operate for ScoredForest {
    fn push(&mut self, input: Chunk, failures: &mut Failures<'_>) -> Chunk {
        let batch = &input.batch;
        let mut scores = Vec::with_capacity(input.len());
        let mut nulls = Nulls::new();
        let mut texts = TextColumn::new();
        let mut failed = Vec::new();
        let mut point = Vec::new();
        let mut attribution = Attribution::default();
        for row in input.rows().iter() {
            if !self.point.read(batch, row as usize, &mut point) {
                scores.push(0.0);
                nulls.push(true);
                texts.push("");
                continue;
            }
            let start = texts.buffer().len();
            let warm_up = self.forest.warm_up_remaining() > 0;
            if let Some(past) = self.watch.as_mut().and_then(|watch| watch.past.as_mut()) {
                past.before(&self.forest);
            }
            match self.score(&point, &mut attribution, texts.buffer()) {
                Ok(score) => {
                    if let Some(watch) = &mut self.watch {
                        watch.take_in(batch.rowtimes[row as usize], &point, score, warm_up);
                    }
                    scores.push(score);
                    nulls.push(false);
                    texts.finish_row();
                }
                Err(message) => {
                    texts.buffer().truncate(start);
                    failed.push(RowError { row, kind: RowErrorKind::NotFinite, span: self.span, message });
                }
            }
        }
        let mut kept = input.clone();
        if !failed.is_empty() {
            failures.rows(batch, &self.input_fields, &failed);
            kept.selection = Some(without_failed(input.rows().iter(), &failed));
        }
        let mut output = rillcut_record::Batch::clone(&kept.into_batch());
        if self.explanation.is_some() {
            let explanations = Column::from_parts(ColumnData::Text(texts), nulls.clone());
            output.columns.push(Arc::new(Column::from_parts(ColumnData::Double(scores), nulls)));
            output.columns.push(Arc::new(explanations));
        } else {
            output.columns.push(Arc::new(Column::from_parts(ColumnData::Double(scores), nulls)));
        }
        Chunk::of(output)
    }

    fn state(&self) -> Option<OperatorState> {
        Some(OperatorState::Forest {
            seen: self.forest.seen(),
            warm_up_remaining: self.forest.warm_up_remaining(),
        })
    }

    fn take_scored(&mut self) -> Option<ScoredRows> {
        let news = &mut self.watch.as_mut()?.news;
        (!news.is_empty()).then(|| std::mem::take(news))
    }

    fn watch_scores(&mut self) {
        let options = self.forest.options();
        self.watch = Some(Watch {
            grader: Grader::new(options),
            past: Past::new(options),
            total: 0,
            news: ScoredRows::default(),
        });
    }

    fn explain_score(&self, number: u64) -> Option<ScoreExplanation> {
        self.watch.as_ref()?.past.as_ref()?.explain(number)
    }
}
