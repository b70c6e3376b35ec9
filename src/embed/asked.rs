//! What the page around the frame asks for, done or refused.

use std::time::Duration;

use leptos::prelude::*;
use rillcut_lab::protocol::Command;
use wasm_bindgen::prelude::*;

use super::{
    protocol::{Asked, Bound, Fault, Message},
    told::Host,
};
use crate::{bar::Theme, guide::Guide, model::Model};

/// Who answers.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    model: Model,
    guide: Guide,
    theme: RwSignal<Theme>,
    host: Host,
    bound: StoredValue<Bound>,
    /// The `id` of the message that the next refused lab came with.
    loading: StoredValue<JsValue, LocalStorage>,
}

impl Answers {
    pub(super) fn new(model: Model, guide: Guide, theme: RwSignal<Theme>, host: Host) -> Self {
        Self {
            model,
            guide,
            theme,
            host,
            bound: StoredValue::new(Bound::default()),
            loading: StoredValue::new_local(JsValue::UNDEFINED),
        }
    }

    /// Listens for as long as the page lives.
    pub(super) fn listen(self) {
        let heard = Closure::<dyn FnMut(JsValue, u32, JsValue)>::new(
            move |message: JsValue, wrong: u32, id: JsValue| {
                let read = match wrong {
                    0 => serde_wasm_bindgen::from_value::<Message>(message)
                        .map_err(|_| Fault::Unreadable)
                        .and_then(Message::read),
                    1 => Err(Fault::Unreadable),
                    _ => Err(Fault::TooLarge),
                };
                match read {
                    Ok(asked) => self.answer(asked, id),
                    Err(fault) => self.refuse(fault, &id),
                }
            },
        );
        self.host.with(|line| line.hear(&heard.into_js_value()));
    }

    fn answer(self, asked: Asked, id: JsValue) {
        let model = self.model;
        match asked {
            Asked::Link(link) => {
                self.loading.set_value(id);
                model.open_link(link, None);
            }
            Asked::Lab(text) => {
                self.loading.set_value(id);
                model.open_other(text, None);
            }
            Asked::Run => model.send(Command::Run),
            Asked::Pause => model.send(Command::Pause),
            Asked::Reset => model.send(Command::Reset),
            Asked::Guide(step) => self.guide.open_at(step),
            Asked::Clock(step) => model.send(Command::Step(step)),
            Asked::Theme(theme) => self.theme.set(theme),
            Asked::State => self.host.tell_state(model, &id),
        }
    }

    /// The `id` of the message that asked for the lab that has just been refused.
    pub(super) fn take_loading(self) -> JsValue {
        self.loading.try_update_value(|id| std::mem::replace(id, JsValue::UNDEFINED)).unwrap_or_default()
    }

    fn refuse(self, fault: Fault, id: &JsValue) {
        let now = js_sys::Date::now();
        let mut bound = self.bound.get_value();
        let was_full = bound.further() > 0;
        if bound.has_room(now) {
            self.host.tell_fault(fault, 0, id);
        } else if !was_full {
            // The first without an answer: those after it are counted until there is room again.
            set_timeout(move || self.tell_further(), Duration::from_secs(1));
        }
        self.bound.set_value(bound);
    }

    fn tell_further(self) {
        let further = self.bound.try_update_value(Bound::take_further).unwrap_or_default();
        if further > 0 {
            self.host.tell_fault(Fault::TooMany, further, &JsValue::UNDEFINED);
        }
    }
}
