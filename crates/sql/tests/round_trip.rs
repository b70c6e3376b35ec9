//! Any tree that is printed parses to the same tree.

use proptest::{option, prelude::*, sample::select};
use rillcut_record::{DataType, IntervalQualifier, IntervalUnit};
use rillcut_sql::{
    Span,
    ast::{
        BinaryOp, Case, ColumnDef, CreateFunction, CreatePump, CreateStream, Expr, ExprKind, Frame,
        FrameBound, FrameUnit, FromItem, FunctionCall, Grouping, Ident, InItems, Insert, IsTest, Join,
        JoinConstraint, JoinOperator, Literal, Name, NamedWindow, OrderItem, Parameter, Place, Program,
        Quantifier, Query, QueryBody, Select, SelectItem, Statement, StatementKind, Table, TableAlias,
        TableKind, TemporalOp, TrimSide, UnaryOp, WindowRef, WindowSpec,
    },
    parse,
};

fn expr(kind: ExprKind) -> Expr {
    Expr::new(kind, Span::default())
}

fn ident() -> impl Strategy<Value = Ident> {
    let plain = select(vec![
        "a",
        "b1",
        "_c",
        "Value",
        "date",
        "second",
        "timestamp",
        "first",
        "row",
        "interval",
        "count",
    ]);
    prop_oneof![
        plain.prop_map(|text| Ident { text: text.to_owned(), quoted: false, span: Place::default() }),
        "[^\\p{Cc}]{1,6}".prop_map(|text| Ident { text, quoted: true, span: Place::default() }),
        Just(Ident { text: "select".to_owned(), quoted: true, span: Place::default() }),
    ]
}

fn name() -> impl Strategy<Value = Name> {
    prop::collection::vec(ident(), 1..4).prop_map(|parts| Name { parts })
}

fn unit() -> impl Strategy<Value = IntervalUnit> {
    use IntervalUnit::{Day, Hour, Minute, Month, Second, Year};
    select(vec![Year, Month, Day, Hour, Minute, Second])
}

fn qualifier() -> impl Strategy<Value = IntervalQualifier> {
    (unit(), unit()).prop_map(|(a, b)| {
        let both = IntervalQualifier { from: a.min(b), to: a.max(b) };
        let mixed = both.is_calendar() && both.to > IntervalUnit::Month;
        if mixed { IntervalQualifier::single(a) } else { both }
    })
}

fn data_type() -> impl Strategy<Value = DataType> {
    prop_oneof![
        select(vec![
            DataType::TinyInt,
            DataType::SmallInt,
            DataType::Integer,
            DataType::BigInt,
            DataType::Real,
            DataType::Double,
            DataType::Boolean,
            DataType::Date,
            DataType::Time,
            DataType::Timestamp,
            DataType::TEXT,
            DataType::Decimal { precision: 18, scale: 0 },
            DataType::Decimal { precision: 5, scale: 2 },
            DataType::Char { length: 1 },
            DataType::Varchar { length: Some(65_535) },
            DataType::Binary { length: 3 },
            DataType::Varbinary { length: 9 },
        ]),
        qualifier().prop_map(DataType::Interval),
    ]
}

fn literal() -> impl Strategy<Value = Literal> {
    prop_oneof![
        select(vec!["0", "17", "1.50", ".5", "5.", "1e3", "2.5E-7"])
            .prop_map(|digits| Literal::Number(digits.to_owned())),
        ".{0,5}|'|''|--".prop_map(Literal::String),
        prop::collection::vec(any::<u8>(), 0..4).prop_map(Literal::Binary),
        any::<bool>().prop_map(Literal::Boolean),
        Just(Literal::Unknown),
        Just(Literal::Null),
        ".{0,3}".prop_map(Literal::Timestamp),
        ".{0,3}".prop_map(Literal::Date),
        ".{0,3}".prop_map(Literal::Time),
        (any::<bool>(), ".{0,3}", qualifier()).prop_map(|(negative, text, qualifier)| Literal::Interval {
            negative,
            text,
            qualifier
        }),
    ]
}

fn leaf() -> BoxedStrategy<Expr> {
    let bare = select(vec!["CURRENT_TIMESTAMP", "LOCALTIME", "CURRENT_DATE"]).prop_map(|text| {
        let name = Ident { text: text.to_owned(), quoted: false, span: Place::default() };
        ExprKind::Call(Box::new(FunctionCall { bare: true, ..call(name, Vec::new()) }))
    });
    prop_oneof![literal().prop_map(ExprKind::Literal), name().prop_map(ExprKind::Name), bare,]
        .prop_map(expr)
        .boxed()
}

