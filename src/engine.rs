//! The line to the engine's worker: commands out, events in.
//!
//! The worker speaks first (see [`rillcut_web::handshake`]); commands sent before its greeting wait here. When it dies, it is ended for
//! good, the page stays and offers to start another.
//!
//! There are two ways to start it. A page in a sandboxed frame has no origin of its own, and the browser then refuses a worker that comes
//! from an address, but takes one from a `Blob` that imports the same file (the host must allow that with CORS, as GitHub Pages does). The blob
//! is a classic script, because Chromium loads no module from a blob without an origin. An engine
//! on the page's own thread was rejected as a third way: every visitor would load it twice for the sake of browsers without workers.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;
use rillcut_lab::protocol::{self, Command, Event};
use rillcut_web::handshake::{PROTOCOL, protocol_of};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use web_sys::{Blob, BlobPropertyBag, HtmlMetaElement, MessageEvent, Url, Worker, WorkerOptions, WorkerType};

use crate::words::words;

/// What the worker has to say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum News {
    /// It has greeted us and waits for commands.
    Started,
    /// An event of the protocol.
    Event(Box<Event>),
    /// It has been ended and cannot go on; only a new one can.
    Lost(String),
}

/// The line to a worker.
#[derive(Clone)]
pub(crate) struct Engine(Rc<RefCell<State>>);

struct State {
    worker: Option<Running>,
    /// Commands from before the greeting.
    waiting: Option<Vec<Command>>,
    tell: Rc<dyn Fn(News)>,
}

/// Where a worker's first script comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The address in the page's head.
    Address,
    /// A blob that imports that address.
    Blob,
}

/// A worker with all that must live as long as it does; dropping it ends the worker.
struct Running {
    worker: Worker,
    way: Way,
    /// The blob's address, to be given back.
    blob: Option<String>,
    _listeners: [Closure<dyn FnMut(MessageEvent)>; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        // What it has still sent, or how it ends, concerns nobody any more.
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
        if let Some(url) = &self.blob {
            // It fails for no text.
            let _revoked = Url::revoke_object_url(url);
        }
    }
}

impl Engine {
    /// A line on which no worker has been started yet. News go to `tell`.
    pub(crate) fn new(tell: impl Fn(News) + 'static) -> Self {
        Self(Rc::new(RefCell::new(State { worker: None, waiting: Some(Vec::new()), tell: Rc::new(tell) })))
    }

    /// Starts a worker in place of the one before; commands from now on are for the new one.
    pub(crate) fn start(&self) {
        self.drop_worker();
        self.0.borrow_mut().waiting = Some(Vec::new());
        self.start_by(Way::Address);
    }

    /// Starts a worker one way, or the other where the browser refuses the first.
    fn start_by(&self, way: Way) {
        match (self.running(way), way) {
            (Ok(running), _) => self.0.borrow_mut().worker = Some(running),
            (Err(_), Way::Address) => self.start_by(Way::Blob),
            (Err(error), Way::Blob) => {
                self.lose((words().engine.not_made)(&text_of(&error)));
            }
        }
    }

    fn running(&self, way: Way) -> Result<Running, JsValue> {
        let address = worker_url()?;
        let blob = (way == Way::Blob).then(|| importing(&address)).transpose()?;
        let options = WorkerOptions::new();
        options.set_type(if way == Way::Blob { WorkerType::Classic } else { WorkerType::Module });
        let worker = Worker::new_with_options(blob.as_deref().unwrap_or(&address), &options)?;
        let heard = {
            let engine = self.clone();
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| engine.hear(&event.data()))
        };
        let failed = {
            let engine = self.clone();
            // An error event has a message where the script ran, and none where it could not be loaded.
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                let message = js_sys::Reflect::get(&event, &JsValue::from_str("message")).ok();
                engine.fail(message.and_then(|message| message.as_string()));
            })
        };
        worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Ok(Running { worker, way, blob, _listeners: [heard, failed] })
    }

    /// The worker's script threw something, or was not loaded.
    fn fail(&self, message: Option<String>) {
        let (by_address, greeted) = {
            let state = self.0.borrow();
            let by_address = state.worker.as_ref().is_some_and(|running| running.way == Way::Address);
            (by_address, state.waiting.is_none())
        };
        match message {
            // Some browsers refuse an address with an event in place of an exception.
            None if by_address && !greeted => {
                self.drop_worker();
                self.start_by(Way::Blob);
            }
            None => self.lose(words().engine.no_files.to_owned()),
            Some(message) if greeted => self.lose(message),
            Some(message) => self.lose((words().engine.not_started)(&message)),
        }
    }

    /// Ends the worker and says why.
    fn lose(&self, reason: String) {
        self.drop_worker();
        self.tell(News::Lost(reason));
    }

    /// Ends the worker. Its listeners may be what is running now, so they are dropped when the browser is back in its own loop.
    fn drop_worker(&self) {
        let running = self.0.borrow_mut().worker.take();
        if let Some(running) = running {
            running.worker.terminate();
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
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

    /// Sends a command, now or as soon as the worker has greeted. Without a worker it is dropped: the next one starts from the page's lab.
    pub(crate) fn send(&self, command: Command) {
        let posted = {
            let mut state = self.0.borrow_mut();
            if let Some(waiting) = &mut state.waiting {
                waiting.push(command);
                return;
            }
            let (Some(running), Ok(bytes)) = (&state.worker, protocol::encode(&command)) else { return };
            let message = js_sys::Uint8Array::from(bytes.as_slice());
            running.worker.post_message_with_transfer(&message, &js_sys::Array::of1(&message.buffer()))
        };
        if let Err(error) = posted {
            self.lose(text_of(&error));
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

/// The address of a blob with a script that imports a module.
fn importing(address: &str) -> Result<String, JsValue> {
    let base = document().base_uri()?.unwrap_or_default();
    let address = Url::new_with_base(address, &base)?.href();
    let quoted = js_sys::JSON::stringify(&JsValue::from_str(&address))?;
    // A rejected import is no error event; one that is thrown anew is.
    let script =
        format!("import({}).catch((error) => setTimeout(() => {{ throw error; }}));", String::from(quoted));
    let parts = js_sys::Array::of1(&JsValue::from_str(&script));
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    Url::create_object_url_with_blob(&Blob::new_with_str_sequence_and_options(&parts, &options)?)
}

/// What a thrown value says.
pub(crate) fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => error.as_string().unwrap_or_else(|| words().engine.unknown.to_owned()),
    }
}
