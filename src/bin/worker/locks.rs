//! Which tab sends for a lab: the one that holds the lab's lock, until it ends or lets go.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::Closure};

/// The locks that this tab has or waits for, with what lets go of each once it has it.
#[derive(Default)]
pub(crate) struct Locks {
    asked: RefCell<BTreeMap<String, Option<Function>>>,
}

impl Locks {
    /// Asks for the locks of labs that it has not asked for, and lets go of others; `got` is called for each that it has from then on.
    /// Gives the labs that were let go.
    pub(crate) fn align(self: &Rc<Self>, labs: &[String], got: &Rc<dyn Fn(String)>) -> Vec<String> {
        for lab in labs {
            if !self.asked.borrow().contains_key(lab) {
                self.ask(lab, got);
            }
        }
        let mut asked = self.asked.borrow_mut();
        let over: Vec<String> = asked
            .iter()
            .filter(|(lab, release)| release.is_some() && !labs.contains(lab))
            .map(|(lab, _)| lab.clone())
            .collect();
        for lab in &over {
            if let Some(Some(release)) = asked.remove(lab) {
                // It resolves a promise, which cannot fail.
                let _released = release.call0(&JsValue::NULL);
            }
        }
        over
    }

    fn ask(self: &Rc<Self>, lab: &str, got: &Rc<dyn Fn(String)>) {
        self.asked.borrow_mut().insert(lab.to_owned(), None);
        let granted = {
            let (locks, lab, got) = (Rc::clone(self), lab.to_owned(), Rc::clone(got));
            Closure::once_into_js(move || -> JsValue {
                let held = Promise::new(&mut |resolve, _| {
                    locks.asked.borrow_mut().insert(lab.clone(), Some(resolve));
                });
                got(lab);
                held.into()
            })
        };
        // A browser without locks, or a frame that may not have any: every tab for itself.
        let alone = {
            let (locks, lab, got) = (Rc::clone(self), lab.to_owned(), Rc::clone(got));
            move || {
                let waits = matches!(locks.asked.borrow().get(&lab), Some(None));
                if waits {
                    let release = Closure::once_into_js(|| {}).unchecked_into();
                    locks.asked.borrow_mut().insert(lab.clone(), Some(release));
                    got(lab.clone());
                }
            }
        };
        match request(&format!("rillcut-sender/{lab}"), &granted) {
            Some(promise) => {
                let refused = Closure::<dyn FnMut(JsValue)>::new(move |_| alone());
                let _chained = promise.catch(&refused);
                refused.forget();
            }
            None => alone(),
        }
    }
}

/// `navigator.locks.request(name, callback)`.
fn request(name: &str, callback: &JsValue) -> Option<Promise> {
    let navigator = Reflect::get(&js_sys::global(), &JsValue::from_str("navigator")).ok()?;
    let locks = Reflect::get(&navigator, &JsValue::from_str("locks")).ok()?;
    let request: Function = Reflect::get(&locks, &JsValue::from_str("request")).ok()?.dyn_into().ok()?;
    request.call2(&locks, &JsValue::from_str(name), callback).ok()?.dyn_into().ok()
}
