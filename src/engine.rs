//! The line to the engine: commands out, events in.
//!
//! The engine speaks first (see [`rillcut_web::handshake`]); commands sent before its greeting wait here. When it dies, it is ended for
//! good, the page stays and offers to start another.
//!
//! Where it runs, in a worker or, where there can be none, on the page's own thread, is decided by JavaScript of the site
//! (`www/engine.mjs`) before this module hears of it: starting a worker is nothing but calls of the browser, and the one file
//! has other ways to start one than a site of many.

use std::{cell::RefCell, rc::Rc};

use rillcut_lab::protocol::{self, Command, Event};
use rillcut_web::handshake::{PROTOCOL, protocol_of};
use wasm_bindgen::prelude::*;

use crate::words::words;

#[wasm_bindgen]
extern "C" {
    /// A started engine.
    type Line;

    /// Starts an engine. The first function is called with each message, the second with what went wrong: a text, or nothing. Neither is
    /// called before this returns.
    #[wasm_bindgen(catch, js_namespace = rillcut, js_name = startEngine)]
    fn start_engine(heard: &JsValue, failed: &JsValue) -> Result<Line, JsValue>;

    /// Sends octets, and gives them away.
    #[wasm_bindgen(catch, method)]
    fn send(this: &Line, octets: &js_sys::Uint8Array) -> Result<(), JsValue>;

    /// Ends the engine; nothing is heard of it any more.
    #[wasm_bindgen(method)]
    fn end(this: &Line);
}

/// What the engine has to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// It has greeted us and waits for commands.
    Started,
    /// An event of the protocol.
    Event(Box<Event>),
    /// It has been ended and cannot go on; only a new one can.
    Lost(String),
}

/// The line to an engine.
#[derive(Clone)]
pub(crate) struct Engine(Rc<RefCell<State>>);

struct State {
    running: Option<Running>,
    /// Commands from before the greeting.
    waiting: Option<Vec<Command>>,
    tell: Rc<dyn Fn(News)>,
}

/// An engine with all that must live as long as it does; dropping it ends the engine.
struct Running {
    line: Line,
    _listeners: [Closure<dyn FnMut(JsValue)>; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.line.end();
    }
}

impl Engine {
    /// A line on which no engine has been started yet. News go to `tell`.
    pub(crate) fn new(tell: impl Fn(News) + 'static) -> Self {
        Self(Rc::new(RefCell::new(State { running: None, waiting: Some(Vec::new()), tell: Rc::new(tell) })))
    }

    /// Starts an engine in place of the one before; commands from now on are for the new one.
    pub(crate) fn start(&self) {
        self.end();
        self.0.borrow_mut().waiting = Some(Vec::new());
        let heard = {
            let engine = self.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |data: JsValue| engine.hear(&data))
        };
        let failed = {
            let engine = self.clone();
            Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| engine.fail(message.as_string()))
        };
        match start_engine(heard.as_ref(), failed.as_ref()) {
            Ok(line) => {
                self.0.borrow_mut().running = Some(Running { line, _listeners: [heard, failed] });
            }
            Err(error) => self.lose((words().engine.not_made)(&text_of(&error))),
        }
    }

    /// The engine threw something, or was not loaded.
    fn fail(&self, message: Option<String>) {
        let has_greeted = self.0.borrow().waiting.is_none();
        self.lose(match message {
            None => words().engine.no_files.to_owned(),
            Some(message) if has_greeted => message,
            Some(message) => (words().engine.not_started)(&message),
        });
    }

    /// Ends the engine and says why.
    fn lose(&self, reason: String) {
        self.end();
        self.tell(News::Lost(reason));
    }

    /// Ends the engine. Its listeners may be what is running now, so they are dropped when the browser is back in its own loop.
    fn end(&self) {
        let running = self.0.borrow_mut().running.take();
        if let Some(running) = running {
            running.line.end();
            wasm_bindgen_futures::spawn_local(async move { drop(running) });
        }
    }

    fn hear(&self, data: &JsValue) {
        if let Some(text) = data.as_string() {
            match protocol_of(&text) {
                Some(PROTOCOL) => {
                    let waiting = self.0.borrow_mut().waiting.take();
                    self.tell(News::Started);
                    for command in waiting.into_iter().flatten() {
                        self.send(command);
                    }
                }
                Some(other) => {
                    self.lose((words().engine.other_version)(&other.to_string(), &PROTOCOL.to_string()));
                }
                None => self.lose(words().engine.no_greeting.to_owned()),
            }
            return;
        }
        let bytes = js_sys::Uint8Array::new(data).to_vec();
        match protocol::decode::<Event>(&bytes) {
            // A panic leaves the program half way through something; the trap that follows says less than this.
            Ok(Event::Crashed { message }) => self.lose(message),
            Ok(event) => {
                let drawn = matches!(event, Event::Frame(_));
                self.tell(News::Event(Box::new(event)));
                if drawn {
                    self.send(Command::FrameDrawn);
                }
            }
            Err(error) => self.lose((words().engine.unreadable)(&error.to_string())),
        }
    }

    fn tell(&self, news: News) {
        let tell = Rc::clone(&self.0.borrow().tell);
        tell(news);
    }

    /// Sends a command, now or as soon as the engine has greeted. Without an engine it is dropped: the next one starts from the page's lab.
    pub(crate) fn send(&self, command: Command) {
        let posted = {
            let mut state = self.0.borrow_mut();
            if let Some(waiting) = &mut state.waiting {
                waiting.push(command);
                return;
            }
            let (Some(running), Ok(bytes)) = (&state.running, protocol::encode(&command)) else { return };
            running.line.send(&js_sys::Uint8Array::from(bytes.as_slice()))
        };
        if let Err(error) = posted {
            self.lose(text_of(&error));
        }
    }
}

/// What a thrown value says.
pub(crate) fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| words().engine.unknown.to_owned()),
    }
}
