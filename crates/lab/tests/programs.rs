//! Every program of the gallery is laid out, runs on its lab, and has rows to show for it.

use rillcut_lab::{Engine, examples, file::Lab, programs::PROGRAMS};

#[test]
fn every_program_gives_rows_and_no_errors() {
    for program in PROGRAMS {
        let mut lab = Lab::from_json(examples::named(program.lab).unwrap()).unwrap();
        lab.sql = program.sql.to_owned();
        let mut engine =
            Engine::new(lab, 0).unwrap_or_else(|refused| panic!("{}: {refused:?}", program.title));
        assert_eq!(engine.warnings(), [], "{}", program.title);
        let names: Vec<String> = engine.plan().streams.iter().map(|stream| stream.name.clone()).collect();
        let mut rows = vec![0; names.len()];
        let end = engine.start_ms() + 30 * 60_000;
        while engine.now_ms() < end {
            engine.advance_with(end, 10_000, &mut |stream, batch| rows[stream.0] += batch.len());
        }
        let (errors, streams) = rows.split_last().unwrap();
        assert_eq!(*errors, 0, "{}", program.title);
        for (name, rows) in names.iter().zip(streams) {
            assert!(*rows > 0, "{}: {name} is empty", program.title);
        }
    }
}

#[test]
fn every_program_says_what_it_is_for_and_is_laid_out() {
    assert!(PROGRAMS.len() >= 15);
    for program in PROGRAMS {
        let purpose = program.purpose();
        assert!(purpose.ends_with('.') && purpose.len() > 30, "{}: {purpose}", program.title);
        assert_eq!(rillcut_sql::format(program.sql).as_deref(), Some(program.sql), "{}", program.title);
    }
}
