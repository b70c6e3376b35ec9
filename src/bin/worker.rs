//! The engine's worker: a shell around [`rillcut_lab::Session`] that moves bytes, reads the clock and makes requests.
//!
//! The loop works in slices of [`SLICE_MS`] and then yields through a message channel, so that commands are read between slices even when
//! the lab runs as fast as it can; timers would cost four milliseconds a turn and are only used for waiting.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use rillcut_lab::{
    HttpRequest, Session, Tick,
    protocol::{self, Command, Event, Outcome},
};
use rillcut_web::handshake::greeting;
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortSignal, DedicatedWorkerGlobalScope, DomException, Headers, MessageChannel, MessageEvent,
    MessagePort, ReferrerPolicy, RequestCredentials, RequestInit, RequestRedirect, Response,
};

/// Longest stretch of work between two looks at the inbox, milliseconds.
const SLICE_MS: f64 = 12.0;
/// Shortest time between two frames, milliseconds: 60 a second.
const FRAME_MS: f64 = 1000.0 / 60.0;
/// Frames that may be on their way to the page.
const FRAMES_AHEAD: u32 = 2;
/// Records of one step of the engine.
const RECORDS: usize = 4096;

fn main() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    report_panics();
    let shell = Rc::new(Shell::new(scope.clone())?);
    let inbox = {
        let shell = Rc::clone(&shell);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| shell.receive(&event))
    };
    scope.set_onmessage(Some(inbox.as_ref().unchecked_ref()));
    inbox.forget();
    let turn = {
        let shell = Rc::clone(&shell);
        Closure::<dyn FnMut()>::new(move || shell.turn())
    };
    shell.channel.port1().set_onmessage(Some(turn.as_ref().unchecked_ref()));
    shell.wake.replace(Some(turn));
    scope.post_message(&JsValue::from_str(&greeting()))
}

/// The worker's state.
struct Shell {
    scope: DedicatedWorkerGlobalScope,
    session: RefCell<Session>,
    channel: MessageChannel,
    /// The turn, kept for timers.
    wake: RefCell<Option<Closure<dyn FnMut()>>>,
    /// A turn is already on its way through the channel.
    called: Cell<bool>,
    timer: Cell<Option<i32>>,
    last_frame_ms: Cell<f64>,
    frames_ahead: Cell<u32>,
}

impl Shell {
    fn new(scope: DedicatedWorkerGlobalScope) -> Result<Self, JsValue> {
        let mut seed = [0_u8; 8];
        scope.crypto()?.get_random_values_with_u8_array(&mut seed)?;
        Ok(Self {
            scope,
            session: RefCell::new(Session::new(u64::from_le_bytes(seed))),
            channel: MessageChannel::new()?,
            wake: RefCell::new(None),
            called: Cell::new(false),
            timer: Cell::new(None),
            last_frame_ms: Cell::new(0.0),
            frames_ahead: Cell::new(0),
        })
    }

    fn receive(&self, event: &MessageEvent) {
        let bytes = js_sys::Uint8Array::new(&event.data()).to_vec();
        let mut events = Vec::new();
        match protocol::decode::<Command>(&bytes) {
            Ok(Command::FrameDrawn) => {
                self.frames_ahead.set(self.frames_ahead.get().saturating_sub(1));
            }
            Ok(command) => self.session.borrow_mut().command(command, wall_ms(), &mut events),
            // Both ends are built together and have shaken hands, so this is a fault of ours.
            Err(error) => {
                events.push(Event::Crashed { message: format!("a command cannot be read: {error}") });
            }
        }
        for event in &events {
            self.post(event);
        }
        self.call();
    }

    /// One turn: work, requests, a frame, and when to come back.
    fn turn(self: &Rc<Self>) {
        self.called.set(false);
        let began = wall_ms();
        let mut tick;
        loop {
            let now = wall_ms();
            tick = self.session.borrow_mut().tick(now, RECORDS);
            if tick != Tick::Again || now - began > SLICE_MS {
                break;
            }
        }
        let news = self.session.borrow_mut().take_news();
        for event in &news {
            self.post(event);
        }
        let due = self.session.borrow_mut().due_requests(wall_ms());
        for request in due {
            spawn_local(Rc::clone(self).send(request));
        }
        self.show_frame();
        match tick {
            Tick::Again => self.call(),
            Tick::At(at) => self.call_at(at),
            Tick::Idle => {
                let request = self.session.borrow().next_request_ms();
                // While the page owes answers, no frame can go out: its answer is what wakes the worker then.
                let may_show = self.frames_ahead.get() < FRAMES_AHEAD && self.session.borrow().is_dirty();
                let frame = may_show.then(|| self.last_frame_ms.get() + FRAME_MS);
                let next = request.into_iter().chain(frame).fold(f64::INFINITY, f64::min);
                if next.is_finite() {
                    self.call_at(next);
                }
            }
        }
    }