fn call(name: Ident, arguments: Vec<Expr>) -> FunctionCall {
    FunctionCall {
        name,
        quantifier: None,
        arguments,
        star: false,
        bare: false,
        filter: None,
        from_last: None,
        ignore_nulls: None,
        over: None,
    }
}

fn operations(inner: &BoxedStrategy<Expr>) -> BoxedStrategy<ExprKind> {
    let x = || inner.clone().prop_map(Box::new);
    let op = select(vec![
        BinaryOp::Add,
        BinaryOp::Subtract,
        BinaryOp::Multiply,
        BinaryOp::Divide,
        BinaryOp::Concat,
        BinaryOp::Equal,
        BinaryOp::NotEqual,
        BinaryOp::Less,
        BinaryOp::LessOrEqual,
        BinaryOp::Greater,
        BinaryOp::GreaterOrEqual,
    ]);
    let test = select(vec![IsTest::Null, IsTest::True, IsTest::False, IsTest::Unknown]);
    let many = || prop::collection::vec(inner.clone(), 2..4);
    prop_oneof![
        4 => (op, x(), x()).prop_map(|(op, a, b)| ExprKind::Binary(op, a, b)),
        2 => (select(vec![UnaryOp::Minus, UnaryOp::Plus]), x()).prop_map(|(op, a)| ExprKind::Unary(op, a)),
        1 => many().prop_map(ExprKind::And),
        1 => many().prop_map(ExprKind::Or),
        1 => x().prop_map(ExprKind::Not),
        1 => (x(), test, any::<bool>()).prop_map(|(operand, test, negated)| ExprKind::Is { operand, test, negated }),
        1 => (x(), x(), any::<bool>())
            .prop_map(|(left, right, negated)| ExprKind::IsDistinct { left, right, negated }),
        1 => (x(), x(), x(), any::<bool>())
            .prop_map(|(operand, low, high, negated)| ExprKind::Between { operand, low, high, negated }),
        1 => (x(), prop::collection::vec(inner.clone(), 1..3), any::<bool>())
            .prop_map(|(operand, mut list, negated)| {
                // `IN ((query))` is IN with a query.
                if list.len() == 1 && matches!(list[0].kind, ExprKind::Subquery(_)) {
                    list.push(expr(ExprKind::Literal(Literal::Null)));
                }
                ExprKind::In { operand, items: InItems::List(list), negated }
            }),
        1 => (x(), x(), option::of(x()), any::<bool>(), any::<bool>()).prop_map(
            |(operand, pattern, escape, similar, negated)| ExprKind::Like { operand, pattern, escape, similar, negated }
        ),
        1 => (temporal_op(), x(), x(), x(), any::<bool>()).prop_map(|(op, a, b, c, row)| {
            let left = if row { ExprKind::Row(vec![*a, *b]) } else { ExprKind::Period(a, b) };
            ExprKind::Temporal(op, Box::new(expr(left)), c)
        }),
        1 => prop::collection::vec(inner.clone(), 1..3).prop_map(ExprKind::Row),
    ]
    .boxed()
}

fn temporal_op() -> impl Strategy<Value = TemporalOp> {
    use TemporalOp as Op;
    select(vec![
        Op::Contains,
        Op::Overlaps,
        Op::Equals,
        Op::Precedes,
        Op::Succeeds,
        Op::ImmediatelyPrecedes,
        Op::ImmediatelySucceeds,
        Op::Leads,
        Op::Lags,
        Op::StrictlyContains,
        Op::StrictlyOverlaps,
        Op::StrictlyOverlaps,
        Op::StrictlyPrecedes,
        Op::StrictlySucceeds,
        Op::StrictlyLeads,
        Op::StrictlyLags,
        Op::ImmediatelyLeads,
        Op::ImmediatelyLags,
    ])
}

