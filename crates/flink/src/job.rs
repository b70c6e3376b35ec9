//! The whole job: parameters, source, functions, views, sinks.

use rillcut_record::{Field, SourceSchema};
use rillcut_sql::{
    Diagnostic, Span,
    plan::{JoinKind, JoinWindow, Node, Operator, Plan, StreamId, StreamKind},
};

use crate::{
    expression, functions, lookup, names,
    node::{Place, Writer},
    notes,
    refusal::{self, Refusal, refuse},
    relation::{Relation, column_names, sink_type},
    schema,
    stateful::mix,
    views::Written,
};

/// What a program is exported with.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// How records become rows.
    pub schema: &'a SourceSchema,
    /// The seed of the lab, which its forests are made from.
    pub seed: u64,
    /// The streams whose rows the job gives; `error_stream` may be among them.
    pub outputs: &'a [StreamId],
}

/// An exported job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Over files: reads `${DIR}/records.ndjson`, writes `${DIR}/out/STREAM`.
    pub local: String,
    /// For Managed Service for Apache Flink: Kinesis in and out, parameters on top.
    pub cloud: String,
    /// The files of rows that it reads, one a reference table that it joins with, in the plan's order.
    pub references: Vec<(usize, String)>,
    /// Sentences on what means something else by choice; comments of the scripts, too.
    pub notes: Vec<String>,
}

/// A checked plan as a Flink SQL job. `program` is the plan's text.
///
/// # Errors
/// Everything that Flink cannot do the same way, with the place of the statement: FLK0001 to FLK0007.
pub fn export(plan: &Plan, program: &str, source: Source<'_>) -> Result<Job, Vec<Diagnostic>> {
    let wanted = wanted(plan, source.outputs);
    let mut refusals: Vec<Diagnostic> = Vec::new();
    let unique = unique_streams(plan, &wanted);
    let ordered =
        plan.pumps.iter().zip(&wanted).any(|(pump, wanted)| *wanted && needs_order(&pump.root, &unique));
    let mut writer = Writer::new(plan, program, ordered);
    match source_view(plan, source.schema, &mut writer) {
        Ok(relation) => writer.streams[0] = Some(relation),
        Err(refusal) => return Err(vec![*refusal]),
    }
    pumps(plan, &wanted, source.seed, &mut writer, &mut refusals);
    if !refusals.is_empty() {
        refusals.sort_by_key(|refusal| refusal.span.start);
        return Err(refusals);
    }
    match assembled(plan, source, &writer) {
        Ok(job) => Ok(job),
        Err(refusal) => Err(vec![*refusal]),
    }
}

/// By pump: whether its rows come into an output.
fn wanted(plan: &Plan, outputs: &[StreamId]) -> Vec<bool> {
    let all = outputs.contains(&plan.error_stream());
    let mut streams: Vec<bool> = (0..plan.streams.len()).map(|at| outputs.contains(&StreamId(at))).collect();
    let mut pumps = vec![false; plan.pumps.len()];
    loop {
        let mut changed = false;
        for (pump, wanted) in plan.pumps.iter().zip(&mut pumps) {
            if *wanted || !pump.started || !(all || streams[pump.target.0]) {
                continue;
            }
            (*wanted, changed) = (true, true);
            scans(&pump.root, &mut |stream| streams[stream.0] = true);
        }
        if !changed {
            return pumps;
        }
    }
}

fn scans(node: &Node, with: &mut dyn FnMut(StreamId)) {
    if let Operator::Scan { stream } = node.operator {
        with(stream);
    }
    for input in node.operator.inputs() {
        scans(input, with);
    }
}

/// By stream: whether no two of its rows have one ROWTIME.
fn unique_streams(plan: &Plan, wanted: &[bool]) -> Vec<bool> {
    let mut unique = vec![false; plan.streams.len()];
    loop {
        let before = unique.clone();
        for stream in 0..plan.streams.len() {
            let mut writers =
                plan.pumps.iter().zip(wanted).filter(|(pump, wanted)| **wanted && pump.target.0 == stream);
            if let (Some((pump, _)), None) = (writers.next(), writers.next()) {
                unique[stream] = is_unique(&pump.root, &unique);
            }
        }
        if unique == before {
            return unique;
        }
    }
}

