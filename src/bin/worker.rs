//! The engine's worker: a shell around [`rillcut_lab::Session`] that moves bytes, reads the clock and makes requests.
//!
//! The loop works in slices of [`SLICE_MS`] and then yields through a message channel, so that commands are read between slices even when
//! the lab runs as fast as it can; timers would cost four milliseconds a turn and are only used for waiting.
//!
//! Where a page can have no worker, this program runs on the page's own thread. What it uses of a worker's scope is then the object
//! `rillcutScope`, which the page has put there (`www/engine.mjs`); the rest is the same, but for shorter slices.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

#[path = "worker/locks.rs"]
mod locks;
#[path = "worker/send.rs"]
mod send;
#[path = "worker/store.rs"]
mod store;

use js_sys::{Array, Function, Reflect};
use rillcut_lab::{
    HttpRequest, Session, Tick, Wanted, Write,
    bucket::zip,
    labs_of,
    protocol::{self, Command, Event},
};
use rillcut_web::{handshake::greeting, post_octets, worker_scope};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use self::{locks::Locks, store::Store};

/// Longest stretch of work between two looks at the inbox, milliseconds.
const SLICE_MS: f64 = 12.0;
/// The same where the page waits for it.
const SLICE_OF_PAGE_MS: f64 = 8.0;
/// Shortest time between two frames, milliseconds: 30 a second. Nobody reads counters faster, and every second picture of the screen is left to what the
/// reader does: typing, scrolling, dragging. With one for each, a page drawn without a graphics card misses one picture in ten at 100,000 records/s.
const FRAME_MS: f64 = 1000.0 / 30.0;
/// Frames that may be on their way to the page.
const FRAMES_AHEAD: u32 = 2;
/// Wait before a store that refused is asked again, milliseconds.
const STORE_AGAIN_MS: f64 = 5000.0;
/// Records of one step of the engine.
const RECORDS: usize = 4096;

thread_local! {
    /// The scope, for the panic hook, which can hold no object of JavaScript itself.
    static SCOPE: RefCell<Option<DedicatedWorkerGlobalScope>> = const { RefCell::new(None) };
}

fn main() -> Result<(), JsValue> {
    let (scope, is_page) = worker_scope()?;
    let slice_ms = if is_page { SLICE_OF_PAGE_MS } else { SLICE_MS };
    SCOPE.set(Some(scope.clone()));
    report_panics();
    let shell = Rc::new(Shell::new(scope.clone(), slice_ms)?);
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
    let online = {
        let shell = Rc::clone(&shell);
        Closure::<dyn FnMut()>::new(move || {
            shell.session.borrow_mut().set_online(true);
            shell.call();
        })
    };
    scope.set_ononline(Some(online.as_ref().unchecked_ref()));
    online.forget();
    spawn_local(Rc::clone(&shell).open_store());
    scope.post_message(&JsValue::from_str(&greeting()))
}

/// The worker's state.
struct Shell {
    scope: DedicatedWorkerGlobalScope,
    slice_ms: f64,
    session: RefCell<Session>,
    channel: MessageChannel,
    /// The turn, kept for timers.
    wake: RefCell<Option<Closure<dyn FnMut()>>>,
    /// A turn is already on its way through the channel.
    called: Cell<bool>,
    timer: Cell<Option<i32>>,
    last_frame_ms: Cell<f64>,
    frames_ahead: Cell<u32>,
    /// `None` until it has been opened.
    store: RefCell<Option<Rc<Store>>>,
    is_writing: Cell<bool>,
    /// Records that the store refused, and when it is asked again.
    refused: RefCell<Vec<Write>>,
    store_again_ms: Cell<f64>,
    /// The ticket of the last batch that was tried.
    last_ticket: Cell<u64>,
    locks: Rc<Locks>,
    /// Labs with messages that another session left.
    orphans: RefCell<Vec<String>>,
}