fn forms(inner: BoxedStrategy<Expr>) -> BoxedStrategy<ExprKind> {
    let x = || inner.clone().prop_map(Box::new);
    let branches = prop::collection::vec((inner.clone(), inner.clone()), 1..3);
    let side = select(vec![None, Some(TrimSide::Both), Some(TrimSide::Leading), Some(TrimSide::Trailing)]);
    prop_oneof![
        (option::of(inner.clone()), branches, option::of(inner.clone())).prop_map(
            |(operand, branches, otherwise)| {
                ExprKind::Case(Box::new(Case { operand, branches, otherwise }))
            }
        ),
        (x(), data_type()).prop_map(|(operand, data_type)| ExprKind::Cast { operand, data_type }),
        (x(), unit(), any::<bool>()).prop_map(|(operand, unit, ceil)| ExprKind::FloorTo {
            operand,
            unit,
            ceil
        }),
        (x(), x()).prop_map(|(operand, width)| ExprKind::Step { operand, width }),
        (unit(), x()).prop_map(|(unit, operand)| ExprKind::Extract { unit, operand }),
        (x(), x(), option::of(x())).prop_map(|(operand, from, length)| ExprKind::Substring {
            operand,
            from,
            length
        }),
        (x(), x(), x()).prop_map(|(operand, pattern, escape)| ExprKind::SubstringSimilar {
            operand,
            pattern,
            escape
        }),
        (x(), x()).prop_map(|(needle, operand)| ExprKind::Position { needle, operand }),
        (side, option::of(x()), x()).prop_map(|(side, characters, operand)| ExprKind::Trim {
            side,
            characters,
            operand
        }),
        (x(), x(), x(), option::of(x())).prop_map(|(operand, replacement, from, length)| ExprKind::Overlay {
            operand,
            replacement,
            from,
            length
        }),
        (x(), x(), qualifier()).prop_map(|(left, right, qualifier)| ExprKind::Difference {
            left,
            right,
            qualifier
        }),
        calls(inner.clone()),
        query(inner.clone()).prop_map(|query| ExprKind::Subquery(Box::new(query))),
        query(inner.clone()).prop_map(|query| ExprKind::Exists(Box::new(query))),
        query(inner.clone()).prop_map(|query| ExprKind::Cursor(Box::new(query))),
        (x(), query(inner), any::<bool>()).prop_map(|(operand, query, negated)| {
            ExprKind::In { operand, items: InItems::Query(Box::new(query)), negated }
        }),
    ]
    .boxed()
}

fn calls(inner: BoxedStrategy<Expr>) -> BoxedStrategy<ExprKind> {
    let function = select(vec!["ABS", "f", "COUNT", "NTH_VALUE", "FLOOR", "ceiling", "SUBSTRING"]);
    let arguments = prop::collection::vec(inner.clone(), 1..3);
    let quantifier = option::of(select(vec![Quantifier::Distinct, Quantifier::All]));
    let flag = || option::of(any::<bool>());
    (
        function,
        arguments,
        quantifier,
        option::of(inner.clone()),
        flag(),
        flag(),
        option::of(window_ref(inner)),
        0..4_u8,
    )
        .prop_map(|(function, arguments, quantifier, filter, from_last, ignore_nulls, over, shape)| {
            let name = Ident { text: function.to_owned(), quoted: false, span: Place::default() };
            let special = matches!(function, "FLOOR" | "ceiling" | "SUBSTRING");
            // Only NTH_VALUE has FROM FIRST, and without OVER of its own `NTH_VALUE(…) FROM first OVER …` would be read as that.
            let nth = function == "NTH_VALUE";
            let shape = if nth { 3 } else { shape };
            let over = if nth { over.or_else(|| Some(WindowRef::Name(name.clone()))) } else { over };
            let mut call = call(name, arguments);
            match shape {
                // The functions with a syntax of their own are plain calls otherwise.
                _ if special => {}
                0 => call = FunctionCall { star: true, arguments: Vec::new(), ..call },
                1 => call.arguments.clear(),
                2 => call.quantifier = quantifier,
                _ => {
                    call.filter = filter;
                    call.from_last = from_last.filter(|_| nth);
                    call.ignore_nulls = ignore_nulls;
                    call.over = over;
                }
            }
            ExprKind::Call(Box::new(call))
        })
        .boxed()
}

fn window_ref(inner: BoxedStrategy<Expr>) -> BoxedStrategy<WindowRef> {
    prop_oneof![
        ident().prop_map(WindowRef::Name),
        window_spec(inner).prop_map(|spec| WindowRef::Spec(Box::new(spec))),
    ]
    .boxed()
}

fn window_spec(inner: BoxedStrategy<Expr>) -> BoxedStrategy<WindowSpec> {
    let bound = |inner: BoxedStrategy<Expr>| {
        prop_oneof![
            Just(FrameBound::UnboundedPreceding),
            Just(FrameBound::CurrentRow),
            Just(FrameBound::UnboundedFollowing),
            inner.clone().prop_map(|expr| FrameBound::Preceding(Box::new(expr))),
            inner.prop_map(|expr| FrameBound::Following(Box::new(expr))),
        ]
    };
    let frame = (
        select(vec![FrameUnit::Range, FrameUnit::Rows]),
        bound(inner.clone()),
        option::of(bound(inner.clone())),
    )
        .prop_map(|(unit, start, end)| Frame { unit, start, end });
    let partition = prop::collection::vec(inner.clone(), 0..3);
    (option::of(ident()), partition, order(inner), option::of(frame))
        .prop_map(|(base, partition, order, frame)| WindowSpec {
            base,
            partition,
            order,
            frame,
            span: Place::default(),
        })
        .boxed()
}