fn is_unique(node: &Node, streams: &[bool]) -> bool {
    match &node.operator {
        Operator::Scan { stream } => streams.get(stream.0).copied().unwrap_or_default(),
        Operator::Filter { input, .. }
        | Operator::Project { input, rowtime: None, .. }
        | Operator::Slide { input, .. }
        | Operator::RandomCutForest { input, .. } => is_unique(input, streams),
        Operator::Tumble { keys, .. } => keys.len() == 1,
        Operator::CountItems { .. } => true,
        Operator::Join { left, right, kind, left_window, right_window, .. } => {
            *kind == JoinKind::Inner
                && *left_window == JoinWindow::Current
                && *right_window == JoinWindow::Current
                && is_unique(left, streams)
                && is_unique(right, streams)
        }
        _ => false,
    }
}

/// Whether an operator in the tree depends on the order of rows of one instant.
fn needs_order(node: &Node, unique: &[bool]) -> bool {
    let own = match &node.operator {
        Operator::Slide { input, .. }
        | Operator::Stagger { input, .. }
        | Operator::Sort { input, .. }
        | Operator::RandomCutForest { input, .. } => !is_unique(input, unique),
        Operator::TopItems { .. } => true,
        _ => false,
    };
    own || node.operator.inputs().into_iter().any(|input| needs_order(input, unique))
}

/// The source stream: records taken apart.
fn source_view(
    plan: &Plan,
    source: &SourceSchema,
    writer: &mut Writer<'_>,
) -> Result<Relation, Box<Refusal>> {
    let stream = &plan.streams[0];
    let schema_fields = source.fields();
    if stream.fields.len() != schema_fields.len() + 1 {
        let beside: Vec<&str> =
            stream.fields[schema_fields.len()..].iter().map(|field| field.name.as_str()).collect();
        return Err(refuse(
            refusal::SOURCE,
            Span::default(),
            format!(
                "the program reads columns that come with records ({}), which are not exported",
                beside.join(", ")
            ),
            "use columns of the schema",
        ));
    }
    for field in &stream.fields {
        crate::relation::travel_type(field.data_type, Span::default())?;
    }
    let specification = schema::specification(source)?;
    let columns = column_names(&stream.fields);
    let cells: Vec<String> = (0..schema_fields.len()).map(|at| format!("c{at}")).collect();
    let taken = format!(
        "`$records` AS s CROSS JOIN LATERAL TABLE(KDA_RECORDS(s.`data`, {})) AS r({}, `$error`, `$index`)",
        names::text(&specification),
        cells.join(", ")
    );
    let mut items: Vec<String> =
        cells.iter().zip(&columns).map(|(cell, column)| format!("r.{cell} AS {column}")).collect();
    items.push(format!("KDA_MILLISECONDS(s.`time`) AS {}", columns[cells.len()]));
    let order = if writer.ordered {
        ", s.`number` || LPAD(CAST(r.`$index` AS STRING), 6, '0') AS `$order`"
    } else {
        ""
    };
    let select = format!(
        "SELECT {},\n       KDA_MILLISECONDS(s.`time`) AS `$rowtime`, s.`time` AS `$time`{order}\nFROM {taken}\nWHERE r.`$error` IS NULL",
        items.join(", ")
    );
    let view = writer.define(stream.name.clone(), &select);
    writer.faults.push(format!(
        "SELECT KDA_MILLISECONDS(s.`time`) AS `$rowtime`, r.`$error` AS `$fault`, CAST(NULL AS BIGINT) AS `$data_rowtime`, s.`data` AS `$data`, CAST(NULL AS STRING) AS `$pump` FROM {taken} WHERE r.`$error` IS NOT NULL"
    ));
    let (fields, ordered) = (stream.fields.clone(), writer.ordered);
    Ok(Relation { view, columns, fields, lag: 0, ordered })
}

