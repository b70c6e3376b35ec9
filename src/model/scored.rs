//! What the engine said of the forest's scores.

use std::sync::Arc;

use leptos::prelude::*;
use rillcut_lab::protocol::{ChartPoint, PlotQuery, PointView, ScoreCounts, ThresholdOffer};

use super::Feed;
use crate::detection::track::Track;

/// Chart points that are kept.
const POINTS: usize = 10_000;

/// The signals of the chart.
#[derive(Clone, Copy)]
pub(crate) struct Scored {
    /// Scored rows, oldest first.
    pub(crate) chart: Feed<ChartPoint>,
    /// How often each score came over the whole run; it changes with the points.
    pub(crate) scores: RwSignal<ScoreCounts>,
    /// What the chart shows beside the score; set it through [`Model::plot`](super::Model::plot).
    pub(super) plotted: RwSignal<Option<PlotQuery>>,
    /// The columns of it.
    pub(crate) track: RwSignal<Track>,
    /// Answer to the last `Explain`, while it is shown.
    pub(crate) explained: RwSignal<Option<Arc<PointView>>>,
    /// Answer to the last `OfferThreshold`, while it is shown.
    pub(crate) offered: RwSignal<Option<Offered>>,
}

/// Answer to `OfferThreshold`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Offered {
    /// The program with a threshold in it.
    Line(ThresholdOffer),
    /// The program has no place for one.
    NoPlace,
}

impl Scored {
    pub(super) fn new() -> Self {
        Self {
            chart: Feed::new(POINTS),
            scores: RwSignal::new(ScoreCounts::default()),
            plotted: RwSignal::new(None),
            track: RwSignal::new(Track::default()),
            explained: RwSignal::new(None),
            offered: RwSignal::new(None),
        }
    }
}
