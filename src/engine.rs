//! The line to the engine's worker: commands out, events in.
//!
//! The worker speaks first (see [`rillcut_web::handshake`]); commands sent before its greeting wait here. When it dies, the page stays
//! and offers to start another.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use rillcut_lab::protocol::{self, Command, Event};
use rillcut_web::handshake::{PROTOCOL, protocol_of};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{HtmlMetaElement, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What the worker has to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// It has greeted us and waits for commands.
    Started,
    /// An event of the protocol.
    Event(Box<Event>),
    /// It cannot go on; only a new one can.
    Lost(String),
}

/// The line to a worker.
#[derive(Clone)]
pub(crate) struct Engine(Rc<RefCell<State>>);

struct State {
    worker: Option<Worker>,
    /// Commands from before the greeting.
    waiting: Option<Vec<Command>>,
    listeners: Vec<Closure<dyn FnMut(MessageEvent)>>,
    tell: Rc<dyn Fn(News)>,
}

impl Engine {
    /// A line on which no worker has been started yet. News go to `tell`.
    pub(crate) fn new(tell: impl Fn(News) + 'static) -> Self {
        Self(Rc::new(RefCell::new(State {
            worker: None,
            waiting: Some(Vec::new()),
            listeners: Vec::new(),
            tell: Rc::new(tell),
        })))
    }

    /// Starts a worker in place of the one before.
    pub(crate) fn start(&self) {
        if let Err(error) = self.try_start() {
            self.tell(News::Lost(format!("the engine cannot be started: {}", text_of(&error))));
        }
    }

    fn try_start(&self) -> Result<(), JsValue> {
        if let Some(old) = self.0.borrow_mut().worker.take() {
            old.set_onmessage(None);
            old.set_onerror(None);
            old.terminate();
        }
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&worker_url()?, &options)?;
        let heard = {
            let engine = self.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| engine.hear(&event.data()))
        };
        let lost = {
            let engine = self.clone();
            // An error event has a message where the script ran, and none where it could not be loaded.
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let message = js_sys::Reflect::get(&event, &JsValue::from_str("message")).ok();
                let message = message.and_then(|message| message.as_string());
                engine
                    .tell(News::Lost(message.unwrap_or_else(|| "its files could not be loaded".to_owned())));
            })
        };
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(lost.as_ref().unchecked_ref()));
        let mut state = self.0.borrow_mut();
        state.listeners = vec![heard, lost];
        state.worker = Some(worker);
        state.waiting = Some(Vec::new());
        Ok(())
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
                Some(other) => self.tell(News::Lost(format!(
                    "it is of another version (protocol {other}, this page {PROTOCOL}): reload the page"
                ))),
                None => self.tell(News::Lost("its first message is no greeting".to_owned())),
            }
            return;
        }
        let bytes = js_sys::Uint8Array::new(data).to_vec();
        match protocol::decode::<Event>(&bytes) {
            Ok(Event::Crashed { message }) => self.tell(News::Lost(message)),
            Ok(event) => {
                let drawn = matches!(event, Event::Frame(_));
                self.tell(News::Event(Box::new(event)));
                if drawn {
                    self.send(Command::FrameDrawn);
                }
            }
            Err(error) => self.tell(News::Lost(format!("its message cannot be read: {error}"))),
        }
    }

    fn tell(&self, news: News) {
        let tell = Rc::clone(&self.0.borrow().tell);
        tell(news);
    }

    /// Sends a command, now or as soon as the worker has greeted.
    pub(crate) fn send(&self, command: Command) {
        let mut state = self.0.borrow_mut();
        if let Some(waiting) = &mut state.waiting {
            waiting.push(command);
            return;
        }
        let (Some(worker), Ok(bytes)) = (&state.worker, protocol::encode(&command)) else { return };
        let message = js_sys::Uint8Array::from(bytes.as_slice());
        let transfer = js_sys::Array::of1(&message.buffer());
        if let Err(error) = worker.post_message_with_transfer(&message, &transfer) {
            let tell = Rc::clone(&state.tell);
            drop(state);
            tell(News::Lost(text_of(&error)));
        }
    }
}

/// The worker's address, which carries the hash of its files: `<meta name="rillcut-worker">`.
fn worker_url() -> Result<String, JsValue> {
    document()
        .query_selector("meta[name=rillcut-worker]")?
        .and_then(|element| element.dyn_into::<HtmlMetaElement>().ok())
        .map(|meta| meta.content())
        .ok_or_else(|| JsValue::from_str("the page names no worker"))
}

/// What a thrown value says.
pub(crate) fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| "for an unknown reason".to_owned()),
    }
}