/// Every wanted pump after the streams that it reads.
fn pumps(plan: &Plan, wanted: &[bool], seed: u64, writer: &mut Writer<'_>, refusals: &mut Vec<Diagnostic>) {
    let plan_text = writer.program;
    let mut done = vec![false; plan.pumps.len()];
    let mut outputs: Vec<Option<Relation>> = vec![None; plan.pumps.len()];
    loop {
        let mut progress = false;
        for (at, pump) in plan.pumps.iter().enumerate() {
            let mut ready = true;
            scans(&pump.root, &mut |stream| {
                ready &= stream.0 == 0
                    || plan
                        .pumps
                        .iter()
                        .zip(wanted)
                        .zip(&done)
                        .all(|((other, wanted), done)| !wanted || *done || other.target != stream);
            });
            if done[at] || !wanted[at] || !ready {
                continue;
            }
            done[at] = true;
            progress = true;
            writer.begin(at, &pump.name, mix(seed, at as u64));
            let stream = plan.stream(pump.target);
            let writers: Vec<usize> = (0..plan.pumps.len())
                .filter(|&other| wanted[other] && plan.pumps[other].target == pump.target)
                .collect();
            let place = Place { view: stream.name.clone(), fields: stream.fields.clone() };
            let alone = writers.len() == 1 && matches!(pump.root.operator, Operator::Project { .. });
            let first = writer.views.len();
            let result = reads_known(&pump.root, writer).and_then(|()| {
                let relation = writer.node(&pump.root, alone.then_some(&place))?;
                Ok(relation)
            });
            match result {
                Ok(relation) => {
                    if let Some(view) = writer.views.get_mut(first) {
                        view.comment = Some(excerpt(plan_text, pump.span));
                    }
                    outputs[at] = Some(relation);
                }
                Err(refusal) => {
                    refusals.push(*refusal::of_pump(refusal, &pump.name, pump.span));
                    continue;
                }
            }
            if writers.iter().all(|&other| done[other]) {
                let inputs: Vec<Relation> =
                    writers.iter().filter_map(|&other| outputs[other].clone()).collect();
                if inputs.len() < writers.len() {
                    continue;
                }
                let whole = match (alone, inputs.as_slice()) {
                    (true, [relation]) => Ok(relation.clone()),
                    _ => writer.union(&stream.fields, Some(&place), inputs),
                };
                match whole {
                    Ok(relation) => {
                        writer.streams[pump.target.0] =
                            Some(Relation { fields: stream.fields.clone(), ..relation });
                    }
                    Err(refusal) => refusals.push(*refusal::of_pump(refusal, &pump.name, pump.span)),
                }
            }
        }
        if !progress {
            return;
        }
    }
}

/// Streams without rows, and those of pumps that were refused, have no view.
fn reads_known(root: &Node, writer: &mut Writer<'_>) -> Result<(), Box<Refusal>> {
    let mut missing = Vec::new();
    scans(root, &mut |stream| {
        if writer.streams.get(stream.0).is_some_and(Option::is_none) {
            missing.push(stream);
        }
    });
    for stream in missing {
        let stream_plan = writer.plan.stream(stream).clone();
        let columns = column_names(&stream_plan.fields);
        let items = stream_plan
            .fields
            .iter()
            .zip(&columns)
            .map(|(field, column)| {
                let name = crate::relation::travel_type(field.data_type, root.span)?;
                Ok(format!("CAST(NULL AS {name}) AS {column}"))
            })
            .collect::<Result<Vec<_>, Box<Refusal>>>()?;
        let source = writer.streams[0].as_ref().map(|source| (source.view.clone(), source.hidden()));
        let (from, hidden) = source.unwrap_or_default();
        let never = expression::holding("FALSE", "`$rowtime`");
        let select = format!("SELECT {}, {hidden} FROM {from} WHERE {never}", items.join(", "));
        let view = writer.define(stream_plan.name.clone(), &select);
        let ordered = writer.ordered;
        let fields = stream_plan.fields.clone();
        writer.streams[stream.0] = Some(Relation { view, columns, fields, lag: 0, ordered });
    }
    Ok(())
}

/// A statement on one line, for a comment.
fn excerpt(program: &str, span: Span) -> String {
    const SHOWN: usize = 150;
    let text = program.get(span.range()).unwrap_or_default();
    let words: Vec<&str> = text
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default())
        .flat_map(str::split_whitespace)
        .collect();
    let line = words.join(" ").replace(';', "");
    if line.chars().count() <= SHOWN {
        return line;
    }
    line.chars().take(SHOWN).chain(['…']).collect()
}