impl Shell {
    fn new(scope: DedicatedWorkerGlobalScope, slice_ms: f64) -> Result<Self, JsValue> {
        let mut seed = [0_u8; 8];
        scope.crypto()?.get_random_values_with_u8_array(&mut seed)?;
        let mut session = Session::new(u64::from_le_bytes(seed));
        session.open_store();
        session.share();
        // From the scope: what stands in for one closes the channel with the engine.
        let channel: Function = Reflect::get(&scope, &JsValue::from_str("MessageChannel"))?.dyn_into()?;
        let channel = Reflect::construct(&channel, &Array::new())?.unchecked_into();
        Ok(Self {
            scope,
            slice_ms,
            session: RefCell::new(session),
            store: RefCell::new(None),
            is_writing: Cell::new(false),
            refused: RefCell::new(Vec::new()),
            store_again_ms: Cell::new(0.0),
            last_ticket: Cell::new(0),
            locks: Rc::default(),
            orphans: RefCell::new(Vec::new()),
            channel,
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
            if tick != Tick::Again || now - began > self.slice_ms {
                break;
            }
        }
        let news = self.session.borrow_mut().take_news();
        for event in &news {
            self.post(event);
        }
        self.align_locks();
        self.write();
        let due = self.session.borrow_mut().due_requests(wall_ms());
        for request in due {
            self.deliver(request);
        }
        let changed = self.session.borrow_mut().connections_event();
        if let Some(event) = changed {
            self.post(&event);
        }
        let wanted = self.session.borrow_mut().take_wanted();
        for file in wanted {
            spawn_local(Rc::clone(self).hand_over(file));
        }
        self.write();
        self.show_frame();
        match tick {
            Tick::Again => self.call(),
            Tick::At(at) => self.call_at(at),
            Tick::Idle => {
                let request = self.session.borrow().next_request_ms();
                // While the page owes answers, no frame can go out: its answer is what wakes the worker then.
                let may_show = self.frames_ahead.get() < FRAMES_AHEAD && self.session.borrow().is_dirty();
                let frame = may_show.then(|| self.last_frame_ms.get() + FRAME_MS);
                let again = (!self.refused.borrow().is_empty()).then(|| self.store_again_ms.get());
                let next = request.into_iter().chain(frame).chain(again).fold(f64::INFINITY, f64::min);
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

    /// Makes a request, or has the page show a notification.
    fn deliver(self: &Rc<Self>, request: HttpRequest) {
        if request.is_notification {
            self.post(&Event::Notify { id: request.id, title: request.subject, body: request.body });
            return;
        }
        let shell = Rc::clone(self);
        spawn_local(async move {
            let began = wall_ms();
            let outcome = send::send(&shell.scope, &request).await;
            let now = wall_ms();
            shell.session.borrow_mut().outcome(&request.id, &outcome, (now - began) as u32, now);
            shell.call();
        });
    }

    /// Opens the store, and takes up what another session left in it.
    async fn open_store(self: Rc<Self>) {
        let store = Rc::new(Store::open(&self.scope).await);
        let records = store.records().await;
        let room = store.room(&self.scope).await;
        {
            let mut session = self.session.borrow_mut();
            if !store.is_lasting() {
                session.store_forgets();
            }
            session.restore(&records, wall_ms());
            if let Some(room) = room {
                session.limit_room(room);
            }
        }
        self.orphans.replace(labs_of(&records));
        self.store.replace(Some(store));
        self.call();
    }

    /// Asks for the locks of the labs that this tab has something to send for.
    fn align_locks(self: &Rc<Self>) {
        if self.store.borrow().is_none() {
            return;
        }
        let mut labs = self.session.borrow().labs();
        labs.extend(self.orphans.borrow().iter().cloned());
        let got: Rc<dyn Fn(String)> = {
            let shell = Rc::clone(self);
            Rc::new(move |lab| spawn_local(Rc::clone(&shell).lead(lab)))
        };
        for lab in self.locks.align(&labs, &got) {
            self.session.borrow_mut().lead(&lab, false);
        }
    }

    /// This tab sends for a lab from now on: first what the tab before it has left.
    async fn lead(self: Rc<Self>, lab: String) {
        let store = self.store.borrow().clone();
        let records = match store {
            Some(store) => store.records().await,
            None => Vec::new(),
        };
        {
            let mut session = self.session.borrow_mut();
            session.lead(&lab, true);
            session.restore(&records, wall_ms());
        }
        self.orphans.borrow_mut().retain(|orphan| *orphan != lab);
        self.call();
    }

    /// Writes down what is to be, a batch at a time and in order.
    fn write(self: &Rc<Self>) {
        let Some(store) = self.store.borrow().clone() else { return };
        if self.is_writing.get()
            || (!self.refused.borrow().is_empty() && wall_ms() < self.store_again_ms.get())
        {
            return;
        }
        let taken = self.session.borrow_mut().take_writes();
        let mut writes = self.refused.take();
        let ticket = taken.as_ref().map(|(ticket, _)| *ticket);
        writes.extend(taken.into_iter().flat_map(|(_, writes)| writes));
        if writes.is_empty() {
            return;
        }
        self.is_writing.set(true);
        let shell = Rc::clone(self);
        spawn_local(async move {
            let refused = store.write(writes.clone()).await;
            {
                let mut session = shell.session.borrow_mut();
                for id in &refused.objects {
                    session.object_lost(id);
                }
                match refused.records {
                    None => session.stored(ticket.unwrap_or(shell.last_ticket.get()), Ok(())),
                    Some(reason) => {
                        writes.retain(|write| !store::is_object(store::key_of(write)));
                        shell.refused.replace(writes);
                        shell.store_again_ms.set(wall_ms() + STORE_AGAIN_MS);
                        session.stored(0, Err(reason));
                    }
                }
            }
            if let Some(ticket) = ticket {
                shell.last_ticket.set(ticket);
            }
            shell.is_writing.set(false);
            shell.call();
        });
    }

    /// Puts a file together from the store and hands it to the page.
    async fn hand_over(self: Rc<Self>, file: Wanted) {
        let Some(store) = self.store.borrow().clone() else { return };
        let mut entries = Vec::new();
        for (key, name, made_ms) in file.entries {
            if let Some(bytes) = store.object(&key).await {
                entries.push(zip::Entry { name, bytes, made_ms });
            }
        }
        let bytes = if file.is_archive {
            zip::archive(&entries)
        } else {
            entries.into_iter().next().map(|entry| entry.bytes)
        };
        if let Some(bytes) = bytes {
            self.post(&Event::File { name: file.name, bytes });
        }
    }
}

/// Milliseconds since the epoch that never go back while the worker lives.
fn wall_ms() -> f64 {
    let performance = SCOPE.with_borrow(|scope| scope.as_ref().and_then(|scope| scope.performance()));
    match performance {
        Some(performance) => performance.time_origin() + performance.now(),
        None => js_sys::Date::now(),
    }
}

fn post(scope: &DedicatedWorkerGlobalScope, event: &Event) {
    if let Ok(octets) = protocol::encode(event) {
        post_octets(scope, &octets);
    }
}

/// A panic ends the worker; the page is told what it said.
fn report_panics() {
    std::panic::set_hook(Box::new(|panic| {
        SCOPE.with_borrow(|scope| {
            if let Some(scope) = scope {
                post(scope, &Event::Crashed { message: panic.to_string() });
            }
        });
    }));
}