fn order(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Vec<OrderItem>> {
    let item = (inner.clone(), any::<bool>(), option::of(any::<bool>()), option::of(inner)).prop_map(
        |(expr, descending, nulls_first, within)| OrderItem { expr, descending, nulls_first, within },
    );
    prop::collection::vec(item, 0..2).boxed()
}

fn table(inner: BoxedStrategy<Expr>, small: BoxedStrategy<Query>) -> BoxedStrategy<Table> {
    let function = (ident(), prop::collection::vec(inner.clone(), 0..2))
        .prop_map(|(name, arguments)| TableKind::Function { name, arguments });
    let kind = prop_oneof![
        3 => name().prop_map(TableKind::Named),
        1 => small.prop_map(|query| TableKind::Query(Box::new(query))),
        1 => function,
    ];
    let alias = (ident(), prop::collection::vec(ident(), 0..3))
        .prop_map(|(name, columns)| TableAlias { name, columns });
    (kind, option::of(window_ref(inner)), option::of(alias))
        .prop_map(|(kind, over, alias)| Table { kind, over, alias, span: Place::default() })
        .boxed()
}

fn from_item(inner: BoxedStrategy<Expr>, small: BoxedStrategy<Query>) -> BoxedStrategy<FromItem> {
    let constraint = prop_oneof![
        inner.clone().prop_map(JoinConstraint::On),
        prop::collection::vec(ident(), 1..3).prop_map(JoinConstraint::Using),
    ];
    let operator = select(vec![
        JoinOperator::Inner,
        JoinOperator::Left,
        JoinOperator::Right,
        JoinOperator::Full,
        JoinOperator::Cross,
    ]);
    let join = (operator, table(inner.clone(), small.clone()), constraint, any::<bool>()).prop_map(
        |(operator, table, constraint, natural)| {
            let bare = natural || operator == JoinOperator::Cross;
            Join {
                operator,
                natural,
                table,
                constraint: (!bare).then_some(constraint),
                span: Place::default(),
            }
        },
    );
    let flat = (table(inner, small), prop::collection::vec(join, 0..3))
        .prop_map(|(table, joins)| FromItem { table, joins });
    flat.prop_flat_map(|item| {
        let nested = Table {
            kind: TableKind::Nested(Box::new(item.clone())),
            over: None,
            alias: None,
            span: Place::default(),
        };
        // A query alone in parentheses is a query, not a table in parentheses.
        let alone = item.joins.is_empty() && matches!(item.table.kind, TableKind::Query(_));
        prop_oneof![
            4 => Just(item.clone()),
            1 => Just(if alone { item } else { FromItem { table: nested, joins: Vec::new() } }),
        ]
    })
    .boxed()
}

/// A query without queries inside.
fn small_query(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Query> {
    (ident(), inner)
        .prop_map(|(stream, item)| {
            let name = Name { parts: vec![stream] };
            let table =
                Table { kind: TableKind::Named(name), over: None, alias: None, span: Place::default() };
            let select = Select {
                stream: true,
                quantifier: None,
                items: vec![SelectItem::Expr(item, None)],
                from: vec![FromItem { table, joins: Vec::new() }],
                predicate: None,
                grouping: None,
                having: None,
                windows: Vec::new(),
                keyword: Place::default(),
            };
            Query::new(QueryBody::Select(Box::new(select)), Vec::new(), Span::default())
        })
        .boxed()
}

fn query(inner: BoxedStrategy<Expr>) -> BoxedStrategy<Query> {
    let small = small_query(inner.clone());
    let item = prop_oneof![
        1 => Just(SelectItem::All(Place::default())),
        1 => ident().prop_map(|table| SelectItem::AllOf(table, Place::default())),
        3 => (inner.clone(), option::of(ident())).prop_map(|(expr, alias)| SelectItem::Expr(expr, alias)),
    ];
    let grouping = prop_oneof![
        prop::collection::vec(inner.clone(), 1..3).prop_map(Grouping::By),
        (prop::collection::vec(inner.clone(), 1..3), inner.clone()).prop_map(|(partition, range)| {
            Grouping::Stagger { partition, range, span: Place::default() }
        }),
    ];
    let window = (ident(), window_spec(inner.clone())).prop_map(|(name, spec)| NamedWindow { name, spec });
    let select = (
        any::<bool>(),
        option::of(select(vec![Quantifier::Distinct, Quantifier::All])),
        prop::collection::vec(item, 1..3),
        prop::collection::vec(from_item(inner.clone(), small.clone()), 0..2),
        option::of(inner.clone()),
        option::of(grouping),
        option::of(inner.clone()),
        prop::collection::vec(window, 0..2),
    )
        .prop_map(|(stream, quantifier, items, from, predicate, grouping, having, windows)| {
            let keyword = Place::default();
            let select =
                Select { stream, quantifier, items, from, predicate, grouping, having, windows, keyword };
            QueryBody::Select(Box::new(select))
        });
    let branch = (small.clone(), order(inner.clone()))
        .prop_map(|(query, order)| Query::new(query.body, order, Span::default()));
    let body = prop_oneof![
        4 => select,
        1 => prop::collection::vec(branch, 2..4).prop_map(QueryBody::Union),
        1 => prop::collection::vec(prop::collection::vec(inner.clone(), 1..3), 1..3).prop_map(QueryBody::Values),
    ];
    (body, order(inner)).prop_map(|(body, order)| Query::new(body, order, Span::default())).boxed()
}

fn any_expr() -> BoxedStrategy<Expr> {
    leaf()
        .prop_recursive(4, 40, 3, |inner| {
            prop_oneof![3 => operations(&inner), 2 => forms(inner)].prop_map(expr)
        })
        .boxed()
}

fn statement() -> BoxedStrategy<StatementKind> {
    let column = (ident(), data_type(), any::<bool>()).prop_map(|(name, data_type, not_null)| ColumnDef {
        name,
        data_type,
        not_null,
        span: Place::default(),
    });
    let stream = (any::<bool>(), name(), prop::collection::vec(column, 1..4), option::of(".{0,4}")).prop_map(
        |(replace, name, columns, description)| CreateStream { replace, name, columns, description },
    );
    let insert = || {
        (any::<bool>(), name(), prop::collection::vec(ident(), 0..3), query(any_expr()))
            .prop_map(|(expedited, target, columns, query)| Insert { expedited, target, columns, query })
    };
    let pump = (any::<bool>(), name(), option::of(".{0,4}"), any::<bool>(), insert()).prop_map(
        |(replace, name, description, stopped, insert)| CreatePump {
            replace,
            name,
            description,
            stopped,
            insert,
        },
    );
    let parameter = (ident(), data_type()).prop_map(|(name, data_type)| Parameter { name, data_type });
    let words = prop::collection::vec(
        select(vec!["LANGUAGE SQL", "NOT DETERMINISTIC", "CONTAINS SQL", "SPECIFIC a"]),
        0..3,
    );
    let function =
        (any::<bool>(), name(), prop::collection::vec(parameter, 0..3), data_type(), words, any_expr())
            .prop_map(|(replace, name, parameters, returns, words, body)| {
                let characteristics = words.into_iter().map(str::to_owned).collect();
                CreateFunction { replace, name, parameters, returns, characteristics, body }
            });
    prop_oneof![
        1 => stream.prop_map(StatementKind::CreateStream),
        4 => pump.prop_map(StatementKind::CreatePump),
        1 => function.prop_map(|function| StatementKind::CreateFunction(Box::new(function))),
        1 => insert().prop_map(StatementKind::Insert),
        2 => query(any_expr()).prop_map(StatementKind::Query),
    ]
    .boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 3000, ..ProptestConfig::default() })]

    #[test]
    fn printed_programs_parse_to_themselves(kinds in prop::collection::vec(statement(), 1..3)) {
        let statements = kinds.into_iter().map(|kind| Statement { kind, span: Place::default() }).collect();
        let program = Program { statements };
        let printed = program.to_string();
        let parsed = parse(&printed);
        prop_assert!(parsed.diagnostics.is_empty(), "{printed}\n{:?}", parsed.diagnostics);
        prop_assert!(parsed.program == program, "{printed}\nwas read as\n{}", parsed.program);
    }
}

#[test]
fn places_do_not_take_part_in_equality() {
    let tight = parse("CREATE STREAM a (x INT);");
    let wide = parse("\n\n create   stream a(x integer) ;");
    assert_eq!(tight.program, wide.program);
    assert_ne!(tight.program, parse("CREATE STREAM b (x INT);").program);
}