fn assembled(plan: &Plan, source: Source<'_>, writer: &Writer<'_>) -> Result<Job, Box<Refusal>> {
    let mut sinks = Sinks::default();
    for &output in source.outputs {
        let stream = plan.stream(output);
        if stream.kind == StreamKind::Error {
            sinks.errors(&stream.name, &writer.faults);
        } else {
            let relation = writer.streams[output.0].as_ref().ok_or_else(|| {
                refuse(
                    refusal::OPERATOR,
                    stream.span.unwrap_or_default(),
                    format!("stream \"{}\" has no pump that runs", stream.name),
                    "leave it out of what is exported",
                )
            })?;
            sinks.stream(&stream.name, &stream.fields, relation);
        }
    }
    let mut written = Written::new(&writer.views);
    let inserts = written.resolve(&sinks.inserts());
    let body = format!("{}{inserts}", written.statements());
    let mut declared = functions::declarations(&format!("{body}{}", sinks.local));
    declared.push('\n');
    let arrival = functions::declarations(CLOUD_SOURCE);
    let references: Vec<(usize, String)> = (0..plan.references.len())
        .map(|at| (at, lookup::path(plan, rillcut_sql::plan::ReferenceId(at))))
        .filter(|(_, path)| body.contains(path.as_str()))
        .collect();
    let mut notes = notes::of(plan, source, !references.is_empty(), &writer.notes);
    let noted = notes::comments(&notes);
    notes.extend(notes::CLOUD.map(str::to_owned));
    let local =
        format!("{LOCAL_HEAD}{noted}{LOCAL_SETTINGS}\n{declared}{LOCAL_SOURCE}\n{}\n{body}", sinks.local);
    let noted = notes::comments(&notes);
    let cloud = format!(
        "{CLOUD_HEAD}{}--\n{noted}{CLOUD_SETTINGS}\n{arrival}{declared}{CLOUD_SOURCE}\n{}\n{}",
        sinks.parameters,
        sinks.cloud,
        body.replace("${DIR}/reference", "${REFERENCE}")
    );
    Ok(Job { local, cloud, references, notes })
}

const LOCAL_HEAD: &str = "\
-- The job over files, made by Rillcut. ${DIR} is this folder; RunSql.java puts it in.
--
";

const LOCAL_SETTINGS: &str = "\
SET 'execution.runtime-mode' = 'streaming';
SET 'table.local-time-zone' = 'UTC';
SET 'parallelism.default' = '${PARALLELISM}';
-- All of Flink is one JVM, which a machine that is busy or sleeps may leave waiting for longer than the usual 50 seconds.
SET 'heartbeat.timeout' = '10 min';
-- Sums of doubles in the order of arrival, as the lab has them.
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';
";

const LOCAL_SOURCE: &str = "\
-- Records with the time at which they came. The watermark stands 1 ms behind: without that, rows of an instant
-- that is not over yet would be dropped from windows.
CREATE TEMPORARY TABLE `$records` (
  `number` STRING,
  `at` BIGINT,
  `data` STRING,
  `time` AS TO_TIMESTAMP_LTZ(`at`, 3),
  WATERMARK FOR `time` AS `time` - INTERVAL '0.001' SECOND
) WITH ('connector' = 'filesystem', 'path' = '${DIR}/records.ndjson', 'format' = 'json');
";

const CLOUD_HEAD: &str = "\
-- The job for Managed Service for Apache Flink (Flink 2.3), made by Rillcut: Kinesis in, Kinesis out.
--
-- Put the parameters in before it is built (README.md); sed will do.
--   ${REGION}       the region, such as eu-west-1
--   ${SOURCE_ARN}   the stream that is read
--   ${REFERENCE}    the folder of the reference tables' files, such as s3://bucket/reference; only where there are some
--   ${IDLE}         how long a shard without records holds the windows back, such as 10 s
";

const CLOUD_SETTINGS: &str = "\
--
-- It needs the connector flink-sql-connector-aws-kinesis-streams and the jar of the job's functions (build.sh).
SET 'execution.runtime-mode' = 'streaming';
SET 'table.local-time-zone' = 'UTC';
SET 'table.exec.source.idle-timeout' = '${IDLE}';
SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';
";