    fn show_frame(&self) {
        let now = wall_ms();
        if now - self.last_frame_ms.get() < FRAME_MS || self.frames_ahead.get() >= FRAMES_AHEAD {
            return;
        }
        let frame = self.session.borrow_mut().frame(now);
        if let Some(frame) = frame {
            self.last_frame_ms.set(now);
            self.frames_ahead.set(self.frames_ahead.get() + 1);
            self.post(&Event::Frame(Box::new(frame)));
        }
    }

    /// Comes back as soon as the inbox was looked at.
    fn call(&self) {
        if !self.called.replace(true) {
            let port: MessagePort = self.channel.port2();
            // Posting to a port of our own fails only when the worker is ending.
            let _ending = port.post_message(&JsValue::NULL);
        }
    }

    /// Comes back at a wall time.
    fn call_at(&self, at_ms: f64) {
        if let Some(timer) = self.timer.take() {
            self.scope.clear_timeout_with_handle(timer);
        }
        let wait = (at_ms - wall_ms()).clamp(1.0, 60_000.0) as i32;
        if let Some(wake) = self.wake.borrow().as_ref() {
            let callback = wake.as_ref().unchecked_ref();
            let timer = self.scope.set_timeout_with_callback_and_timeout_and_arguments_0(callback, wait);
            self.timer.set(timer.ok());
        }
    }

    fn post(&self, event: &Event) {
        post(&self.scope, event);
    }

    /// Makes a request and tells the session how it ended.
    async fn send(self: Rc<Self>, request: HttpRequest) {
        let began = wall_ms();
        let outcome = match self.fetch(&request).await {
            Ok(outcome) => outcome,
            Err(error) => failed(&error),
        };
        let now = wall_ms();
        self.session.borrow_mut().outcome(&request.id, &outcome, (now - began) as u32, now);
        self.call();
    }

    async fn fetch(&self, request: &HttpRequest) -> Result<Outcome, JsValue> {
        let headers = Headers::new()?;
        for (name, value) in &request.headers {
            headers.append(name, value)?;
        }
        let init = RequestInit::new();
        init.set_method(&request.method);
        init.set_headers(&headers);
        init.set_body(&JsValue::from_str(&request.body));
        init.set_signal(Some(&AbortSignal::timeout_with_u32(request.timeout_ms)));
        // A redirect would turn the POST into an empty GET that looks like success.
        init.set_redirect(RequestRedirect::Error);
        init.set_credentials(RequestCredentials::Omit);
        init.set_referrer_policy(ReferrerPolicy::NoReferrer);
        let answer = JsFuture::from(self.scope.fetch_with_str_and_init(&request.url, &init)).await?;
        let answer: Response = answer.dyn_into()?;
        let retry_after =
            answer.headers().get("retry-after")?.and_then(|seconds| seconds.trim().parse().ok());
        Ok(Outcome::Status { status: answer.status(), retry_after })
    }
}

fn failed(error: &JsValue) -> Outcome {
    if error.dyn_ref::<DomException>().is_some_and(|error| error.name() == "TimeoutError") {
        return Outcome::TimedOut;
    }
    let message = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.message()));
    let reason = message.unwrap_or_else(|| "the browser refused to send it".to_owned());
    Outcome::Failed(format!("{reason}: nobody answered there, or the answer does not allow this page (CORS)"))
}

/// Milliseconds since the epoch that never go back while the worker lives.
fn wall_ms() -> f64 {
    let global: Result<DedicatedWorkerGlobalScope, _> = js_sys::global().dyn_into();
    match global.ok().and_then(|scope| scope.performance()) {
        Some(performance) => performance.time_origin() + performance.now(),
        None => js_sys::Date::now(),
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, event: &Event) {
    let Ok(bytes) = protocol::encode(event) else { return };
    let message = js_sys::Uint8Array::from(bytes.as_slice());
    let transfer = js_sys::Array::of1(&message.buffer());
    // Posting fails only when the page is gone.
    let _gone = scope.post_message_with_transfer(&message, &transfer);
}

/// A panic ends the worker; the page is told what it said.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
            post(&scope, &Event::Crashed { message: panic.to_string() });
        }
    }));
}