const CLOUD_SOURCE: &str = "\
CREATE TEMPORARY TABLE `$records` (
  `data` STRING,
  `time` AS KDA_ARRIVAL(`data`),
  `number` AS KDA_ARRIVAL_NUMBER(`data`),
  WATERMARK FOR `time` AS `time` - INTERVAL '0.001' SECOND
) WITH (
  'connector' = 'kinesis',
  'stream.arn' = '${SOURCE_ARN}',
  'aws.region' = '${REGION}',
  'source.init.position' = 'LATEST',
  'format' = 'raw'
);
";

/// Tables that rows leave by, and the INSERTs.
#[derive(Default)]
struct Sinks {
    local: String,
    cloud: String,
    parameters: String,
    inserts: Vec<String>,
}

impl Sinks {
    fn stream(&mut self, name: &str, fields: &[Field], relation: &Relation) {
        // The column of ROWTIME has the name, unless the program has one of it.
        let taken = fields.iter().any(|field| field.name.eq_ignore_ascii_case("ROWTIME"));
        let rowtime = if taken { "`ROWTIME$`" } else { "`ROWTIME`" };
        let mut columns = vec![format!("{rowtime} TIMESTAMP(3)")];
        let mut values = vec!["KDA_TO_TIMESTAMP(`$rowtime`)".to_owned()];
        for (field, column) in fields.iter().zip(&relation.columns) {
            let (sql_type, value) = sink_type(field.data_type, column);
            columns.push(format!("{} {sql_type}", names::quoted(&field.name)));
            values.push(value);
        }
        self.table(name, &columns);
        let table = names::quoted(&format!("{name}.out"));
        self.inserts.push(format!(
            "INSERT INTO {table} SELECT {} FROM {};",
            values.join(", "),
            relation.view
        ));
    }

    fn errors(&mut self, name: &str, faults: &[String]) {
        let columns = [
            "`ROWTIME` TIMESTAMP(3)",
            "`ERROR_TIME` TIMESTAMP(3)",
            "`ERROR_LEVEL` STRING",
            "`ERROR_NAME` STRING",
            "`MESSAGE` STRING",
            "`DATA_ROWTIME` TIMESTAMP(3)",
            "`DATA_ROW` STRING",
            "`PUMP_NAME` STRING",
        ];
        self.table(name, &columns.map(str::to_owned));
        let table = names::quoted(&format!("{name}.out"));
        let insert = format!(
            "INSERT INTO {table} SELECT KDA_TO_TIMESTAMP(`$rowtime`), KDA_TO_TIMESTAMP(`$rowtime`), 'ERROR', SUBSTRING(`$fault` FROM 1 FOR 7), SUBSTRING(`$fault` FROM 9), KDA_TO_TIMESTAMP(`$data_rowtime`), HEX(`$data`), `$pump` FROM (\n{}\n) AS faults;",
            faults.join("\nUNION ALL\n")
        );
        self.inserts.push(insert);
    }

    fn table(&mut self, name: &str, columns: &[String]) {
        let table = names::quoted(&format!("{name}.out"));
        let columns = columns.join(",\n  ");
        let file = crate::bundle::file_name(name);
        self.local.push_str(&format!(
            "CREATE TEMPORARY TABLE {table} (\n  {columns}\n) WITH ('connector' = 'filesystem', 'path' = '${{DIR}}/out/{file}', 'format' = 'json', 'json.timestamp-format.standard' = 'SQL');\n"
        ));
        self.parameters
            .push_str(&format!("--   ${{SINK_ARN_{file}}}   the stream that rows of {name} go to\n"));
        self.cloud.push_str(&format!(
            "CREATE TEMPORARY TABLE {table} (\n  {columns}\n) WITH (\n  'connector' = 'kinesis',\n  'stream.arn' = '${{SINK_ARN_{file}}}',\n  'aws.region' = '${{REGION}}',\n  'format' = 'json'\n);\n"
        ));
    }

    fn inserts(&self) -> String {
        format!("EXECUTE STATEMENT SET BEGIN\n{}\nEND;\n", self.inserts.join("\n"))
    }
}
